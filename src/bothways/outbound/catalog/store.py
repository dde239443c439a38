"""SQL of the tiles table."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Row, Table, Text, UniqueConstraint, func, or_, select

from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant, Json
from bothways.outbound.catalog.tile import Tile, TileKind

tiles = Table(
    "tiles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("slug", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("long_description", Text, nullable=False),
    Column("link_url", Text, nullable=False),
    Column("categories", Json, nullable=False),
    Column("logo", Text),
    Column("background", Text),
    Column("published", Boolean, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("environment_id", "slug"),
)


async def find(tx: Transaction, environment_id: str, reference: str, *, lock: bool = False) -> Tile | None:
    """By id or slug."""
    statement = select(tiles).where(
        tiles.c.environment_id == environment_id, or_(tiles.c.id == reference, tiles.c.slug == reference)
    )
    row = await tx.first(statement.with_for_update() if lock else statement)
    return None if row is None else _model(row)


async def page(
    tx: Transaction, environment_id: str, *, published: bool | None, after: str | None, limit: int
) -> list[Tile]:
    """Oldest first, from behind the id `after`."""
    statement = select(tiles).where(tiles.c.environment_id == environment_id)
    if published is not None:
        statement = statement.where(tiles.c.published == published)
    if after is not None:
        statement = statement.where(tiles.c.id > after)
    return [_model(row) for row in await tx.all(statement.order_by(tiles.c.id).limit(limit))]


async def count(tx: Transaction, environment_id: str) -> int:
    """How many there are."""
    row = await tx.first(select(func.count()).select_from(tiles).where(tiles.c.environment_id == environment_id))
    assert row is not None, "an aggregate of nothing is a row"
    return int(row[0])


async def logo(tx: Transaction, tile_id: str) -> str | None:
    """The uploaded picture as a data: URL."""
    row = await tx.first(select(tiles.c.logo).where(tiles.c.id == tile_id))
    return None if row is None else row[0]


async def add(tx: Transaction, tile: Tile) -> None:
    """Raises UniqueViolation when the slug is taken."""
    await tx.execute(tiles.insert().values(**_row(tile)))


async def change(tx: Transaction, tile: Tile) -> None:
    """Write every column of a tile that exists. Raises UniqueViolation when the slug is taken."""
    await tx.execute(tiles.update().where(tiles.c.id == tile.id).values(**_row(tile)))


async def remove(tx: Transaction, tile_id: str) -> None:
    """Delete it."""
    await tx.execute(tiles.delete().where(tiles.c.id == tile_id))


def _row(tile: Tile) -> dict[str, Any]:
    return vars(tile) | {"kind": tile.kind.value, "categories": list(tile.categories)}


def _model(row: Row[Any]) -> Tile:
    fields: dict[str, Any] = dict(row._mapping)
    return Tile(**fields | {"kind": TileKind(fields["kind"]), "categories": tuple(fields["categories"])})
