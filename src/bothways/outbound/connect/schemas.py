"""Authorizations on the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from bothways.outbound.connect.model import Authorization, Display, Status

Texts = dict[Annotated[str, Meta(max_length=100)], Annotated[str, Meta(max_length=8_192)]]


class AuthorizationIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What to connect. `fields` are for integrations that are connected by keys; nothing is opened then."""

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


class AuthorizationOut(Struct, frozen=True):
    """One attempt to connect. `url` opens it in the customer's browser, once; it is shown only here and now.

    `connection_id` is the connection that came of it, or that is being renewed.
    """

    id: str
    status: Status
    integration_id: str
    connection_id: str | None
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
        connection_id=authorization.connection_id,
        error_code=authorization.error_code,
        error_detail=authorization.error_detail,
        created_at=authorization.created_at,
        expires_at=authorization.expires_at,
        url=url,
    )
