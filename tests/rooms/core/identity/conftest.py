"""Identity with every verb, composed as the roof does it."""

import pytest

from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.identity.allowed_origins import AllowedOrigins
from bothways.core.identity.authenticate_key import AuthenticateKey
from bothways.core.identity.authenticate_session import AuthenticateSession
from bothways.core.identity.create_api_key import CreateAPIKey
from bothways.core.identity.create_connect_link import CreateConnectLink
from bothways.core.identity.delete_customer import DeleteCustomer
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.list_api_keys import ListAPIKeys
from bothways.core.identity.list_connect_links import ListConnectLinks
from bothways.core.identity.list_connect_sessions import ListConnectSessions
from bothways.core.identity.open_connect_link import AT_ONCE, PER_SECOND, OpenConnectLink
from bothways.core.identity.open_connect_session import OpenConnectSession
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
from bothways.core.vault.vault import Vault
from bothways.kit.db.database import Database
from bothways.kit.ids import Ids
from bothways.kit.limits import TokenBuckets
from tests.rooms.core.conftest import PUBLIC_URL
from tests.rooms.core.identity.composed import Identity, resolve
from tests.rooms.core.identity.site import site
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

__all__ = ["identity", "site"]


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
    return Identity(
        create_key=CreateAPIKey(database, ids, clock, entropy, audit),
        list_keys=ListAPIKeys(database, clock),
        list_sessions=ListConnectSessions(database, clock),
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
        read_session=ReadSession(database),
        open_ticket=OpenFrameTicket(database, clock, entropy),
        redeem_frame=RedeemFrameTicket(database, clock, entropy),
        create_link=CreateConnectLink(
            database, ids, clock, entropy, ensure_customer, resolve, events, audit, PUBLIC_URL
        ),
        links=ListConnectLinks(database, clock),
        open_link=OpenConnectLink(database, ids, clock, entropy, events, TokenBuckets(clock, PER_SECOND, AT_ONCE)),
        revoke_link=RevokeConnectLink(database, clock, events, audit),
        revoke_session=RevokeSession(database, clock, audit),
        read_environments=ReadEnvironments(database),
        update_environment=UpdateEnvironment(database, clock, audit),
        origins=AllowedOrigins(database, clock),
        sweep=SweepSessions(database, clock),
    )
