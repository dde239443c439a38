"""The two clients."""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import Self

from bothways_client.access import Access
from bothways_client.api_keys import APIKeys
from bothways_client.call import Parts, given, send
from bothways_client.connecting import Authorizations, Catalog, ConnectSessions
from bothways_client.connections import Connections, Credentials
from bothways_client.customers import Customers
from bothways_client.environment import AuditEntries, EnvironmentSettings, Events
from bothways_client.integrations import Integrations
from bothways_client.links import ConnectLinks
from bothways_client.looped import Looped
from bothways_client.operation import Group, Transport, operation
from bothways_client.providers import Providers
from bothways_client.retrying import Retrying
from bothways_client.statistics import StatisticsOf
from bothways_client.threaded import Threaded
from bothways_client.tiles import Tiles
from bothways_client.transport import Options

TIMEOUT_SECONDS = 60.0


class Hub(Group[Transport]):
    """Everything that can be asked of Bothways, in groups."""

    def __init__(self, options: Options, transport: Transport) -> None:
        super().__init__(transport)
        self._base_url = options.access.base_url
        self.connections = Connections(transport)
        self.api_keys = APIKeys(transport)
        self.connect_sessions = ConnectSessions(transport)
        self.connect_links = ConnectLinks(transport)
        self.authorizations = Authorizations(transport)
        self.catalog = Catalog(transport)
        self.customers = Customers(transport)
        self.integrations = Integrations(transport)
        self.tiles = Tiles(transport)
        self.providers = Providers(transport)
        self.environment = EnvironmentSettings(transport)
        self.events = Events(transport)
        self.statistics = StatisticsOf(transport)
        self.audit_entries = AuditEntries(transport)

    @operation("GET /v1/credentials", Credentials)
    def credentials(self, *, customer: str, integration: str, account: str | None = None) -> Parts:
        """Fresh credentials of a customer's account; renewed first when they have expired.

        `customer` is your own id, `integration` an id or slug. When the customer has connected several accounts, say
        which with `account`: the account's id at the provider, or a connection's id.

        Raises NeedsReconnect, NotFound when nothing is connected, Conflict when several are, Unavailable when the
        provider does not renew them for a reason that should pass.
        """
        return send(query=given(customer=customer, integration=integration, account=account))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url!r})"


class Bothways(Hub[Threaded]):
    """Bothways, for code that waits for its answers. Threads may share one; so may everything else: make one, keep it.

    `timeout_seconds` is for one attempt. `ssl_context` is for a certificate of your own authority. Use it in a `with`
    statement, or `close()` it, to close its connections. Raises ValueError on what is no address or no API key.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
        retrying: Retrying | None = None,
        ssl_context: ssl.SSLContext | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        options = Options(Access(base_url, api_key), timeout_seconds, retrying or Retrying(), ssl_context)
        super().__init__(options, Threaded(options, sleep))

    def close(self) -> None:
        """Close the connections. A later call opens new ones."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncBothways(Hub[Looped]):
    """Bothways, for one event loop: the same operations, awaited, and lists by `async for`.

    Needs aiohttp: `pip install bothways-client[async]`. Make it anywhere; its connections open in the loop that runs
    at the first call. Use it in an `async with` statement, or `await` its `close()`. Raises ImportError without
    aiohttp, ValueError on what is no address or no API key.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
        retrying: Retrying | None = None,
        ssl_context: ssl.SSLContext | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        options = Options(Access(base_url, api_key), timeout_seconds, retrying or Retrying(), ssl_context)
        super().__init__(options, Looped(options, sleep))

    async def close(self) -> None:
        """Close the connections. A later call opens new ones."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
