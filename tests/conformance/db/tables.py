"""Tables of the conformance suite's own: every column type, every kind of constraint."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from bothways.kit.db.database import Database
from bothways.kit.db.metadata import NAMING_CONVENTION
from bothways.kit.db.types import Instant, Json

# Apart from the house's own, so that they never reach a migration.
suite = MetaData(naming_convention=NAMING_CONVENTION)

things = Table(
    "suite_things",
    suite,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("count", BigInteger),
    Column("flag", Boolean),
    Column("sealed", LargeBinary),
    Column("at", Instant),
    Column("data", Json),
    Column("owner", Text),
    UniqueConstraint("owner", "name"),
)

parts = Table(
    "suite_parts",
    suite,
    Column("id", Text, primary_key=True),
    Column("thing_id", Text, ForeignKey("suite_things.id", ondelete="RESTRICT"), nullable=False),
    Column("code", Text, nullable=False),
    Index("ix_suite_parts_code", "code", unique=True),
)


async def create(database: Database) -> None:
    async with database.begin() as tx:
        await tx.perform(suite.create_all)
