"""Reading who of the staff somebody is."""

from dataclasses import dataclass

from bothways.core.staff import rows
from bothways.core.staff.model import Staff
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ReadStaff:
    """One of the operator's people, by id."""

    database: Database

    async def __call__(self, staff_id: str) -> Staff | None:
        async with self.database.read() as tx:
            return await rows.get(tx, staff_id)
