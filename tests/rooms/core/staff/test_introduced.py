"""People whom the workspace's provider introduces."""

import asyncio

import pytest

from bothways.app.staff import StaffRoom
from bothways.core.audit.trail import Audit
from bothways.core.identity.roles import Role
from bothways.core.staff.model import Authority, SignedIn
from bothways.core.staff.sign_in_known import Introduced, SignInIntroduced
from bothways.kit.db.database import Database
from bothways.kit.ids import Ids
from tests.rooms.core.conftest import Tenant
from tests.rooms.core.staff.conftest import BROWSER
from tests.support.clock import ManualClock


@pytest.mark.parametrize("invited", [False, True])
async def test_somebody_new_who_signs_in_many_times_at_once_is_one_person(
    staff_room: StaffRoom, tenant: Tenant, database: Database, ids: Ids, clock: ManualClock, audit: Audit, invited: bool
) -> None:
    sign_in = SignInIntroduced(ids, clock, staff_room.admit, audit)
    workspace = tenant.workspace.id
    if invited:
        await staff_room.invite(workspace, "hedy@example.com", Role.ADMIN, Authority("cli"))
    hedy = Introduced(workspace, "https://login.example.com", "sub-1", "hedy@example.com", "Hedy", Role.DEVELOPER)

    async def come() -> SignedIn | None:
        async with database.begin() as tx:
            return await sign_in(tx, hedy, BROWSER)

    signed = await asyncio.gather(*(come() for _ in range(6)))
    assert {one.staff.id for one in signed if one is not None} == {signed[0].staff.id if signed[0] else ""}
    assert None not in signed
    people = await staff_room.read.of_workspace(workspace)
    assert [(one.staff.name, one.staff.role) for one in people] == [("Hedy", Role.ADMIN if invited else Role.DEVELOPER)]
    async with database.read() as tx:
        trail = await audit.list(tx, workspace, limit=50)
    assert [one.action for one in trail].count("staff.joined") == 1
    assert [one.action for one in trail].count("staff.signed_in") == 6
