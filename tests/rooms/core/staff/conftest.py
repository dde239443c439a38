"""People of a workspace, and what they hold in their hands."""

from dataclasses import dataclass

import pyotp
import pytest

from bothways.app.staff import StaffRoom
from bothways.core.identity.roles import Role
from bothways.core.staff.model import Caller, Doorstep, SignedIn, Staff
from bothways.kit.secret import Secret
from tests.rooms.core.conftest import Tenant
from tests.support.clock import ManualClock

PASSWORD = "correct horse battery"
HERE = "203.0.113.7"
BROWSER = Caller(HERE, "Firefox")
AFTER_A_STEP = 30


@dataclass
class Person:
    """A member, their password, and the app on their phone."""

    room: StaffRoom
    clock: ManualClock
    staff: Staff
    secret: str = ""

    async def sign_in(self, password: str = PASSWORD) -> SignedIn | Doorstep:
        return await self.room.sign_in(self.staff.email, Secret(password), address=HERE, agent="Firefox")

    async def enter(self) -> SignedIn:
        """By the password alone."""
        signed = await self.sign_in()
        assert isinstance(signed, SignedIn)
        return signed

    async def knock(self) -> Doorstep:
        """By the password, up to the second factor."""
        doorstep = await self.sign_in()
        assert isinstance(doorstep, Doorstep)
        return doorstep

    def code(self, ahead_seconds: int = 0) -> str:
        """What the app shows, now or another time."""
        return pyotp.TOTP(self.secret).at(int(self.clock.now().timestamp()) + ahead_seconds)

    async def set_totp_up(self) -> list[str]:
        """From nothing to one-time passwords; the recovery codes. The code that confirmed them is spent."""
        self.secret = (await self.room.factors.begin_totp(self.staff.id)).secret.reveal()
        codes = await self.room.factors.confirm_totp(self.staff.id, self.code())
        self.clock.advance(AFTER_A_STEP)
        return [one.reveal() for one in codes]


@pytest.fixture
async def ada(staff_room: StaffRoom, tenant: Tenant, clock: ManualClock) -> Person:
    """An owner."""
    made = await staff_room.create(tenant.workspace.id, "ada@example.com", "Ada", Secret(PASSWORD), actor="cli")
    return Person(staff_room, clock, made)


async def another(person: Person, email: str, role: Role) -> Person:
    """A colleague."""
    workspace = person.staff.workspace_id
    made = await person.room.create(workspace, email, "Somebody", Secret(PASSWORD), actor="cli", role=role)
    return Person(person.room, person.clock, made)
