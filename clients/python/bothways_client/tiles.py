"""Tiles: cards of your own in the marketplace, beside the integrations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bothways_client.call import KEEP, Keep, Parts, changed, given, send
from bothways_client.operation import Group, Transport, listing, operation

TileKind = Literal["promotional", "custom"]


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A card that leads to `link_url`. Customers see it while it is `published`; lower `position` comes first."""

    id: str
    slug: str
    kind: TileKind
    name: str
    description: str
    long_description: str
    link_url: str
    categories: tuple[str, ...]
    logo: str | None
    background: str | None
    published: bool
    position: int
    created_at: datetime
    updated_at: datetime


class Tiles(Group[Transport]):
    """Cards that tell of something (`promotional`), or lead to what you connect without Bothways (`custom`)."""

    @listing("GET /v1/tiles", Tile)
    def list(self, *, published: bool | None = None, page_size: int = 100) -> Parts:
        """Oldest first."""
        return send(query=given(published=published, limit=page_size))

    @operation("POST /v1/tiles", Tile, creates=True)
    def create(
        self,
        *,
        slug: str,
        kind: TileKind,
        name: str,
        link_url: str,
        description: str | None = None,
        long_description: str | None = None,
        categories: Sequence[str] | None = None,
        logo: str | None = None,
        background: str | None = None,
        published: bool | None = None,
        position: int | None = None,
        idempotency_key: str | None = None,
    ) -> Parts:
        """Add one. `link_url` is an https address, `logo` a picture as a data: URL. Raises InvalidRequest, Conflict."""
        body = given(slug=slug, kind=kind, name=name, link_url=link_url, description=description, logo=logo)
        body |= given(long_description=long_description, categories=categories, background=background)
        body |= given(published=published, position=position)
        return send(body=body, idempotency_key=idempotency_key)

    @operation("GET /v1/tiles/{tile}", Tile)
    def get(self, tile: str) -> Parts:
        """By id or slug. Raises NotFound."""
        return send(tile)

    @operation("PATCH /v1/tiles/{tile}", Tile)
    def change(
        self,
        tile: str,
        *,
        slug: str | None = None,
        kind: TileKind | None = None,
        name: str | None = None,
        link_url: str | None = None,
        description: str | None = None,
        long_description: str | None = None,
        categories: Sequence[str] | None = None,
        logo: str | None | Keep = KEEP,
        background: str | None | Keep = KEEP,
        published: bool | None = None,
        position: int | None = None,
    ) -> Parts:
        """What is left out stays; None takes logo and background away. Raises InvalidRequest, NotFound, Conflict."""
        body = given(slug=slug, kind=kind, name=name, link_url=link_url, description=description)
        body |= given(long_description=long_description, categories=categories, published=published, position=position)
        return send(tile, body=body | changed(logo=logo, background=background))

    @operation("DELETE /v1/tiles/{tile}", type(None))
    def remove(self, tile: str) -> Parts:
        """Raises NotFound."""
        return send(tile)
