"""The room's tables, and SQL of connections; lease_store.py, revocation_store.py and log_store.py speak to the
others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    bindparam,
    func,
    select,
    type_coerce,
)

from bothways.kit.db.database import Database
from bothways.kit.db.metadata import metadata
from bothways.kit.db.point import PointRead
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant, Json
from bothways.outbound.connections.model import Connection, Kind, Reason, ReplacedAccount, State, Trouble
from bothways.outbound.providers.verdict import Verdict

connections = Table(
    "connections",
    metadata,
    Column("id", Text, primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    # No cascade: an integration stays as long as anything was connected through it.
    Column("integration_id", Text, ForeignKey("integrations.id"), nullable=False, index=True),
    Column("provider", Text, nullable=False),
    Column("method_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("label", Text, nullable=False),
    Column("account_id", Text),
    Column("account_label", Text),
    Column("replaced_account", Json),
    Column("scopes", Json, nullable=False),
    Column("own_scopes", Json),
    Column("values", Json, nullable=False),
    Column("metadata", Json, nullable=False),
    Column("sealed", LargeBinary),
    Column("sealed_renewal", LargeBinary),
    Column("version", BigInteger, nullable=False),
    Column("obtained_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("refresh_due_at", Instant),
    Column("retry_at", Instant),
    Column("trouble", Json),
    Column("search_text", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("disconnected_at", Instant),
    Index("ix_connections_list", "environment_id", "id"),
    Index("ix_connections_of_customer", "customer_id", "environment_id", "id"),
    Index("ix_connections_state", "environment_id", "state", "id"),
    Index("ix_connections_counts", "environment_id", "integration_id", "state"),
    Index("ix_connections_customer", "customer_id", "integration_id"),
)

refresh_leases = Table(
    "refresh_leases",
    metadata,
    Column("connection_id", Text, ForeignKey("connections.id", ondelete="CASCADE"), primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("owner", Text),
    Column("fence", BigInteger, nullable=False),
    Column("beat", BigInteger, nullable=False),
    Column("phase", Text, nullable=False),
    Column("base_version", BigInteger, nullable=False),
    Column("sealed_answer", LargeBinary),
    Column("answered_at", Instant),
    Column("committed_version", BigInteger, nullable=False),
    Column("committed_base", BigInteger),
    Column("committed_fence", BigInteger),
    Column("attempts", BigInteger, nullable=False),
    Column("unasked", BigInteger, nullable=False),
    Column("forced_at", Instant),
    Column("due_at", Instant),
    Index("ix_refresh_leases_due", "due_at"),
)

# No reference to the connection or its customer: their deletion must not stop a revocation.
revocations = Table(
    "revocations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("connection_id", Text, nullable=False),
    Column("integration_id", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("method_id", Text, nullable=False),
    Column("values", Json, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("attempts", BigInteger, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_revocations_due", "due_at"),
)

connection_logs = Table(
    "connection_logs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("connection_id", Text, ForeignKey("connections.id", ondelete="CASCADE"), nullable=False),
    Column("level", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("code", Text),
    Column("error_class", Text),
    Column("request_id", Text),
    Column("state", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_connection_logs_list", "connection_id", "id"),
    Index("ix_connection_logs_environment", "environment_id"),
)

# One row for each integration and day (since 1970, in UTC), as tally_store.py counts them.
connection_days = Table(
    "connection_days",
    metadata,
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("integration_id", Text, ForeignKey("integrations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("day", BigInteger, nullable=False),
    Column("connected", BigInteger, nullable=False),
    Column("reconnected", BigInteger, nullable=False),
    Column("disconnected", BigInteger, nullable=False),
    Column("needs_reauth", BigInteger, nullable=False),
    Column("renewed", BigInteger, nullable=False),
    Column("renewal_failed", BigInteger, nullable=False),
    PrimaryKeyConstraint("environment_id", "integration_id", "day"),
    Index("ix_connection_days_day", "day"),
)

COLUMNS = tuple(column for column in connections.c if column.name != "search_text")


class Glance(NamedTuple):
    """What handing out fresh credentials takes, as it is stored: instants in microseconds, JSON as text."""

    id: str
    customer_id: str
    integration_id: str
    method_id: str
    kind: str
    state: str
    account_id: str | None
    account_label: str | None
    scopes: str
    values: str
    sealed: bytes | None
    version: int
    obtained_at: int
    expires_at: int | None
    refresh_due_at: int | None


@dataclass(frozen=True)
class Reader:
    """Point reads on the primary key, inside one environment."""

    glancing: PointRead
    reading: PointRead

    async def glance(self, environment_id: str, connection_id: str) -> Glance | None:
        """The cheap way."""
        row = await self.glancing(id=connection_id, environment_id=environment_id)
        return None if row is None else Glance._make(row)

    async def whole(self, environment_id: str, connection_id: str) -> Connection | None:
        """Everything."""
        row = await self.reading(id=connection_id, environment_id=environment_id)
        return None if row is None else connection(row)


def reader(database: Database) -> Reader:
    """Its statements are compiled here, once."""
    raw = {Instant: BigInteger, Json: Text}
    columns = (connections.c[name] for name in Glance._fields)
    plain = [type_coerce(column, raw.get(type(column.type), column.type)).label(column.name) for column in columns]
    return Reader(_point(database, plain), _point(database, COLUMNS))


def _point(database: Database, columns: Sequence[Any]) -> PointRead:
    return database.point(
        select(*columns).where(
            connections.c.id == bindparam("id", type_=Text),
            connections.c.environment_id == bindparam("environment_id", type_=Text),
        )
    )


async def find(tx: Transaction, environment_id: str, connection_id: str) -> Connection | None:
    """Inside one environment."""
    row = await tx.first(
        select(*COLUMNS).where(connections.c.id == connection_id, connections.c.environment_id == environment_id)
    )
    return None if row is None else connection(row)


async def lock(tx: Transaction, environment_id: str, connection_id: str) -> Connection | None:
    """`find`, and nobody else changes it until the transaction ends. Lock the lease first."""
    row = await tx.first(
        select(*COLUMNS)
        .where(connections.c.id == connection_id, connections.c.environment_id == environment_id)
        .with_for_update()
    )
    return None if row is None else connection(row)


async def find_account(
    tx: Transaction, environment_id: str, customer_id: str, integration_id: str, account_id: str
) -> str | None:
    """The id of the customer's connection that leads to this account already, the oldest if there are several."""
    row = await tx.first(
        select(connections.c.id)
        .where(
            connections.c.environment_id == environment_id,
            connections.c.customer_id == customer_id,
            connections.c.integration_id == integration_id,
            connections.c.account_id == account_id,
            connections.c.state != State.DISCONNECTED,
        )
        .order_by(connections.c.id)
        .limit(1)
    )
    return None if row is None else str(row.id)


async def count(tx: Transaction, environment_id: str) -> dict[State, int]:
    """How many are in each state; a state without any is left out."""
    statement = select(connections.c.state, func.count().label("many"))
    rows = await tx.all(statement.where(connections.c.environment_id == environment_id).group_by(connections.c.state))
    return {State(row.state): row.many for row in rows}


async def add(tx: Transaction, new: Connection) -> None:
    """Keep a new connection."""
    await tx.execute(connections.insert().values(**_row(new)))


async def change(tx: Transaction, changed: Connection, *, from_version: int) -> bool:
    """Write every column, if the credentials are still those of `from_version`. False when they are not."""
    statement = connections.update().where(
        connections.c.id == changed.id,
        connections.c.environment_id == changed.environment_id,
        connections.c.version == from_version,
    )
    return await tx.execute(statement.values(**_row(changed))) == 1


async def postpone(tx: Transaction, connection_id: str, retry_at: datetime, trouble: Trouble) -> None:
    """Leave the provider alone until then."""
    statement = connections.update().where(connections.c.id == connection_id)
    await tx.execute(statement.values(retry_at=retry_at, trouble=_trouble_text(trouble)))


def connection(row: Row[Any]) -> Connection:
    """What the queries here return."""
    fields: dict[str, Any] = dict(row._mapping)
    return Connection(
        **fields
        | {
            "kind": Kind(fields["kind"]),
            "state": State(fields["state"]),
            "reason": None if fields["reason"] is None else Reason(fields["reason"]),
            "replaced_account": _replaced(fields["replaced_account"]),
            "scopes": tuple(fields["scopes"]),
            "own_scopes": None if fields["own_scopes"] is None else tuple(fields["own_scopes"]),
            "trouble": _trouble(fields["trouble"]),
        }
    )


def _replaced(said: dict[str, str] | None) -> ReplacedAccount | None:
    if said is None:
        return None
    return ReplacedAccount(said["id"], said.get("label"), datetime.fromisoformat(said["at"]))


def _trouble(said: dict[str, str] | None) -> Trouble | None:
    return None if said is None else Trouble(Verdict(said["verdict"]), said["detail"])


def _trouble_text(trouble: Trouble) -> dict[str, str]:
    return {"verdict": trouble.verdict, "detail": trouble.detail}


def _row(given: Connection) -> dict[str, Any]:
    replaced = given.replaced_account
    return {column.name: getattr(given, column.name) for column in COLUMNS} | {
        "replaced_account": replaced and {"id": replaced.id, "label": replaced.label, "at": replaced.at.isoformat()},
        "trouble": given.trouble and _trouble_text(given.trouble),
        "scopes": list(given.scopes),
        "own_scopes": None if given.own_scopes is None else list(given.own_scopes),
        "values": dict(given.values),
        "metadata": dict(given.metadata),
        "search_text": given.search_text,
    }
