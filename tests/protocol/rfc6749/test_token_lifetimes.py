"""`expires_in`, number-like or not (RFC 6749 section 5.1)."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.oauth.lifetime import MAX_LIFETIME_SECONDS, TimeUnit, from_duration, from_instant
from bothways.oauth.token import Layout, parse_answer

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


def lifetime(said: object, layout: Layout | None = None) -> tuple[int | None, bool]:
    body = json.dumps({"access_token": "t", "expires_in": said}).encode()
    answer = parse_answer(200, "application/json", body, layout or Layout())
    return answer.expires_in_seconds, answer.expiry_unclear


@pytest.mark.parametrize(
    ("said", "seconds"),
    [(3600, 3600), ("3600", 3600), (" 3600 ", 3600), (3600.9, 3600), ("3600.5", 3600), (1, 1), (1e3, 1000)],
)
def test_what_looks_like_a_number_is_one(said: object, seconds: int) -> None:
    assert lifetime(said) == (seconds, False)


@pytest.mark.parametrize(
    "said", [0, "0", -1, "-1", 0.4, "soon", "", "1e3", "0x10", "٣٦٠٠", True, False, [], [3600], {}]
)
def test_rubbish_and_nothing_left_are_unknown_and_flagged(said: object) -> None:
    assert lifetime(said) == (None, True)


def test_a_missing_lifetime_is_unknown_and_not_flagged() -> None:
    assert lifetime(None) == (None, False)


@pytest.mark.parametrize("said", [10**18, "9" * 30, 1e300, 10**4000])
def test_a_huge_lifetime_is_clamped_to_ten_years(said: object) -> None:
    assert lifetime(said) == (MAX_LIFETIME_SECONDS, False)


def test_an_overflowing_float_is_clamped() -> None:
    answer = parse_answer(200, "application/json", b'{"access_token":"t","expires_in":1e999}')
    assert answer.expires_in_seconds == MAX_LIFETIME_SECONDS


@pytest.mark.parametrize(
    ("unit", "said", "seconds"),
    [
        (TimeUnit.MILLISECONDS, 7_200_000, 7200),
        (TimeUnit.MINUTES, "20", 1200),
        (TimeUnit.HOURS, 2, 7200),
        (TimeUnit.CLOCK, "240:00:30", 864_030),
        (TimeUnit.CLOCK, "soon", None),
        (TimeUnit.CLOCK, 7200, None),
        (TimeUnit.CLOCK, "00:00:00", None),
    ],
)
def test_other_units_are_turned_into_seconds(unit: TimeUnit, said: object, seconds: int | None) -> None:
    assert lifetime(said, Layout(expires_in_unit=unit))[0] == seconds


@pytest.mark.parametrize(
    "said",
    [
        "2026-03-01T13:00:00Z",
        "2026-03-01T14:00:00+01:00",
        "2026-03-01T13:00:00",
        1_772_370_000,
        "1772370000",
        1_772_370_000_000,
    ],
)
def test_an_absolute_expiry_is_turned_into_seconds(said: object) -> None:
    body = json.dumps({"access_token": "t", "expires_at": said}).encode()
    answer = parse_answer(200, "", body, Layout(expires_at="expires_at"), now=NOW)
    assert (answer.expires_in_seconds, answer.expiry_unclear) == (3600, False)


@pytest.mark.parametrize("said", ["2026-03-01T12:00:00Z", "yesterday", "9999-12-31T23:59:59-12:00:00", 5, [], True])
def test_an_absolute_expiry_that_is_past_or_rubbish_is_unknown_and_flagged(said: object) -> None:
    body = json.dumps({"access_token": "t", "expires_at": said}).encode()
    answer = parse_answer(200, "", body, Layout(expires_at="expires_at"), now=NOW)
    assert answer.expires_in_seconds in {None, MAX_LIFETIME_SECONDS}
    assert answer.expiry_unclear is (answer.expires_in_seconds is None)


json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())


@given(json_values | st.integers(10**20, 10**40).map(str), st.sampled_from(TimeUnit))
def test_a_lifetime_is_positive_and_bounded_or_unknown(said: object, unit: TimeUnit) -> None:
    for seconds in (from_duration(said, unit), from_instant(said, NOW)):  # type: ignore[arg-type]
        assert seconds is None or 0 < seconds <= MAX_LIFETIME_SECONDS


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_instant_is_read(instant: datetime) -> None:
    expected = (instant - NOW).total_seconds()
    seconds = from_instant(instant.isoformat(), NOW)
    assert seconds == (min(int(expected), MAX_LIFETIME_SECONDS) if expected >= 1 else None)
