"""Reading who of the staff somebody is, and who their colleagues are."""

from dataclasses import dataclass

from bothways.core.staff import factor_rows, staff_rows
from bothways.core.staff.errors import StaffNotFound
from bothways.core.staff.model import Factors, Listed, Policy, Staff, folded
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ReadStaff:
    """The operator's people, as they are now."""

    database: Database

    async def __call__(self, staff_id: str) -> Staff | None:
        """By id."""
        async with self.database.read() as tx:
            found = await staff_rows.get(tx, staff_id)
        return None if found is None else found.staff

    async def by_email(self, email: str) -> Staff:
        """Raises StaffNotFound."""
        async with self.database.read() as tx:
            found = await staff_rows.find(tx, folded(email))
        if found is None:
            raise StaffNotFound("There is no such member of staff.")
        return found.staff

    async def listed(self, staff_id: str) -> Listed:
        """With what belongs to signing in. Raises StaffNotFound."""
        async with self.database.read() as tx:
            found = await staff_rows.get(tx, staff_id)
            if found is None:
                raise StaffNotFound("There is no such member of staff.")
            factors = await factor_rows.factors(tx, staff_id)
        return Listed(found.staff, factors, found.password_hash is not None, None)

    async def of_workspace(self, workspace_id: str) -> list[Listed]:
        """Everybody, oldest first."""
        async with self.database.read() as tx:
            found = await staff_rows.all_staff(tx, workspace_id)
            factors = await factor_rows.factors_of_all(tx, workspace_id)
            latest = await staff_rows.last_sign_ins(tx, workspace_id)
        return [
            Listed(
                one.staff,
                factors.get(one.staff.id, Factors()),
                one.password_hash is not None,
                latest.get(one.staff.id),
            )
            for one in found
        ]

    async def policy(self, workspace_id: str) -> Policy:
        """How the members of a workspace sign in."""
        async with self.database.read() as tx:
            return await staff_rows.policy(tx, workspace_id)
