"""What a room may do inside a transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Row, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

Dialect: TypeAlias = Literal["sqlite", "postgresql"]
Values: TypeAlias = Mapping[str, object] | Sequence[Mapping[str, object]] | None
Insert: TypeAlias = sqlite.Insert | postgresql.Insert
# Something to do with a plain connection, wherever that connection lives.
Work: TypeAlias = Callable[[Connection], T]


class Runner(Protocol):
    """Carries work to a connection - a thread for SQLite, a greenlet for asyncpg - and brings the result back."""

    async def __call__(self, work: Work[T]) -> T: ...


class Transaction:
    """One transaction. Made by `Database.read` and `Database.begin`; not for two tasks at once.

    After an error the transaction is over, on every database alike: further statements raise
    RuntimeError and nothing is committed, even when the caller swallowed the error.
    """

    def __init__(self, dialect: Dialect, run: Runner, *, read_only: bool = False) -> None:
        self.dialect = dialect
        self._run = run
        self._read_only = read_only
        self._failed = False

    async def first(self, statement: Executable, values: Values = None) -> Row[Any] | None:
        """The first row, or None. Also for INSERT, UPDATE and DELETE with RETURNING."""

        def work(connection: Connection) -> Row[Any] | None:
            return _execute(connection, statement, values).first()

        return await self._perform(statement, work)

    async def all(self, statement: Executable, values: Values = None) -> list[Row[Any]]:
        """Every row. The caller's statement carries the limit."""

        def work(connection: Connection) -> list[Row[Any]]:
            return list(_execute(connection, statement, values).all())

        return await self._perform(statement, work)

    async def execute(self, statement: Executable, values: Values = None) -> int:
        """Run a statement and return how many rows it changed. A list of values runs it once for each."""

        def work(connection: Connection) -> int:
            with _execute(connection, statement, values) as result:
                return result.rowcount

        return await self._perform(statement, work)

    async def perform(self, work: Work[T]) -> T:
        """Do `work` with SQLAlchemy's own connection, for what the other methods cannot say; it must not commit."""
        if self._failed:
            raise RuntimeError("the transaction is over: an earlier statement failed")
        try:
            return await self._run(work)
        except BaseException:
            self._failed = True
            raise

    def insert(self, table: Table) -> Insert:
        """An INSERT of this database's dialect, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
        return sqlite.insert(table) if self.dialect == "sqlite" else postgresql.insert(table)

    @property
    def failed(self) -> bool:
        """Whether a statement raised, so that only undoing is left."""
        return self._failed

    async def _perform(self, statement: Executable, work: Work[T]) -> T:
        if self._read_only and statement.is_dml:
            raise RuntimeError("Database.read does not write: use Database.begin")
        return await self.perform(work)


def _execute(connection: Connection, statement: Executable, values: Values) -> CursorResult[Any]:
    return connection.execute(statement, values)
