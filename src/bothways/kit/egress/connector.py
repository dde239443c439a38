"""aiohttp's connector, with one thing that it leaves unbounded."""

import asyncio
from functools import partial
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_parser import RawResponseMessage

MAX_INTERIM_ANSWERS = 16


class Connector(aiohttp.TCPConnector):
    """Connections that give up on a server which sends one interim answer (1xx) after the other.

    RFC 9110 section 15.2 allows any number of them; parsing millions would keep the event loop from everybody else.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # The one private name that is touched; a test notices when it changes.
        self._factory = partial(_Protocol, loop=asyncio.get_running_loop())  # type: ignore[assignment]


class _Protocol(ResponseHandler):
    _interim = 0

    def feed_data(self, data: tuple[RawResponseMessage, Any], size: int = 0) -> None:
        if not _is_interim(data[0].code):
            self._interim = 0
            super().feed_data(data, size)
            return
        # Dropped: nobody waits for one, as "Expect: 100-continue" is never sent.
        self._interim += 1
        if self._interim == MAX_INTERIM_ANSWERS + 1:
            self.set_exception(aiohttp.ServerDisconnectedError())
            self.force_close()
            self.abort()


def _is_interim(status: int) -> bool:
    # 101 ends the HTTP conversation and is an answer.
    return 100 <= status < 200 and status != 101
