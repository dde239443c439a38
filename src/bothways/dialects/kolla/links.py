"""Connector links: our connect links in Kolla's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.core.identity.callers import OperatorCaller
from bothways.core.identity.create_connect_link import CreateConnectLink, LinkRequest
from bothways.core.identity.list_connect_links import ListConnectLinks
from bothways.core.identity.model import ConnectLink, Customer, CustomerDetails, LinkState
from bothways.core.identity.open_connect_link import OpenConnectLink
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.dialects.kolla import names
from bothways.dialects.kolla.bodies import Data, text, texts
from bothways.dialects.kolla.connectors import FindConnector, Wire
from bothways.dialects.kolla.consumers import Told, remembered, translated
from bothways.dialects.kolla.filters import parse, pinned
from bothways.dialects.kolla.pages import Asked, Tokens
from bothways.dialects.kolla.tokens import ConsumerTokens
from bothways.kit.errors import InvalidInput
from bothways.outbound.integrations.model import Integration

_LONGEST = 2_000
_BATCH = 200
# What one call looks at: where little fits, a short page has a token to go on.
_LOOKED_AT = 2_000
_FILTERS = frozenset({"consumer_id"})


@dataclass(frozen=True)
class CreateLink:
    """POST connectors/{c}/links, where `-` is every connector. The address is shown this once."""

    connectors: FindConnector
    customers: ReadCustomers
    create: CreateConnectLink

    async def __call__(self, caller: OperatorCaller, connector: str, data: Data) -> Wire:
        """Raises InvalidInput, IntegrationNotFound."""
        consumer_id = text(data, "consumer_id")
        if consumer_id is None:
            raise InvalidInput.of("consumer_id", "say for which consumer, by your own id")
        integration = None if connector == names.WILDCARD else await self.connectors(caller, connector)
        told = texts(data, "consumer_metadata")
        said = Told.of(told)
        more = await remembered(self.customers, caller.environment_id, consumer_id, told)
        details = CustomerDetails(consumer_id, said.name, said.email, more)
        only = None if integration is None else (integration.id,)
        with translated():
            made = await self.create(caller.environment_id, LinkRequest(details, only), actor=caller.actor)
        return link_out(made.link, made.customer, integration) | {"uri": made.url.reveal()}


@dataclass(frozen=True)
class ListLinks:
    """GET connectors/{c}/links: those that still open, newest first; `-` for all. No address is shown again."""

    connectors: FindConnector
    links: ListConnectLinks
    customers: ReadCustomers
    tokens: Tokens

    async def __call__(self, caller: OperatorCaller, connector: str, asked: Asked) -> tuple[list[Wire], str]:
        """Raises IntegrationNotFound, InvalidInput."""
        node, size = parse(asked.filter, _FILTERS), asked.size()
        wanted = None if connector == names.WILDCARD else await self.connectors(caller, connector)
        scope = f"{caller.environment_id} links {connector}"
        position = self.tokens.read(scope, asked)
        after = str(position[0]) if position else None
        found: list[Wire] = []
        consumer, environment_id, customer_id = pinned(node, "consumer_id"), caller.environment_id, None
        if consumer is not None and (customer_id := await self.customers.id_of(environment_id, consumer)) is None:
            return [], ""
        looked = 0
        while batch := await self.links(
            environment_id, customer_id=customer_id, state=LinkState.ACTIVE, after=after, limit=_BATCH
        ):
            customers = await self.customers.many(environment_id, {link.customer_id for link in batch})
            for link in batch:
                after, looked = link.id, looked + 1
                customer = customers.get(link.customer_id)
                fits = customer is not None and (wanted is None or link.integration_ids == (wanted.id,))
                if customer is not None and fits and node.holds({"consumer_id": customer.external_id}):
                    found.append(link_out(link, customer, wanted))
                if len(found) == size or looked == _LOOKED_AT:
                    return found, self.tokens.write(scope, asked, [after])
        return found, ""


@dataclass(frozen=True)
class LoadLink:
    """POST connectors:loadLink - what the page behind a link gets: the link, and a consumer token.

    The end of the address is the secret, and it may be loaded as often as the link may be opened.
    """

    open_link: OpenConnectLink
    connectors: FindConnector
    customers: ReadCustomers
    environments: ReadEnvironments
    tokens: ConsumerTokens

    async def __call__(self, data: Data) -> Wire:
        """Raises InvalidInput, ConnectLinkRefused, ConnectLinkBusy."""
        given = text(data, "connector_link_id")
        if given is None or len(given) > _LONGEST:
            raise InvalidInput.of("connector_link_id", "is required: the address of the link, or its end")
        opened = await self.open_link(names.last(given))
        session = opened.session
        customer = await self.customers.get(session.environment_id, session.customer_id)
        environment = await self.environments.get(session.environment_id)
        integration = await self._integration(session.environment_id, session.integration_ids)
        token = self.tokens.write(session, environment.workspace_id, customer, customer.name or "")
        return {
            "connector_link": link_out(opened.link, customer, integration),
            "consumer_token": token.reveal(),
        }

    async def _integration(self, environment_id: str, only: Sequence[str] | None) -> Integration | None:
        if only is None or len(only) != 1:
            return None
        return await self.connectors.integrations(environment_id, only[0])


def link_out(link: ConnectLink, customer: Customer, integration: Integration | None) -> Wire:
    """A link without its address, which nobody can be shown again."""
    connector = names.WILDCARD if integration is None else integration.slug
    return {
        "name": f"connectors/{connector}/links/{names.bare(link.id)}",
        "connector": names.connector(connector),
        "consumer_id": customer.external_id,
        "consumer_metadata": {"title": customer.name or "", "email": customer.email or ""},
        "create_time": link.created_at,
        "expire_time": link.expires_at,
    }
