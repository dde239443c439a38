"""Frames of connect sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "connect_frames",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("environment_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name=op.f("fk_connect_frames_environment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["connect_sessions.id"], name=op.f("fk_connect_frames_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_connect_frames")),
    )
    with op.batch_alter_table("connect_frames", schema=None) as batch_op:
        batch_op.create_index("ix_connect_frames_session", ["session_id", "created_at"], unique=False)
