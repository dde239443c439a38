"""The transport of Bothways: urllib3, whose pool of connections threads may share."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import urllib3
from urllib3 import exceptions

from bothways_client.answer import Answer
from bothways_client.call import Call, following
from bothways_client.errors import BothwaysError
from bothways_client.reading import Page
from bothways_client.transport import CONNECTIONS, USER_AGENT, Options, chance

T = TypeVar("T")


class Threaded:
    """Calls wait for their answers."""

    def __init__(self, options: Options, sleep: Callable[[float], None]) -> None:
        self._options = options
        self._sleep = sleep
        self._pool = urllib3.PoolManager(
            maxsize=CONNECTIONS,
            timeout=urllib3.Timeout(connect=options.connect_seconds, read=options.timeout_seconds),
            ssl_context=options.ssl_context,
            retries=False,
        )

    def call(self, call: Call[T]) -> T:
        """The result, after as many attempts as the rules allow. Raises BothwaysError."""
        attempt = 0
        while True:
            attempt += 1
            try:
                return call.read(self._send(call))
            except BothwaysError as error:
                wait = self._options.retrying.wait(call, error, attempt, chance())
                if wait is None:
                    raise
            self._sleep(wait)

    def items(self, call: Call[Page[T]]) -> Iterator[T]:
        """All items of a list; pages are asked for as they are needed."""
        wanted: Call[Page[T]] | None = call
        while wanted is not None:
            page = self.call(wanted)
            yield from page.items
            wanted = following(wanted, page)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _send(self, call: Call[T]) -> Answer:
        access = self._options.access
        try:
            response = self._pool.request(
                call.method,
                call.url(access),
                body=call.body,
                headers=call.headers(access, USER_AGENT),
                # A redirect would take the API key to an address that nobody configured.
                redirect=False,
            )
            headers = {name.lower(): text for name, text in response.headers.items()}
            return Answer(response.status, headers, response.data)
        except exceptions.HTTPError as error:
            failure = self._options.failure(_code(error), error)
        raise failure


def _code(error: exceptions.HTTPError) -> str:
    match error:
        case exceptions.SSLError():
            return "untrusted"
        case exceptions.NewConnectionError() | exceptions.ConnectTimeoutError():
            return "unreachable"
    return "answer_lost"
