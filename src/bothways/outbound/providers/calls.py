"""The requests that a provider's file describes, and what is read from their answers.

Strings called *templates* may hold placeholders; `model.py` lists them. Addresses are templates. An address of a
`Call` that begins with `/` continues the API's base URL. Paths into JSON answers are names and list positions with
dots between: `team.id`, `0.id`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bothways.oauth.client_auth import ClientAuth
from bothways.oauth.foreign import Json

Template = str


class BodyFormat(StrEnum):
    """How the parameters of a request travel."""

    FORM = "form"
    JSON = "json"
    QUERY = "query"


class SignatureMethod(StrEnum):
    """RFC 5849 section 3.4, and the SHA-256 variant in common use."""

    HMAC_SHA1 = "HMAC-SHA1"
    HMAC_SHA256 = "HMAC-SHA256"
    PLAINTEXT = "PLAINTEXT"


@dataclass(frozen=True)
class Expectation:
    """What an answer with a 2xx status must hold to count as a yes: some value at `path`, or exactly `equals`."""

    path: str
    equals: Json = None


@dataclass(frozen=True)
class Call:
    """One request to the provider's API: to verify credentials, or to look something up after connecting.

    It is sent with the method's `attach` and the API's headers. `body` is sent as JSON, as it stands: it is no
    template. `blame` names, for a status, the fields or values to mark as wrong; without an entry, 401 and 403 blame
    the secret fields.
    """

    url: Template
    method: str = "GET"
    headers: Mapping[str, Template] = field(default_factory=dict)
    body: Json = None
    expect: Expectation | None = None
    blame: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class AccountNames:
    """How the account behind a connection is recognised (`id`, stable) and called (`label`, for people)."""

    id: Template
    label: Template = ""


@dataclass(frozen=True)
class TokenRequest:
    """The request to the token endpoint, for every grant.

    `params` are sent with a code or client-credentials grant beside the standard ones and may replace `grant_type`;
    `omit` names standard parameters that must not be sent. A refresh goes to `refresh_url`, if there is one, with
    `refresh_params`. For OAuth 1 `url` is where a verified token is traded for the access token.
    """

    url: Template
    method: str = "POST"
    format: BodyFormat = BodyFormat.FORM
    headers: Mapping[str, Template] = field(default_factory=dict)
    params: Mapping[str, Template] = field(default_factory=dict)
    omit: tuple[str, ...] = ()
    client_auth: ClientAuth = ClientAuth.POST
    refresh_url: Template | None = None
    refresh_params: Mapping[str, Template] = field(default_factory=dict)


@dataclass(frozen=True)
class Assertion:
    """What a method of type `jwt_bearer` signs with the customer's key (RFC 7523 section 3).

    `key` names the field that holds the private key, in PEM. With `file` the field takes the provider's JSON key file
    instead, with the PEM in its member `key_member`; the templates may speak of the members that `file` names as
    `{credential.member}`. The algorithm follows the key: RS256 or ES256. `audience` is the address of the token
    request where it is empty, and `subject` is left out. `scope_claim` says the scopes in the assertion rather than
    beside it.
    """

    key: str
    issuer: Template
    key_id: Template = ""
    subject: Template = ""
    audience: Template = ""
    file: tuple[str, ...] = ()
    key_member: str = "private_key"
    scope_claim: bool = False
    lifetime_seconds: int = 300


class RevokeAuth(StrEnum):
    """Who the caller of a revocation is: the client, as at the token endpoint; the token itself, attached; nobody."""

    CLIENT = "client"
    TOKEN = "token"
    NONE = "none"


class RevokedToken(StrEnum):
    """Which token is handed in."""

    REFRESH = "refresh_token"
    ACCESS = "access_token"


@dataclass(frozen=True)
class Revoke:
    """How a grant is given back.

    Without `params` it is RFC 7009: `token` and `token_type_hint`. With `params`, exactly those are sent. `tokens`
    are tried in that order; those that the connection does not have are passed over.
    """

    url: Template
    method: str = "POST"
    format: BodyFormat = BodyFormat.FORM
    auth: RevokeAuth = RevokeAuth.CLIENT
    client_auth: ClientAuth | None = None
    headers: Mapping[str, Template] = field(default_factory=dict)
    params: Mapping[str, Template] | None = None
    tokens: tuple[RevokedToken, ...] = (RevokedToken.REFRESH, RevokedToken.ACCESS)
    expect: Expectation | None = None


@dataclass(frozen=True)
class CallbackSignature:
    """A keyed hash over the callback's other parameters, sorted and joined as a query, with the client secret.

    HMAC-SHA256 in hexadecimal, the one kind met so far.
    """

    parameter: str


@dataclass(frozen=True)
class Callback:
    """What comes back from the authorization page, where it differs from RFC 6749 section 4.1.2."""

    code_parameter: str = "code"
    signature: CallbackSignature | None = None


@dataclass(frozen=True)
class OAuth1:
    """What only OAuth 1 needs (RFC 5849): the temporary token and the signature.

    The scopes, if any, are added to the authorization address under `Scopes.parameter`.
    """

    request_token_url: Template
    signature_method: SignatureMethod = SignatureMethod.HMAC_SHA1
    realm: str | None = None
    request_token_params: Mapping[str, Template] = field(default_factory=dict)


@dataclass(frozen=True)
class BasicPair:
    """User name and password of HTTP Basic; either may be a fixed text or empty."""

    username: Template
    password: Template


@dataclass(frozen=True)
class Attach:
    """How a request to the API carries the credentials. `oauth1` signs it instead."""

    headers: Mapping[str, Template] = field(default_factory=dict)
    query: Mapping[str, Template] = field(default_factory=dict)
    basic: BasicPair | None = None
    oauth1: bool = False
