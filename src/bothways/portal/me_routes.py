"""What the portal asks first: who is signed in, and where they may go."""

from dataclasses import dataclass

from bothways.core.identity.callers import PortalScript, StaffCaller, StaffMember, Unauthenticated
from bothways.core.identity.create_environment import CreateEnvironment
from bothways.core.identity.model import Environment
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.core.identity.roles import Role
from bothways.core.staff.ceremonies import Ceremonies
from bothways.core.staff.read import ReadStaff
from bothways.core.staff.sessions import ListSessions
from bothways.kit.web.route import Route, Routes
from bothways.portal.schemas import (
    EnvironmentIn,
    EnvironmentRef,
    MeOut,
    OwnSessionOut,
    SecondFactorOut,
    SelfOut,
    WorkspaceOut,
)

ME = ("me",)


@dataclass(frozen=True)
class MeRoutes:
    """Of the signed-in member, and of the workspace's environments."""

    staff: ReadStaff
    sessions: ListSessions
    environments: ReadEnvironments
    create: CreateEnvironment
    ceremonies: Ceremonies

    def routes(self) -> Routes:
        """Reading tells the CSRF token, so it cannot ask for it: no other site can read the answer."""
        at = "/portal/api/environments"
        return [
            Route("GET", "/portal/api/me", StaffMember(), self.get_me, tags=ME, hidden=True),
            Route("POST", at, PortalScript(Role.ADMIN), self.create_environment, tags=ME, status=201, hidden=True),
        ]

    async def get_me(self, caller: StaffCaller) -> MeOut:
        """Get who is signed in"""
        session = next((one for one in await self.sessions(caller.staff_id) if one.id == caller.session_id), None)
        if session is None:
            raise Unauthenticated("Nobody is signed in, or the session has ended.")
        listed = await self.staff.listed(caller.staff_id)
        member, factors = listed.staff, listed.factors
        workspace = await self.environments.workspace(caller.workspace_id)
        found = await self.environments.list(caller.workspace_id)
        return MeOut(
            staff=SelfOut(member.id, member.email, member.name, member.role.value),
            csrf=caller.csrf.reveal(),
            workspace=WorkspaceOut(workspace.id, workspace.name),
            environments=[_ref(one) for one in found],
            scopes=sorted(member.role.scopes),
            grantable=sorted(member.role.grantable),
            second_factor=SecondFactorOut(
                required=(await self.staff.policy(caller.workspace_id)).second_factor_required,
                totp=factors.totp,
                passkeys=factors.passkeys,
                recovery_codes=factors.recovery_codes,
            ),
            has_password=listed.has_password,
            passkeys_possible=self.ceremonies.possible,
            session=OwnSessionOut(session.id, session.signed_in_by.value, session.expires_at),
        )

    async def create_environment(self, caller: StaffCaller, data: EnvironmentIn) -> EnvironmentRef:
        """Make an environment of the workspace"""
        return _ref(await self.create(caller.workspace_id, data.name, data.mode, actor=caller.actor))


def _ref(environment: Environment) -> EnvironmentRef:
    return EnvironmentRef(environment.id, environment.name, environment.mode.value)
