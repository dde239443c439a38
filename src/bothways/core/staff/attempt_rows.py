"""SQL on attempts to sign in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case

from bothways.core.staff.store import sign_in_attempts
from bothways.kit.db.transaction import Transaction


@dataclass(frozen=True)
class Attempts:
    """How often somebody tried, in a window of time that ends at `ends_at`."""

    count: int
    ends_at: datetime


async def count(tx: Transaction, subject: bytes, now: datetime, ends_at: datetime) -> Attempts:
    """One more attempt, this one included; a window that is over begins anew."""
    over = sign_in_attempts.c.ends_at <= now
    fresh = tx.insert(sign_in_attempts).values(subject=subject, count=1, ends_at=ends_at)
    counted = fresh.on_conflict_do_update(
        index_elements=[sign_in_attempts.c.subject],
        set_={
            "count": case((over, fresh.excluded["count"]), else_=sign_in_attempts.c["count"] + 1),
            "ends_at": case((over, fresh.excluded.ends_at), else_=sign_in_attempts.c.ends_at),
        },
    )
    row = await tx.first(counted.returning(sign_in_attempts.c["count"], sign_in_attempts.c.ends_at))
    assert row is not None, "an upsert returns its row"
    return Attempts(row._mapping["count"], row.ends_at)


async def clear(tx: Transaction, subject: bytes) -> None:
    """Forget the attempts of somebody who got in."""
    await tx.execute(sign_in_attempts.delete().where(sign_in_attempts.c.subject == subject))
