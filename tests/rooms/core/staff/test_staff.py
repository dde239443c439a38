import time
from statistics import median

import pytest
from argon2 import extract_parameters
from sqlalchemy import text

from bothways.app.staff import StaffRoom
from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Kind, Mode, parse
from bothways.core.identity.callers import Unauthenticated
from bothways.core.identity.csrf import check_csrf
from bothways.core.identity.errors import WorkspaceNotFound
from bothways.core.staff.attempts import PER_ACCOUNT, PER_ADDRESS, WINDOW
from bothways.core.staff.errors import SignInRefused, StaffExists, TooManySignIns
from bothways.core.staff.model import SESSION_LIFETIME, Staff
from bothways.core.staff.passwords import Passwords
from bothways.kit.crypto import SystemEntropy
from bothways.kit.db.database import Database
from bothways.kit.errors import InvalidInput
from bothways.kit.secret import Secret
from tests.rooms.core.conftest import Tenant, everything_stored
from tests.support.clock import ManualClock

PASSWORD = "correct horse battery"
EMAIL = "ada@example.com"
HERE = "203.0.113.7"


@pytest.fixture
async def ada(staff_room: StaffRoom, tenant: Tenant) -> Staff:
    return await staff_room.create(tenant.workspace.id, f" {EMAIL.title()} ", "Ada", Secret(PASSWORD), actor="cli")


async def sign_in(staff_room: StaffRoom, password: str = PASSWORD, email: str = EMAIL, address: str = HERE, **more):
    return await staff_room.sign_in(email, Secret(password), address=address, **more)


async def test_staff_sign_in_with_address_and_password(staff_room: StaffRoom, tenant: Tenant, ada: Staff) -> None:
    signed_in = await sign_in(staff_room, email="  ADA@example.com")
    assert signed_in.staff == ada
    assert parse(signed_in.token.reveal()) == (Mode.LIVE, Kind.STAFF_SESSION)
    caller = await staff_room.authenticate(signed_in.token.reveal())
    assert (caller.staff_id, caller.workspace_id) == (ada.id, tenant.workspace.id)
    check_csrf(caller.csrf, signed_in.csrf.reveal())


async def test_each_sign_in_makes_a_new_session_and_ends_the_one_that_was_planted(
    staff_room: StaffRoom, ada: Staff
) -> None:
    first = await sign_in(staff_room)
    second = await sign_in(staff_room, previous=first.token.reveal())
    assert second.token.reveal() != first.token.reveal()
    assert second.csrf.reveal() != first.csrf.reveal()
    with pytest.raises(Unauthenticated):
        await staff_room.authenticate(first.token.reveal())
    third = await sign_in(staff_room, previous="whatever a stranger set as the cookie")
    assert (await staff_room.authenticate(second.token.reveal())).session_id != (
        await staff_room.authenticate(third.token.reveal())
    ).session_id


async def test_a_session_is_dead_after_signing_out(staff_room: StaffRoom, ada: Staff) -> None:
    signed_in, other = await sign_in(staff_room), await sign_in(staff_room)
    await staff_room.sign_out(signed_in.token.reveal())
    await staff_room.sign_out(signed_in.token.reveal())
    with pytest.raises(Unauthenticated):
        await staff_room.authenticate(signed_in.token.reveal())
    await staff_room.authenticate(other.token.reveal())


async def test_a_session_ends_by_itself(staff_room: StaffRoom, ada: Staff, clock: ManualClock) -> None:
    signed_in = await sign_in(staff_room)
    assert signed_in.expires_at == clock.now() + SESSION_LIFETIME
    clock.advance(SESSION_LIFETIME.total_seconds())
    with pytest.raises(Unauthenticated):
        await staff_room.authenticate(signed_in.token.reveal())


async def test_a_token_of_another_kind_is_no_staff_session(staff_room: StaffRoom, ada: Staff) -> None:
    session = (await sign_in(staff_room)).token.reveal()
    for token in (session.replace("_ss_", "_cs_"), "", "bw_live_ss_" + "A" * 43):
        with pytest.raises(Unauthenticated):
            await staff_room.authenticate(token)


async def test_neither_password_nor_session_is_stored(database: Database, staff_room: StaffRoom, ada: Staff) -> None:
    signed_in = await sign_in(staff_room)
    stored = await everything_stored(database)
    for secret in (PASSWORD, signed_in.token.reveal()[11:], signed_in.csrf.reveal()):
        assert secret not in stored
    assert HERE not in stored


async def test_passwords_are_hashed_with_argon2id_at_the_stated_cost() -> None:
    hashed = await Passwords(SystemEntropy()).hash(Secret(PASSWORD))
    found = extract_parameters(hashed)
    assert hashed.startswith("$argon2id$")
    assert (found.memory_cost, found.time_cost, found.parallelism, found.salt_len) == (19 * 1024, 2, 1, 16)


# --------------------------------------------------------------------------------------------- refusals


async def test_a_wrong_password_and_an_unknown_address_are_refused_alike(staff_room: StaffRoom, ada: Staff) -> None:
    refusals = set()
    for email, password in [(EMAIL, "wrong"), ("nobody@example.com", PASSWORD), ("", ""), (EMAIL, PASSWORD + " ")]:
        with pytest.raises(SignInRefused) as caught:
            await sign_in(staff_room, password, email)
        refusals.add(caught.value.detail)
    assert len(refusals) == 1


async def test_an_unknown_address_takes_as_long_as_a_wrong_password() -> None:
    passwords = Passwords(SystemEntropy())
    known = await passwords.hash(Secret(PASSWORD))
    assert not await passwords.verify(None, Secret(PASSWORD))

    async def seconds(stored: str | None) -> float:
        taken = []
        for _ in range(7):
            started = time.perf_counter()
            assert not await passwords.verify(stored, Secret("wrong"))
            taken.append(time.perf_counter() - started)
        return median(taken)

    ratio = await seconds(None) / await seconds(known)
    assert 0.4 < ratio < 2.5


async def test_nobody_signs_in_with_the_password_of_nobody(staff_room: StaffRoom) -> None:
    with pytest.raises(SignInRefused):
        await sign_in(staff_room, email="nobody@example.com")


async def test_a_damaged_hash_lets_nobody_in(database: Database, staff_room: StaffRoom, ada: Staff) -> None:
    async with database.begin() as tx:
        await tx.execute(text("UPDATE staff SET password_hash = 'rubbish'"))
    with pytest.raises(SignInRefused):
        await sign_in(staff_room)


# --------------------------------------------------------------------------------------------- attempts


async def refuse(staff_room: StaffRoom, times: int, email: str = EMAIL, address: str = HERE) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            await sign_in(staff_room, "wrong", email, address)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts are what is counted here; the time of argon2 is tested above."""

    async def verify(self: Passwords, known: str | None, password: Secret[str]) -> bool:
        return known is not None and password.reveal() == PASSWORD

    monkeypatch.setattr(Passwords, "verify", verify)


async def test_an_account_has_a_few_attempts_whatever_the_address(
    staff_room: StaffRoom, ada: Staff, clock: ManualClock, cheap: None
) -> None:
    for number in range(PER_ACCOUNT):
        await refuse(staff_room, 1, address=f"203.0.113.{number}", email=EMAIL.upper() if number % 2 else EMAIL)
    with pytest.raises(TooManySignIns) as caught:
        await sign_in(staff_room, address="198.51.100.1")
    assert caught.value.retry_after_seconds == WINDOW.total_seconds()
    clock.advance(WINDOW.total_seconds())
    await sign_in(staff_room)


async def test_unknown_accounts_are_limited_like_known_ones(staff_room: StaffRoom, ada: Staff, cheap: None) -> None:
    await refuse(staff_room, PER_ACCOUNT, email="nobody@example.com")
    with pytest.raises(TooManySignIns):
        await sign_in(staff_room, email="nobody@example.com")


async def test_an_address_has_a_few_attempts_whatever_the_account(
    staff_room: StaffRoom, ada: Staff, cheap: None
) -> None:
    for number in range(PER_ADDRESS):
        await refuse(staff_room, 1, email=f"nobody{number}@example.com")
    with pytest.raises(TooManySignIns):
        await sign_in(staff_room)
    await sign_in(staff_room, address="198.51.100.1")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::1", "::ffff:203.0.113.7", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("", "", True),
    ],
)
async def test_one_host_is_one_address(staff_room: StaffRoom, cheap: None, one: str, other: str, alike: bool) -> None:
    for number in range(PER_ADDRESS):
        await refuse(staff_room, 1, email=f"nobody{number}@example.com", address=one)
    with pytest.raises(TooManySignIns if alike else SignInRefused):
        await sign_in(staff_room, "wrong", "somebody@example.com", other)


async def test_an_address_that_is_out_of_attempts_takes_none_from_accounts(
    staff_room: StaffRoom, ada: Staff, cheap: None
) -> None:
    for number in range(PER_ADDRESS):
        await refuse(staff_room, 1, email=f"nobody{number}@example.com")
    for _ in range(PER_ACCOUNT + 1):
        with pytest.raises(TooManySignIns):
            await sign_in(staff_room)
    await sign_in(staff_room, address="198.51.100.1")


async def test_getting_in_gives_the_account_its_attempts_back(staff_room: StaffRoom, ada: Staff, cheap: None) -> None:
    await refuse(staff_room, PER_ACCOUNT - 1)
    await sign_in(staff_room)
    await refuse(staff_room, PER_ACCOUNT)


async def test_old_attempts_are_swept_away(
    database: Database, staff_room: StaffRoom, ada: Staff, clock: ManualClock, cheap: None
) -> None:
    await refuse(staff_room, 1)
    await sign_in(staff_room)
    clock.advance(8 * 86_400)
    await staff_room.sweep()
    async with database.read() as tx:
        assert await tx.all(text("SELECT * FROM sign_in_attempts")) == []
        assert await tx.all(text("SELECT * FROM staff_sessions")) == []


# ----------------------------------------------------------------------------------------------- adding


async def test_an_address_belongs_to_one_person(staff_room: StaffRoom, tenant: Tenant, ada: Staff) -> None:
    with pytest.raises(StaffExists):
        await staff_room.create(tenant.workspace.id, EMAIL.upper(), "Eve", Secret(PASSWORD), actor="cli")


@pytest.mark.parametrize(
    ("email", "name", "password", "field"),
    [
        ("no address", "Ada", PASSWORD, "email"),
        (EMAIL, "", PASSWORD, "name"),
        (EMAIL, "Ada", "short", "password"),
        (EMAIL, "Ada", "x" * 257, "password"),
        (EMAIL, "Ada", "aaaaaaaaaaaa", "password"),
    ],
)
async def test_wrong_details_are_named(
    staff_room: StaffRoom, tenant: Tenant, email: str, name: str, password: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await staff_room.create(tenant.workspace.id, email, name, Secret(password), actor="cli")
    assert [fault.field for fault in caught.value.fields] == [field]


async def test_staff_need_a_workspace(staff_room: StaffRoom) -> None:
    with pytest.raises(WorkspaceNotFound):
        await staff_room.create("ws_unknown", EMAIL, "Ada", Secret(PASSWORD), actor="cli")


async def test_signing_in_is_recorded_in_the_workspaces_trail(
    database: Database, staff_room: StaffRoom, tenant: Tenant, ada: Staff, audit: Audit
) -> None:
    await sign_in(staff_room)
    async with database.read() as tx:
        found = await audit.list(tx, tenant.workspace.id, limit=10)
    assert [entry.action for entry in found] == ["staff.signed_in", "staff.created", "workspace.created"]
    assert await audit.verify(tenant.workspace.id) is None
