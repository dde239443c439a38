"""The authorization request that a browser carries out, and the response it brings back (RFC 6749 section 4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from bothways.kit.secret import Secret
from bothways.oauth.foreign import clean, is_visible

MAX_RESPONSE_LENGTH = 16_384
MAX_RESPONSE_FIELDS = 64
MAX_CODE_LENGTH = 8192
MAX_STATE_LENGTH = 512
MAX_EXTRA = 32
MAX_EXTRA_LENGTH = 2000

# What decides where the answer goes, for whom, and with which proof: never anybody's to override.
RESERVED = frozenset(
    {
        "response_type",
        "response_mode",
        "client_id",
        "client_secret",
        "redirect_uri",
        "state",
        "scope",
        "code",
        "code_challenge",
        "code_challenge_method",
        "code_verifier",
        "request",
        "request_uri",
    }
)

# Sentences for people may have line breaks; everything else may not.
_SENTENCES = frozenset({"error_description", "error_uri"})


class RequestRefused(Exception):
    """The authorization request must not be built like this; `name` is the parameter at fault, if there is one."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name


class ResponseRefused(Exception):
    """The callback is malformed. `reason` is a sentence that quotes nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IssuerMismatch(ResponseRefused):
    """The response comes from another authorization server than the one that was asked (RFC 9207)."""


@dataclass(frozen=True)
class Granted:
    """The person agreed. `extra` holds the other parameters that came once."""

    code: Secret[str]
    state: Secret[str]
    issuer: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Refused:
    """The person or the provider said no. `error` and `description` are cleaned text of theirs: escape when shown.

    Some providers leave out the state here.
    """

    error: str
    description: str
    state: Secret[str] | None
    issuer: str | None = None


def build_request(
    url: str, *, params: Mapping[str, str], extra: Mapping[str, str], reserved: frozenset[str] = frozenset()
) -> str:
    """The address to send the browser to: `params` are ours, `extra` somebody else's wishes.

    The URL's own query stays. Where the URL has a fragment the parameters go behind it, for providers whose
    consent page is a script. Raises RequestRefused when a wish has a reserved name (`RESERVED`, `reserved` and the
    names in `params`, in any case of letters), when a name comes twice, or when something cannot be sent.
    """
    taken = RESERVED | {name.lower() for name in reserved | params.keys()}
    _check_extra(extra, taken)
    parts = _split(url)
    own = {name.lower() for name, _ in parse_qsl(parts.query + "&" + parts.fragment.partition("?")[2], True)}
    for name in [*params, *extra]:
        if name.lower() in own:
            raise RequestRefused("the authorization URL has this parameter already", name)
    joint = "&" if "?" in (parts.fragment or url) else "?"
    return url + joint + urlencode({**extra, **params}, quote_via=quote)


def parse_response(query: str, *, code_param: str = "code") -> Granted | Refused:
    """Read the query string of a callback (or the body of a form post). `code_param` is the provider's name for `code`.

    Raises ResponseRefused when it is too long, not UTF-8, repeats a parameter of the protocol, holds control
    characters, has both a code and an error or neither, or grants without a state.
    """
    fields = _fields(query, frozenset({code_param, "state", "error", "iss", *_SENTENCES}))
    code, error = fields.pop(code_param, ""), fields.pop("error", "")
    issuer = fields.pop("iss", "") or None
    state = fields.pop("state", "")
    description = fields.pop("error_description", "")
    if code and error:
        raise ResponseRefused("the response has both a code and an error")
    if len(state) > MAX_STATE_LENGTH or not (state == "" or is_visible(state)):
        raise ResponseRefused("the state is malformed")
    if error:
        return Refused(clean(error, limit=100), clean(description, limit=400), Secret(state) if state else None, issuer)
    if not code or len(code) > MAX_CODE_LENGTH or not is_visible(code):
        raise ResponseRefused("the response has no usable code")
    if not state:
        raise ResponseRefused("the response has no state")
    return Granted(Secret(code), Secret(state), issuer, fields)


def check_issuer(response: Granted | Refused, expected: str | None, *, required: bool = False) -> None:
    """Compare the `iss` of a response with the provider's issuer, character by character (RFC 9207 section 2.4).

    `required` is for providers that are known to send it. Raises IssuerMismatch.
    """
    if response.issuer is None:
        if required:
            raise IssuerMismatch("the response does not say which provider it comes from")
        return
    if expected is not None and response.issuer != expected:
        raise IssuerMismatch("the response comes from another provider")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise RequestRefused("the authorization URL cannot be read") from None
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise RequestRefused("the authorization URL must be an absolute https address")
    return parts


def _check_extra(extra: Mapping[str, str], taken: frozenset[str]) -> None:
    if len(extra) > MAX_EXTRA:
        raise RequestRefused(f"at most {MAX_EXTRA} extra parameters can be sent")
    lowered = [name.lower() for name in extra]
    for name, value in extra.items():
        if name.strip().lower() in taken:
            raise RequestRefused("this parameter is set by Bothways", name)
        if not is_visible(name) or name != name.strip() or len(name) > 100 or lowered.count(name.lower()) > 1:
            raise RequestRefused("the name of this parameter cannot be sent", clean(name, limit=100))
        if len(value) > MAX_EXTRA_LENGTH or not (value == "" or value.isprintable()):
            raise RequestRefused("the value of this parameter cannot be sent", name)


def _fields(query: str, protocol: frozenset[str]) -> dict[str, str]:
    if len(query) > MAX_RESPONSE_LENGTH:
        raise ResponseRefused("the response is too long")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=MAX_RESPONSE_FIELDS)
    except ValueError:
        raise ResponseRefused("the response is not valid form data") from None
    names = [name for name, _ in pairs]
    fields: dict[str, str] = {}
    for name, value in pairs:
        if names.count(name) > 1:
            # RFC 6749 section 3.1. What is not of the protocol is ignored: nobody knows which of the two is meant.
            if name in protocol:
                raise ResponseRefused("the response repeats a parameter")
        elif not (name + value).isprintable() and name not in _SENTENCES:
            raise ResponseRefused("the response holds control characters")
        else:
            fields[name] = value
    return fields
