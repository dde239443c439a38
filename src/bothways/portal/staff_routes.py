"""Managing colleagues, and how all of them sign in."""

from dataclasses import dataclass

from bothways.core.identity.callers import PortalScript, StaffCaller
from bothways.core.identity.roles import Role
from bothways.core.sso.begin import BeginSSO
from bothways.core.sso.errors import SSONotConfigured
from bothways.core.sso.manage import PutSSO, ReadSSO, RemoveSSO
from bothways.core.staff.confirm import RequireConfirmation
from bothways.core.staff.errors import (
    ConfirmationNeeded,
    LastOwner,
    OnlySSOUntried,
    OwnAccount,
    OwnersOnly,
    StaffExists,
    StaffNotFound,
)
from bothways.core.staff.invite import InviteStaff, RenewLink
from bothways.core.staff.manage import ChangeRole, ClearFactors, RemoveStaff
from bothways.core.staff.model import Authority
from bothways.core.staff.policy import ChangePolicy
from bothways.core.staff.read import ReadStaff
from bothways.kit.web.route import Route, Routes
from bothways.portal.staff_schemas import (
    InvitationIn,
    InvitedOut,
    LinkOut,
    MemberOut,
    MemberPatch,
    MembersOut,
    PolicyOut,
    PolicyPatch,
    SSOIn,
    SSOOut,
    link_out,
    member_out,
    policy_out,
    sso_out,
)

STAFF, SIGN_IN = ("staff",), ("sign-in",)
_ASKING = ConfirmationNeeded
_MANAGING = (ConfirmationNeeded, StaffNotFound, OwnAccount, OwnersOnly)


@dataclass(frozen=True)
class StaffRoutes:
    """Admins manage everybody but owners; owners manage everybody but themselves, and how the workspace signs in."""

    confirmed: RequireConfirmation
    read: ReadStaff
    invite: InviteStaff
    renew: RenewLink
    role: ChangeRole
    remove: RemoveStaff
    clear: ClearFactors
    policy: ChangePolicy
    sso: ReadSSO
    put_sso: PutSSO
    drop_sso: RemoveSSO
    begin_sso: BeginSSO

    def routes(self) -> Routes:
        """The role in the table is the least that may; whom it may manage the verbs decide."""
        return [*self._staff(), *self._policy()]

    def _staff(self) -> Routes:
        every, one = "/portal/api/staff", "/portal/api/staff/{staff_id:str}"
        anybody, admin = PortalScript(), PortalScript(Role.ADMIN)
        links, factors = f"{one}/link", f"{one}/second-factor"
        # fmt: off
        return [
            Route("GET",    every, anybody, self.list_staff, tags=STAFF, hidden=True),
            Route("POST",   every, admin, self.invite_staff, tags=STAFF, hidden=True, status=201,
                  errors=(_ASKING, StaffExists, OwnersOnly)),
            Route("POST",   links, admin, self.make_staff_link, tags=STAFF, hidden=True, status=201, errors=_MANAGING),
            Route("PATCH",  one,   admin, self.change_staff_role, tags=STAFF, hidden=True,
                  errors=(*_MANAGING, LastOwner)),
            Route("DELETE", one,   admin, self.remove_staff, tags=STAFF, hidden=True, status=204,
                  errors=(*_MANAGING, LastOwner)),
            Route("DELETE", factors, admin, self.clear_second_factor, tags=STAFF, hidden=True, status=204,
                  errors=_MANAGING),
        ]
        # fmt: on

    def _policy(self) -> Routes:
        policy, sso, owner = "/portal/api/policy", "/portal/api/sso", PortalScript(Role.OWNER)
        # fmt: off
        return [
            Route("GET",    policy, PortalScript(), self.get_policy, tags=SIGN_IN, hidden=True),
            Route("PATCH",  policy, owner, self.change_policy, tags=SIGN_IN, hidden=True,
                  errors=(_ASKING, OnlySSOUntried)),
            Route("GET",    sso, owner, self.get_sso, tags=SIGN_IN, hidden=True),
            Route("PUT",    sso, owner, self.put_sso_settings, tags=SIGN_IN, hidden=True, errors=(_ASKING,)),
            Route("DELETE", sso, owner, self.remove_sso, tags=SIGN_IN, hidden=True, status=204,
                  errors=(_ASKING, SSONotConfigured)),
        ]
        # fmt: on

    async def list_staff(self, caller: StaffCaller) -> MembersOut:
        """List the staff of the workspace"""
        return MembersOut([member_out(one) for one in await self.read.of_workspace(caller.workspace_id)])

    async def invite_staff(self, caller: StaffCaller, data: InvitationIn) -> InvitedOut:
        """Invite somebody

        Hand the link over yourself; it works once, for 72 hours.
        """
        await self.confirmed(caller.session_id)
        member, link = await self.invite(caller.workspace_id, data.email, data.role, _authority(caller))
        return InvitedOut(member_out(await self.read.listed(member.id)), link_out(link))

    async def make_staff_link(self, caller: StaffCaller, staff_id: str) -> LinkOut:
        """Make a new link for a member

        An invitation for whoever did not come yet; another password, within 24 hours, for whoever did.
        """
        await self.confirmed(caller.session_id)
        return link_out(await self.renew(caller.workspace_id, staff_id, _authority(caller)))

    async def change_staff_role(self, caller: StaffCaller, staff_id: str, data: MemberPatch) -> MemberOut:
        """Change a member's role"""
        await self.confirmed(caller.session_id)
        await self.role(caller.workspace_id, staff_id, data.role, _authority(caller))
        return member_out(await self.read.listed(staff_id))

    async def remove_staff(self, caller: StaffCaller, staff_id: str) -> None:
        """Remove a member

        They are signed out everywhere at once.
        """
        await self.confirmed(caller.session_id)
        await self.remove(caller.workspace_id, staff_id, _authority(caller))

    async def clear_second_factor(self, caller: StaffCaller, staff_id: str) -> None:
        """Remove a member's second factors

        For somebody who lost the phone. They are signed out everywhere.
        """
        await self.confirmed(caller.session_id)
        await self.clear(caller.workspace_id, staff_id, _authority(caller))

    async def get_policy(self, caller: StaffCaller) -> PolicyOut:
        """Get how members have to sign in"""
        return policy_out(await self.read.policy(caller.workspace_id))

    async def change_policy(self, caller: StaffCaller, data: PolicyPatch) -> PolicyOut:
        """Change how members have to sign in

        It counts from the next sign-in on. Only somebody who came by single sign-on can ask everybody to.
        """
        await self.confirmed(caller.session_id)
        wanted = data.onto(await self.read.policy(caller.workspace_id))
        made = await self.policy(caller.workspace_id, wanted, actor=caller.actor, session_id=caller.session_id)
        return policy_out(made)

    async def get_sso(self, caller: StaffCaller) -> SSOOut:
        """Get the settings of single sign-on"""
        redirect_uri = self.begin_sso.redirect_uri(caller.workspace_id)
        return sso_out(await self.sso(caller.workspace_id), redirect_uri)

    async def put_sso_settings(self, caller: StaffCaller, data: SSOIn) -> SSOOut:
        """Set single sign-on up

        The provider is asked for its description first. Plain passwords go on working until `only_sso` is switched on.
        """
        await self.confirmed(caller.session_id)
        made = await self.put_sso(caller.workspace_id, data.draft(), actor=caller.actor)
        return sso_out(made, self.begin_sso.redirect_uri(caller.workspace_id))

    async def remove_sso(self, caller: StaffCaller) -> None:
        """Forget the provider"""
        await self.confirmed(caller.session_id)
        await self.drop_sso(caller.workspace_id, actor=caller.actor)


def _authority(caller: StaffCaller) -> Authority:
    return Authority(caller.actor, caller.role, caller.staff_id)
