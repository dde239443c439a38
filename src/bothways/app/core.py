"""The rooms that both wings stand on, composed."""

from dataclasses import dataclass

from bothways.app.edges import Edges
from bothways.app.sso import SSO, compose_sso
from bothways.app.staff import StaffRoom, compose_staff
from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.idempotency.stored_replays import StoredReplays
from bothways.core.identity.allowed_origins import AllowedOrigins
from bothways.core.identity.authenticate_key import AuthenticateKey
from bothways.core.identity.authenticate_session import AuthenticateSession
from bothways.core.identity.create_api_key import CreateAPIKey
from bothways.core.identity.create_connect_link import CreateConnectLink
from bothways.core.identity.create_environment import CreateEnvironment
from bothways.core.identity.create_workspace import CreateWorkspace
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
from bothways.core.identity.session_rules import ResolveIntegrations
from bothways.core.identity.sweep import SweepSessions
from bothways.core.identity.update_customer import UpdateCustomer
from bothways.core.identity.update_environment import UpdateEnvironment
from bothways.core.vault.vault import Vault
from bothways.kit.limits import TokenBuckets


@dataclass(frozen=True)
class Identity:
    """Who there is, and who is asking."""

    create_workspace: CreateWorkspace
    create_environment: CreateEnvironment
    read_environments: ReadEnvironments
    update_environment: UpdateEnvironment
    create_api_key: CreateAPIKey
    list_api_keys: ListAPIKeys
    list_connect_sessions: ListConnectSessions
    revoke_api_key: RevokeAPIKey
    authenticate_key: AuthenticateKey
    record_key_uses: RecordKeyUses
    allowed_origins: AllowedOrigins
    ensure_customer: EnsureCustomer
    put_customer: PutCustomer
    read_customers: ReadCustomers
    update_customer: UpdateCustomer
    delete_customer: DeleteCustomer
    open_connect_session: OpenConnectSession
    authenticate_session: AuthenticateSession
    redeem_ticket: RedeemTicket
    read_session: ReadSession
    open_frame_ticket: OpenFrameTicket
    redeem_frame_ticket: RedeemFrameTicket
    revoke_session: RevokeSession
    create_connect_link: CreateConnectLink
    list_connect_links: ListConnectLinks
    open_connect_link: OpenConnectLink
    revoke_connect_link: RevokeConnectLink
    sweep_sessions: SweepSessions


@dataclass(frozen=True)
class Core:
    """The vault, the record of what happened and of who did it, identity, and the staff."""

    vault: Vault
    events: EventLog
    audit: Audit
    identity: Identity
    staff: StaffRoom
    sso: SSO
    replays: StoredReplays


def compose_core(edges: Edges, resolve_integrations: ResolveIntegrations) -> Core:
    """`resolve_integrations` comes from the outbound wing, which identity must not know."""
    vault = Vault(edges.database, edges.key_ring, edges.clock, edges.entropy)
    events = EventLog(edges.ids, edges.clock)
    audit = Audit(edges.database, edges.clock)
    staff = compose_staff(edges, vault, audit)
    return Core(
        vault=vault,
        events=events,
        audit=audit,
        identity=_identity(edges, vault, events, audit, resolve_integrations),
        staff=staff,
        sso=compose_sso(edges, vault, audit, staff),
        replays=StoredReplays(edges.database, vault, edges.ids, edges.clock),
    )


def _identity(
    edges: Edges, vault: Vault, events: EventLog, audit: Audit, resolve_integrations: ResolveIntegrations
) -> Identity:
    database, clock, entropy, ids = edges.database, edges.clock, edges.entropy, edges.ids
    authenticate_key = AuthenticateKey(database, clock)
    ensure_customer = EnsureCustomer(ids, clock, events)
    return Identity(
        create_workspace=CreateWorkspace(database, ids, clock, audit),
        create_environment=CreateEnvironment(database, ids, clock, audit),
        read_environments=ReadEnvironments(database),
        update_environment=UpdateEnvironment(database, clock, audit),
        create_api_key=CreateAPIKey(database, ids, clock, entropy, audit),
        list_api_keys=ListAPIKeys(database, clock),
        list_connect_sessions=ListConnectSessions(database, clock),
        revoke_api_key=RevokeAPIKey(database, clock, audit, authenticate_key),
        authenticate_key=authenticate_key,
        record_key_uses=RecordKeyUses(database, authenticate_key),
        allowed_origins=AllowedOrigins(database, clock),
        ensure_customer=ensure_customer,
        put_customer=PutCustomer(database, ensure_customer),
        read_customers=ReadCustomers(database),
        update_customer=UpdateCustomer(database, clock, events),
        delete_customer=DeleteCustomer(database, vault, events, audit),
        open_connect_session=OpenConnectSession(
            database, ids, clock, entropy, ensure_customer, resolve_integrations, edges.settings.public_url
        ),
        authenticate_session=AuthenticateSession(database, clock),
        redeem_ticket=RedeemTicket(database, clock, entropy),
        read_session=ReadSession(database),
        open_frame_ticket=OpenFrameTicket(database, clock, entropy),
        redeem_frame_ticket=RedeemFrameTicket(database, clock, entropy),
        revoke_session=RevokeSession(database, clock, audit),
        create_connect_link=CreateConnectLink(
            database,
            ids,
            clock,
            entropy,
            ensure_customer,
            resolve_integrations,
            events,
            audit,
            edges.settings.public_url,
        ),
        list_connect_links=ListConnectLinks(database, clock),
        open_connect_link=OpenConnectLink(
            database, ids, clock, entropy, events, TokenBuckets(clock, PER_SECOND, AT_ONCE)
        ),
        revoke_connect_link=RevokeConnectLink(database, clock, events, audit),
        sweep_sessions=SweepSessions(database, clock),
    )
