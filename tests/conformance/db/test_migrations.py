"""Upgrades: whole or not at all, once, and the same on both databases."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table, Text, inspect, text

from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseUnavailable
from bothways.kit.db.metadata import NAMING_CONVENTION
from bothways.migrations.run import migrate, pending, upgrade
from bothways.migrations.scripts import scripts
from bothways.migrations.state import VERSIONS, NewerDatabase, OlderDatabase, check
from bothways.migrations.tables import all_tables
from bothways.migrations.write import compare, write_revision
from tests.conformance.db.tables import suite

FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0001", None
def upgrade():
    op.create_table("mig_parents", sa.Column("id", sa.Text(), primary_key=True))
    op.create_table(
        "mig_children",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("parent", sa.Text(), sa.ForeignKey("mig_parents.id", ondelete="CASCADE", name="fk_child")),
    )
    op.execute("INSERT INTO mig_parents VALUES ('p')")
    op.execute("INSERT INTO mig_children VALUES ('c', 'p')")
"""
SECOND = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    with op.batch_alter_table("mig_parents") as table:
        table.add_column(sa.Column("name", sa.Text(), nullable=False, server_default="unnamed"))
        table.create_check_constraint("ck_name", "length(name) > 0")
"""
FAILING = """
from alembic import op
revision, down_revision = "0003", "0002"
def upgrade():
    op.execute("DELETE FROM mig_children")
    op.execute("CREATE TABLE mig_half (id TEXT)")
    raise RuntimeError("the power went away")
"""


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "0001_first.py").write_text(FIRST)
    return folder


async def children(database: Database) -> int:
    async with database.read() as tx:
        return len(await tx.all(text("SELECT * FROM mig_children")))


async def test_an_upgrade_runs_what_is_missing_and_nothing_twice(bare_database_url: str, versions: Path) -> None:
    assert await upgrade(bare_database_url, versions) == ["0001"]
    (versions / "0002_second.py").write_text(SECOND)
    assert await pending(bare_database_url, versions) == ["0002"]
    assert await upgrade(bare_database_url, versions) == ["0002"]
    assert await upgrade(bare_database_url, versions) == []
    assert await pending(bare_database_url, versions) == []


async def test_changing_a_table_keeps_the_rows_that_refer_to_it(bare_database_url: str, versions: Path) -> None:
    (versions / "0002_second.py").write_text(SECOND)
    await upgrade(bare_database_url, versions)
    database = await Database.open(bare_database_url)
    assert await children(database) == 1
    await database.close()


async def test_a_failed_upgrade_changes_nothing_and_can_be_repeated(bare_database_url: str, versions: Path) -> None:
    await upgrade(bare_database_url, versions)
    (versions / "0002_second.py").write_text(SECOND)
    (versions / "0003_failing.py").write_text(FAILING)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="power"):
            await upgrade(bare_database_url, versions)
        assert await pending(bare_database_url, versions) == ["0002", "0003"]
    database = await Database.open(bare_database_url)
    assert await children(database) == 1
    await database.close()
    (versions / "0003_failing.py").unlink()
    assert await upgrade(bare_database_url, versions) == ["0002"]


async def test_of_several_upgrades_at_once_one_does_the_work(bare_database_url: str, versions: Path) -> None:
    done = await asyncio.gather(*(upgrade(bare_database_url, versions) for _ in range(4)))
    assert sorted(done) == [[], [], [], ["0001"]]


async def test_a_database_from_the_future_is_left_alone(bare_database_url: str, versions: Path) -> None:
    (versions / "0002_second.py").write_text(SECOND)
    await upgrade(bare_database_url, versions)
    (versions / "0002_second.py").unlink()
    with pytest.raises(NewerDatabase, match="0002"):
        await upgrade(bare_database_url, versions)
    with pytest.raises(NewerDatabase):
        await pending(bare_database_url, versions)


async def test_the_house_revisions_make_the_tables_that_the_rooms_declare(bare_database_url: str) -> None:
    if not list(scripts().walk_revisions()):
        pytest.skip("no revision has been written yet")
    await upgrade(bare_database_url)
    database = await Database.open(bare_database_url)
    async with database.begin() as tx:
        difference = await tx.perform(lambda connection: compare(connection, all_tables()))
    await database.close()
    assert difference.upgrade_ops is not None
    assert difference.upgrade_ops.as_diffs() == []


def test_a_written_revision_makes_the_declared_tables(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    path = write_revision("Everything at once", suite, versions)
    assert path is not None
    assert path.name == "0001_everything_at_once.py"
    assert "bothways" not in path.read_text()
    url = f"sqlite:///{tmp_path}/made.db"
    assert migrate(url, versions) == "0001"
    assert write_revision("Nothing more", suite, versions) is None


async def test_a_written_revision_holds_on_both_databases(bare_database_url: str, tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    await asyncio.to_thread(write_revision, "Everything at once", suite, versions)
    await upgrade(bare_database_url, versions)
    database = await Database.open(bare_database_url)
    async with database.begin() as tx:
        difference = await tx.perform(lambda connection: compare(connection, suite))
        names = await tx.perform(lambda connection: inspect(connection).get_unique_constraints("suite_things"))
    await database.close()
    assert difference.upgrade_ops is not None
    assert difference.upgrade_ops.as_diffs() == []
    assert [constraint["name"] for constraint in names] == ["uq_suite_things_owner_name"]


def test_the_next_revision_holds_the_difference_only(versions: Path) -> None:
    (versions / "0002_second.py").write_text(SECOND)
    wanted = MetaData(naming_convention=NAMING_CONVENTION)
    Table("mig_extra", wanted, Column("id", Text, primary_key=True))
    path = write_revision("Extra", wanted, versions)
    assert path is not None
    written = path.read_text()
    assert 'revision = "0003"' in written
    assert 'down_revision = "0002"' in written
    assert "create_table('mig_extra'" in written.replace('"', "'")


async def test_a_database_that_cannot_be_reached_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        await upgrade(f"sqlite:///{tmp_path}/nowhere/x.db")
    with pytest.raises(DatabaseUnavailable):
        await upgrade(f"postgresql://u@/db?host={tmp_path}")


def test_revisions_are_numbered_in_one_line() -> None:
    numbers = [script.revision for script in scripts().walk_revisions()][::-1]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
    assert all(path.name == "__init__.py" or path.name[:4] in numbers for path in VERSIONS.glob("*.py"))


async def test_a_start_asks_for_the_migrations_that_are_missing(bare_database_url: str, tmp_path: Path) -> None:
    database = await Database.open(bare_database_url)
    try:
        with pytest.raises(OlderDatabase, match="0001"):
            await check(database)
        await upgrade(bare_database_url)
        await check(database)
        newest = max(script.revision for script in scripts().walk_revisions())
        for name in (f"{newest}_known.py", "9999_missing.py"):
            (tmp_path / name).touch()
        with pytest.raises(OlderDatabase, match="9999"):
            await check(database, tmp_path)
        (tmp_path / f"{newest}_known.py").unlink()
        with pytest.raises(NewerDatabase, match=newest):
            await check(database, tmp_path)
    finally:
        await database.close()
