"""One-time passwords (RFC 6238) and recovery codes, between the password and the session."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bothways.app.staff import StaffRoom
from bothways.core.audit.trail import Audit
from bothways.core.identity.callers import Unauthenticated
from bothways.core.staff import totp
from bothways.core.staff.attempts import PER_MEMBER_CODES
from bothways.core.staff.errors import (
    DoorstepGone,
    FactorMissing,
    FactorRequired,
    SecondFactorRefused,
    TooManySignIns,
    TOTPExists,
)
from bothways.core.staff.model import DOORSTEP_LIFETIME, Authority, Doorstep, Policy, SignedIn
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret
from tests.rooms.core.conftest import everything_stored
from tests.rooms.core.staff.conftest import BROWSER, Person, another
from tests.support.clock import ManualClock

# The secret of RFC 6238 appendix B in base32; its codes there have eight digits, of which these are the last six.
RFC_SECRET = Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
RFC_CODES = {59: "287082", 1_111_111_109: "081804", 1_234_567_890: "005924", 2_000_000_000: "279037"}


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES.items())
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert totp.step_of(RFC_SECRET, code, now) == seconds // 30


@pytest.mark.parametrize(("offset", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_may_be_one_step_early_or_late(offset: int, taken: bool) -> None:
    now = datetime.fromtimestamp(1_111_111_109 - offset, UTC)
    assert (totp.step_of(RFC_SECRET, RFC_CODES[1_111_111_109], now) is not None) is taken


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "28708x", "２８７０８２", "287082\0", "-87082"])
def test_what_is_not_six_digits_is_no_code(typed: str) -> None:
    assert totp.step_of(RFC_SECRET, typed, datetime.fromtimestamp(59, UTC)) is None


def test_blanks_in_a_code_do_not_matter() -> None:
    assert totp.step_of(RFC_SECRET, " 287 082 ", datetime.fromtimestamp(59, UTC)) == 1


# ------------------------------------------------------------------------------------------------------ signing in


async def test_with_one_time_passwords_a_password_alone_opens_nothing(ada: Person) -> None:
    await ada.set_totp_up()
    doorstep = await ada.knock()
    assert (doorstep.factors.totp, doorstep.enrol) == (True, False)
    with pytest.raises(Unauthenticated):
        await ada.room.authenticate(doorstep.token.reveal())
    signed = await ada.room.factors.prove_by_code(doorstep.token.reveal(), ada.code(), BROWSER)
    assert (await ada.room.authenticate(signed.token.reveal())).staff_id == ada.staff.id


async def test_a_code_is_taken_once(ada: Person) -> None:
    await ada.set_totp_up()
    first, second = await ada.knock(), await ada.knock()
    code = ada.code()
    await ada.room.factors.prove_by_code(first.token.reveal(), code, BROWSER)
    with pytest.raises(SecondFactorRefused):
        await ada.room.factors.prove_by_code(second.token.reveal(), code, BROWSER)


async def test_of_the_same_code_at_once_one_gets_in(ada: Person) -> None:
    await ada.set_totp_up()
    doorsteps = [await ada.knock() for _ in range(4)]
    prove = ada.room.factors.prove_by_code
    tries = [prove(one.token.reveal(), ada.code(), BROWSER) for one in doorsteps]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignedIn) for one in results) == 1
    assert sum(isinstance(one, SecondFactorRefused) for one in results) == 3


async def test_a_code_before_the_last_one_is_not_taken_any_more(ada: Person) -> None:
    await ada.set_totp_up()
    early = ada.code(-30)
    first, second = await ada.knock(), await ada.knock()
    await ada.room.factors.prove_by_code(first.token.reveal(), ada.code(), BROWSER)
    with pytest.raises(SecondFactorRefused):
        await ada.room.factors.prove_by_code(second.token.reveal(), early, BROWSER)


async def test_the_code_that_confirmed_the_app_does_not_sign_in(ada: Person) -> None:
    await ada.set_totp_up()
    doorstep = await ada.knock()
    with pytest.raises(SecondFactorRefused):
        await ada.room.factors.prove_by_code(doorstep.token.reveal(), ada.code(-30), BROWSER)


async def test_codes_cannot_be_tried_out(ada: Person, clock: ManualClock) -> None:
    await ada.set_totp_up()
    for number in range(PER_MEMBER_CODES):
        # Another doorstep each time: what counts is the member.
        doorstep = await ada.knock()
        with pytest.raises(SecondFactorRefused):
            await ada.room.factors.prove_by_code(doorstep.token.reveal(), f"00000{number}", BROWSER)
    doorstep = await ada.knock()
    with pytest.raises(TooManySignIns):
        await ada.room.factors.prove_by_code(doorstep.token.reveal(), ada.code(), BROWSER)
    clock.advance(15 * 60)
    doorstep = await ada.knock()
    await ada.room.factors.prove_by_code(doorstep.token.reveal(), ada.code(), BROWSER)


async def test_wrong_codes_are_told_in_the_audit_trail(ada: Person, audit: Audit, database: Database) -> None:
    await ada.set_totp_up()
    doorstep = await ada.knock()
    with pytest.raises(SecondFactorRefused):
        await ada.room.factors.prove_by_code(doorstep.token.reveal(), "123", BROWSER)
    async with database.read() as tx:
        newest, *_ = await audit.list(tx, ada.staff.workspace_id, limit=1)
    assert (newest.action, newest.actor) == ("staff.second_factor_refused", ada.staff.id)


async def test_a_doorstep_is_left_behind_after_ten_minutes(ada: Person, clock: ManualClock) -> None:
    await ada.set_totp_up()
    doorstep = await ada.knock()
    clock.advance(DOORSTEP_LIFETIME.total_seconds())
    with pytest.raises(DoorstepGone):
        await ada.room.factors.prove_by_code(doorstep.token.reveal(), ada.code(), BROWSER)


async def test_a_doorstep_opens_once_and_is_nothing_else(ada: Person) -> None:
    codes = await ada.set_totp_up()
    doorstep = (await ada.knock()).token.reveal()
    signed = await ada.room.factors.prove_by_code(doorstep, ada.code(), BROWSER)
    for token in (doorstep, signed.token.reveal(), "", "bw_live_sd_" + "0" * 43):
        with pytest.raises(DoorstepGone):
            await ada.room.factors.prove_by_code(token, codes[0], BROWSER)


async def test_somebody_elses_code_does_not_help(ada: Person) -> None:
    eve = await another(ada, "eve@example.com", ada.staff.role)
    codes = await eve.set_totp_up()
    await ada.set_totp_up()
    doorstep = (await ada.knock()).token.reveal()
    for code in (eve.code(), codes[0]):
        with pytest.raises(SecondFactorRefused):
            await ada.room.factors.prove_by_code(doorstep, code, BROWSER)


# --------------------------------------------------------------------------------------------------- recovery codes


async def test_a_recovery_code_stands_in_for_the_phone_once(ada: Person) -> None:
    codes = await ada.set_totp_up()
    assert len(set(codes)) == 10
    typed = codes[3].lower().replace("-", " ")
    first, second = await ada.knock(), await ada.knock()
    await ada.room.factors.prove_by_code(first.token.reveal(), typed, BROWSER)
    with pytest.raises(SecondFactorRefused):
        await ada.room.factors.prove_by_code(second.token.reveal(), codes[3], BROWSER)
    await ada.room.factors.prove_by_code(second.token.reveal(), codes[4], BROWSER)
    assert (await ada.room.read.listed(ada.staff.id)).factors.recovery_codes == 8


async def test_new_recovery_codes_void_those_that_were_left(ada: Person) -> None:
    old = await ada.set_totp_up()
    new = [one.reveal() for one in await ada.room.factors.renew_recovery_codes(ada.staff.id)]
    doorstep = (await ada.knock()).token.reveal()
    with pytest.raises(SecondFactorRefused):
        await ada.room.factors.prove_by_code(doorstep, old[0], BROWSER)
    await ada.room.factors.prove_by_code(doorstep, new[0], BROWSER)


async def test_recovery_codes_come_with_a_factor_only(ada: Person) -> None:
    with pytest.raises(FactorMissing):
        await ada.room.factors.renew_recovery_codes(ada.staff.id)


async def test_neither_secret_nor_codes_nor_doorsteps_are_stored_plainly(ada: Person, database: Database) -> None:
    codes = await ada.set_totp_up()
    doorstep = (await ada.knock()).token.reveal()
    stored = await everything_stored(database)
    for secret in (ada.secret, *codes, *(code.replace("-", "") for code in codes), doorstep[11:]):
        assert secret not in stored


# ------------------------------------------------------------------------------------------------ setting up, giving up


async def test_the_secret_stays_the_same_until_it_is_confirmed(ada: Person) -> None:
    begin = ada.room.factors.begin_totp
    first, again = await begin(ada.staff.id), await begin(ada.staff.id)
    assert first.secret.reveal() == again.secret.reveal()
    assert first.uri.reveal().startswith("otpauth://totp/Bothways:ada%40example.com?secret=")
    assert first.qr_svg.reveal().startswith("<svg")


async def test_an_unconfirmed_secret_asks_nobody_for_codes(ada: Person) -> None:
    await ada.room.factors.begin_totp(ada.staff.id)
    with pytest.raises(SecondFactorRefused):
        await ada.room.factors.confirm_totp(ada.staff.id, "000000")
    await ada.enter()


async def test_one_time_passwords_are_set_up_once(ada: Person) -> None:
    await ada.set_totp_up()
    with pytest.raises(TOTPExists):
        await ada.room.factors.begin_totp(ada.staff.id)
    await ada.room.factors.remove_totp(ada.staff.id)
    await ada.enter()
    with pytest.raises(FactorMissing):
        await ada.room.factors.remove_totp(ada.staff.id)


async def test_where_the_workspace_asks_for_a_factor_the_last_one_stays(ada: Person) -> None:
    await ada.set_totp_up()
    await ada.room.change_policy(ada.staff.workspace_id, Policy(second_factor_required=True), actor="cli")
    with pytest.raises(FactorRequired):
        await ada.room.factors.remove_totp(ada.staff.id)
    assert isinstance(await ada.sign_in(), Doorstep)


async def test_where_the_workspace_asks_for_a_factor_whoever_has_none_sets_one_up_first(ada: Person) -> None:
    await ada.room.change_policy(ada.staff.workspace_id, Policy(second_factor_required=True), actor="cli")
    doorstep = await ada.knock()
    assert doorstep.enrol
    token = doorstep.token.reveal()
    ada.secret = (await ada.room.factors.begin_totp(ada.staff.id)).secret.reveal()
    with pytest.raises(SecondFactorRefused):
        await ada.room.factors.enrol_at_doorstep(token, "000000", BROWSER)
    signed, codes = await ada.room.factors.enrol_at_doorstep(token, ada.code(), BROWSER)
    assert (await ada.room.authenticate(signed.token.reveal())).staff_id == ada.staff.id
    assert len(codes) == 10
    with pytest.raises(DoorstepGone):
        await ada.room.factors.enrol_at_doorstep(token, ada.code(), BROWSER)


async def test_whoever_has_a_factor_cannot_replace_it_at_the_doorstep(ada: Person) -> None:
    await ada.set_totp_up()
    doorstep = await ada.knock()
    with pytest.raises(DoorstepGone):
        await ada.room.factors.enrol_at_doorstep(doorstep.token.reveal(), ada.code(), BROWSER)


async def test_a_secret_that_was_moved_to_another_member_opens_nothing(ada: Person, database: Database) -> None:
    eve = await another(ada, "eve@example.com", ada.staff.role)
    await eve.set_totp_up()
    await ada.set_totp_up()
    async with database.begin() as tx:
        moved = "UPDATE staff_totp SET sealed = (SELECT sealed FROM staff_totp WHERE staff_id = :eve)"
        await tx.execute(text(f"{moved} WHERE staff_id = :ada"), {"eve": eve.staff.id, "ada": ada.staff.id})
    doorstep = await ada.knock()
    with pytest.raises(Exception, match="cannot be opened"):
        await ada.room.factors.prove_by_code(doorstep.token.reveal(), eve.code(), BROWSER)


async def test_clearing_factors_signs_the_member_out(ada: Person, staff_room: StaffRoom) -> None:
    eve = await another(ada, "eve@example.com", ada.staff.role)
    await eve.set_totp_up()
    doorstep = (await eve.knock()).token.reveal()
    signed = await staff_room.factors.prove_by_code(doorstep, eve.code(), BROWSER)
    authority = Authority(ada.staff.id, ada.staff.role, ada.staff.id)
    await staff_room.clear_factors(ada.staff.workspace_id, eve.staff.id, authority)
    with pytest.raises(Unauthenticated):
        await staff_room.authenticate(signed.token.reveal())
    await eve.enter()
