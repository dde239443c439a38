from bothways.kit.db.database import Database


async def test_it_works(database: Database) -> None:
    await database.ping()
