"""Children that start in a moment: they are forked by a server that has the product imported already."""

import asyncio
import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["bothways.app.compose", "bothways.cli.main", "tests.crash.victim"])


def start(target: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    """A child that calls `target`; both are pickled. It ends with this process at the latest."""
    child = _CONTEXT.Process(target=target, args=arguments, daemon=True)
    child.start()
    return child


async def end_of(child: ForkServerProcess, *, seconds: float = 30.0) -> int:
    """How it ended: its exit status, or minus the signal's number. Raises TimeoutError."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(child.sentinel, ended.set)
    try:
        async with asyncio.timeout(seconds):
            await ended.wait()
    finally:
        loop.remove_reader(child.sentinel)
    child.join()
    assert child.exitcode is not None
    return child.exitcode
