"""Single sign-on, composed."""

from dataclasses import dataclass

from bothways.app.edges import Edges
from bothways.app.staff import StaffRoom
from bothways.core.audit.trail import Audit
from bothways.core.sso.begin import BeginSSO
from bothways.core.sso.exchange import Exchange
from bothways.core.sso.finish import FinishSSO
from bothways.core.sso.manage import PutSSO, ReadSSO, RemoveSSO
from bothways.core.sso.openid_provider import OpenIDProviders
from bothways.core.sso.sweep import SweepSSOFlows
from bothways.core.staff.sign_in_known import SignInIntroduced
from bothways.core.vault.vault import Vault


@dataclass(frozen=True)
class SSO:
    """Staff sign in by the operator's own provider."""

    read: ReadSSO
    put: PutSSO
    remove: RemoveSSO
    begin: BeginSSO
    finish: FinishSSO
    sweep: SweepSSOFlows


def compose_sso(edges: Edges, vault: Vault, audit: Audit, staff: StaffRoom) -> SSO:
    """Every verb of the room."""
    database, clock = edges.database, edges.clock
    providers = OpenIDProviders(edges.egress, clock)
    begin = BeginSSO(database, vault, edges.ids, clock, edges.entropy, providers, edges.settings.public_url)
    introduced = SignInIntroduced(edges.ids, clock, staff.admit, audit)
    return SSO(
        read=ReadSSO(database),
        put=PutSSO(database, vault, clock, providers, audit),
        remove=RemoveSSO(database, staff.read, audit),
        begin=begin,
        finish=FinishSSO(database, vault, clock, begin, Exchange(providers, clock), introduced, audit),
        sweep=SweepSSOFlows(database, clock),
    )
