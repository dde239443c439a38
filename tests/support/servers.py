"""Real servers for tests: an ASGI app on a free loopback port, in the test's own event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import uvicorn

from tests.support.certificates import Certificate

# Starlette's, Litestar's and our own spellings of ASGI differ in detail; uvicorn takes them all.
App = Callable[..., Any]


# How long a request may go on after the test is over.
GRACE_SECONDS = 2


class _Server(uvicorn.Server):
    """uvicorn without signal handlers (pytest owns those) and without its pauses: hundreds of tests start one."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopping = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit as error:
            # uvicorn leaves the process when a lifespan fails; that would end pytest itself.
            raise RuntimeError("the app's lifespan failed; see the captured log") from error
        self.ready.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if tasks := set(self.server_state.tasks):
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
        await self.lifespan.shutdown()


@contextlib.asynccontextmanager
async def serve(app: App) -> AsyncIterator[str]:
    """Serve `app`; yields its base URL without a trailing slash."""
    async with serve_built(lambda _: app) as base_url:
        yield base_url


@contextlib.asynccontextmanager
async def serve_built(build: Callable[[str], App], certificate: Certificate | None = None) -> AsyncIterator[str]:
    """Serve what `build(base_url)` makes: for apps that must know their own address, such as an issuer.

    With a certificate it is https.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    base_url = f"{'https' if certificate else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
    try:
        config = uvicorn.Config(
            build(base_url),
            log_config=None,
            access_log=False,
            # As the product serves itself: nobody's word counts for the address that a request comes from.
            proxy_headers=False,
            ssl_certfile=certificate.certificate if certificate else None,
            ssl_keyfile=certificate.key if certificate else None,
        )
    except BaseException:
        listener.close()
        raise
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    ready = asyncio.create_task(server.ready.wait())
    try:
        # A server whose lifespan fails never gets ready: stop waiting when it ends.
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
            raise RuntimeError("the server stopped before it was ready")
        yield base_url
    finally:
        ready.cancel()
        server.stopping.set()
        await running
        listener.close()
