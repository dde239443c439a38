"""Credentials on the wire: handed out, and taken in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from bothways.kit.errors import DomainError, InvalidInput
from bothways.kit.secret import Secret
from bothways.outbound.connections.belongings import MAX_ACCOUNT_LENGTH, Belongings
from bothways.outbound.connections.credentials import Credentials
from bothways.outbound.connections.model import Kind
from bothways.outbound.connections.schemas import AccountOut, CustomerId, Label, Metadata, Reference

Texts = dict[Annotated[str, Meta(max_length=100)], Annotated[str, Meta(max_length=8_192)]]
Token = Annotated[str, Meta(min_length=1, max_length=16_384)]
Name = Annotated[str, Meta(min_length=1, max_length=MAX_ACCOUNT_LENGTH)]


class CredentialsOut(Struct, frozen=True, omit_defaults=True):
    """What to send to the provider's API.

    Add `headers` and `query` to every request to `base_url`, and it is authenticated; the parts are there for clients
    that want them: `access_token` and `token_type` (oauth2), `fields` (api_key), `username` and `password` (basic),
    `token`, `token_secret` and `client_id` (oauth1, where each request is signed by you). Absent parts do not apply.
    Report `version` as `rejected_version` when the provider rejects them.
    """

    connection_id: str
    type: Kind
    version: int
    headers: dict[str, str]
    query: dict[str, str]
    scopes: list[str]
    account: AccountOut
    base_url: str | None = None
    expires_at: datetime | None = None
    access_token: str | None = None
    token_type: str | None = None
    fields: dict[str, str] | None = None
    username: str | None = None
    password: str | None = None
    token: str | None = None
    token_secret: str | None = None
    client_id: str | None = None


class CredentialsIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What was obtained elsewhere. Tokens for an integration that redirects, `fields` for one that asks for keys.

    Give `expires_at` or `expires_in` if you know them. `token_secret` belongs to OAuth 1.
    """

    access_token: Token | None = None
    token_type: Annotated[str, Meta(max_length=64)] | None = None
    refresh_token: Token | None = None
    token_secret: Token | None = None
    expires_in: Annotated[int, Meta(ge=0, le=10**9, description="Seconds from now.")] | None = None
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None
    scopes: (
        Annotated[list[Annotated[str, Meta(min_length=1, max_length=256, pattern=r"^[!-~]+$")]], Meta(max_length=500)]
        | None
    ) = None
    fields: Texts = {}

    def ends_at(self, now: datetime) -> datetime | None:
        """Raises InvalidInput when both say something."""
        if self.expires_at is not None and self.expires_in is not None:
            raise InvalidInput.of("credentials.expires_in", "give expires_in or expires_at, not both")
        return self.expires_at if self.expires_in is None else now + timedelta(seconds=self.expires_in)


class AccountIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The account at the provider, as you know it."""

    id: Name | None = None
    label: Name | None = None


class ImportIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A connection that was made elsewhere.

    `connection_id` replaces the credentials of a connection of this customer's; its values and scopes stay where you
    give none. With `verify` the provider is asked whether the credentials work, and whose they are, before anything is
    kept.
    """

    customer: CustomerId
    integration: Reference
    credentials: CredentialsIn
    values: Texts = {}
    account: AccountIn = AccountIn()
    label: Label = ""
    metadata: Metadata = {}
    verify: bool = False
    connection_id: Annotated[str, Meta(max_length=63)] | None = None

    def belongings(self, now: datetime) -> Belongings:
        """As the verb takes them."""
        given = self.credentials
        return Belongings(
            customer=self.customer,
            integration=self.integration,
            access_token=_secret(given.access_token),
            token_type=given.token_type,
            refresh_token=_secret(given.refresh_token),
            token_secret=_secret(given.token_secret),
            expires_at=given.ends_at(now),
            scopes=None if given.scopes is None else tuple(given.scopes),
            fields=given.fields,
            values=self.values,
            account_id=self.account.id,
            account_label=self.account.label,
            label=self.label,
            metadata=self.metadata,
            verify=self.verify,
            connection=self.connection_id,
        )


@contextmanager
def named_as_sent() -> Iterator[None]:
    """Wrong `fields` are named by where an import has them: inside of `credentials`."""
    try:
        yield
    except DomainError as error:
        sent = tuple(
            replace(fault, field=f"credentials.{fault.field}") if fault.field.startswith("fields.") else fault
            for fault in error.fields
        )
        if sent != error.fields:
            error.fields, error.detail = sent, "; ".join(f"{fault.field}: {fault.reason}" for fault in sent)
        raise


def credentials_out(credentials: Credentials) -> CredentialsOut:
    """The one place where secrets are written into an answer."""
    token = _plain(credentials.token)
    signs = credentials.kind is Kind.OAUTH1
    return CredentialsOut(
        connection_id=credentials.connection_id,
        type=credentials.kind,
        version=credentials.version,
        headers=dict(credentials.headers),
        query=dict(credentials.query),
        scopes=list(credentials.scopes),
        account=AccountOut(credentials.account_id, credentials.account_label),
        base_url=credentials.base_url,
        expires_at=credentials.expires_at,
        access_token=None if signs else token,
        token_type=None if signs else credentials.token_type,
        fields={name: secret.reveal() for name, secret in credentials.fields.items()} or None,
        username=_plain(credentials.username),
        password=_plain(credentials.password),
        token=token if signs else None,
        token_secret=_plain(credentials.token_secret),
        client_id=credentials.client_id,
    )


def _plain(secret: Secret[str] | None) -> str | None:
    return None if secret is None else secret.reveal()


def _secret(text: str | None) -> Secret[str] | None:
    return None if text is None else Secret(text)
