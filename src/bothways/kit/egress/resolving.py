"""Names to addresses, in threads of our own."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from aiohttp.abc import AbstractResolver, ResolveResult

# The event loop's own threads are few, and a name server that does not answer holds one for half a minute.
_THREADS = 32


class Lookup(Protocol):
    """The edge to DNS. Tests put a stub here."""

    def __call__(self, host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        """Numeric addresses, the preferred first. Raises OSError when there are none. May block."""
        ...


def system_lookup(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """The machine's own resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [(family, str(address[0])) for family, _, _, _, address in found]


class Resolver(AbstractResolver):
    """aiohttp's view of a Lookup."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._threads = ThreadPoolExecutor(_THREADS, "bothways-dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await asyncio.get_running_loop().run_in_executor(self._threads, self._lookup, host, port)
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=of_family, proto=0, flags=socket.AI_NUMERICHOST
            )
            for of_family, address in found
            if family in (socket.AF_UNSPEC, of_family)
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
