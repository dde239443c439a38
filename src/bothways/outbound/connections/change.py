"""Renaming a connection, and the operator's own notes on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import FieldError, InvalidInput
from bothways.kit.text import is_line
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import NOT_FOUND
from bothways.outbound.connections.model import Connection

MAX_LABEL_LENGTH = 100
MAX_METADATA = 20
MAX_NAME_LENGTH = 40
MAX_VALUE_LENGTH = 500


@dataclass(frozen=True)
class ChangeConnection:
    """Set label or metadata; None leaves as it is. Raises ConnectionNotFound, InvalidInput."""

    database: Database
    events: EventLog
    audit: Audit
    clock: Clock

    async def __call__(
        self,
        environment_id: str,
        connection_id: str,
        *,
        actor: str,
        label: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Connection:
        async with self.database.begin() as tx:
            return await self.within(tx, environment_id, connection_id, actor=actor, label=label, metadata=metadata)

    async def within(
        self,
        tx: Transaction,
        environment_id: str,
        connection_id: str,
        *,
        actor: str,
        label: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Connection:
        """The same, inside the caller's transaction."""
        check(label, metadata)
        # The lease is locked although it stays: whoever locks both does it in this order.
        await lease_store.lock(tx, connection_id)
        held = await store.lock(tx, environment_id, connection_id)
        if held is None:
            raise ConnectionNotFound(NOT_FOUND)
        changed = replace(
            held,
            label=held.label if label is None else label,
            metadata=held.metadata if metadata is None else metadata,
            updated_at=self.clock.now(),
        )
        await store.change(tx, changed, from_version=held.version)
        what = "connection.updated"
        await self.events.append(tx, Event(what, environment_id, held.id, held.customer_id, {"label": changed.label}))
        await self.audit.record(tx, Entry(environment_id, actor, what, held.id))
        return changed


def check(label: str | None, metadata: Mapping[str, str] | None) -> None:
    """Raises InvalidInput that names every fault."""
    faults = []
    if label is not None and (len(label) > MAX_LABEL_LENGTH or not is_line(label)):
        faults.append(FieldError("label", f"use at most {MAX_LABEL_LENGTH} printable characters"))
    if metadata is not None and len(metadata) > MAX_METADATA:
        faults.append(FieldError("metadata", f"give at most {MAX_METADATA} entries"))
    for name, value in list((metadata or {}).items())[:MAX_METADATA]:
        if not (0 < len(name) <= MAX_NAME_LENGTH and name.isprintable()):
            faults.append(FieldError("metadata", f"a name has 1 to {MAX_NAME_LENGTH} printable characters"))
        elif len(value) > MAX_VALUE_LENGTH or "\0" in value:
            faults.append(FieldError(f"metadata.{name}", f"use at most {MAX_VALUE_LENGTH} characters, and no NUL"))
    if faults:
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
