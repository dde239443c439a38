"""OAuth 1.0 (RFC 5849): signing requests, and reading the answers of its three steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, quote, urlsplit

from oauthlib.oauth1.rfc5849 import signature

from bothways.kit.crypto import Entropy, same
from bothways.kit.secret import Secret
from bothways.oauth.foreign import Document, Unreadable, clean, is_visible, text_at
from bothways.oauth.token import MAX_TOKEN_LENGTH, TokenRefused, TokenUnusable, read_document

MAX_CALLBACK_LENGTH = 16_384


class SignatureMethod(StrEnum):
    """Section 3.4. RSA-SHA1 is not spoken."""

    HMAC_SHA1 = "HMAC-SHA1"
    HMAC_SHA256 = "HMAC-SHA256"
    PLAINTEXT = "PLAINTEXT"


class CallbackRefused(Exception):
    """The callback is malformed or belongs to another request. `reason` quotes nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Signer:
    """Everything that signs: who we are, for whom (once there is a token), how, and under which realm."""

    consumer_key: str
    consumer_secret: Secret[str]
    token: Secret[str] | None = None
    token_secret: Secret[str] | None = None
    method: SignatureMethod = SignatureMethod.HMAC_SHA1
    realm: str = ""


@dataclass(frozen=True)
class Stamp:
    """What makes one request unique (section 3.3): seconds since 1970 and a nonce."""

    timestamp: int
    nonce: str


@dataclass(frozen=True)
class TokenPair:
    """Temporary credentials or token credentials. `extra` is the rest of the answer."""

    token: Secret[str]
    secret: Secret[str]
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Approved:
    """The person agreed: the temporary token and the verifier that came back."""

    token: Secret[str]
    verifier: Secret[str]


@dataclass(frozen=True)
class Denied:
    """The person said no. `problem` is cleaned text of the provider's."""

    token: Secret[str] | None
    problem: str


def new_stamp(timestamp: int, entropy: Entropy) -> Stamp:
    """A stamp with a fresh nonce of 128 bits."""
    return Stamp(timestamp, entropy.bytes(16).hex())


def sign(
    signer: Signer,
    stamp: Stamp,
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    callback: str | None = None,
    verifier: Secret[str] | None = None,
) -> str:
    """The value of the Authorization header for one request (sections 3.1 to 3.5).

    `form` is the body where it is form-encoded; the query of `url` is signed as well. `callback` belongs to the
    request for temporary credentials, `verifier` to the exchange. Raises ValueError when the URL is not absolute.
    """
    oauth = {
        "oauth_consumer_key": signer.consumer_key,
        "oauth_nonce": stamp.nonce,
        "oauth_signature_method": signer.method.value,
        "oauth_timestamp": str(stamp.timestamp),
        "oauth_version": "1.0",
    }
    if signer.token is not None:
        oauth["oauth_token"] = signer.token.reveal()
    if callback is not None:
        oauth["oauth_callback"] = callback
    if verifier is not None:
        oauth["oauth_verifier"] = verifier.reveal()
    oauth["oauth_signature"] = _signature(signer, method, url, [*oauth.items(), *(form or {}).items()])
    shown = {"realm": signer.realm} | oauth if signer.realm else oauth
    return "OAuth " + ", ".join(f'{name}="{quote(value, safe="~")}"' for name, value in shown.items())


def parse_temporary(status: int, content_type: str, body: bytes, *, confirmed: bool = True) -> TokenPair:
    """Read the answer of section 2.1. Raises TokenRefused and TokenUnusable.

    `confirmed` demands `oauth_callback_confirmed=true`: a provider that ignores the callback speaks the first
    version of OAuth 1.0, in which anybody can finish somebody else's authorization.
    """
    document = _document(status, content_type, body)
    if confirmed and text_at(document, "oauth_callback_confirmed").lower() != "true":
        raise TokenUnusable("the provider did not confirm the callback (RFC 5849 section 2.1)", status)
    return _pair(document, status)


def parse_token(status: int, content_type: str, body: bytes) -> TokenPair:
    """Read the answer of section 2.3. Raises TokenRefused and TokenUnusable."""
    return _pair(_document(status, content_type, body), status)


def parse_callback(query: str) -> Approved | Denied:
    """Read what the browser brings back (section 2.2).

    Raises CallbackRefused when it is too long, repeats a parameter, holds control characters, or lacks the token or
    the verifier.
    """
    fields = _callback_fields(query)
    token = fields.get("oauth_token", "")
    if "denied" in fields or "oauth_problem" in fields:
        named = token or fields.get("denied", "")
        return Denied(Secret(named) if named else None, clean(fields.get("oauth_problem", "denied"), limit=100))
    verifier = fields.get("oauth_verifier", "")
    if not token or not verifier:
        raise CallbackRefused("the callback lacks the token or the verifier")
    return Approved(Secret(token), Secret(verifier))


def check_token(approved: Approved, temporary: Secret[str]) -> None:
    """Refuse a callback for another request than the one that is pending. Raises CallbackRefused."""
    if not same(approved.token.reveal().encode(), temporary.reveal().encode()):
        raise CallbackRefused("the callback belongs to another request")


@dataclass(frozen=True, repr=False)
class _Keys:
    """The two secrets under the names by which oauthlib looks for them on its own client."""

    client_secret: str
    resource_owner_secret: str


def _signature(signer: Signer, method: str, url: str, params: list[tuple[str, str]]) -> str:
    keys = _Keys(signer.consumer_secret.reveal(), signer.token_secret.reveal() if signer.token_secret else "")
    if signer.method is SignatureMethod.PLAINTEXT:
        return str(signature.sign_plaintext(keys.client_secret, keys.resource_owner_secret))
    pairs = params + parse_qsl(urlsplit(url).query, keep_blank_values=True)
    base = signature.signature_base_string(
        method.upper(), signature.base_string_uri(url), signature.normalize_parameters(pairs)
    )
    hashed = {
        SignatureMethod.HMAC_SHA1: signature.sign_hmac_sha1_with_client,
        SignatureMethod.HMAC_SHA256: signature.sign_hmac_sha256_with_client,
    }[signer.method]
    return str(hashed(base, keys))


def _document(status: int, content_type: str, body: bytes) -> Document:
    try:
        document = read_document(content_type, body)
    except Unreadable as error:
        raise TokenUnusable(str(error), status) from None
    problem = text_at(document, "oauth_problem") or text_at(document, "error")
    if problem:
        advice = text_at(document, "oauth_problem_advice") or text_at(document, "error_description")
        raise TokenRefused(problem, advice, status)
    if not 200 <= status < 300:
        # Twitter and others wrap it: {"errors": [{"code": 135, "message": "Timestamp out of bounds."}]}.
        message = text_at(document, "errors.0.message") or text_at(document, "message")
        raise TokenRefused(text_at(document, "errors.0.code"), message, status)
    return document


def _pair(document: Document, status: int) -> TokenPair:
    token, secret = document.pop("oauth_token", None), document.pop("oauth_token_secret", None)
    for value in (token, secret):
        if not isinstance(value, str) or len(value) > MAX_TOKEN_LENGTH or not is_visible(value):
            raise TokenUnusable("the answer holds no usable token and token secret", status)
    extra = {name: text for name in document if (text := text_at({"": document[name]}, ""))}
    return TokenPair(Secret(str(token)), Secret(str(secret)), extra)


def _callback_fields(query: str) -> dict[str, str]:
    if len(query) > MAX_CALLBACK_LENGTH:
        raise CallbackRefused("the callback is too long")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=64)
    except ValueError:
        raise CallbackRefused("the callback is not valid form data") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise CallbackRefused("the callback repeats a parameter")
    if not all(value == "" or is_visible(value) for value in fields.values()):
        raise CallbackRefused("the callback holds characters that it cannot hold")
    return fields
