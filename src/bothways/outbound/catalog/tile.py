"""Tiles: cards of the operator's own, beside those of integrations, that lead somewhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bothways.kit.errors import DomainError, FieldError, Kind
from bothways.outbound.integrations.model import check_slug, check_texts
from bothways.outbound.integrations.presentation import (
    check_background,
    check_categories,
    check_link,
    check_logo,
    check_long_description,
)

MAX_POSITION = 10_000
MOST_TILES = 200


class TileKind(StrEnum):
    """What a tile is for: to tell of something, or to lead to what the operator connects without Bothways."""

    PROMOTIONAL = "promotional"
    CUSTOM = "custom"


class TileNotFound(DomainError):
    """No tile of this environment has that id or slug."""

    code = "tile_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List the tiles of this environment with GET /v1/tiles and use one of their ids or slugs."


class TileExists(DomainError):
    """Another tile or an integration of this environment has the slug already."""

    code = "tile_exists"
    kind = Kind.CONFLICT
    next_step = "Choose another slug: in the marketplace tiles and integrations stand side by side."


class TooManyTiles(DomainError):
    """An environment has as many tiles as anybody looks at."""

    code = "too_many_tiles"
    kind = Kind.CONFLICT
    next_step = "Remove a tile that nobody needs any more with DELETE /v1/tiles/{id}."


@dataclass(frozen=True)
class Tile:
    """A card that opens `link_url`. Customers see it while it is `published`; lower `position` comes first."""

    id: str
    environment_id: str
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

    def logo_path(self) -> str | None:
        """The picture to show, as a path on our own address; None means the monogram."""
        return None if self.logo is None else f"/logos/{self.id}"

    @property
    def monogram(self) -> str:
        """One or two letters for a tile without a picture."""
        return monogram(self.name)


@dataclass(frozen=True)
class TileDraft:
    """A tile as the operator describes it."""

    slug: str
    kind: TileKind
    name: str
    link_url: str
    description: str = ""
    long_description: str = ""
    categories: tuple[str, ...] = ()
    logo: str | None = None
    background: str | None = None
    published: bool = True
    position: int = 0


def check(draft: TileDraft) -> list[FieldError]:
    """Every fault of a draft."""
    texts = [
        FieldError("name" if fault.field == "display_name" else fault.field, fault.reason)
        for fault in check_texts(draft.name, draft.description)
    ]
    return [
        *check_slug(draft.slug),
        *texts,
        *check_long_description(draft.long_description),
        *check_link("link_url", draft.link_url),
        *check_categories(draft.categories),
        *check_logo(draft.logo),
        *check_background(draft.background),
        *_check_position(draft.position),
    ]


def arrange(tiles: Sequence[Tile]) -> list[Tile]:
    """As customers see them: by position, then by name."""
    return sorted(tiles, key=lambda tile: (tile.position, tile.name.casefold(), tile.id))


def monogram(name: str) -> str:
    """One or two letters of a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def _check_position(position: int) -> list[FieldError]:
    if 0 <= position <= MAX_POSITION:
        return []
    return [FieldError("position", f"use 0 to {MAX_POSITION}")]
