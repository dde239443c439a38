"""Making a connect link: for a mail, or for support to hand out."""

from dataclasses import dataclass
from datetime import timedelta

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Kind, mint
from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.identity import environment_rows, link_rows
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.errors import EnvironmentNotFound
from bothways.core.identity.model import (
    CONNECT_LINK_SECONDS,
    MAX_CONNECT_LINK_SECONDS,
    MIN_CONNECT_LINK_SECONDS,
    ConnectLink,
    Customer,
    CustomerDetails,
)
from bothways.core.identity.session_rules import (
    ResolveIntegrations,
    check_integrations,
    check_lifetime,
    check_locale,
    require_return_url,
    resolved,
)
from bothways.core.identity.text import check_customer, check_line, require_none
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.errors import FieldError
from bothways.kit.ids import Ids
from bothways.kit.secret import Secret

MAX_LINK_NAME = 100


@dataclass(frozen=True)
class LinkRequest:
    """What a link is to open. `integrations` None means all of them, also those that are switched on later."""

    customer: CustomerDetails
    integrations: tuple[str, ...] | None = None
    name: str | None = None
    lifetime_seconds: int = CONNECT_LINK_SECONDS
    return_url: str | None = None
    locale: str | None = None


@dataclass(frozen=True)
class NewConnectLink:
    """A link with its address, which is never to be had again."""

    link: ConnectLink
    customer: Customer
    url: Secret[str]


@dataclass(frozen=True)
class CreateConnectLink:
    """Make a link for one customer, who is made when new."""

    database: Database
    ids: Ids
    clock: Clock
    entropy: Entropy
    ensure_customer: EnsureCustomer
    resolve_integrations: ResolveIntegrations
    events: EventLog
    audit: Audit
    public_url: str

    async def __call__(self, environment_id: str, request: LinkRequest, *, actor: str) -> NewConnectLink:
        """Raises InvalidInput that names each wrong field, EnvironmentNotFound."""
        require_none([*check_customer(request.customer, "customer."), *_check(request)])
        integration_ids = await resolved(self.resolve_integrations, environment_id, request.integrations)
        async with self.database.begin() as tx:
            environment = await environment_rows.find(tx, environment_id)
            if environment is None:
                raise EnvironmentNotFound(f"There is no environment {environment_id}.")
            require_return_url(environment, request.return_url)
            who = request.customer
            customer = await self.ensure_customer(
                tx, environment_id, who.external_id, who.name, who.email, who.metadata
            )
            link = self._link(customer, integration_ids, request)
            bearer = mint(Kind.CONNECT_LINK, environment.mode, self.entropy)
            await link_rows.add(tx, link, bearer.digest)
            await self.events.append(
                tx, Event("connect_link.created", environment_id, link.id, customer.id, _told(link))
            )
            await self.audit.record(tx, Entry(environment_id, actor, "connect_link.created", link.id, _told(link)))
        return NewConnectLink(link, customer, Secret(f"{self.public_url}/connect/link/{bearer.token.reveal()}"))

    def _link(self, customer: Customer, integration_ids: tuple[str, ...] | None, request: LinkRequest) -> ConnectLink:
        now = self.clock.now()
        return ConnectLink(
            id=self.ids.new("cl"),
            environment_id=customer.environment_id,
            customer_id=customer.id,
            name=request.name,
            integration_ids=integration_ids,
            return_url=request.return_url,
            created_at=now,
            expires_at=now + timedelta(seconds=request.lifetime_seconds),
            locale=request.locale,
        )


def _check(request: LinkRequest) -> list[FieldError]:
    return [
        *(check_line("name", request.name, MAX_LINK_NAME) if request.name is not None else ()),
        *check_lifetime(request.lifetime_seconds, MIN_CONNECT_LINK_SECONDS, MAX_CONNECT_LINK_SECONDS),
        *check_integrations(request.integrations),
        *check_locale(request.locale),
    ]


def _told(link: ConnectLink) -> dict[str, object]:
    ids = link.integration_ids
    return {
        "name": link.name,
        "integration_ids": None if ids is None else list(ids),
        "expires_at": link.expires_at.isoformat(),
    }
