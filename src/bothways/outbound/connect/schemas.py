"""Authorizations on the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from bothways.outbound.connect.model import (
    MAX_STANDING_SECONDS,
    MIN_STANDING_SECONDS,
    Authorization,
    Display,
    Status,
)
from bothways.outbound.connections.change import MAX_METADATA, MAX_NAME_LENGTH, MAX_VALUE_LENGTH
from bothways.outbound.integrations.model import MAX_SCOPE_LENGTH, MAX_SCOPES

Texts = dict[Annotated[str, Meta(max_length=100)], Annotated[str, Meta(max_length=8_192)]]

Metadata = Annotated[
    dict[Annotated[str, Meta(max_length=MAX_NAME_LENGTH)], Annotated[str, Meta(max_length=MAX_VALUE_LENGTH)]],
    Meta(max_length=MAX_METADATA, description="Your own notes, for a new connection to begin with."),
]

Reference = Annotated[str, Meta(max_length=63, description="Id or slug of an integration.")]
CustomerId = Annotated[str, Meta(min_length=1, max_length=128, description="Your own id of the customer.")]


class AuthorizationIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What to connect. `fields` are for integrations that are connected by keys; nothing is opened then.

    `scopes`, `metadata` and `lifetime_seconds` take an API key.
    """

    integration: Annotated[str, Meta(max_length=63, description="Id or slug of an integration.")]
    customer: (
        Annotated[str, Meta(max_length=128, description="Your own id of the customer. Only with an API key.")] | None
    ) = None
    connection_id: Annotated[str, Meta(max_length=63, description="A connection to renew; it keeps its id.")] | None = (
        None
    )
    values: Texts = {}
    fields: Texts | None = None
    display: Display = Display.PAGE
    return_url: (
        Annotated[str, Meta(max_length=2_000, description="One of the environment's return_urls, exactly.")] | None
    ) = None
    scopes: (
        Annotated[
            list[Annotated[str, Meta(max_length=MAX_SCOPE_LENGTH)]],
            Meta(
                max_length=MAX_SCOPES,
                description="Ask for these in the place of the integration's. The connection keeps them: they are asked"
                " for again when it is connected again.",
            ),
        ]
        | None
    ) = None
    metadata: Metadata = {}
    lifetime_seconds: (
        Annotated[
            int,
            Meta(
                ge=MIN_STANDING_SECONDS,
                le=MAX_STANDING_SECONDS,
                description="Makes the link a standing one: it can be opened again and again for this long, until an"
                " account is connected, and our page asks for what is missing. For mails and messages.",
            ),
        ]
        | None
    ) = None


class AuthorizationOut(Struct, frozen=True):
    """One attempt to connect. `url` opens it in the customer's browser, once; it is shown only here and now.

    That of a `standing` one is shown again while it works, to API keys. `connection_id` is the connection that is being
    renewed, or the id that the new one will have. When the customer connects an account that was connected before,
    that connection is renewed, and its id stands here in the end.
    """

    id: str
    status: Status
    integration_id: str
    connection_id: str | None
    standing: bool
    error_code: str | None
    error_detail: str | None
    created_at: datetime
    expires_at: datetime
    url: str | None = None


def authorization_out(authorization: Authorization, now: datetime, url: str | None = None) -> AuthorizationOut:
    """The attempt as its starter sees it."""
    return AuthorizationOut(
        id=authorization.id,
        status=authorization.seen_at(now),
        integration_id=authorization.integration_id,
        connection_id=authorization.promised_id,
        standing=authorization.standing,
        error_code=authorization.error_code,
        error_detail=authorization.error_detail,
        created_at=authorization.created_at,
        expires_at=authorization.expires_at,
        url=url,
    )
