"""Connections: a customer's accounts at other services, and their credentials."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bothways_client.call import Parts, given, send
from bothways_client.masked import Masked
from bothways_client.operation import Group, Transport, listing, operation
from bothways_client.orders import Age

ConnectionState = Literal["active", "needs_reauth", "disconnected"]
LogLevel = Literal["info", "error"]
ErrorClass = Literal["temporary", "config", "permanent"]
CredentialsType = Literal["oauth2", "api_key", "basic", "oauth1"]


@dataclass(frozen=True, kw_only=True)
class Account:
    """The account at the provider; None where the provider does not tell."""

    id: str | None
    label: str | None


@dataclass(frozen=True, kw_only=True)
class ReplacedAccount:
    """The account that a connection led to before its customer reconnected it with another one."""

    id: str
    label: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CustomerReference:
    """Whose it is. `external_id` is your own id of them."""

    id: str
    external_id: str
    name: str | None


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why the last renewal failed, and when the next one is tried. It asks nothing of the customer."""

    verdict: str
    detail: str
    retry_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Connection:
    """One customer's link to one account, through one integration. It holds no secret.

    `reason` says why it needs its customer again. `version` counts the credentials. `expires_at` is None where the
    provider does not say; `renewable` credentials are renewed before that by themselves.
    """

    id: str
    customer: CustomerReference
    integration_id: str
    provider: str
    method_id: str
    type: CredentialsType
    state: ConnectionState
    reason: str | None
    reason_detail: str | None
    trouble: Trouble | None
    label: str
    account: Account
    replaced_account: ReplacedAccount | None
    scopes: tuple[str, ...]
    values: Mapping[str, str]
    metadata: Mapping[str, str]
    version: int
    renewable: bool
    obtained_at: datetime
    expires_at: datetime | None
    created_at: datetime
    updated_at: datetime
    disconnected_at: datetime | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Credentials(Masked):
    """What to send to the provider's API.

    Add `headers` and `query` to every request to `base_url`, and it is authenticated. The parts are there for those
    who want them: `access_token` and `token_type` (oauth2), `fields` (api_key), `username` and `password` (basic),
    `token`, `token_secret` and `client_id` (oauth1, where you sign each request). `token` is the access token, too.

    Good until `expires_at`, as far as the provider told. Keep no copy: ask again, and they are fresh. When the provider
    rejects them all the same, report their `version` to `connections.refresh`.
    """

    connection_id: str
    type: CredentialsType
    version: int
    headers: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    scopes: tuple[str, ...]
    account: Account
    base_url: str | None = None
    expires_at: datetime | None = None
    access_token: str | None = field(default=None, repr=False)
    token_type: str | None = None
    fields: Mapping[str, str] | None = field(default=None, repr=False)
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    token_secret: str | None = field(default=None, repr=False)
    client_id: str | None = None

    def __post_init__(self) -> None:
        if self.token is None:
            object.__setattr__(self, "token", self.access_token)


@dataclass(frozen=True, kw_only=True, repr=False)
class KnownCredentials(Masked):
    """Credentials that another system obtained, to be imported.

    Tokens for an integration that redirects, `fields` for one that asks for keys. Give `expires_at`, or `expires_in`
    in seconds, if you know one of them. `token_secret` belongs to OAuth 1.
    """

    access_token: str | None = field(default=None, repr=False)
    token_type: str | None = None
    refresh_token: str | None = field(default=None, repr=False)
    token_secret: str | None = field(default=None, repr=False)
    expires_in: int | None = None
    expires_at: datetime | None = None
    scopes: Sequence[str] | None = None
    fields: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """Something that happened to a connection."""

    id: str
    type: str
    data: Mapping[str, object]
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """What your backend wrote about its work with a connection. `state` is the one that the connection was in."""

    id: str
    level: LogLevel
    action: str
    message: str
    code: str | None
    error_class: ErrorClass | None
    request_id: str | None
    state: ConnectionState
    created_at: datetime


class Connections(Group[Transport]):
    """A customer's accounts at other services."""

    @listing("GET /v1/connections", Connection)
    def list(
        self,
        *,
        q: str | None = None,
        customer: str | None = None,
        integration: str | None = None,
        state: ConnectionState | None = None,
        trouble: bool | None = None,
        sort: Age | None = None,
        page_size: int = 100,
    ) -> Parts:
        """Oldest first, unless `sort` says otherwise; disconnected ones included.

        `q` looks into the names of connections, accounts and customers. `customer` is your own id, `integration` an id
        or slug. `trouble` narrows to those whose last renewal failed, or did not.
        """
        query = given(q=q, customer=customer, integration=integration, state=state, trouble=trouble)
        return send(query=query | given(sort=sort, limit=page_size))

    @operation("GET /v1/connections/{connection_id}", Connection)
    def get(self, connection_id: str) -> Parts:
        """Raises NotFound."""
        return send(connection_id)

    @operation("GET /v1/connections/{connection_id}/credentials", Credentials)
    def credentials(self, connection_id: str) -> Parts:
        """Fresh credentials of this connection; renewed first when they have expired.

        Raises NeedsReconnect, NotFound, Conflict when it was disconnected, Unavailable when the provider does not
        renew them for a reason that should pass.
        """
        return send(connection_id)

    @operation("POST /v1/connections/{connection_id}/refresh", Connection)
    def refresh(self, connection_id: str, *, rejected_version: int | None = None, revive: bool = False) -> Parts:
        """Renew the credentials now. Bothways does so by itself before they expire.

        Ask for it when the provider rejects credentials that have not expired, and give their `version` as
        `rejected_version`: if newer ones are at hand already, nothing is asked of the provider. With `revive` it is
        tried even though the connection needs its customer. Raises NeedsReconnect, TooManyRequests, Unavailable.
        """
        return send(connection_id, body=given(rejected_version=rejected_version, revive=revive))

    @operation("PATCH /v1/connections/{connection_id}", Connection)
    def change(
        self, connection_id: str, *, label: str | None = None, metadata: Mapping[str, str] | None = None
    ) -> Parts:
        """Change your own name for it, or your notes, which are replaced as a whole. What is left out stays."""
        return send(connection_id, body=given(label=label, metadata=metadata))

    @operation("DELETE /v1/connections/{connection_id}", Connection)
    def disconnect(self, connection_id: str) -> Parts:
        """Erase the secrets at once, and have the provider revoke them. The connection stays readable."""
        return send(connection_id)

    @operation("POST /v1/connections", Connection, creates=True)
    def import_(
        self,
        *,
        customer: str,
        integration: str,
        credentials: KnownCredentials,
        values: Mapping[str, str] | None = None,
        account: Account | None = None,
        label: str | None = None,
        metadata: Mapping[str, str] | None = None,
        verify: bool = False,
        connection_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Parts:
        """Bring credentials that another system obtained.

        With `verify` the provider is asked whether they work, and whose they are, before anything is kept. An account
        that the customer has connected already is renewed, and keeps its id; so is `connection_id`. Raises
        InvalidRequest.
        """
        body = given(customer=customer, integration=integration, credentials=credentials, values=values)
        body |= given(account=account, label=label, metadata=metadata, verify=verify, connection_id=connection_id)
        return send(body=body, idempotency_key=idempotency_key)

    @listing("GET /v1/connections/{connection_id}/history", HistoryEntry)
    def history(self, connection_id: str, *, page_size: int = 100) -> Parts:
        """What happened to it, newest first. Renewals that went as they should are not listed."""
        return send(connection_id, query=given(limit=page_size))

    @listing("GET /v1/connections/{connection_id}/logs", LogEntry)
    def logs(self, connection_id: str, *, page_size: int = 100) -> Parts:
        """What your backend wrote about it, newest first."""
        return send(connection_id, query=given(limit=page_size))

    @operation("POST /v1/connections/{connection_id}/logs", LogEntry, creates=True)
    def write_log(
        self,
        connection_id: str,
        *,
        level: LogLevel,
        action: str,
        message: str | None = None,
        code: str | None = None,
        error_class: ErrorClass | None = None,
        request_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Parts:
        """Note what your backend did with it. The newest 500 notes are kept. Raises InvalidRequest."""
        body = given(level=level, action=action, message=message, code=code)
        body |= given(error_class=error_class, request_id=request_id)
        return send(connection_id, body=body, idempotency_key=idempotency_key)
