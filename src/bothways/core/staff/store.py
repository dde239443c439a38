"""The tables of staff. The SQL on them stands in the `..._rows` files."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, LargeBinary, Table, Text

from bothways.kit.db.metadata import metadata
from bothways.kit.db.types import Instant, Json


def _of_staff(*, key: bool = False) -> Column[str]:
    reference = ForeignKey("staff.id", ondelete="CASCADE")
    return Column("staff_id", Text, reference, primary_key=key, nullable=False, index=not key)


# No password: signs in by single sign-on alone, or did not come yet.
staff = Table(
    "staff",
    metadata,
    Column("id", Text, primary_key=True),
    Column("workspace_id", Text, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("sso_subject", Text),
    Column("created_at", Instant, nullable=False),
    Column("joined_at", Instant),
)

staff_policies = Table(
    "staff_policies",
    metadata,
    Column("workspace_id", Text, ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True),
    Column("second_factor_required", Boolean, nullable=False),
    Column("only_sso", Boolean, nullable=False),
)

# `confirmed_at` is when its owner last proved to be there, by signing in or by the password.
staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", Text, primary_key=True),
    _of_staff(),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("signed_in_by", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

# Whoever gave the right password and has not proved the second factor yet.
staff_doorsteps = Table(
    "staff_doorsteps",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    _of_staff(),
    Column("expires_at", Instant, nullable=False, index=True),
)

# Taken once, by deleting the row.
staff_links = Table(
    "staff_links",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    _of_staff(),
    Column("purpose", Text, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

# `last_step` is the time step of the last code that was taken: none is taken twice (RFC 6238 section 5.2).
staff_totp = Table(
    "staff_totp",
    metadata,
    _of_staff(key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("last_step", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
)

staff_recovery_codes = Table(
    "staff_recovery_codes",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    _of_staff(),
)

staff_passkeys = Table(
    "staff_passkeys",
    metadata,
    Column("id", Text, primary_key=True),
    _of_staff(),
    Column("credential_id", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("transports", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_used_at", Instant),
)

# What a passkey has to sign, for whoever holds the cookie whose digest this is. Taken once, by deleting the row.
staff_challenges = Table(
    "staff_challenges",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("challenge", LargeBinary, nullable=False),
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
