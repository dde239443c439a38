"""The connections room and the verbs that talk to providers, composed."""

from dataclasses import dataclass

from bothways.app.core import Core
from bothways.app.edges import Edges
from bothways.kit.limits import TokenBuckets
from bothways.outbound.connections import store
from bothways.outbound.connections.adopt import ImportConnection
from bothways.outbound.connections.ask import Ask as AskForTokens
from bothways.outbound.connections.change import ChangeConnection
from bothways.outbound.connections.claim import Claim
from bothways.outbound.connections.demand import RenewOnDemand
from bothways.outbound.connections.disconnect import Disconnect
from bothways.outbound.connections.fail import Fail
from bothways.outbound.connections.get import GetConnection, ListConnections, ReadHistory
from bothways.outbound.connections.give_up import GiveUp
from bothways.outbound.connections.jobs import BURST, PER_SECOND, RefreshAhead
from bothways.outbound.connections.keep import Keep
from bothways.outbound.connections.logbook import ReadLogbook, WriteLogEntry
from bothways.outbound.connections.means import FindMeans, RememberWays
from bothways.outbound.connections.prove import Prove
from bothways.outbound.connections.read import ReadCredentials
from bothways.outbound.connections.read_of import ReadCredentialsOf
from bothways.outbound.connections.refresh import Refresh
from bothways.outbound.connections.renew import Renew
from bothways.outbound.connections.restored import DoubtAfterRestore
from bothways.outbound.connections.revocation import QueueRevocation, Revoke
from bothways.outbound.connections.seal import Custody
from bothways.outbound.connections.settle import Settle
from bothways.outbound.connections.shown import Shown
from bothways.outbound.connections.times import Times
from bothways.outbound.integrations.client import ClientOf
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.providers.ask import Ask
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.identify import Identify
from bothways.outbound.providers.oauth1 import ExchangeOAuth1, RequestTemporaryToken
from bothways.outbound.providers.request_token import RequestToken
from bothways.outbound.providers.revoke import RevokeToken
from bothways.outbound.providers.verify import VerifyCredentials


@dataclass(frozen=True)
class Connections:
    """The verbs of the connections room."""

    get: GetConnection
    list: ListConnections
    history: ReadHistory
    keep: Keep
    read: ReadCredentials
    read_of: ReadCredentialsOf
    renew: RenewOnDemand
    adopt: ImportConnection
    change: ChangeConnection
    disconnect: Disconnect
    refresh: Refresh
    refresh_ahead: RefreshAhead
    revoke: Revoke
    doubt: DoubtAfterRestore
    prove: Prove
    read_logbook: ReadLogbook
    write_log_entry: WriteLogEntry


@dataclass(frozen=True)
class Speaking:
    """The verbs that talk to providers."""

    request_token: RequestToken
    verify: VerifyCredentials
    identify: Identify
    revoke: RevokeToken
    request_temporary: RequestTemporaryToken
    exchange_oauth1: ExchangeOAuth1

    @classmethod
    def of(cls, edges: Edges) -> "Speaking":
        """All of them over one egress."""
        egress, clock, entropy = edges.egress, edges.clock, edges.entropy
        ask = Ask(egress, clock, entropy)
        return cls(
            request_token=RequestToken(egress, clock),
            verify=VerifyCredentials(ask),
            identify=Identify(ask),
            revoke=RevokeToken(egress, clock),
            request_temporary=RequestTemporaryToken(egress, clock, entropy),
            exchange_oauth1=ExchangeOAuth1(egress, clock, entropy),
        )


@dataclass(frozen=True)
class Ways:
    """How the room finds out about integration, provider and client of a connection."""

    integrations: GetIntegration
    providers: GetProvider
    client_of: ClientOf


def compose_connections(edges: Edges, core: Core, ways: Ways, speaking: Speaking, times: Times) -> Connections:
    """Everything that keeps, reads and renews connections."""
    database, clock, entropy, ids = edges.database, edges.clock, edges.entropy, edges.ids
    custody = Custody(core.vault)
    get, page = GetConnection(database), ListConnections(database)
    find_means = FindMeans(ways.integrations, ways.providers, ways.client_of)
    queue = QueueRevocation(core.vault, ids, clock)
    give_up = GiveUp(database, core.events, clock)
    keep = Keep(custody, core.events, core.audit, ids, clock, entropy)
    renew = Renew(
        database=database,
        claim=Claim(database, core.events, clock, Shown(edges.notebook), owner=ids.new("node")),
        ask=AskForTokens(find_means, custody, speaking.request_token),
        settle=Settle(database, custody, core.events, queue, clock, entropy),
        fail=Fail(database, core.events, clock, entropy),
        give_up=give_up,
        custody=custody,
        clock=clock,
        times=times,
    )
    refresh = Refresh(renew, clock, times)
    read = ReadCredentials(store.reader(database), custody, RememberWays(find_means, clock), refresh, clock)
    prove = Prove(find_means, custody, speaking.verify)
    return Connections(
        get=get,
        list=page,
        history=ReadHistory(database, core.events),
        keep=keep,
        read=read,
        read_of=ReadCredentialsOf(core.identity.read_customers, ways.integrations, page, read),
        renew=RenewOnDemand(database, refresh, give_up, prove, clock, times),
        adopt=ImportConnection(
            database=database,
            integrations=ways.integrations,
            providers=ways.providers,
            client_of=ways.client_of,
            ensure_customer=core.identity.ensure_customer,
            request_token=speaking.request_token,
            verify=speaking.verify,
            identify=speaking.identify,
            keep=keep,
            clock=clock,
        ),
        change=ChangeConnection(database, core.events, core.audit, clock),
        disconnect=Disconnect(database, custody, ways.providers, queue, core.events, core.audit, clock),
        refresh=refresh,
        refresh_ahead=RefreshAhead(database, refresh, clock, entropy, TokenBuckets(clock, PER_SECOND, BURST)),
        doubt=DoubtAfterRestore(database),
        prove=prove,
        read_logbook=ReadLogbook(database),
        write_log_entry=WriteLogEntry(database, ids, clock),
        revoke=Revoke(
            database=database,
            vault=core.vault,
            integrations=ways.integrations,
            providers=ways.providers,
            client_of=ways.client_of,
            revoke_token=speaking.revoke,
            events=core.events,
            clock=clock,
            entropy=entropy,
        ),
    )
