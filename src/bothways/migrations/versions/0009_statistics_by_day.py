"""Statistics by day."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "connection_days",
        sa.Column("environment_id", sa.Text(), nullable=False),
        sa.Column("integration_id", sa.Text(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("connected", sa.BigInteger(), nullable=False),
        sa.Column("reconnected", sa.BigInteger(), nullable=False),
        sa.Column("disconnected", sa.BigInteger(), nullable=False),
        sa.Column("needs_reauth", sa.BigInteger(), nullable=False),
        sa.Column("renewed", sa.BigInteger(), nullable=False),
        sa.Column("renewal_failed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name=op.f("fk_connection_days_environment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_connection_days_integration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("environment_id", "integration_id", "day", name=op.f("pk_connection_days")),
    )
    with op.batch_alter_table("connection_days", schema=None) as batch_op:
        batch_op.create_index("ix_connection_days_day", ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_connection_days_integration_id"), ["integration_id"], unique=False)

    _count_the_past()


COUNTED = {
    "connection.created": "connected",
    "connection.reconnected": "reconnected",
    "connection.disconnected": "disconnected",
    "connection.needs_reauth": "needs_reauth",
}
COUNTERS = ("connected", "reconnected", "disconnected", "needs_reauth", "renewed", "renewal_failed")
MICROSECONDS = 86_400_000_000
BATCH = 1_000


def _count_the_past() -> None:
    """What events still tell. Renewals that went well were never told, so those begin to be counted now."""
    connection = op.get_bind()
    events = sa.table("events", *(sa.column(name) for name in ("id", "environment_id", "type", "data", "created_at")))
    integrations = sa.table("integrations", sa.column("id"), sa.column("environment_id"))
    known = {tuple(row) for row in connection.execute(sa.select(integrations.c.environment_id, integrations.c.id))}
    counts: dict[tuple[str, str, int], dict[str, int]] = {}
    last = ""
    while True:
        some = sa.select(events).where(events.c.id > last, events.c.type.in_(tuple(COUNTED)))
        rows = connection.execute(some.order_by(events.c.id).limit(BATCH)).all()
        for row in rows:
            integration = json.loads(row.data).get("integration_id")
            if (row.environment_id, integration) in known:
                key = (row.environment_id, integration, row.created_at // MICROSECONDS)
                counts.setdefault(key, dict.fromkeys(COUNTERS, 0))[COUNTED[row.type]] += 1
        if len(rows) < BATCH:
            break
        last = rows[-1].id
    names = ("environment_id", "integration_id", "day", *COUNTERS)
    days = sa.table("connection_days", *(sa.column(name) for name in names))
    for (environment, integration, day), counted in counts.items():
        place = {"environment_id": environment, "integration_id": integration, "day": day}
        connection.execute(days.insert().values({**place, **counted}))
