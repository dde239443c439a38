"""The portal, composed: the pages before signing in, the pages behind it, and the calls of its script."""

from dataclasses import dataclass

from bothways.app.core import Core
from bothways.app.edges import Edges
from bothways.kit.web.route import Routes
from bothways.portal.account_routes import AccountRoutes
from bothways.portal.door import Door
from bothways.portal.link_routes import LinkPages
from bothways.portal.me_routes import MeRoutes
from bothways.portal.routes import Portal, portal_pages
from bothways.portal.second_routes import SecondPages
from bothways.portal.sign_in_routes import SignInPages
from bothways.portal.sso_routes import SSOPages
from bothways.portal.staff_routes import StaffRoutes


@dataclass(frozen=True)
class PortalPages:
    """Every route, and `inside`, whose `turned_away` strangers see."""

    inside: Portal
    routes: Routes


def compose_portal(edges: Edges, core: Core) -> PortalPages:
    """Over the verbs of the rooms below."""
    door = Door(portal_pages(edges.assets), edges.clock, edges.entropy, edges.settings.public_url)
    inside = Portal(door, core.staff.sign_out, edges.assets)
    return PortalPages(inside, [*inside.routes(), *_doors(door, core), *_calls(door, core)])


def _doors(door: Door, core: Core) -> Routes:
    staff, factors, sso = core.staff, core.staff.factors, core.sso
    sign_in = SignInPages(door, staff.sign_in, factors.sign_in_by_passkey, staff.authenticate, sso.read)
    second = SecondPages(
        door,
        factors.doorsteps,
        factors.prove_by_code,
        factors.prove_by_passkey,
        factors.begin_totp,
        factors.enrol_at_doorstep,
    )
    links = LinkPages(door, staff.links, staff.accept, staff.reset_password, core.identity.read_environments)
    return [
        *sign_in.routes(),
        *second.routes(),
        *links.routes(),
        *SSOPages(door, sso.read, sso.begin, sso.finish).routes(),
    ]


def _calls(door: Door, core: Core) -> Routes:
    identity, staff, factors, sso = core.identity, core.staff, core.staff.factors, core.sso
    me = MeRoutes(
        staff.read, staff.list_sessions, identity.read_environments, identity.create_environment, factors.ceremonies
    )
    account = AccountRoutes(
        door=door,
        confirmed=staff.require_confirmation,
        confirm=staff.confirm,
        change=staff.change_password,
        begin_totp=factors.begin_totp,
        confirm_totp=factors.confirm_totp,
        remove_totp=factors.remove_totp,
        renew_codes=factors.renew_recovery_codes,
        add=factors.add_passkey,
        passkeys=factors.passkeys,
        sessions=staff.list_sessions,
        end=staff.end_sessions,
    )
    colleagues = StaffRoutes(
        confirmed=staff.require_confirmation,
        read=staff.read,
        invite=staff.invite,
        renew=staff.renew_link,
        role=staff.change_role,
        remove=staff.remove,
        clear=staff.clear_factors,
        policy=staff.change_policy,
        sso=sso.read,
        put_sso=sso.put,
        drop_sso=sso.remove,
        begin_sso=sso.begin,
    )
    return [*me.routes(), *account.routes(), *colleagues.routes()]
