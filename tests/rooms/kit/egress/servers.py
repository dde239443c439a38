"""Handlers for raw servers: what they answer, how fast, and how much of it."""

import asyncio
from collections.abc import AsyncIterator, Callable

from tests.support.raw_http import Handler, Heard, Wire


def answering(status: int, body: bytes = b"", **headers: str) -> Handler:
    async def handle(_heard: Heard, wire: Wire) -> None:
        await wire.send(status, body, {name.replace("_", "-"): text for name, text in headers.items()})

    return handle


def streaming(head: bytes, pieces: Callable[[], AsyncIterator[bytes]]) -> Handler:
    async def handle(_heard: Heard, wire: Wire) -> None:
        await wire.raw(head)
        async for piece in pieces():
            await wire.raw(piece)

    return handle


async def endless(piece: bytes = b"x" * 65536) -> AsyncIterator[bytes]:
    while True:
        yield piece


async def dripping(piece: bytes = b"x") -> AsyncIterator[bytes]:
    while True:
        yield piece
        await asyncio.sleep(0.02)
