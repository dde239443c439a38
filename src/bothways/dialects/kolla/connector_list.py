"""Lists of connectors, oldest first."""

from dataclasses import dataclass

from bothways.core.identity.callers import OperatorCaller
from bothways.dialects.kolla.connectors import FindConnector, Switched, Wire, auth_type_of, connector_out
from bothways.dialects.kolla.filters import parse
from bothways.dialects.kolla.names import bare, connector
from bothways.dialects.kolla.pages import Asked, Key, Tokens, ordered, sliced
from bothways.outbound.integrations.get import ListIntegrations

MOST = 1_000
_FILTERS = frozenset({"name", "uid", "slug", "auth_type"})


@dataclass(frozen=True)
class ListConnectors:
    """Those of an environment. Raises InvalidInput for what is wrong with filter, page or order."""

    connectors: FindConnector
    integrations: ListIntegrations
    tokens: Tokens
    public_url: str

    async def __call__(self, caller: OperatorCaller, asked: Asked) -> tuple[list[Wire], str]:
        node = parse(asked.filter, _FILTERS)
        every = await self.integrations(caller.environment_id, limit=MOST)
        found = [one for item in every if node.holds(_facts(one := await self.connectors.with_method(item)))]
        if asked.order_by:
            found = ordered(found, asked.order_by, {"create_time": _created, "update_time": _updated, "slug": _slug})
        page, token = sliced(found, asked, self.tokens, f"{caller.environment_id} connectors", _id)
        return [connector_out(one, self.public_url) for one in page], token


def _facts(switched: Switched) -> dict[str, str]:
    integration = switched.integration
    return {
        "name": connector(integration.slug),
        "uid": bare(integration.id),
        "slug": integration.slug,
        "auth_type": auth_type_of(switched.method),
    }


def _created(switched: Switched) -> Key:
    return switched.integration.created_at


def _updated(switched: Switched) -> Key:
    return switched.integration.updated_at


def _slug(switched: Switched) -> Key:
    return switched.integration.slug


def _id(switched: Switched) -> str:
    return switched.integration.id
