"""Standing authorizations and logbooks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "connection_logs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("environment_id", sa.Text(), nullable=False),
        sa.Column("connection_id", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("error_class", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name=op.f("fk_connection_logs_connection_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name=op.f("fk_connection_logs_environment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection_logs")),
    )
    with op.batch_alter_table("connection_logs", schema=None) as batch_op:
        batch_op.create_index("ix_connection_logs_environment", ["environment_id"], unique=False)
        batch_op.create_index("ix_connection_logs_list", ["connection_id", "id"], unique=False)

    with op.batch_alter_table("authorizations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("new_connection_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("own_scopes", sa.Text(), nullable=True))
        # Of those that are under way while this runs: nobody noted anything, and none stands longer than minutes.
        batch_op.add_column(sa.Column("metadata", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("standing", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("sealed_ticket", sa.LargeBinary(), nullable=True))
        batch_op.create_index("ix_authorizations_promised", ["environment_id", "new_connection_id"], unique=False)

    op.execute(sa.text("UPDATE authorizations SET metadata = '{}', standing = false"))
    with op.batch_alter_table("authorizations", schema=None) as batch_op:
        batch_op.alter_column("metadata", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("standing", existing_type=sa.Boolean(), nullable=False)

    with op.batch_alter_table("connections", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_scopes", sa.Text(), nullable=True))
