"""Running what was composed: servers and workers, until somebody asks to stop."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import structlog
import uvicorn

from bothways import __version__
from bothways.app.compose import Bothways, compose
from bothways.core.durable.worker import Worker
from bothways.kit.clock import SystemClock
from bothways.kit.crypto import SystemEntropy
from bothways.kit.errors import DomainError, Kind
from bothways.sandbox.options import SandboxOptions
from bothways.sandbox.server import create_sandbox
from bothways.settings import Settings

GRACE_SECONDS = 10


class PortTaken(DomainError):
    """Something else listens where a server would, or the address is not of this machine."""

    code = "port_taken"
    kind = Kind.CONFLICT
    next_step = "Stop what listens there, or choose another port (`--port`; the command's `--help` names all)."


async def serve_forever(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; requests in flight are finished first."""
    listener = listen(host, port)
    bothways = await compose(settings)
    try:
        async with serving(bothways, with_worker=settings.worker):
            _say("serving", address=_address(listener), public_url=settings.public_url, worker=settings.worker)
            await serve_until_told(Server(bothways.asgi, listener))
    finally:
        await bothways.close()


async def work_forever(settings: Settings) -> None:
    """Do the due work until SIGTERM or SIGINT; a job that is under way is finished first."""
    bothways = await compose(settings)
    stopped = asyncio.Event()
    _when_told(stopped.set)
    try:
        async with _working(bothways.worker):
            _say("working")
            await stopped.wait()
    finally:
        await bothways.close()


async def serve_sandbox(port: int, lifetime_seconds: int, said: Callable[[str], None]) -> None:
    """Serve the sandbox provider alone, on the loopback address, which `said` is told once the port is taken."""
    options = SandboxOptions(
        clock=SystemClock(),
        entropy=SystemEntropy(),
        issuer_url=f"http://127.0.0.1:{port}",
        access_token_lifetime_seconds=lifetime_seconds,
    )
    listener = listen("127.0.0.1", port)
    said(options.issuer_url)
    await serve_until_told(Server(create_sandbox(options), listener))


def _say(what: str, **facts: object) -> None:
    """A line by which whoever started it sees that it runs, and where."""
    structlog.get_logger().info(what, version=__version__, **facts)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


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


class Server(uvicorn.Server):
    """uvicorn on a socket that listens already, with the house's limits and its way to stop.

    Our own log has a line for every request, without query strings, so that uvicorn keeps none.
    """

    def __init__(self, asgi: Any, listener: socket.socket) -> None:
        super().__init__(
            uvicorn.Config(
                asgi,
                access_log=False,
                log_level="warning",
                server_header=False,
                date_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
                limit_concurrency=10_000,
            )
        )
        self.listener = listener

    async def run_to_end(self) -> None:
        """Serve until `stop` was called."""
        try:
            await self.serve([self.listener])
        finally:
            self.listener.close()
        if self.force_exit:
            # In a hurry uvicorn leaves the application alive, to be torn down with a traceback when the loop closes.
            await self.lifespan.shutdown()

    def stop(self) -> None:
        """Finish requests in flight first; called a second time, do not."""
        self.force_exit = self.should_exit
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: uvicorn would raise them again once it has stopped, and so end the process before
        workers and database.
        """
        yield


def listen(host: str, port: int) -> socket.socket:
    """Take the port. Raises PortTaken, before anything else was begun."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise PortTaken(f"Port {port} of {host} cannot be listened on: {error.strerror or 'unknown host'}.") from error


async def serve_until_told(*servers: Server) -> None:
    """Serve until SIGTERM or SIGINT, or until one of the servers ends by itself; then all of them end."""

    def stop() -> None:
        for one in servers:
            one.stop()

    _when_told(stop)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one.run_to_end()) for one in servers]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in servers:
            one.should_exit = True


def _when_told(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)
