"""Token answers (RFC 6749 section 5), read without trusting whoever answered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bothways.kit.secret import Secret
from bothways.oauth import scopes
from bothways.oauth.errors import OAuthError
from bothways.oauth.foreign import Document, Json, Unreadable, at, is_visible, read_form, read_object, text_at
from bothways.oauth.lifetime import TimeUnit, from_duration, from_instant

MAX_TOKEN_LENGTH = 16_384

# Types that promise proof of possession. Used as bearer tokens they would fail, or worse, pass.
_NOT_BEARER = frozenset({"mac", "dpop", "pop", "hok", "ssh-cert"})
_TYPE = re.compile(r"[A-Za-z0-9._~:/-]{1,64}")


@dataclass(frozen=True)
class Layout:
    """Where a token answer keeps its parts: dotted paths into the document. The defaults are RFC 6749's.

    `fallback_object` names an object that is searched by the same paths when the outer one has no access token.
    `ok_path` names a value that must equal `ok_value`, compared as text; anything else makes the answer an error.
    `kept` are paths worth keeping beside the tokens; `kept_values` reads them.
    """

    access_token: str = "access_token"
    refresh_token: str = "refresh_token"
    token_type: str = "token_type"
    expires_in: str = "expires_in"
    expires_in_unit: TimeUnit = TimeUnit.SECONDS
    expires_at: str | None = None
    scope: str = "scope"
    scope_separator: str = " "
    fallback_object: str | None = None
    ok_path: str | None = None
    ok_value: str = "true"
    error: str = "error"
    error_description: str = "error_description"
    kept: tuple[str, ...] = ()


STANDARD = Layout()


@dataclass(frozen=True)
class TokenAnswer:
    """A usable answer.

    `expires_in_seconds` is None when the provider did not say, or said rubbish; then `expiry_unclear` is True.
    `scope` is None when the provider did not say, which means "as asked" (RFC 6749 section 5.1).
    `extra` is the whole document without the two tokens; it may hold other secrets, so it is never printed.
    """

    access_token: Secret[str]
    token_type: str = "Bearer"
    refresh_token: Secret[str] | None = None
    expires_in_seconds: int | None = None
    expiry_unclear: bool = False
    scope: tuple[str, ...] | None = None
    extra: Mapping[str, Json] = field(default_factory=dict, repr=False)


class TokenRefused(OAuthError):
    """The other side answered with an error. `error` may be empty when it gave only a sentence."""

    def __init__(self, error: str, description: str, status: int) -> None:
        super().__init__(error, description)
        self.status = status


class TokenUnusable(Exception):
    """The answer is neither tokens nor an error that can be read. `reason` quotes nothing of it."""

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(f"{reason} (status {status})")
        self.reason = reason
        self.status = status


def parse_answer(
    status: int, content_type: str, body: bytes, layout: Layout = STANDARD, *, now: datetime | None = None
) -> TokenAnswer:
    """Read the answer of a token endpoint: JSON or form data, whatever it is declared to be.

    Raises TokenRefused when it carries an error, with any status, and TokenUnusable for everything else that
    is not a token. `now` turns an absolute expiry (`layout.expires_at`) into seconds; without it that is ignored.
    """
    try:
        document = read_document(content_type, body)
        _refuse_error(document, layout, status)
        return _answer(document, layout, now)
    except Unreadable as error:
        raise TokenUnusable(str(error), status) from None


def read_document(content_type: str, body: bytes) -> Document:
    """The JSON object or form in a body. Raises Unreadable for pages, nothing, and everything else."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"":
        raise Unreadable("the answer is empty")
    if start == b"<":
        raise Unreadable("the answer is a page, not data")
    if start not in b'{["' and ("form-urlencoded" in content_type.lower() or b"=" in body[:200]):
        return read_form(body)
    return read_object(body)


def read_error(document: Document, layout: Layout = STANDARD) -> tuple[str, str]:
    """The error code and the sentence of an answer, in the shapes that providers are known to use; empty if absent."""
    error = at(document, layout.error)
    errors = document.get("errors")
    if not error and isinstance(errors, list) and errors:
        error = errors[0]
    sentence = _first(document, (layout.error_description, "error_message", "message", "detail", "errorMessage"))
    if isinstance(error, dict):
        # Some wrap it: {"error": {"type": ..., "message": ...}}.
        code = _first(error, ("type", "errorType", "code", "status", "error"))
        return code, _first(error, ("message", "description", "detail")) or sentence
    code = text_at({"error": error}, "error") if error else ""
    return code or _first(document, ("error_code", "errorCode")), sentence


def kept_values(answer: TokenAnswer, layout: Layout) -> dict[str, str]:
    """The texts and numbers under `layout.kept`, by path; what is absent or something else is left out."""
    values = {path: text_at(dict(answer.extra), path) for path in layout.kept}
    return {path: value for path, value in values.items() if value}


def _refuse_error(document: Document, layout: Layout, status: int) -> None:
    """Pass answers that claim success, in their status and in their body."""
    # `"error": null`, `""`, `false`, `0`, `[]` and `{}` all mean that there is none.
    named = bool(at(document, layout.error) or document.get("errors"))
    failed = document.get("ok") is False or document.get("success") is False
    if layout.ok_path is not None:
        failed = text_at(document, layout.ok_path) != layout.ok_value
    error, sentence = read_error(document, layout)
    if named or failed or (status >= 400 and (error or sentence)):
        raise TokenRefused(error, sentence, status)
    if not 200 <= status < 300:
        raise Unreadable("the answer has no error code")


def _first(document: Document, names: Sequence[str]) -> str:
    return next((text for name in names if (text := text_at(document, name))), "")


def _answer(document: Document, layout: Layout, now: datetime | None) -> TokenAnswer:
    source = _source(document, layout)
    access_token = _token(at(source, layout.access_token), "access token")
    if access_token is None:
        raise Unreadable("the answer holds no access token")
    seconds, unclear = _lifetime(source, layout, now)
    tokens = (layout.access_token, layout.refresh_token)
    nested = tuple(f"{layout.fallback_object}.{path}" for path in tokens) if layout.fallback_object else ()
    return TokenAnswer(
        access_token=access_token,
        token_type=_token_type(at(source, layout.token_type)),
        # RFC 6749 section 6: absent means that the one in use stays.
        refresh_token=_token(at(source, layout.refresh_token), "refresh token"),
        expires_in_seconds=seconds,
        expiry_unclear=unclear,
        scope=scopes.read_granted(at(source, layout.scope), layout.scope_separator),
        extra=_without(document, tokens + nested),
    )


def _source(document: Document, layout: Layout) -> Document:
    nested = at(document, layout.fallback_object) if layout.fallback_object else None
    return nested if isinstance(nested, dict) and not at(document, layout.access_token) else document


def _token(value: Json, name: str) -> Secret[str] | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Unreadable(f"the {name} is not text")
    if len(value) > MAX_TOKEN_LENGTH:
        raise Unreadable(f"the {name} is longer than {MAX_TOKEN_LENGTH} characters")
    # CR LF would split the header that the token is sent in (RFC 6750 section 2.1).
    if not is_visible(value) or value != value.strip():
        raise Unreadable(f"the {name} holds characters that a token cannot hold")
    return Secret(value)


def _token_type(value: Json) -> str:
    # RFC 6749 section 5.1 requires it; many leave it out and mean a bearer token.
    if value is None or value == "":
        return "Bearer"
    if not isinstance(value, str) or _TYPE.fullmatch(value) is None:
        raise Unreadable("the token type cannot be read")
    if value.lower() in _NOT_BEARER:
        raise Unreadable("the token is of a type that cannot be used as a bearer token")
    return "Bearer" if value.lower() == "bearer" else value


def _lifetime(source: Document, layout: Layout, now: datetime | None) -> tuple[int | None, bool]:
    """Seconds from now, and whether something was said that makes no sense."""
    said = at(source, layout.expires_in)
    if said is not None:
        seconds = from_duration(said, layout.expires_in_unit)
        return seconds, seconds is None
    said = at(source, layout.expires_at) if layout.expires_at else None
    if said is not None and now is not None:
        seconds = from_instant(said, now)
        return seconds, seconds is None
    return None, False


def _without(document: Document, paths: Sequence[str]) -> Document:
    """A copy of the document without the values under `paths`."""
    copy = dict(document)
    for path in paths:
        head, _, rest = path.partition(".")
        inner = copy.get(head)
        if not rest:
            copy.pop(head, None)
        elif isinstance(inner, dict):
            copy[head] = _without(inner, (rest,))
    return copy
