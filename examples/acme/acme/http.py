"""Acme's one HTTP client for connected products, open while Acme runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp


class Http:
    """Made before there is an event loop, used while one runs."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """Raises RuntimeError outside `running`."""
        if self._session is None:
            raise RuntimeError("Acme is not running")
        return self._session

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open it, and close it in the end. Keeps no cookies: the products called are strangers to each other."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            self._session = session
            try:
                yield
            finally:
                self._session = None
