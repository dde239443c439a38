"""The transport of AsyncBothways: aiohttp, on one event loop."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from bothways_client.answer import Answer
from bothways_client.call import Call, following
from bothways_client.errors import BothwaysError
from bothways_client.reading import Page
from bothways_client.transport import CONNECTIONS, USER_AGENT, Options, chance

if TYPE_CHECKING:
    import aiohttp

T = TypeVar("T")


class Looped:
    """Calls are awaited. Raises ImportError where aiohttp, an optional part of this package, is missing."""

    def __init__(self, options: Options, sleep: Callable[[float], Awaitable[object]]) -> None:
        try:
            import aiohttp
        except ImportError as error:
            raise ImportError("AsyncBothways needs aiohttp: pip install bothways-client[async]") from error
        self._options = options
        self._sleep = sleep
        self._session: aiohttp.ClientSession | None = None

    async def call(self, call: Call[T]) -> T:
        """The result, after as many attempts as the rules allow. Raises BothwaysError."""
        attempt = 0
        while True:
            attempt += 1
            try:
                return call.read(await self._send(call))
            except BothwaysError as error:
                wait = self._options.retrying.wait(call, error, attempt, chance())
                if wait is None:
                    raise
            await self._sleep(wait)

    async def items(self, call: Call[Page[T]]) -> AsyncIterator[T]:
        """All items of a list; pages are asked for as they are needed."""
        wanted: Call[Page[T]] | None = call
        while wanted is not None:
            page = await self.call(wanted)
            for item in page.items:
                yield item
            wanted = following(wanted, page)

    async def close(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _send(self, call: Call[T]) -> Answer:
        import aiohttp
        from yarl import URL

        access = self._options.access
        try:
            # aiohttp itself repeats a read, once, when the connection that it had kept for it breaks.
            async with self._open().request(
                call.method,
                URL(call.url(access), encoded=True),
                data=call.body,
                headers=call.headers(access, USER_AGENT),
                # A redirect would take the API key to an address that nobody configured.
                allow_redirects=False,
            ) as response:
                headers = {name.lower(): text for name, text in response.headers.items()}
                return Answer(response.status, headers, await response.read())
        except (aiohttp.ClientError, TimeoutError) as error:
            failure = self._options.failure(_code(error), error)
        raise failure

    def _open(self) -> "aiohttp.ClientSession":
        """The session, made on first use: it belongs to the event loop that runs then."""
        import aiohttp

        if self._session is None:
            options = self._options
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, ssl=options.ssl_context or True),
                timeout=aiohttp.ClientTimeout(total=options.timeout_seconds, sock_connect=options.connect_seconds),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _code(error: Exception) -> str:
    import aiohttp

    match error:
        case aiohttp.ClientSSLError() | aiohttp.ServerFingerprintMismatch():
            return "untrusted"
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return "unreachable"
    return "answer_lost"
