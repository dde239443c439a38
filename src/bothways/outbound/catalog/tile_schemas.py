"""Tiles on the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from bothways.outbound.catalog.tile import MAX_POSITION, Tile, TileDraft, TileKind
from bothways.outbound.integrations.presentation import (
    MAX_CATEGORIES,
    MAX_LOGO_LENGTH,
    MAX_LONG_DESCRIPTION,
    MAX_URL,
)

Slug = Annotated[str, Meta(max_length=63)]
Name = Annotated[str, Meta(max_length=100)]
Description = Annotated[str, Meta(max_length=500)]
LongDescription = Annotated[str, Meta(max_length=MAX_LONG_DESCRIPTION, description="Blank lines make paragraphs.")]
Link = Annotated[str, Meta(max_length=MAX_URL, description="An https address; it opens in a window of its own.")]
Categories = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=MAX_CATEGORIES)]
Picture = Annotated[str, Meta(max_length=MAX_LOGO_LENGTH, description="A PNG, WebP or JPEG picture as a data: URL.")]
Colour = Annotated[str, Meta(max_length=7, description="A colour such as `#3366cc`, behind the logo.")]
Position = Annotated[int, Meta(ge=0, le=MAX_POSITION, description="Lower ones come first.")]


class TileOut(Struct, frozen=True):
    """A card of your own in the marketplace, which leads to `link_url`."""

    id: str
    slug: str
    kind: TileKind
    name: str
    description: str
    long_description: str
    link_url: str
    categories: list[str]
    logo: str | None
    background: str | None
    published: bool
    position: int
    created_at: datetime
    updated_at: datetime


class TileIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`promotional` tells of something; `custom` leads to what you connect without Bothways."""

    slug: Slug
    kind: TileKind
    name: Name
    link_url: Link
    description: Description = ""
    long_description: LongDescription = ""
    categories: Categories = []
    logo: Picture | None = None
    background: Colour | None = None
    published: Annotated[bool, Meta(description="Whether customers see it.")] = True
    position: Position = 0

    def draft(self) -> TileDraft:
        """The wish that this body states."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return TileDraft(**given | {"categories": tuple(self.categories)})


class TileChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays."""

    slug: Slug | UnsetType = UNSET
    kind: TileKind | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    link_url: Link | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    long_description: LongDescription | UnsetType = UNSET
    categories: Categories | UnsetType = UNSET
    logo: Picture | None | UnsetType = UNSET
    background: Colour | None | UnsetType = UNSET
    published: bool | UnsetType = UNSET
    position: Position | UnsetType = UNSET

    def changes(self) -> Mapping[str, object]:
        """The fields that the body names, as TileDraft has them."""
        given = {name: getattr(self, name) for name in self.__struct_fields__ if getattr(self, name) is not UNSET}
        if "categories" in given:
            given["categories"] = tuple(given["categories"])
        return given


def tile_out(tile: Tile) -> TileOut:
    """The tile as an operator sees it."""
    return TileOut(
        **{name: getattr(tile, name) for name in TileOut.__struct_fields__} | {"categories": list(tile.categories)}
    )
