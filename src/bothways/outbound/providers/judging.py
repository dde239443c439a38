"""Why a provider did not give what was asked for: judged by its answer alone. Pure.

Only DEAD_GRANT asks the customer to connect again. When in doubt the verdict is a milder one: a customer who is asked
in vain is worse off than one whose connection is renewed an hour later.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from bothways.kit.egress.errors import (
    AddressForbidden,
    AnswerLost,
    AnswerTooLarge,
    EgressError,
    HostUnknown,
    InvalidRequest,
)
from bothways.oauth.client_auth import CannotAuthenticate
from bothways.oauth.token import TokenRefused, TokenUnusable
from bothways.outbound.providers.verdict import Verdict

MAX_RETRY_AFTER_SECONDS = 3600

Failure = TokenRefused | TokenUnusable | EgressError | CannotAuthenticate


@dataclass(frozen=True)
class Circumstances:
    """What the same answer may mean different things for.

    `presents_grant`: a code or a refresh token was presented, which can be dead; a client's own credentials cannot.
    `customers_client`: the client id and secret are the customer's. `customers_host`: the host of the address was
    given by the customer; `operators_host`: by the operator.
    """

    presents_grant: bool = True
    customers_client: bool = False
    customers_host: bool = False
    operators_host: bool = False


# Error codes at token endpoints, beside the registered ones those of well-known providers.
_DEAD = frozenset(
    {
        "invalid_grant",
        "invalid_refresh_token",
        "bad_refresh_token",
        "refresh_token_expired",
        "refresh_token_revoked",
        "expired_refresh_token",
        "invalid_token",
        "expired_token",
        "token_expired",
        "token_revoked",
        "token_rejected",
        "invalid_code",
        "code_already_used",
        "code_expired",
        "bad_verification_code",
        "verifier_invalid",
        "permission_unknown",
        "permission_denied",
        "consent_required",
        "interaction_required",
        "login_required",
        "account_inactive",
    }
)
_CLIENT = frozenset(
    {
        "invalid_client",
        "unauthorized_client",
        "invalid_client_id",
        "invalid_client_secret",
        "bad_client_id",
        "bad_client_secret",
        "bad_client_credentials",
        "incorrect_client_credentials",
        "invalid_client_credentials",
        "invalid_app_id",
        "consumer_key_unknown",
        "consumer_key_rejected",
        "consumer_key_refused",
        "signature_invalid",
        "signature_method_rejected",
        "timestamp_refused",
        "version_rejected",
    }
)
_REQUEST = frozenset(
    {
        "redirect_uri_mismatch",
        "invalid_redirect_uri",
        "bad_redirect_uri",
        "invalid_redirect_url",
        "invalid_scope",
        "invalid_scopes",
        "unsupported_grant_type",
        "unsupported_response_type",
        "invalid_target",
    }
)
_THROTTLED = frozenset(
    {
        "slow_down",
        "ratelimited",
        "rate_limited",
        "rate_limit",
        "rate_limit_exceeded",
        "too_many_requests",
        "request_limit_exceeded",
        "throttled",
    }
)
_DOWN = frozenset(
    {"server_error", "temporarily_unavailable", "service_unavailable", "internal_error", "internal_server_error"}
)
# Codes that say nothing; the sentence beside them may.
_VAGUE = frozenset(
    {"", "invalid_request", "invalid", "bad_request", "unauthorized", "400", "401", "error", "fatal_error"}
)

_TOO_MANY = re.compile(r"too many requests|rate limit", re.IGNORECASE)
_REDIRECT = re.compile(r"redirect[_ ]?ur[il]", re.IGNORECASE)
_PRESENTED = r"(?:refresh[_ -]?token|authori[sz]ation code|auth code|grant)"
_DEATH = r"(?:invalid|expired|revoked|not valid|not found|already used|no longer)"
_DEAD_SENTENCE = re.compile(rf"{_PRESENTED}.{{0,60}}{_DEATH}|{_DEATH}.{{0,40}}{_PRESENTED}", re.IGNORECASE)


def judge(failure: Failure, about: Circumstances = Circumstances()) -> Verdict:
    """The verdict on a failed request to a token endpoint."""
    if isinstance(failure, CannotAuthenticate):
        return _client_verdict(about)
    if isinstance(failure, EgressError):
        return _judge_silence(failure, about)
    if isinstance(failure, TokenRefused):
        return _judge_refusal(failure, about)
    return _judge_rubbish(failure, about)


def is_uncertain(failure: Failure) -> bool:
    """Whether the provider may have done what was asked (spent the code, rotated the token) without our learning it.

    An error that can be read is a no. A success that cannot be read, and what a gateway says in the provider's place,
    may be a yes.
    """
    if isinstance(failure, TokenUnusable):
        return failure.status < 300 or (failure.status >= 500 and failure.status != 503)
    return isinstance(failure, AnswerLost)


def retry_after(headers: Mapping[str, str], now: datetime) -> int | None:
    """Seconds to wait by the Retry-After header (RFC 9110 section 10.2.3), 1 to 3600; None without a usable one.

    It may count seconds, name a date, or - against the standard - count seconds since 1970.
    """
    text = headers.get("retry-after", "").strip()[:64]
    if re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,9})?", text):
        seconds = float(text)
        # No provider asks to wait for thirty years; some send the instant instead.
        seconds = seconds - now.timestamp() if seconds >= 1_000_000_000 else seconds
    else:
        try:
            seconds = (parsedate_to_datetime(text) - now).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    return int(min(max(seconds, 1), MAX_RETRY_AFTER_SECONDS))


def is_host_unknown(failure: EgressError) -> bool:
    """Whether there is no host of that name, rather than one that does not answer."""
    return isinstance(failure, HostUnknown)


def _judge_silence(failure: EgressError, about: Circumstances) -> Verdict:
    if isinstance(failure, AddressForbidden) or is_host_unknown(failure):
        if about.customers_host:
            return Verdict.CUSTOMER_SETTINGS
        if about.operators_host or isinstance(failure, AddressForbidden):
            return Verdict.OUR_SETTINGS
    if isinstance(failure, (InvalidRequest, AnswerTooLarge)):
        return Verdict.UNKNOWN
    return Verdict.PROVIDER_DOWN


def _judge_refusal(refused: TokenRefused, about: Circumstances) -> Verdict:
    error, sentence = refused.error.lower(), refused.description
    if refused.status == 429 or error in _THROTTLED or _TOO_MANY.search(sentence):
        return Verdict.THROTTLED
    if refused.status >= 500 or error in _DOWN:
        return Verdict.PROVIDER_DOWN
    if error in _CLIENT:
        return _client_verdict(about)
    if error in _REQUEST or _REDIRECT.search(sentence):
        return Verdict.OUR_SETTINGS
    if error in _DEAD or (error in _VAGUE and _DEAD_SENTENCE.search(sentence)):
        return Verdict.DEAD_GRANT if about.presents_grant else _client_verdict(about)
    if error in _VAGUE and refused.status == 401:
        # RFC 6749 section 5.2: 401 is about the client.
        return _client_verdict(about)
    return Verdict.UNKNOWN


def _judge_rubbish(unusable: TokenUnusable, about: Circumstances) -> Verdict:
    status = unusable.status
    if status == 429:
        return Verdict.THROTTLED
    if status >= 500 or status == 408:
        return Verdict.PROVIDER_DOWN
    if status == 401:
        return _client_verdict(about)
    if 300 <= status < 500 and status != 403:
        # The page of somebody who does not know this account: elsewhere it would be data.
        if about.customers_host:
            return Verdict.CUSTOMER_SETTINGS
        return Verdict.OUR_SETTINGS if about.operators_host else Verdict.UNKNOWN
    return Verdict.PROVIDER_DOWN if status < 300 else Verdict.UNKNOWN


def _client_verdict(about: Circumstances) -> Verdict:
    return Verdict.CUSTOMER_SETTINGS if about.customers_client else Verdict.OUR_SETTINGS
