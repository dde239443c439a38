"""Staff have roles."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Whoever signed in until now could see everything, so they stay able to: as owners.
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.Text(), nullable=False, server_default="owner"))
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.alter_column("role", server_default=None)
