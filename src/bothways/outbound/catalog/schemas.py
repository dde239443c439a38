"""The catalog on the wire."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from bothways.outbound.catalog.model import Entry, Standing
from bothways.outbound.catalog.tile import Tile
from bothways.outbound.connections.model import Connection
from bothways.outbound.providers.question import QuestionOut, field_out, value_out


class CatalogConnectionOut(Struct, frozen=True):
    """One of the customer's accounts behind the integration."""

    id: str
    state: str
    reason: str | None
    label: str
    account_label: str | None
    created_at: datetime


class EntryOut(Struct, frozen=True):
    """An integration as this customer sees it, or a tile of the operator's (`promotional`, `custom`).

    `state` is not_connected, connected or needs_reauth: the worst of `connections`. `redirects` tells whether
    connecting leads to the provider's own page. `values` and `fields` are asked before. A tile has neither an
    `integration_id` nor a `provider`: it leads to `link_url`.
    """

    id: str
    kind: Literal["integration", "promotional", "custom"]
    integration_id: str | None
    slug: str
    provider: str | None
    name: str
    description: str
    categories: list[str]
    logo_url: str | None
    monogram: str
    state: Standing
    enabled: bool
    redirects: bool
    values: list[QuestionOut]
    fields: list[QuestionOut]
    connections: list[CatalogConnectionOut]
    link_url: str | None
    background: str | None
    documentation_url: str | None


class CatalogOut(Struct, frozen=True):
    """Everything a customer can connect: what needs attention, then what is connected, then the rest, then tiles."""

    items: list[EntryOut]


def entry_out(entry: Entry, public_url: str) -> EntryOut:
    """One card."""
    logo = entry.logo_path()
    return EntryOut(
        id=entry.integration.id,
        kind="integration",
        integration_id=entry.integration.id,
        slug=entry.integration.slug,
        provider=entry.provider.slug,
        name=entry.integration.display_name,
        description=entry.integration.description,
        categories=list(entry.categories),
        logo_url=None if logo is None else public_url + logo,
        monogram=entry.monogram,
        state=entry.standing,
        enabled=entry.integration.enabled,
        redirects=entry.method.redirects,
        values=[value_out(value) for value in entry.asked_values],
        fields=[field_out(field) for field in entry.asked_fields],
        connections=[_connection_out(connection) for connection in entry.connections],
        link_url=None,
        background=entry.integration.background,
        documentation_url=entry.integration.documentation_url,
    )


def tile_entry_out(tile: Tile, public_url: str) -> EntryOut:
    """A tile among the integrations."""
    logo = tile.logo_path()
    return EntryOut(
        id=tile.id,
        kind=tile.kind.value,
        integration_id=None,
        slug=tile.slug,
        provider=None,
        name=tile.name,
        description=tile.description,
        categories=list(tile.categories),
        logo_url=None if logo is None else public_url + logo,
        monogram=tile.monogram,
        state=Standing.NOT_CONNECTED,
        enabled=True,
        redirects=False,
        values=[],
        fields=[],
        connections=[],
        link_url=tile.link_url,
        background=tile.background,
        documentation_url=None,
    )


def _connection_out(connection: Connection) -> CatalogConnectionOut:
    return CatalogConnectionOut(
        id=connection.id,
        state=connection.state,
        reason=connection.reason_sentence,
        label=connection.label,
        account_label=connection.account_label,
        created_at=connection.created_at,
    )
