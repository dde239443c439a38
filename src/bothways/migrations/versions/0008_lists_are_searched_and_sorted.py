"""Lists are searched and sorted."""

import unicodedata
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_action", ["environment_id", "action", "sequence"], unique=False)
        batch_op.create_index("ix_audit_entries_actor", ["environment_id", "actor", "sequence"], unique=False)
        batch_op.create_index("ix_audit_entries_subject", ["environment_id", "subject", "sequence"], unique=False)
        batch_op.create_index("ix_audit_entries_time", ["environment_id", "created_at"], unique=False)

    with op.batch_alter_table("connect_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connect_sessions_environment"))
        batch_op.create_index("ix_connect_sessions_list", ["environment_id", "id"], unique=False)

    with op.batch_alter_table("connections", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=True))
        batch_op.create_index("ix_connections_counts", ["environment_id", "integration_id", "state"], unique=False)
        batch_op.create_index("ix_connections_state", ["environment_id", "state", "id"], unique=False)

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("sort_key", sa.Text(), nullable=True))
        batch_op.create_index("ix_customers_by_name", ["environment_id", "sort_key", "id"], unique=False)

    with op.batch_alter_table("integrations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("sort_key", sa.Text(), nullable=True))

    _fill("connections", ("label", "account_label", "account_id"), _connection)
    _fill("customers", ("name", "email", "external_id"), _customer)
    _fill("integrations", ("display_name", "slug", "provider", "description"), _integration)
    for table, columns in FILLED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, existing_type=sa.Text(), nullable=False)


FILLED = {
    "connections": ("search_text",),
    "customers": ("search_text", "sort_key"),
    "integrations": ("search_text", "sort_key"),
}
BATCH = 500

Texts = tuple[str | None, ...]


def _connection(texts: Texts) -> dict[str, str]:
    return {"search_text": _folded(*texts)}


def _customer(texts: Texts) -> dict[str, str]:
    return {"search_text": _folded(*texts), "sort_key": _fold(texts[0] or texts[2] or "")[:100]}


def _integration(texts: Texts) -> dict[str, str]:
    return {"search_text": _folded(*texts), "sort_key": _fold(texts[0] or "")[:100]}


def _fill(name: str, columns: tuple[str, ...], derived: Callable[[Texts], dict[str, str]]) -> None:
    """What new rows get from the code, for those that are there already. In batches: there may be many."""
    connection = op.get_bind()
    table = sa.table(name, *(sa.column(column) for column in ("id", *columns, *FILLED[name])))
    last = ""
    while True:
        some = sa.select(*(table.c[column] for column in ("id", *columns))).where(table.c.id > last)
        rows = connection.execute(some.order_by(table.c.id).limit(BATCH)).all()
        for row in rows:
            texts = derived(tuple(row[1:]))
            connection.execute(table.update().where(table.c.id == row.id).values(texts))
        if len(rows) < BATCH:
            return
        last = rows[-1].id


def _folded(*texts: str | None) -> str:
    lines = (_fold(text) for text in texts if text)
    return "\n".join(line for line in lines if line)[:2_000]


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    one_line = " ".join(plain.split())
    return "".join(mark for mark in one_line if unicodedata.category(mark) not in {"Cc", "Cf", "Cs"})
