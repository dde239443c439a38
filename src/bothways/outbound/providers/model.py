"""What a provider is: how one connects to it, as data that an engine reads.

Strings called *templates* may hold placeholders, filled by `template.py`:

    {connection.x}   a connection value (`ConnectionValue`)    {token.x}     a path into the token answer
    {credential.x}   a field the customer typed (`Field`)      {verify.x}    a path into the verification's answer
    {client.id}  {client.secret}                               {look_up.x}   a path into the look-up's answer
    {version.x}      a dated version of the provider's API     {base64(...)} base64 of the text inside

The requests and their parts are in `calls.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bothways.oauth.client_auth import ClientAuth
from bothways.oauth.token import Layout
from bothways.outbound.providers.calls import (
    AccountNames,
    Assertion,
    Attach,
    Call,
    Callback,
    OAuth1,
    Revoke,
    Template,
    TokenRequest,
)

_ICON_SETS = frozenset({"logos", "simple-icons"})


class MethodType(StrEnum):
    """The archetypes of authentication that the engine speaks."""

    OAUTH2_CODE = "oauth2_code"
    OAUTH2_CLIENT_CREDENTIALS = "oauth2_client_credentials"
    JWT_BEARER = "jwt_bearer"
    API_KEY = "api_key"
    BASIC = "basic"
    OAUTH1 = "oauth1"


class ClientOwner(StrEnum):
    """Whose client id and secret are used: the operator's own (kept by the integration), the customer's, or none."""

    OPERATOR = "operator"
    CUSTOMER = "customer"
    NONE = "none"


class Pkce(StrEnum):
    """RFC 7636: S256 is sent unless the provider is known to fail on it."""

    S256 = "s256"
    OFF = "off"


class ValueKind(StrEnum):
    """What a connection value must look like before it may enter an address; `values.py` has the rules."""

    LABEL = "label"  # one label of a host name: acme
    HOSTNAME = "hostname"  # acme.example.com, no port
    URL = "url"  # https://acme.example.com[:port][/path], without user, query or fragment
    CHOICE = "choice"
    UUID = "uuid"
    DIGITS = "digits"
    EMAIL = "email"
    TEXT = "text"


class ValueSource(StrEnum):
    """Where a connection value comes from."""

    ASK = "ask"  # the customer types or chooses it when connecting
    INTEGRATION = "integration"  # the operator sets it once, on the integration
    TOKEN_ANSWER = "token_answer"
    CALLBACK = "callback"  # the parameter `path` of the callback
    LOOK_UP = "look_up"  # `path` into the answer of the method's look-up
    CHOICE = "choice"  # comes with the choice of another value (`Choice.sets`)


class Origin(StrEnum):
    """Where a provider's file lies."""

    BUILT_IN = "built_in"
    FOLDER = "folder"  # the folder named by BOTHWAYS_PROVIDERS_DIR
    ENVIRONMENT = "environment"  # added through the API by one environment


@dataclass(frozen=True)
class Version:
    """A version that the provider's API wants to hear, and the day on which it was found right."""

    value: str
    as_of: date


@dataclass(frozen=True)
class Choice:
    """One option of a list: what is stored, what people read, and the other connection values that come with it.

    A region, for instance, sets the host of the API and the host of the sign-in page.
    """

    value: str
    label: str
    sets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """A credential that the customer types. `pattern` is a regular expression for the whole text."""

    name: str
    label: str
    secret: bool = True
    required: bool = True
    help: str = ""
    help_url: str | None = None
    placeholder: str = ""
    pattern: str | None = None
    choices: tuple[Choice, ...] = ()
    default: str | None = None


@dataclass(frozen=True)
class ConnectionValue:
    """A value that belongs to one connection (or to the integration) and stands in addresses or headers.

    `prefix` and `suffix` are shown around the input and accepted (then removed) when people paste them along.
    `hosts`: a `url` or `hostname` must be one of these hosts or lie under one of them.
    `allow_http` lets a `url` be plain http; for servers inside the operator's own network.
    `path` says where to find a value that is not asked for.
    """

    name: str
    label: str
    kind: ValueKind = ValueKind.TEXT
    source: ValueSource = ValueSource.ASK
    path: str | None = None
    required: bool = True
    choices: tuple[Choice, ...] = ()
    default: str | None = None
    pattern: str | None = None
    prefix: str = ""
    suffix: str = ""
    hosts: tuple[str, ...] = ()
    allow_http: bool = False
    help: str = ""
    placeholder: str = ""

    def brings(self, text: str) -> Mapping[str, str]:
        """The other values that come with the choice of `text`."""
        return next((choice.sets for choice in self.choices if choice.value == text), {})


@dataclass(frozen=True)
class Scopes:
    """What may be asked for. `default` is the least that makes a connection useful; `required` is always added."""

    default: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    separator: str = " "
    parameter: str = "scope"
    docs_url: str | None = None


@dataclass(frozen=True)
class RefreshBehaviour:
    """What is known of the tokens' lives. None means unknown.

    `rotates`: every refresh answers with a new refresh token. `single_use`: the old one is dead at once.
    `access_token_expires` False: an absent or zero `expires_in` means that the token lives until it is revoked.
    """

    supported: bool = True
    rotates: bool | None = None
    single_use: bool = False
    access_token_expires: bool = True
    access_token_lifetime_seconds: int | None = None
    refresh_token_lifetime_seconds: int | None = None
    sends_scope: bool = False


@dataclass(frozen=True)
class Method:
    """One way to connect. The type says which parts are used:

    `oauth2_code`                authorize_url, pkce, authorize_params, renames, omit, callback, issuer, token, answer,
                                 scopes, refresh, revoke
    `oauth2_client_credentials`  token, answer, scopes, fields (`client_id`, `client_secret` of the customer)
    `jwt_bearer`                 assertion, token, answer, scopes, fields (the customer's private key among them)
    `api_key`, `basic`           fields
    `oauth1`                     oauth1, authorize_url, authorize_params, token.url, scopes

    `renames` maps a standard parameter of the authorization and token requests to the provider's name for it; `omit`
    names standard parameters left out of the authorization request. `issuer`, when set, must equal the callback's
    `iss` if there is one (RFC 9207), and `iss_required` refuses a callback without. `values` names those of
    `Provider.values` that the method uses. `verify`, `look_up`, `account` and `api_base_url` replace the provider's.
    """

    type: MethodType
    id: str
    label: str
    attach: Attach
    client: ClientOwner = ClientOwner.NONE
    help: str = ""
    setup_url: str | None = None
    values: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    authorize_url: Template | None = None
    authorize_params: Mapping[str, Template] = field(default_factory=dict)
    pkce: Pkce = Pkce.S256
    renames: Mapping[str, str] = field(default_factory=dict)
    omit: tuple[str, ...] = ()
    callback: Callback = field(default_factory=Callback)
    issuer: Template | None = None
    iss_required: bool = False
    discovery_url: Template | None = None
    token: TokenRequest | None = None
    answer: Layout = field(default_factory=Layout)
    scopes: Scopes = field(default_factory=Scopes)
    refresh: RefreshBehaviour = field(default_factory=RefreshBehaviour)
    revoke: Revoke | None = None
    oauth1: OAuth1 | None = None
    assertion: Assertion | None = None
    api_base_url: Template | None = None
    look_up: Call | None = None
    verify: Call | None = None
    account: AccountNames | None = None

    @property
    def redirects(self) -> bool:
        """Whether connecting sends the browser to the provider, rather than showing a form of fields alone."""
        return self.type in {MethodType.OAUTH2_CODE, MethodType.OAUTH1}

    @property
    def needs_client_secret(self) -> bool:
        """Whether the operator's client has a secret, too."""
        if self.client is not ClientOwner.OPERATOR:
            return False
        return self.type is MethodType.OAUTH1 or (
            self.token is not None and self.token.client_auth is not ClientAuth.NONE
        )

    @property
    def obtains_token(self) -> bool:
        """Whether what is kept was answered by a token endpoint, rather than typed."""
        return self.type not in {MethodType.API_KEY, MethodType.BASIC}


@dataclass(frozen=True)
class Api:
    """Where the provider's API lies, and the headers that every request to it carries."""

    base_url: Template
    headers: Mapping[str, Template] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """The kind of evidence behind a file: how many independent sources agree, and the permissively licensed ones."""

    independent: int
    permissive: tuple[str, ...] = ()


@dataclass(frozen=True)
class Provider:
    """A remote service.

    `methods` are best first. `icon` is `set:name` of an icon package, or None for a monogram. `hosts`, when given,
    are the hosts (or the domains above them) that every fixed address of the file must lie under.
    """

    slug: str
    name: str
    description: str
    categories: tuple[str, ...]
    api: Api
    methods: tuple[Method, ...]
    source: Source
    checked_at: date
    website: str | None = None
    docs_url: str | None = None
    icon: str | None = None
    hosts: tuple[str, ...] = ()
    family: str | None = None
    values: tuple[ConnectionValue, ...] = ()
    versions: Mapping[str, Version] = field(default_factory=dict)
    verify: Call | None = None
    account: AccountNames | None = None
    # Set by whoever loads the file; never read from it.
    origin: Origin = field(default=Origin.BUILT_IN, metadata={"in_file": False})

    @property
    def icon_path(self) -> str | None:
        """Where its picture lies on our own address; None means the monogram."""
        collection, _, name = (self.icon or "").partition(":")
        return f"/assets/icons/{collection}-{name}.svg" if collection in _ICON_SETS else None

    def find_method(self, method_id: str) -> Method | None:
        """The method with that id."""
        return next((method for method in self.methods if method.id == method_id), None)

    def values_of(self, method: Method) -> tuple[ConnectionValue, ...]:
        """The connection values that the method uses, in the provider's order."""
        return tuple(value for value in self.values if value.name in method.values)

    def defaults(self) -> dict[str, str]:
        """What the connection values are when nobody gave any."""
        known: dict[str, str] = {}
        for value in self.values:
            if value.default:
                known |= {value.name: value.default, **value.brings(value.default)}
        return known

    def verify_of(self, method: Method) -> Call | None:
        """The request that proves credentials of the method; None when no cheap one is known."""
        return method.verify or self.verify

    def account_of(self, method: Method) -> AccountNames | None:
        """How to recognise and call the account behind a connection made by the method."""
        return method.account or self.account

    def base_url_of(self, method: Method) -> Template:
        """Where the API lies for connections made by the method."""
        return method.api_base_url or self.api.base_url
