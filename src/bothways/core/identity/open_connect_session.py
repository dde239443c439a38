"""Opening a connect session: what a backend asks for before its customer sees anything of us."""

from dataclasses import dataclass
from datetime import timedelta

from bothways.core.bearer.model import Bearer, Kind, mint
from bothways.core.identity import environment_rows, session_rows
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.errors import EnvironmentNotFound
from bothways.core.identity.model import (
    CONNECT_SESSION_SECONDS,
    MAX_CONNECT_SESSION_SECONDS,
    MIN_CONNECT_SESSION_SECONDS,
    TICKET_LIFETIME,
    ConnectSession,
    Customer,
    CustomerDetails,
    Environment,
)
from bothways.core.identity.session_rules import (
    ResolveIntegrations,
    check_integrations,
    check_lifetime,
    check_locale,
    require_return_url,
    resolved,
)
from bothways.core.identity.text import check_customer, require_none
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import FieldError
from bothways.kit.ids import Ids
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class SessionRequest:
    """What a backend asks for. `integrations` None means all of them, also those that are switched on later."""

    customer: CustomerDetails
    integrations: tuple[str, ...] | None = None
    lifetime_seconds: int = CONNECT_SESSION_SECONDS
    return_url: str | None = None
    locale: str | None = None


@dataclass(frozen=True)
class OpenedSession:
    """A session with its token, which is never to be had again, and a link that opens our page once."""

    session: ConnectSession
    customer: Customer
    token: Secret[str]
    url: Secret[str]


@dataclass(frozen=True)
class OpenConnectSession:
    """Open a session for one customer, who is made when new."""

    database: Database
    ids: Ids
    clock: Clock
    entropy: Entropy
    ensure_customer: EnsureCustomer
    resolve_integrations: ResolveIntegrations
    public_url: str

    async def __call__(self, environment_id: str, request: SessionRequest) -> OpenedSession:
        """Raises InvalidInput that names each wrong field, EnvironmentNotFound."""
        require_none([*check_customer(request.customer, "customer."), *_check_request(request)])
        integration_ids = await resolved(self.resolve_integrations, environment_id, request.integrations)
        async with self.database.begin() as tx:
            environment = await environment_rows.find(tx, environment_id)
            if environment is None:
                raise EnvironmentNotFound(f"There is no environment {environment_id}.")
            require_return_url(environment, request.return_url)
            customer = await self._customer(tx, environment_id, request.customer)
            return await self._open(tx, environment, customer, integration_ids, request)

    async def _customer(self, tx: Transaction, environment_id: str, details: CustomerDetails) -> Customer:
        return await self.ensure_customer(
            tx, environment_id, details.external_id, details.name, details.email, details.metadata
        )

    async def _open(
        self,
        tx: Transaction,
        environment: Environment,
        customer: Customer,
        integration_ids: tuple[str, ...] | None,
        request: SessionRequest,
    ) -> OpenedSession:
        now = self.clock.now()
        session = ConnectSession(
            id=self.ids.new("cs"),
            environment_id=environment.id,
            customer_id=customer.id,
            integration_ids=integration_ids,
            return_url=request.return_url,
            created_at=now,
            expires_at=now + timedelta(seconds=request.lifetime_seconds),
            locale=request.locale,
        )
        token = mint(Kind.CONNECT_SESSION, environment.mode, self.entropy)
        ticket = mint(Kind.TICKET, environment.mode, self.entropy)
        await session_rows.add(tx, session, token.digest)
        await session_rows.add_ticket(tx, session, ticket.digest, min(now + TICKET_LIFETIME, session.expires_at))
        return OpenedSession(session, customer, token.token, self._url(ticket))

    def _url(self, ticket: Bearer) -> Secret[str]:
        return Secret(f"{self.public_url}/connect/open/{ticket.token.reveal()}")


def _check_request(request: SessionRequest) -> list[FieldError]:
    least, most = MIN_CONNECT_SESSION_SECONDS, MAX_CONNECT_SESSION_SECONDS
    return [
        *check_lifetime(request.lifetime_seconds, least, most),
        *check_integrations(request.integrations),
        *check_locale(request.locale),
    ]
