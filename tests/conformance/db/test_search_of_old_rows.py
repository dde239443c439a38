"""Rows from before lists were searched are found like new ones after the upgrade."""

import shutil
from pathlib import Path

from sqlalchemy import text

from bothways.kit.db.database import Database
from bothways.kit.finding import folded, sort_key
from bothways.migrations.run import upgrade
from bothways.migrations.state import VERSIONS

NAME, EMAIL, OWN = "Größe  Ltd", "JO@example.com", "own/7"


async def test_an_upgrade_makes_old_customers_findable(bare_database_url: str, tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    (new,) = VERSIONS.glob("*_lists_are_searched_and_sorted.py")
    for path in VERSIONS.glob("[0-9]*_*.py"):
        if path.name < new.name:
            shutil.copy(path, before)
    await upgrade(bare_database_url, before)
    database = await Database.open(bare_database_url)
    async with database.begin() as tx:
        await tx.execute(text("INSERT INTO workspaces (id, name, created_at) VALUES ('ws', 'W', 0)"))
        columns = "id, workspace_id, mode, name, return_urls, allowed_origins, theme, created_at, updated_at"
        await tx.execute(
            text(f"INSERT INTO environments ({columns}) VALUES ('env', 'ws', 'test', 'E', '[]', '[]', '{{}}', 0, 0)")
        )
        columns = "id, environment_id, external_id, name, email, metadata, created_at, updated_at"
        customer = text(f"INSERT INTO customers ({columns}) VALUES (:id, 'env', :own, :name, :email, '{{}}', 0, 0)")
        for number in range(1_001):
            values = {"id": f"c{number:05}", "own": f"{OWN}{number}", "name": NAME, "email": EMAIL}
            await tx.execute(customer, [values])
        await tx.execute(customer, [{"id": "nameless", "own": OWN, "name": None, "email": None}])
    await database.close()

    await upgrade(bare_database_url)
    database = await Database.open(bare_database_url)
    async with database.read() as tx:
        rows = await tx.all(text("SELECT search_text, sort_key, external_id FROM customers ORDER BY id"))
    await database.close()
    assert [tuple(row) for row in rows[:1_001]] == [
        (folded(NAME, EMAIL, f"{OWN}{number}"), sort_key(NAME), f"{OWN}{number}") for number in range(1_001)
    ]
    assert tuple(rows[-1]) == (folded(OWN), sort_key(OWN), OWN)
