"""Which verdict a failure gets."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.egress.errors import (
    AddressForbidden,
    AnswerLost,
    AnswerTooLarge,
    ConnectFailed,
    HostUnknown,
    InvalidRequest,
)
from bothways.oauth.client_auth import CannotAuthenticate
from bothways.oauth.token import TokenRefused, TokenUnusable
from bothways.outbound.providers.judging import (
    MAX_RETRY_AFTER_SECONDS,
    Circumstances,
    Failure,
    is_uncertain,
    judge,
    retry_after,
)
from bothways.outbound.providers.verdict import CLASSES, Verdict

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
CUSTOMERS = Circumstances(customers_client=True, customers_host=True)
HOST_UNKNOWN = HostUnknown("acme.example: there is no host of that name")


@pytest.mark.parametrize(
    ("error", "description", "status"),
    [
        ("invalid_grant", "", 400),
        ("INVALID_GRANT", "Token has been expired or revoked.", 400),
        ("invalid_grant", "inactive user", 401),
        ("bad_refresh_token", "The refresh token passed is incorrect or expired.", 200),
        ("BAD_REFRESH_TOKEN", "missing or invalid refresh token", 400),
        ("invalid_code", "", 200),
        ("token_expired", "", 200),
        ("invalid_request", "The refresh token is invalid", 400),
        ("", "Authorization code has expired", 400),
        ("unauthorized", "Refresh token not found", 401),
        ("permission_denied", "", 401),
    ],
)
def test_a_dead_grant_is_recognised(error: str, description: str, status: int) -> None:
    assert judge(TokenRefused(error, description, status)) is Verdict.DEAD_GRANT


@pytest.mark.parametrize(
    ("error", "description", "status"),
    [
        ("invalid_client", "", 401),
        ("unauthorized_client", "", 400),
        ("incorrect_client_credentials", "", 200),
        ("bad_client_secret", "", 200),
        ("redirect_uri_mismatch", "", 400),
        ("invalid_grant", "redirect_uri does not match", 400),
        ("invalid_scope", "", 400),
        ("unsupported_grant_type", "", 400),
        ("", "Unauthorized", 401),
        ("timestamp_refused", "", 401),
    ],
)
def test_the_operators_settings_are_recognised(error: str, description: str, status: int) -> None:
    assert judge(TokenRefused(error, description, status)) is Verdict.OUR_SETTINGS


@pytest.mark.parametrize(
    ("failure", "verdict"),
    [
        (TokenRefused("invalid_grant", "", 500), Verdict.PROVIDER_DOWN),
        (TokenRefused("server_error", "", 400), Verdict.PROVIDER_DOWN),
        (TokenRefused("temporarily_unavailable", "", 200), Verdict.PROVIDER_DOWN),
        (TokenUnusable("a page", 200), Verdict.PROVIDER_DOWN),
        (TokenUnusable("a page", 503), Verdict.PROVIDER_DOWN),
        (TokenUnusable("empty", 408), Verdict.PROVIDER_DOWN),
        (AnswerLost("no answer in time"), Verdict.PROVIDER_DOWN),
        (ConnectFailed("ConnectionRefusedError"), Verdict.PROVIDER_DOWN),
        (HOST_UNKNOWN, Verdict.PROVIDER_DOWN),
        (TokenRefused("invalid_grant", "", 429), Verdict.THROTTLED),
        (TokenRefused("slow_down", "", 400), Verdict.THROTTLED),
        (TokenRefused("Access Denied", "You have made too many requests continuously", 400), Verdict.THROTTLED),
        (TokenUnusable("a page", 429), Verdict.THROTTLED),
        (TokenUnusable("a page", 401), Verdict.OUR_SETTINGS),
        (CannotAuthenticate("colon"), Verdict.OUR_SETTINGS),
        (AddressForbidden("acme.example"), Verdict.OUR_SETTINGS),
        (TokenUnusable("a page", 403), Verdict.UNKNOWN),
        (TokenUnusable("a page", 404), Verdict.UNKNOWN),
        (TokenUnusable("redirect", 307), Verdict.UNKNOWN),
        (AnswerTooLarge("too large"), Verdict.UNKNOWN),
        (InvalidRequest("line break"), Verdict.UNKNOWN),
        (TokenRefused("access_denied", "", 400), Verdict.UNKNOWN),
        (TokenRefused("something_new", "the token is expired", 400), Verdict.UNKNOWN),
    ],
)
def test_everything_else_asks_nobody_to_connect_again(failure: Failure, verdict: Verdict) -> None:
    assert judge(failure) is verdict


@pytest.mark.parametrize(
    "failure",
    [
        TokenRefused("invalid_client", "", 401),
        TokenUnusable("a page", 404),
        TokenUnusable("redirect", 302),
        HOST_UNKNOWN,
        AddressForbidden("10.0.0.1"),
        CannotAuthenticate("colon"),
    ],
)
def test_what_the_customer_gave_is_the_customers_to_correct(failure: Failure) -> None:
    assert judge(failure, CUSTOMERS) is Verdict.CUSTOMER_SETTINGS


def test_an_operators_host_that_is_not_there_is_the_operators_to_correct() -> None:
    assert judge(HOST_UNKNOWN, Circumstances(operators_host=True)) is Verdict.OUR_SETTINGS


def test_a_client_without_a_grant_has_no_grant_to_die() -> None:
    assert judge(TokenRefused("invalid_grant", "", 400), Circumstances(presents_grant=False)) is Verdict.OUR_SETTINGS


@pytest.mark.parametrize(
    ("failure", "uncertain"),
    [
        (AnswerLost("cut"), True),
        (AnswerTooLarge("too large"), True),
        (TokenUnusable("a page", 200), True),
        (TokenUnusable("a page", 502), True),
        (TokenUnusable("a page", 503), False),
        (TokenUnusable("a page", 404), False),
        (TokenRefused("server_error", "", 500), False),
        (TokenRefused("invalid_grant", "", 400), False),
        (ConnectFailed("refused"), False),
        (AddressForbidden("10.0.0.1"), False),
        (InvalidRequest("line break"), False),
    ],
)
def test_only_what_may_have_been_done_is_uncertain(failure: Failure, uncertain: bool) -> None:
    assert is_uncertain(failure) is uncertain


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("1.5", 1),
        ("0", 1),
        ("Sun, 01 Mar 2026 12:02:00 GMT", 120),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 1),
        ("1772366700", 300),
        ("999999", MAX_RETRY_AFTER_SECONDS),
        ("9" * 20, MAX_RETRY_AFTER_SECONDS),
        ("Fri, 31 Dec 9999 23:59:59 GMT", MAX_RETRY_AFTER_SECONDS),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Sun, 01 Mar 2026 12:02:00", None),
    ],
)
def test_retry_after_is_read_within_bounds(text: str, seconds: int | None) -> None:
    assert retry_after({"retry-after": text}, NOW) == seconds


@given(
    st.text()
    | st.integers().map(str)
    | st.floats().map(str)
    | st.datetimes().map(lambda at: at.strftime("%a, %d %b %Y %H:%M:%S GMT"))
)
def test_no_retry_after_whatever_leaves_the_bounds(text: str) -> None:
    seconds = retry_after({"retry-after": text}, NOW)
    assert seconds is None or 1 <= seconds <= MAX_RETRY_AFTER_SECONDS


@given(st.text(), st.text(), st.integers(100, 599), st.booleans(), st.booleans())
def test_every_refusal_gets_a_verdict_and_its_error(
    error: str, description: str, status: int, presents_grant: bool, customers: bool
) -> None:
    about = Circumstances(presents_grant, customers, customers)
    for failure in (TokenRefused(error, description, status), TokenUnusable("rubbish", status)):
        verdict = judge(failure, about)
        assert CLASSES[verdict].verdict is verdict
        assert presents_grant or verdict is not Verdict.DEAD_GRANT
