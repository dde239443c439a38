"""Credentials as they are handed out: in parts, and ready to be sent."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct, json

from bothways.kit.secret import Secret
from bothways.outbound.connections.material import Current, Fields
from bothways.outbound.connections.means import Way
from bothways.outbound.connections.model import Connection, Kind
from bothways.outbound.connections.quick import Quick, base_url_of
from bothways.outbound.connections.store import Glance
from bothways.outbound.providers.attach import attach
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.template import Names, ValueUnfit, fill, fill_headers
from bothways.outbound.providers.verdict import ConnectionMisconfigured

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Credentials(Struct, frozen=True):
    """What a connection lets its reader send, in the clear. Never logged, never stored.

    `headers` and `query` go with every request to `base_url`, API version headers included; for OAuth 1 they are
    empty of credentials, because every request is signed anew (`token`, `token_secret` and `client_id` sign it).
    `base_url` is None where an address cannot be made of what is known. `expires_at` is when they stop working, as
    far as the provider told.
    """

    # A Struct and not a dataclass: one is made at every read, and a frozen dataclass of this size is slow to make.

    connection_id: str
    kind: Kind
    version: int
    scopes: tuple[str, ...]
    account_id: str | None
    account_label: str | None
    expires_at: datetime | None
    headers: Mapping[str, str]
    query: Mapping[str, str]
    base_url: str | None
    token: Secret[str] | None = None
    token_type: str | None = None
    token_secret: Secret[str] | None = None
    username: Secret[str] | None = None
    password: Secret[str] | None = None
    fields: Fields = {}
    client_id: str | None = None

    def __repr__(self) -> str:
        return f"Credentials({self.connection_id}, version {self.version})"


def credentials_of(connection: Connection, current: Current, way: Way) -> Credentials:
    """Raises ConnectionMisconfigured when something that the templates ask for is missing."""
    names = _names(connection, current, way)
    try:
        attached = attach(way.method.attach, names)
        headers = {**fill_headers(way.provider.api.headers, names), **attached.headers}
    except ValueUnfit as error:
        raise ConnectionMisconfigured(error.detail, fields=error.fields) from error
    username, password = _pair(connection, way, names)
    return Credentials(
        connection_id=connection.id,
        kind=connection.kind,
        version=connection.version,
        scopes=connection.scopes,
        account_id=connection.account_id,
        account_label=connection.account_label,
        expires_at=connection.expires_at,
        headers=headers,
        query=attached.query,
        base_url=base_url_of(way.provider.base_url_of(way.method), names),
        token=current.token,
        token_type=None if current.token is None else current.token_type,
        token_secret=current.token_secret,
        username=username,
        password=password,
        # A customer's own client renews the token; those who use the token have no use for it.
        fields={} if connection.kind is Kind.OAUTH2 else current.fields,
        client_id=way.client_id if connection.kind is Kind.OAUTH1 else None,
    )


def quick_credentials(seen: Glance, secrets: Mapping[str, Any], quick: Quick) -> Credentials | None:
    """The same for the common case, out of what a hot read has seen; None when it takes `credentials_of`.

    `secrets` are those of `Custody.at_hand`.
    """
    token, fields = secrets.get("token"), secrets.get("fields", {})
    known = {**secrets.get("extra", {}), "access_token": token}
    filled = quick.fill({"token": known, "credential": fields})
    if filled is None:
        return None
    return Credentials(
        connection_id=seen.id,
        kind=Kind(seen.kind),
        version=seen.version,
        scopes=tuple(json.decode(seen.scopes)),
        account_id=seen.account_id,
        account_label=seen.account_label,
        expires_at=None if seen.expires_at is None else EPOCH + timedelta(microseconds=seen.expires_at),
        headers=filled[0],
        query=filled[1],
        base_url=quick.base_url(seen.values),
        token=None if token is None else Secret(token),
        token_type=None if token is None else secrets["token_type"],
        fields={} if seen.kind == Kind.OAUTH2 else {name: Secret(text) for name, text in fields.items()},
    )


def _names(connection: Connection, current: Current, way: Way) -> Names:
    known = {value.name: value for value in way.provider.values}
    token: dict[str, str | Secret[str]] = dict(current.extra)
    if current.token is not None:
        token["access_token"] = current.token
    return Names(
        rules=known,
        connection={**connection.values, **way.values},
        credential=current.fields,
        token=token,
        client=None if way.client_id is None else ClientCredentials(way.client_id),
        version={name: version.value for name, version in way.provider.versions.items()},
    )


def _pair(connection: Connection, way: Way, names: Names) -> tuple[Secret[str] | None, Secret[str] | None]:
    basic = way.method.attach.basic
    if basic is None or connection.kind is not Kind.BASIC:
        return None, None
    return Secret(fill(basic.username, names)), Secret(fill(basic.password, names))
