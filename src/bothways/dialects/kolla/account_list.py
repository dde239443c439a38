"""Lists of linked accounts, oldest first: those that were connected, and those that wait for their consumer."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from bothways.core.identity.callers import CustomerCaller
from bothways.dialects.kolla import names
from bothways.dialects.kolla.accounts import FILTERS, Account, FindAccount, Seen
from bothways.dialects.kolla.errors import KollaTooMany
from bothways.dialects.kolla.filters import Node, parse, pinned
from bothways.dialects.kolla.gate import Caller
from bothways.dialects.kolla.pages import Asked, Key, Order, Tokens
from bothways.outbound.connect.model import Authorization
from bothways.outbound.connect.standing import ListPromised
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import ListConnections
from bothways.outbound.connections.model import Connection
from bothways.outbound.integrations.model import IntegrationNotFound

MOST_ON_A_PAGE = 100
_BATCH = 200
# What one call looks at: a filter that fits little is answered with a short page and a token to go on.
_LOOKED_AT = 2_000

_KEYS: Mapping[str, Callable[[Account], Key]] = {
    "create_time": lambda account: account.created_at,
    "update_time": lambda account: account.updated_at,
    "name": lambda account: account.facts()["name"],
    "consumer_id": lambda account: account.customer.external_id,
    "state": lambda account: account.state,
}


@dataclass(frozen=True)
class _Narrowed:
    """A filter, and what of it the database can be asked for."""

    environment_id: str
    node: Node
    customer_id: str | None
    integration_id: str | None
    only: frozenset[str] | None

    def fits(self, account: Account) -> bool:
        """Whether it belongs in the list."""
        allowed = self.only is None or account.integration.id in self.only
        return allowed and self.node.holds(account.facts())


@dataclass(frozen=True)
class ListAccounts:
    """Raises IntegrationNotFound, InvalidInput for what is wrong with filter, page or order."""

    find: FindAccount
    connections: ListConnections
    promised: ListPromised
    tokens: Tokens

    async def __call__(self, caller: Caller, connector: str, asked: Asked) -> tuple[list[Account], str]:
        """One page, and the token of the next one."""
        node = parse(asked.filter, FILTERS)
        size = asked.size(MOST_ON_A_PAGE)
        # A consumer that is named in the address of no list still sees itself alone.
        scope = f"{caller.environment_id} accounts {connector} {_subject(caller)}"
        narrowed = await self._narrowed(caller, connector, node)
        if narrowed is None:
            return [], ""
        if asked.order_by:
            order = Order.asked(asked.order_by, _KEYS, _id)
            every = [account async for account in self._walk(narrowed)]
            return order.page(every, asked, self.tokens, scope, MOST_ON_A_PAGE)
        position = self.tokens.read(scope, asked)
        found: list[Account] = []
        async for account, place in self._pages(narrowed, str(position[0]) if position else None):
            if account is not None:
                found.append(account)
            if len(found) == size or account is None:
                return found, self.tokens.write(scope, asked, [place])
        return found, ""

    async def _narrowed(self, caller: Caller, connector: str, node: Node) -> _Narrowed | None:
        """None when nothing can fit."""
        environment_id = caller.environment_id
        named = pinned(node, "connector") if connector == names.WILDCARD else connector
        try:
            integration = None if named is None else await self.find.connectors(caller, named)
        except IntegrationNotFound:
            if connector != names.WILDCARD:
                raise
            return None
        customer_id, only = None, None
        consumer = pinned(node, "consumer_id")
        if isinstance(caller, CustomerCaller):
            customer_id, only = caller.customer_id, caller.integration_ids
        elif consumer is not None:
            customer = await self.find.customers.find(environment_id, consumer)
            if customer is None:
                return None
            customer_id = customer.id
        return _Narrowed(environment_id, node, customer_id, None if integration is None else integration.id, only)

    async def _pages(self, narrowed: _Narrowed, after: str | None) -> AsyncIterator[tuple[Account | None, str]]:
        """What fits, each with the place to go on from; a place alone when enough was looked at."""
        looked = 0
        async for account, place in self._candidates(narrowed, after):
            looked += 1
            if account is not None and narrowed.fits(account):
                yield account, place
            if looked >= _LOOKED_AT:
                yield None, place
                return

    async def _walk(self, narrowed: _Narrowed) -> AsyncIterator[Account]:
        """Everything that fits. Raises KollaTooMany."""
        looked = 0
        async for account, _ in self._candidates(narrowed, None):
            looked += 1
            if looked > _LOOKED_AT:
                raise KollaTooMany(f"There are more than {_LOOKED_AT} linked accounts to sort.")
            if account is not None and narrowed.fits(account):
                yield account

    async def _candidates(self, narrowed: _Narrowed, after: str | None) -> AsyncIterator[tuple[Account | None, str]]:
        """Both kinds by one id, which an account keeps when it is connected: between two pages none is lost."""
        seen = Seen()
        while batch := await self._batch(narrowed, after):
            for after, found in batch:
                yield await self._complete(found, seen), after

    async def _batch(self, narrowed: _Narrowed, after: str | None) -> list[tuple[str, Connection | Authorization]]:
        """The next of both. Those that wait are read first: one that is connected meanwhile is seen then."""
        found: dict[str, Connection | Authorization] = {}
        for read in (self.promised, self.connections):
            some = await read(
                narrowed.environment_id,
                customer_id=narrowed.customer_id,
                integration_id=narrowed.integration_id,
                after=after,
                limit=_BATCH,
            )
            found |= {_place(one): one for one in some}
        return sorted(found.items())[:_BATCH]

    async def _complete(self, found: Connection | Authorization, seen: Seen) -> Account | None:
        try:
            return await self.find.complete(found, seen)
        except ConnectionNotFound:
            return None


def _place(found: Connection | Authorization) -> str:
    return found.id if isinstance(found, Connection) else found.new_connection_id or found.id


def _id(account: Account) -> str:
    return account.id


def _subject(caller: Caller) -> str:
    return caller.customer_id if isinstance(caller, CustomerCaller) else ""
