"""Counting what becomes of connections: by day and integration, in the transaction that makes it true."""

from datetime import datetime
from enum import StrEnum

from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections import tally_store
from bothways.outbound.connections.model import Connection


class Deed(StrEnum):
    """What is counted."""

    CONNECTED = "connected"
    RECONNECTED = "reconnected"
    DISCONNECTED = "disconnected"
    NEEDS_REAUTH = "needs_reauth"
    RENEWED = "renewed"
    RENEWAL_FAILED = "renewal_failed"


async def tally(tx: Transaction, connection: Connection, deed: Deed, now: datetime) -> None:
    """One more of it, today in UTC.

    The counter is one row for all connections of an integration, so call it late: others who count wait until the
    transaction is over. Whoever records an audit entry as well does that afterwards.
    """
    await tally_store.add(tx, connection.environment_id, connection.integration_id, now.date(), deed)
