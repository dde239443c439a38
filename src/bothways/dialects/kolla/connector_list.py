"""Lists of connectors, oldest first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bothways.core.identity.callers import OperatorCaller
from bothways.dialects.kolla.connectors import FindConnector, Switched, Wire, auth_type_of, connector_out
from bothways.dialects.kolla.filters import parse
from bothways.dialects.kolla.names import bare, connector
from bothways.dialects.kolla.pages import Asked, Key, Order, Tokens
from bothways.outbound.integrations.get import ListIntegrations

MOST = 1_000
_FILTERS = frozenset({"name", "uid", "slug", "auth_type"})
_KEYS: Mapping[str, Callable[[Switched], Key]] = {
    "create_time": lambda switched: switched.integration.created_at,
    "update_time": lambda switched: switched.integration.updated_at,
    "slug": lambda switched: switched.integration.slug,
}


@dataclass(frozen=True)
class ListConnectors:
    """Those of an environment. Raises InvalidInput for what is wrong with filter, page or order."""

    connectors: FindConnector
    integrations: ListIntegrations
    tokens: Tokens
    public_url: str

    async def __call__(self, caller: OperatorCaller, asked: Asked) -> tuple[list[Wire], str]:
        node = parse(asked.filter, _FILTERS)
        order = Order.asked(asked.order_by, _KEYS, _id)
        every = await self.integrations(caller.environment_id, limit=MOST)
        switched = await self.connectors.with_methods(caller.environment_id, every)
        found = [one for one in switched if node.holds(_facts(one))]
        page, token = order.page(found, asked, self.tokens, f"{caller.environment_id} connectors")
        return [connector_out(one, self.public_url) for one in page], token


def _facts(switched: Switched) -> dict[str, str]:
    integration = switched.integration
    return {
        "name": connector(integration.slug),
        "uid": bare(integration.id),
        "slug": integration.slug,
        "auth_type": auth_type_of(switched.method),
    }


def _id(switched: Switched) -> str:
    return switched.integration.id
