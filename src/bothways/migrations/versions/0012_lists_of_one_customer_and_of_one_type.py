"""Lists of one customer and of one type have indexes."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("connect_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connect_links_customer_id"))
        batch_op.create_index("ix_connect_links_customer", ["customer_id", "environment_id", "id"], unique=False)

    with op.batch_alter_table("connect_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connect_sessions_customer_id"))
        batch_op.create_index("ix_connect_sessions_customer", ["customer_id", "environment_id", "id"], unique=False)

    with op.batch_alter_table("connections", schema=None) as batch_op:
        batch_op.create_index("ix_connections_of_customer", ["customer_id", "environment_id", "id"], unique=False)

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_customer_id"))
        batch_op.create_index("ix_events_customer", ["customer_id", "environment_id", "id"], unique=False)
        batch_op.create_index("ix_events_type", ["environment_id", "type", "id"], unique=False)
