"""A database that writes down what is asked of it: statements of point reads, and transactions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.dialects import postgresql, sqlite

from bothways.kit.db.database import Database, Engine
from bothways.kit.db.point import PointRead
from bothways.kit.db.postgresql import PostgreSQLEngine
from bothways.kit.db.sqlite import SQLiteEngine
from bothways.kit.db.transaction import Dialect, Runner


@dataclass
class Witness:
    """Stands between the house and one of the two engines."""

    engine: Engine
    points: list[Select[Any]] = field(default_factory=list)
    transactions: list[str] = field(default_factory=list)
    dialect: Dialect = field(init=False)

    def __post_init__(self) -> None:
        self.dialect = self.engine.dialect

    @classmethod
    def of(cls, url: str) -> "Witness":
        """Over the engine that the address asks for."""
        path = url.removeprefix("sqlite:///")
        return cls(PostgreSQLEngine(url) if path == url else SQLiteEngine(Path(path)))

    @property
    def database(self) -> Database:
        """What the house is given."""
        return Database(self)

    def forget(self) -> None:
        """Begin anew."""
        self.points.clear()
        self.transactions.clear()

    def sql(self, statement: Select[Any]) -> str:
        """The text of a statement, with its values in it."""
        spoken: Any = {"sqlite": sqlite, "postgresql": postgresql}[self.dialect]
        return str(statement.compile(dialect=spoken.dialect(), compile_kwargs={"literal_binds": True}))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Runner]:
        self.transactions.append("read")
        async with self.engine.reading() as run:
            yield run

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Runner]:
        self.transactions.append("write")
        async with self.engine.writing() as run:
            yield run

    def point(self, statement: Select[Any]) -> PointRead:
        read = self.engine.point(statement)

        async def noted(**values: object) -> Row[Any] | None:
            self.points.append(statement.params(**values))
            return await read(**values)

        return noted

    async def ping(self) -> None:
        await self.engine.ping()

    async def close(self) -> None:
        await self.engine.close()
