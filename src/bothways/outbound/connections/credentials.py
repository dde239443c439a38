"""Credentials as they are handed out: in parts, and ready to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bothways.kit.secret import Secret
from bothways.outbound.connections.material import Current, Fields
from bothways.outbound.connections.means import Way
from bothways.outbound.connections.model import Connection, Kind
from bothways.outbound.providers.attach import attach
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.template import Names, ValueUnfit, fill, fill_address, fill_headers, placeholders
from bothways.outbound.providers.verdict import ConnectionMisconfigured

MOST_ADDRESSES = 1_000


@dataclass(frozen=True)
class Credentials:
    """What a connection lets its reader send, in the clear. Never logged, never stored.

    `headers` and `query` go with every request to `base_url`, API version headers included; for OAuth 1 they are
    empty of credentials, because every request is signed anew (`token`, `token_secret` and `client_id` sign it).
    `base_url` is None where an address cannot be made of what is known.
    """

    connection: Connection
    headers: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    base_url: str | None
    token: Secret[str] | None = None
    token_type: str | None = None
    token_secret: Secret[str] | None = None
    username: Secret[str] | None = None
    password: Secret[str] | None = None
    fields: Fields = field(default_factory=dict)
    client_id: str | None = None

    @property
    def expires_at(self) -> datetime | None:
        """When they stop working, as far as the provider told."""
        return self.connection.expires_at


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
        connection=connection,
        headers=headers,
        query=attached.query,
        base_url=_base_url(way, names),
        token=current.token,
        token_type=None if current.token is None else current.token_type,
        token_secret=current.token_secret,
        username=username,
        password=password,
        # A customer's own client renews the token; those who use the token have no use for it.
        fields={} if connection.kind is Kind.OAUTH2 else current.fields,
        client_id=way.client_id if connection.kind is Kind.OAUTH1 else None,
    )


def _names(connection: Connection, current: Current, way: Way) -> Names:
    known = {value.name: value for value in way.provider.values}
    token: dict[str, str | Secret[str]] = dict(current.extra)
    if current.token is not None:
        token["access_token"] = current.token
    return Names(
        rules=known,
        connection=connection.values,
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


def _base_url(way: Way, names: Names) -> str | None:
    template = way.provider.base_url_of(way.method)
    if any(space != "connection" for space, _ in placeholders(template)):
        return _address(template, names)
    # What a way remembers goes with it after some seconds; until then most of its readers ask for the same few.
    known = tuple(sorted(names.connection.items()))
    if known not in way.addresses:
        if len(way.addresses) >= MOST_ADDRESSES:
            way.addresses.clear()
        way.addresses[known] = _address(template, names)
    return way.addresses[known]


def _address(template: str, names: Names) -> str | None:
    try:
        return fill_address(template, names)
    except ValueUnfit:
        return None
