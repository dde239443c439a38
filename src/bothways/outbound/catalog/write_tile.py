"""Making, changing and removing tiles."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.errors import UniqueViolation
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import InvalidInput
from bothways.kit.ids import Ids
from bothways.outbound.catalog import store
from bothways.outbound.catalog.tile import (
    MOST_TILES,
    Tile,
    TileDraft,
    TileExists,
    TileNotFound,
    TooManyTiles,
    check,
)
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import IntegrationNotFound


@dataclass(frozen=True)
class WriteTile:
    """Create, change or remove a tile, with its event and its audit entry, in one transaction."""

    database: Database
    integrations: GetIntegration
    events: EventLog
    audit: Audit
    ids: Ids
    clock: Clock

    async def create(self, environment_id: str, actor: str, draft: TileDraft) -> Tile:
        """Raises InvalidInput that names every wrong field, TileExists, TooManyTiles."""
        _require(draft)
        await self._require_free(environment_id, draft.slug)
        now = self.clock.now()
        tile = Tile(
            id=self.ids.new("tile"), environment_id=environment_id, created_at=now, updated_at=now, **vars(draft)
        )
        async with self.database.begin() as tx:
            if await store.count(tx, environment_id) >= MOST_TILES:
                raise TooManyTiles(f"An environment has at most {MOST_TILES} tiles.")
            try:
                await store.add(tx, tile)
            except UniqueViolation as error:
                raise _taken(tile.slug) from error
            await self._tell(tx, "tile.created", tile, actor)
        return tile

    async def change(self, environment_id: str, actor: str, reference: str, changes: Mapping[str, object]) -> Tile:
        """Apply those fields of a TileDraft that `changes` names. Raises as `create` does, and TileNotFound."""
        if "slug" in changes:
            await self._require_free(environment_id, str(changes["slug"]))
        async with self.database.begin() as tx:
            held = await self._held(tx, environment_id, reference)
            kept = {item.name: getattr(held, item.name) for item in fields(TileDraft)}
            draft = TileDraft(**kept | dict(changes))
            _require(draft)
            changed = replace(held, **vars(draft), updated_at=self.clock.now())
            try:
                await store.change(tx, changed)
            except UniqueViolation as error:
                raise _taken(changed.slug) from error
            await self._tell(tx, "tile.updated", changed, actor, fields=sorted(changes))
        return changed

    async def remove(self, environment_id: str, actor: str, reference: str) -> None:
        """Raises TileNotFound."""
        async with self.database.begin() as tx:
            held = await self._held(tx, environment_id, reference)
            await store.remove(tx, held.id)
            await self._tell(tx, "tile.removed", held, actor)

    async def _held(self, tx: Transaction, environment_id: str, reference: str) -> Tile:
        held = await store.find(tx, environment_id, reference, lock=True)
        if held is None:
            raise TileNotFound("No tile of this environment has that id or slug.")
        return held

    async def _require_free(self, environment_id: str, slug: str) -> None:
        """An integration that takes the slug later goes before the tile, which its id still finds."""
        try:
            await self.integrations(environment_id, slug)
        except IntegrationNotFound:
            return
        raise _taken(slug)

    async def _tell(self, tx: Transaction, what: str, tile: Tile, actor: str, fields: list[str] | None = None) -> None:
        data = {"slug": tile.slug, "kind": tile.kind.value} | ({"fields": fields} if fields else {})
        await self.events.append(tx, Event(what, tile.environment_id, tile.id, None, data))
        await self.audit.record(tx, Entry(tile.environment_id, actor, what, tile.id, data))


def _require(draft: TileDraft) -> None:
    if faults := check(draft):
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)


def _taken(slug: str) -> TileExists:
    return TileExists(f"The slug {slug} is taken.")
