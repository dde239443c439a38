"""Identity with every verb, and where it is told that it lives."""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.core.identity.allowed_origins import AllowedOrigins
from bothways.core.identity.authenticate_key import AuthenticateKey
from bothways.core.identity.authenticate_session import AuthenticateSession
from bothways.core.identity.create_api_key import CreateAPIKey
from bothways.core.identity.create_connect_link import CreateConnectLink, LinkRequest, NewConnectLink
from bothways.core.identity.delete_customer import DeleteCustomer
from bothways.core.identity.list_api_keys import ListAPIKeys
from bothways.core.identity.list_connect_links import ListConnectLinks
from bothways.core.identity.list_connect_sessions import ListConnectSessions
from bothways.core.identity.model import CustomerDetails
from bothways.core.identity.open_connect_link import OpenConnectLink
from bothways.core.identity.open_connect_session import OpenConnectSession, OpenedSession, SessionRequest
from bothways.core.identity.open_frame_ticket import OpenFrameTicket
from bothways.core.identity.put_customer import PutCustomer
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.core.identity.read_session import ReadSession
from bothways.core.identity.record_key_uses import RecordKeyUses
from bothways.core.identity.redeem_frame_ticket import RedeemFrameTicket
from bothways.core.identity.redeem_ticket import RedeemTicket
from bothways.core.identity.revoke_api_key import RevokeAPIKey
from bothways.core.identity.revoke_connect_link import RevokeConnectLink
from bothways.core.identity.revoke_session import RevokeSession
from bothways.core.identity.sweep import SweepSessions
from bothways.core.identity.update_customer import UpdateCustomer
from bothways.core.identity.update_environment import UpdateEnvironment
from bothways.kit.errors import InvalidInput

INTEGRATIONS = {"slack": "intg_1", "intg_1": "intg_1", "hubspot": "intg_2"}


async def resolve(_environment_id: str, names: Sequence[str]) -> list[str]:
    """What the integrations room does: ids or slugs in, ids out."""
    if unknown := [name for name in names if name not in INTEGRATIONS]:
        raise InvalidInput.of("integrations", f"there is no {unknown[0]}")
    return [INTEGRATIONS[name] for name in names]


@dataclass(frozen=True)
class Identity:
    """Every verb of the room."""

    create_key: CreateAPIKey
    list_keys: ListAPIKeys
    list_sessions: ListConnectSessions
    authenticate: AuthenticateKey
    revoke_key: RevokeAPIKey
    record_uses: RecordKeyUses
    read_customers: ReadCustomers
    put_customer: PutCustomer
    update_customer: UpdateCustomer
    delete_customer: DeleteCustomer
    open_session: OpenConnectSession
    sessions: AuthenticateSession
    redeem: RedeemTicket
    read_session: ReadSession
    open_ticket: OpenFrameTicket
    redeem_frame: RedeemFrameTicket
    create_link: CreateConnectLink
    links: ListConnectLinks
    open_link: OpenConnectLink
    revoke_link: RevokeConnectLink
    revoke_session: RevokeSession
    read_environments: ReadEnvironments
    update_environment: UpdateEnvironment
    origins: AllowedOrigins
    sweep: SweepSessions

    async def session(self, environment_id: str, customer: str = "customer-1", **more) -> OpenedSession:
        """A connect session for a customer."""
        return await self.open_session(environment_id, SessionRequest(CustomerDetails(customer), **more))

    async def link(self, environment_id: str, customer: str = "customer-1", **more) -> NewConnectLink:
        """A connect link for a customer."""
        return await self.create_link(environment_id, LinkRequest(CustomerDetails(customer), **more), actor="key_1")
