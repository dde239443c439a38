"""The tables of identity. The SQL on them stands in the `..._rows` files, one for each noun."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    and_,
    or_,
)

from bothways.core.identity.model import Validity
from bothways.kit.db.metadata import metadata
from bothways.kit.db.types import Instant, Json


def _of_environment() -> Column[str]:
    return Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False)


workspaces = Table(
    "workspaces",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

environments = Table(
    "environments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("workspace_id", Text, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("mode", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("return_urls", Json, nullable=False),
    Column("allowed_origins", Json, nullable=False),
    Column("theme", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    Column("id", Text, primary_key=True),
    _of_environment(),
    Column("external_id", Text, nullable=False),
    Column("name", Text),
    Column("email", Text),
    Column("metadata", Json, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("sort_key", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("environment_id", "external_id"),
    Index("ix_customers_list", "environment_id", "id"),
    Index("ix_customers_by_name", "environment_id", "sort_key", "id"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    _of_environment(),
    Column("name", Text, nullable=False),
    Column("hint", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    Column("last_used_at", Instant),
    Index("ix_api_keys_list", "environment_id", "id"),
)

connect_sessions = Table(
    "connect_sessions",
    metadata,
    Column("id", Text, primary_key=True),
    _of_environment(),
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("integration_ids", Json),
    Column("return_url", Text),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("revoked_at", Instant),
    # No reference: a session outlives no link, and both go with their customer.
    Column("link_id", Text, index=True),
    Column("locale", Text),
    Index("ix_connect_sessions_list", "environment_id", "id"),
    Index("ix_connect_sessions_customer", "customer_id", "environment_id", "id"),
)

connect_links = Table(
    "connect_links",
    metadata,
    Column("id", Text, primary_key=True),
    _of_environment(),
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("name", Text),
    Column("integration_ids", Json),
    Column("return_url", Text),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("revoked_at", Instant),
    Column("last_opened_at", Instant),
    Column("opened_count", BigInteger, nullable=False),
    Column("locale", Text),
    Index("ix_connect_links_list", "environment_id", "id"),
    Index("ix_connect_links_customer", "customer_id", "environment_id", "id"),
)

# Taken once. Used ones stay for a while: whoever opens one again is told where it belonged.
connect_tickets = Table(
    "connect_tickets",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    _of_environment(),
    Column("session_id", Text, ForeignKey("connect_sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
)

# The cookies for which tickets were traded; each lives as long as its session.
connect_browsers = Table(
    "connect_browsers",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    _of_environment(),
    Column("session_id", Text, ForeignKey("connect_sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
)

# What frames inside of operators' pages got for their tickets; each lives as long as its session.
connect_frames = Table(
    "connect_frames",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    _of_environment(),
    Column("session_id", Text, ForeignKey("connect_sessions.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_connect_frames_session", "session_id", "created_at"),
)


def in_state(table: Table, state: Validity, now: datetime) -> ColumnElement[bool]:
    """Rows of `table` (api_keys, connect_sessions) that are in `state` at that moment."""
    if state is Validity.REVOKED:
        return table.c.revoked_at.is_not(None)
    alive = table.c.revoked_at.is_(None)
    if state is Validity.EXPIRED:
        return and_(alive, table.c.expires_at <= now)
    return and_(alive, or_(table.c.expires_at.is_(None), table.c.expires_at > now))
