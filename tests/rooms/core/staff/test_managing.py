"""Joining by a link, another password, roles, and leaving."""

import asyncio

import pytest

from bothways.app.staff import StaffRoom
from bothways.core.audit.trail import Audit
from bothways.core.identity.callers import RoleInsufficient, Unauthenticated
from bothways.core.identity.errors import WorkspaceNotFound
from bothways.core.identity.roles import Role
from bothways.core.staff.errors import (
    ConfirmationNeeded,
    LastOwner,
    LinkRefused,
    OnlySSO,
    OnlySSOUntried,
    OwnAccount,
    OwnersOnly,
    PasswordWrong,
    SessionNotFound,
    SignInRefused,
    StaffExists,
    StaffNotFound,
    TooManySignIns,
)
from bothways.core.staff.model import Authority, Doorstep, Policy, Purpose, SignedIn, SignedInBy
from bothways.kit.db.database import Database
from bothways.kit.errors import InvalidInput
from bothways.kit.secret import Secret
from tests.rooms.core.conftest import Tenant, everything_stored
from tests.rooms.core.staff.conftest import BROWSER, HERE, PASSWORD, Person, another
from tests.support.clock import ManualClock

NEW = Secret("another long password")


def by(person: Person) -> Authority:
    return Authority(person.staff.id, person.staff.role, person.staff.id)


async def invited(
    room: StaffRoom, workspace: str, email: str = "grace@example.com", role: Role = Role.DEVELOPER
) -> str:
    """The token of an invitation."""
    _, link = await room.invite(workspace, email, role, Authority("cli"))
    return link.url.reveal().rpartition("/")[2]


# ------------------------------------------------------------------------------------------------------ invitations


async def test_an_invitation_leads_in_with_a_name_and_a_password_of_ones_own(
    staff_room: StaffRoom, tenant: Tenant
) -> None:
    member, link = await staff_room.invite(tenant.workspace.id, " Grace@Example.com", Role.ADMIN, Authority("cli"))
    assert link.url.reveal().startswith("https://connect.example.com/portal/invite/bw_live_sl_")
    token = link.url.reveal().rpartition("/")[2]
    for _ in range(2):
        assert (await staff_room.links.read(token, Purpose.INVITATION)).email == "grace@example.com"
    signed = await staff_room.accept(token, "Grace", NEW, BROWSER)
    assert isinstance(signed, SignedIn)
    caller = await staff_room.authenticate(signed.token.reveal())
    assert (caller.staff_id, caller.role) == (member.id, Role.ADMIN)
    listed = await staff_room.read.listed(member.id)
    assert (listed.staff.name, listed.has_password) == ("Grace", True)


async def test_an_invitation_opens_once_even_for_many_at_once(staff_room: StaffRoom, tenant: Tenant) -> None:
    token = await invited(staff_room, tenant.workspace.id)
    tries = [staff_room.accept(token, f"Grace {n}", NEW, BROWSER) for n in range(4)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignedIn) for one in results) == 1
    assert sum(isinstance(one, LinkRefused) for one in results) == 3


async def test_an_invitation_is_too_old_after_three_days(
    staff_room: StaffRoom, tenant: Tenant, clock: ManualClock
) -> None:
    token = await invited(staff_room, tenant.workspace.id)
    clock.advance(72 * 3600)
    with pytest.raises(LinkRefused):
        await staff_room.accept(token, "Grace", NEW, BROWSER)


async def test_what_was_typed_wrongly_uses_no_link_up(staff_room: StaffRoom, tenant: Tenant) -> None:
    token = await invited(staff_room, tenant.workspace.id)
    for name, password, fields in (("", NEW, ["name"]), ("Grace", Secret("short"), ["password"])):
        with pytest.raises(InvalidInput) as caught:
            await staff_room.accept(token, name, password, BROWSER)
        assert [fault.field for fault in caught.value.fields] == fields
    await staff_room.accept(token, "Grace", NEW, BROWSER)


async def test_a_newer_link_voids_the_one_before(staff_room: StaffRoom, tenant: Tenant) -> None:
    member, _ = await staff_room.invite(tenant.workspace.id, "grace@example.com", Role.VIEWER, Authority("cli"))
    old = await invited_again(staff_room, member.workspace_id, member.id)
    new = await invited_again(staff_room, member.workspace_id, member.id)
    with pytest.raises(LinkRefused):
        await staff_room.accept(old, "Grace", NEW, BROWSER)
    await staff_room.accept(new, "Grace", NEW, BROWSER)


async def invited_again(room: StaffRoom, workspace_id: str, staff_id: str) -> str:
    link = await room.renew_link(workspace_id, staff_id, Authority("cli"))
    assert link.purpose is Purpose.INVITATION
    return link.url.reveal().rpartition("/")[2]


async def test_whoever_did_not_come_yet_cannot_sign_in(staff_room: StaffRoom, tenant: Tenant) -> None:
    await invited(staff_room, tenant.workspace.id)
    for password in ("", PASSWORD):
        with pytest.raises(SignInRefused):
            await staff_room.sign_in("grace@example.com", Secret(password), address=HERE)


async def test_links_of_one_kind_are_none_of_the_other(ada: Person, staff_room: StaffRoom, tenant: Tenant) -> None:
    invitation = await invited(staff_room, tenant.workspace.id)
    eve = await another(ada, "eve@example.com", Role.VIEWER)
    reset = await staff_room.renew_link(eve.staff.workspace_id, eve.staff.id, by(ada))
    with pytest.raises(LinkRefused):
        await staff_room.reset_password(invitation, NEW, BROWSER)
    with pytest.raises(LinkRefused):
        await staff_room.accept(reset.url.reveal().rpartition("/")[2], "Eve", NEW, BROWSER)


@pytest.mark.parametrize("token", ["", "x", "bw_live_sl_" + "0" * 43, "bw_live_ss_" + "0" * 43])
async def test_links_that_were_never_given_out_look_like_old_ones(staff_room: StaffRoom, token: str) -> None:
    for purpose in Purpose:
        with pytest.raises(LinkRefused):
            await staff_room.links.read(token, purpose)


async def test_links_are_kept_as_digests(staff_room: StaffRoom, tenant: Tenant, database: Database) -> None:
    token = await invited(staff_room, tenant.workspace.id)
    assert token[11:] not in await everything_stored(database)


async def test_an_address_is_invited_once_and_to_a_workspace_that_exists(
    staff_room: StaffRoom, ada: Person, tenant: Tenant
) -> None:
    with pytest.raises(StaffExists):
        await staff_room.invite(tenant.workspace.id, "ADA@example.com", Role.VIEWER, Authority("cli"))
    with pytest.raises(WorkspaceNotFound):
        await staff_room.invite("ws_unknown", "new@example.com", Role.VIEWER, Authority("cli"))


# -------------------------------------------------------------------------------------------------------- passwords


async def test_changing_the_password_ends_every_session_and_begins_a_new_one(ada: Person) -> None:
    mine, elsewhere = await ada.enter(), await ada.enter()
    signed = await ada.room.change_password(ada.staff.id, Secret(PASSWORD), NEW, BROWSER)
    for old in (mine, elsewhere):
        with pytest.raises(Unauthenticated):
            await ada.room.authenticate(old.token.reveal())
    assert (await ada.room.authenticate(signed.token.reveal())).staff_id == ada.staff.id
    with pytest.raises(SignInRefused):
        await ada.sign_in()
    await ada.sign_in(NEW.reveal())


async def test_changing_the_password_takes_the_one_before(ada: Person) -> None:
    signed = await ada.enter()
    with pytest.raises(PasswordWrong):
        await ada.room.change_password(ada.staff.id, Secret("not the password"), NEW, BROWSER)
    with pytest.raises(InvalidInput):
        await ada.room.change_password(ada.staff.id, Secret(PASSWORD), Secret("short"), BROWSER)
    await ada.room.authenticate(signed.token.reveal())


async def test_a_stolen_session_cannot_try_passwords_out(ada: Person) -> None:
    for _ in range(10):
        with pytest.raises(PasswordWrong):
            await ada.room.change_password(ada.staff.id, Secret("not the password"), NEW, BROWSER)
    with pytest.raises(TooManySignIns):
        await ada.room.change_password(ada.staff.id, Secret(PASSWORD), NEW, BROWSER)


async def test_a_reset_link_gives_another_password_and_ends_every_session(ada: Person) -> None:
    eve = await another(ada, "eve@example.com", Role.VIEWER)
    before = await eve.enter()
    link = await ada.room.renew_link(eve.staff.workspace_id, eve.staff.id, by(ada))
    assert link.purpose is Purpose.PASSWORD_RESET
    await ada.room.authenticate(before.token.reveal())
    signed = await ada.room.reset_password(link.url.reveal().rpartition("/")[2], NEW, BROWSER)
    assert isinstance(signed, SignedIn)
    with pytest.raises(Unauthenticated):
        await ada.room.authenticate(before.token.reveal())
    with pytest.raises(SignInRefused):
        await eve.sign_in()


async def test_a_reset_link_does_not_get_around_the_second_factor(ada: Person) -> None:
    eve = await another(ada, "eve@example.com", Role.VIEWER)
    await eve.set_totp_up()
    link = await ada.room.renew_link(eve.staff.workspace_id, eve.staff.id, by(ada))
    doorstep = await ada.room.reset_password(link.url.reveal().rpartition("/")[2], NEW, BROWSER)
    assert isinstance(doorstep, Doorstep)
    await ada.room.factors.prove_by_code(doorstep.token.reveal(), eve.code(), BROWSER)


# ------------------------------------------------------------------------------------------------ roles and leaving


async def test_roles_count_from_the_next_request_on(ada: Person) -> None:
    eve = await another(ada, "eve@example.com", Role.VIEWER)
    token = (await eve.enter()).token.reveal()
    await ada.room.change_role(ada.staff.workspace_id, eve.staff.id, Role.ADMIN, by(ada))
    assert (await ada.room.authenticate(token)).role is Role.ADMIN


@pytest.mark.parametrize("role", [Role.DEVELOPER, Role.VIEWER])
async def test_below_admins_nobody_manages_anybody(ada: Person, role: Role) -> None:
    eve, bob = await another(ada, "eve@example.com", role), await another(ada, "bob@example.com", Role.VIEWER)
    workspace = ada.staff.workspace_id
    with pytest.raises(RoleInsufficient):
        await ada.room.invite(workspace, "new@example.com", Role.VIEWER, by(eve))
    for verb in (ada.room.remove, ada.room.renew_link, ada.room.clear_factors):
        with pytest.raises(RoleInsufficient):
            await verb(workspace, bob.staff.id, by(eve))
    with pytest.raises(RoleInsufficient):
        await ada.room.change_role(workspace, bob.staff.id, Role.VIEWER, by(eve))


async def test_admins_do_not_touch_owners_nor_make_them(ada: Person) -> None:
    eve, bob = await another(ada, "eve@example.com", Role.ADMIN), await another(ada, "bob@example.com", Role.VIEWER)
    workspace = ada.staff.workspace_id
    for verb in (ada.room.remove, ada.room.renew_link, ada.room.clear_factors):
        with pytest.raises(OwnersOnly):
            await verb(workspace, ada.staff.id, by(eve))
    for target, role in ((ada, Role.VIEWER), (bob, Role.OWNER)):
        with pytest.raises(OwnersOnly):
            await ada.room.change_role(workspace, target.staff.id, role, by(eve))
    with pytest.raises(OwnersOnly):
        await ada.room.invite(workspace, "new@example.com", Role.OWNER, by(eve))


async def test_nobody_promotes_or_removes_themselves(ada: Person) -> None:
    eve = await another(ada, "eve@example.com", Role.ADMIN)
    for person, role in ((eve, Role.OWNER), (ada, Role.VIEWER)):
        with pytest.raises(OwnAccount):
            await ada.room.change_role(ada.staff.workspace_id, person.staff.id, role, by(person))
        for verb in (ada.room.remove, ada.room.renew_link, ada.room.clear_factors):
            with pytest.raises(OwnAccount):
                await verb(ada.staff.workspace_id, person.staff.id, by(person))


async def test_the_last_owner_stays(ada: Person) -> None:
    cli = Authority("cli")
    # Whoever was invited as an owner may never come.
    await ada.room.invite(ada.staff.workspace_id, "new@example.com", Role.OWNER, by(ada))
    with pytest.raises(LastOwner):
        await ada.room.remove(ada.staff.workspace_id, ada.staff.id, cli)
    with pytest.raises(LastOwner):
        await ada.room.change_role(ada.staff.workspace_id, ada.staff.id, Role.ADMIN, cli)


async def test_of_two_owners_who_remove_each_other_at_once_one_stays(ada: Person) -> None:
    eve = await another(ada, "eve@example.com", Role.OWNER)
    workspace = ada.staff.workspace_id
    results = await asyncio.gather(
        ada.room.remove(workspace, eve.staff.id, by(ada)),
        ada.room.remove(workspace, ada.staff.id, by(eve)),
        return_exceptions=True,
    )
    left = await ada.room.read.of_workspace(workspace)
    assert sum(one is None for one in results) == 1, results
    assert len(left) == 1


async def test_whoever_was_removed_is_out_at_once_and_cannot_come_back(ada: Person, database: Database) -> None:
    eve = await another(ada, "eve@example.com", Role.DEVELOPER)
    await eve.set_totp_up()
    doorstep = (await eve.knock()).token.reveal()
    token = (await ada.room.factors.prove_by_code(doorstep, eve.code(), BROWSER)).token.reveal()
    await ada.room.remove(ada.staff.workspace_id, eve.staff.id, by(ada))
    with pytest.raises(Unauthenticated):
        await ada.room.authenticate(token)
    with pytest.raises(SignInRefused):
        await eve.sign_in()
    assert "eve@example.com" not in await everything_stored(database)


async def test_members_of_another_workspace_look_unknown(ada: Person) -> None:
    foreign = Authority("staff_x", Role.OWNER, "staff_x")
    for workspace, staff_id in (("ws_other", ada.staff.id), (ada.staff.workspace_id, "staff_unknown")):
        with pytest.raises(StaffNotFound) as caught:
            await ada.room.remove(workspace, staff_id, foreign)
        assert caught.value.detail == "There is no such member of staff."


# ------------------------------------------------------------------------------------- sessions and confirming them


async def test_sessions_are_listed_and_ended(ada: Person) -> None:
    mine, elsewhere, third = await ada.enter(), await ada.enter(), await ada.enter()
    callers = [await ada.room.authenticate(one.token.reveal()) for one in (mine, elsewhere, third)]
    listed = await ada.room.list_sessions(ada.staff.id)
    assert {one.id for one in listed} == {one.session_id for one in callers}
    assert {(one.agent, one.signed_in_by) for one in listed} == {("Firefox", SignedInBy.PASSWORD)}
    workspace = ada.staff.workspace_id
    await ada.room.end_sessions.one(workspace, ada.staff.id, callers[1].session_id)
    assert await ada.room.end_sessions.others(workspace, ada.staff.id, callers[0].session_id) == 1
    await ada.room.authenticate(mine.token.reveal())
    for ended in (elsewhere, third):
        with pytest.raises(Unauthenticated):
            await ada.room.authenticate(ended.token.reveal())


async def test_nobody_ends_sessions_of_others(ada: Person) -> None:
    eve = await another(ada, "eve@example.com", Role.OWNER)
    session = (await ada.room.authenticate((await eve.enter()).token.reveal())).session_id
    for one in (session, "ss_unknown"):
        with pytest.raises(SessionNotFound):
            await ada.room.end_sessions.one(ada.staff.workspace_id, ada.staff.id, one)


async def test_a_session_is_confirmed_for_ten_minutes_and_again_by_the_password(
    ada: Person, clock: ManualClock
) -> None:
    session = (await ada.room.authenticate((await ada.enter()).token.reveal())).session_id
    await ada.room.require_confirmation(session)
    clock.advance(601)
    with pytest.raises(ConfirmationNeeded):
        await ada.room.require_confirmation(session)
    with pytest.raises(PasswordWrong):
        await ada.room.confirm(ada.staff.id, session, Secret("not the password"), address=HERE)
    await ada.room.confirm(ada.staff.id, session, Secret(PASSWORD), address=HERE)
    await ada.room.require_confirmation(session)


async def test_only_whoever_came_by_single_sign_on_can_ask_everybody_to(ada: Person) -> None:
    session = (await ada.room.authenticate((await ada.enter()).token.reveal())).session_id
    workspace = ada.staff.workspace_id
    for one in (session, None, "ss_unknown"):
        with pytest.raises(OnlySSOUntried):
            await ada.room.change_policy(workspace, Policy(only_sso=True), actor=ada.staff.id, session_id=one)
    async with ada.room.change_policy.database.begin() as tx:
        by_sso = await ada.room.admit.begin(tx, ada.staff, BROWSER, SignedInBy.SSO)
    session = (await ada.room.authenticate(by_sso.token.reveal())).session_id
    await ada.room.change_policy(workspace, Policy(only_sso=True), actor=ada.staff.id, session_id=session)
    with pytest.raises(OnlySSO):
        await ada.sign_in()
    with pytest.raises(SignInRefused):
        await ada.sign_in("not the password")


async def test_what_was_managed_stands_in_the_workspaces_trail(
    ada: Person, audit: Audit, database: Database, tenant: Tenant
) -> None:
    token = await invited(ada.room, tenant.workspace.id)
    await ada.room.accept(token, "Grace", NEW, BROWSER)
    eve = await another(ada, "eve@example.com", Role.VIEWER)
    await ada.room.change_role(ada.staff.workspace_id, eve.staff.id, Role.ADMIN, by(ada))
    await ada.room.remove(ada.staff.workspace_id, eve.staff.id, by(ada))
    async with database.read() as tx:
        found = await audit.list(tx, ada.staff.workspace_id, limit=20)
    assert [one.action for one in found if one.actor != "test"] == [
        "staff.removed",
        "staff.role_changed",
        "staff.created",
        "staff.joined",
        "staff.signed_in",
        "staff.invited",
        "staff.created",
    ]
    assert await audit.verify(ada.staff.workspace_id) is None
    assert "@" not in repr([one.detail for one in found])
