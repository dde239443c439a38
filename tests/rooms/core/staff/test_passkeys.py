"""A member's passkeys, as far as no device is needed."""

from dataclasses import replace

import pytest

from bothways.core.staff import factor_rows
from bothways.core.staff.ceremonies import Ceremonies
from bothways.core.staff.errors import PasskeyRefused
from bothways.core.staff.model import MAX_PASSKEYS, Passkey
from bothways.kit.db.database import Database
from tests.rooms.core.staff.conftest import Person
from tests.support.clock import ManualClock


async def test_one_too_many_is_refused_before_a_device_makes_it(
    ada: Person, database: Database, clock: ManualClock
) -> None:
    add = replace(ada.room.factors.add_passkey, ceremonies=Ceremonies("https://bothways.example"))
    async with database.begin() as tx:
        for one in range(MAX_PASSKEYS):
            kept = Passkey(f"pk_{one}", ada.staff.id, bytes([one]), b"key", 0, "Laptop", (), clock.now())
            await factor_rows.add_passkey(tx, kept)
    with pytest.raises(PasskeyRefused, match="There are 20 passkeys already"):
        await add.begin(ada.staff.id, "ss_1")
