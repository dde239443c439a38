"""The tables of staff. The SQL on them stands in the `...rows` files."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Table, Text

from bothways.kit.db.metadata import metadata
from bothways.kit.db.types import Instant

staff = Table(
    "staff",
    metadata,
    Column("id", Text, primary_key=True),
    Column("workspace_id", Text, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("staff_id", Text, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

# `subject` is a digest of an e-mail address or a network address: neither is kept only because somebody mistyped.
sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("subject", LargeBinary, primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
)
