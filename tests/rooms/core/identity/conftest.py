"""Identity with every verb, composed as the roof does it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.identity.allowed_origins import AllowedOrigins
from bothways.core.identity.attempts import SignInAttempts
from bothways.core.identity.authenticate_key import AuthenticateKey
from bothways.core.identity.authenticate_session import AuthenticateSession
from bothways.core.identity.authenticate_staff import AuthenticateStaff
from bothways.core.identity.create_api_key import CreateAPIKey
from bothways.core.identity.create_staff import CreateStaff
from bothways.core.identity.delete_customer import DeleteCustomer
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.list_api_keys import ListAPIKeys
from bothways.core.identity.model import CustomerDetails
from bothways.core.identity.open_connect_session import OpenConnectSession, OpenedSession, SessionRequest
from bothways.core.identity.passwords import Passwords
from bothways.core.identity.put_customer import PutCustomer
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.core.identity.record_key_uses import RecordKeyUses
from bothways.core.identity.redeem_ticket import RedeemTicket
from bothways.core.identity.revoke_api_key import RevokeAPIKey
from bothways.core.identity.revoke_session import RevokeSession
from bothways.core.identity.sign_in import SignIn
from bothways.core.identity.sign_out import SignOut
from bothways.core.identity.sweep import SweepSessions
from bothways.core.identity.update_customer import UpdateCustomer
from bothways.core.identity.update_environment import UpdateEnvironment
from bothways.core.vault.vault import Vault
from bothways.kit.db.database import Database
from bothways.kit.errors import InvalidInput
from bothways.kit.ids import Ids
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

PUBLIC_URL = "https://connect.example.com"
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
    revoke_session: RevokeSession
    read_environments: ReadEnvironments
    update_environment: UpdateEnvironment
    origins: AllowedOrigins
    create_staff: CreateStaff
    sign_in: SignIn
    sign_out: SignOut
    staff: AuthenticateStaff
    sweep: SweepSessions

    async def session(self, environment_id: str, customer: str = "customer-1", **more) -> OpenedSession:
        """A connect session for a customer."""
        return await self.open_session(environment_id, SessionRequest(CustomerDetails(customer), **more))


@pytest.fixture
def identity(
    database: Database,
    ids: Ids,
    clock: ManualClock,
    entropy: SeededEntropy,
    events: EventLog,
    audit: Audit,
    vault: Vault,
    ensure_customer: EnsureCustomer,
) -> Identity:
    authenticate = AuthenticateKey(database, clock)
    passwords = Passwords(entropy)
    attempts = SignInAttempts(database, clock)
    return Identity(
        create_key=CreateAPIKey(database, ids, clock, entropy, audit),
        list_keys=ListAPIKeys(database),
        authenticate=authenticate,
        revoke_key=RevokeAPIKey(database, clock, audit, authenticate),
        record_uses=RecordKeyUses(database, authenticate),
        read_customers=ReadCustomers(database),
        put_customer=PutCustomer(database, ensure_customer),
        update_customer=UpdateCustomer(database, clock, events),
        delete_customer=DeleteCustomer(database, vault, events, audit),
        open_session=OpenConnectSession(database, ids, clock, entropy, ensure_customer, resolve, PUBLIC_URL),
        sessions=AuthenticateSession(database, clock),
        redeem=RedeemTicket(database, clock, entropy),
        revoke_session=RevokeSession(database, clock, audit),
        read_environments=ReadEnvironments(database),
        update_environment=UpdateEnvironment(database, clock, audit),
        origins=AllowedOrigins(database, clock),
        create_staff=CreateStaff(database, ids, clock, passwords, audit),
        sign_in=SignIn(database, ids, clock, entropy, passwords, attempts, audit),
        sign_out=SignOut(database),
        staff=AuthenticateStaff(database, clock),
        sweep=SweepSessions(database, clock),
    )
