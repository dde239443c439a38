"""What can go wrong with a database, alike for SQLite and PostgreSQL.

None of these repeats a value that was bound to a statement: drivers like to quote them,
and some are secrets.
"""

from bothways.kit.errors import DomainError, Kind


class DatabaseUnavailable(DomainError):
    """The database cannot be reached, went away, or cannot write. What was under way is undone or unknown."""

    code = "database_unavailable"
    kind = Kind.UNAVAILABLE
    next_step = "Try again shortly; where it stays so, `bothways doctor` and the log say why."


class DatabaseBusy(DatabaseUnavailable):
    """The database is there but did not get to us in time: locks, deadlocks, exhausted pools. Nothing was written."""

    code = "database_busy"
    next_step = "Try again shortly."


class Unstorable(DomainError):
    """A value that a database refuses: NUL or lone surrogates in text, an integer beyond 64 bits."""

    code = "unstorable_value"
    kind = Kind.INVALID
    next_step = (
        "Remove NUL characters and broken Unicode from the input, keep numbers within 64 bits, and send it again."
    )


class UniqueViolation(DomainError):
    """Another row holds the same values in `columns` of `table`; the transaction is undone."""

    code = "already_exists"
    kind = Kind.CONFLICT
    next_step = "Read the existing record, or choose another value."

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        super().__init__("Another record holds this value already.", debug=f"unique: {table}({', '.join(columns)})")
        self.table = table
        self.columns = columns


class ReferenceViolation(DomainError):
    """A row refers to one that is not there, or is still referred to; the transaction is undone."""

    code = "reference_broken"
    kind = Kind.CONFLICT
    next_step = "Read the records involved again; one of them was created or removed meanwhile."


class DatabaseError(Exception):
    """Anything else a database complains about: a mistake of ours. Names the complaint, never the values."""
