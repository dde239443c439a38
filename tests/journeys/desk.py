"""Members of staff who signed in, for tests of what each role may do."""

from dataclasses import dataclass
from typing import Any

from bothways.core.identity.roles import Role
from bothways.kit.secret import Secret
from tests.journeys.world import STAFF_PASSWORD
from tests.support.hub import Answer, Hub


@dataclass(frozen=True)
class Member:
    """Somebody at the portal: what their browser sends."""

    hub: Hub
    id: str
    cookie: str
    csrf: str

    def headers(self, environment_id: str | None = None, **instead: str) -> dict[str, str]:
        """Those of the portal's script; an empty one in `instead` is left out."""
        sent = {"cookie": f"bothways_staff={self.cookie}", "x_csrf_token": self.csrf}
        if environment_id is not None:
            sent["x_bothways_environment"] = environment_id
        return {name: text for name, text in (sent | instead).items() if text}

    async def call(self, method: str, path: str, body: Any = None, **instead: str) -> Answer:
        """A call of the portal's own API, or with `x_bothways_environment` one of the API."""
        return await self.hub.call(method, path, body, token="", **self.headers(None, **instead))


async def sign_in_as(hub: Hub, role: Role, workspace_id: str | None = None) -> Member:
    """A new member with this role, signed in."""
    staff, password = hub.bothways.staff, Secret(STAFF_PASSWORD)
    workspace = workspace_id or hub.environment.workspace_id
    email = f"{role}@{workspace[3:].lower()}.example"
    member = await staff.create(workspace, email, role.value.title(), password, actor="test", role=role)
    signed = await staff.sign_in(email, password, address="127.0.0.1")
    return Member(hub, member.id, signed.token.reveal(), signed.csrf.reveal())
