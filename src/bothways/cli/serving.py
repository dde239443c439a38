"""Running what was composed: servers and workers, until somebody asks to stop."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from typing import Any

import uvicorn

from bothways.app.compose import Bothways, compose
from bothways.core.durable.worker import Worker
from bothways.kit.clock import SystemClock
from bothways.kit.crypto import SystemEntropy
from bothways.sandbox.options import SandboxOptions
from bothways.sandbox.server import create_sandbox
from bothways.settings import Settings

GRACE_SECONDS = 10


async def serve_forever(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; requests in flight are finished first."""
    bothways = await compose(settings)
    try:
        async with serving(bothways, with_worker=settings.worker):
            await serve_until_told(server(bothways.asgi, host, port))
    finally:
        await bothways.close()


async def work_forever(settings: Settings) -> None:
    """Do the due work until SIGTERM or SIGINT; a job that is under way is finished first."""
    bothways = await compose(settings)
    stopped = asyncio.Event()
    _when_told(stopped.set)
    try:
        async with _working(bothways.worker):
            await stopped.wait()
    finally:
        await bothways.close()


async def serve_sandbox(port: int, lifetime_seconds: int) -> None:
    """Serve the sandbox provider alone, on the loopback address."""
    options = SandboxOptions(
        clock=SystemClock(),
        entropy=SystemEntropy(),
        issuer_url=f"http://127.0.0.1:{port}",
        access_token_lifetime_seconds=lifetime_seconds,
    )
    await serve_until_told(server(create_sandbox(options), "127.0.0.1", port))


@contextlib.asynccontextmanager
async def serving(bothways: Bothways, *, with_worker: bool) -> AsyncIterator[None]:
    """The workers that a serving process needs, beside whatever stands in the block."""
    async with _working(bothways.bookkeeper, *([bothways.worker] if with_worker else [])):
        yield


@contextlib.asynccontextmanager
async def _working(*workers: Worker) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(worker.run()) for worker in workers]
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        await asyncio.gather(*tasks)


async def serve_until_told(*servers: uvicorn.Server) -> None:
    """Serve until SIGTERM or SIGINT, or until one of the servers ends by itself; then all of them end.

    Requests in flight are finished first; asked a second time, they are not.
    """
    for one in servers:
        # It would raise the signal again once it has stopped, and so end the process before workers and database.
        one.capture_signals = contextlib.nullcontext  # type: ignore[assignment]

    def stop() -> None:
        for one in servers:
            one.force_exit = one.should_exit
            one.should_exit = True

    _when_told(stop)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one.serve()) for one in servers]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in servers:
            one.should_exit = True


def _when_told(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)


def server(asgi: Any, host: str, port: int) -> uvicorn.Server:
    """A uvicorn server with the house's limits. Our own log has a line for every request, without query strings."""
    return uvicorn.Server(
        uvicorn.Config(
            asgi,
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            limit_concurrency=10_000,
        )
    )
