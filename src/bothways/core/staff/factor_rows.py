"""SQL on second factors: one-time passwords, recovery codes, passkeys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from bothways.core.staff.model import Factors, Passkey
from bothways.core.staff.store import staff, staff_passkeys, staff_recovery_codes, staff_totp
from bothways.kit.db.transaction import Transaction


@dataclass(frozen=True)
class SealedTOTP:
    """A member's secret for one-time passwords; it counts once it is confirmed."""

    sealed: bytes
    created_at: datetime
    confirmed_at: datetime | None


async def factors(tx: Transaction, staff_id: str) -> Factors:
    """What a member has."""
    confirmed = (staff_totp.c.staff_id == staff_id) & staff_totp.c.confirmed_at.is_not(None)
    row = await tx.first(select(staff_totp.c.staff_id).where(confirmed))
    keys, codes = [
        await tx.first(select(func.count().label("many")).select_from(table).where(table.c.staff_id == staff_id))
        for table in (staff_passkeys, staff_recovery_codes)
    ]
    assert keys is not None
    assert codes is not None
    return Factors(row is not None, keys.many, codes.many)


async def factors_of_all(tx: Transaction, workspace_id: str) -> dict[str, Factors]:
    """What each member of a workspace has who has anything."""
    here = staff.c.workspace_id == workspace_id
    totp = select(staff_totp.c.staff_id).join(staff).where(here, staff_totp.c.confirmed_at.is_not(None))
    keys = select(staff_passkeys.c.staff_id, func.count().label("many")).join(staff).where(here)
    with_totp = {row.staff_id for row in await tx.all(totp)}
    with_keys = {row.staff_id: row.many for row in await tx.all(keys.group_by(staff_passkeys.c.staff_id))}
    return {one: Factors(one in with_totp, with_keys.get(one, 0)) for one in with_totp | with_keys.keys()}


async def totp(tx: Transaction, staff_id: str) -> SealedTOTP | None:
    """The secret, confirmed or not."""
    row = await tx.first(select(staff_totp).where(staff_totp.c.staff_id == staff_id))
    return None if row is None else SealedTOTP(row.sealed, row.created_at, row.confirmed_at)


async def put_totp(tx: Transaction, staff_id: str, sealed: bytes, now: datetime) -> None:
    """A new secret that is not confirmed yet, in place of another such one."""
    values = {"sealed": sealed, "last_step": 0, "created_at": now, "confirmed_at": None}
    statement = tx.insert(staff_totp).values(staff_id=staff_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=[staff_totp.c.staff_id], set_=values))


async def spend_step(tx: Transaction, staff_id: str, step: int, confirmed_at: datetime | None = None) -> bool:
    """Take the code of a time step, and confirm the secret with it. False when it, or a later one, was taken."""
    fresh = (staff_totp.c.staff_id == staff_id) & (staff_totp.c.last_step < step)
    values: dict[str, object] = {"last_step": step} | ({} if confirmed_at is None else {"confirmed_at": confirmed_at})
    return await tx.execute(staff_totp.update().where(fresh).values(**values)) > 0


async def remove_totp(tx: Transaction, staff_id: str) -> bool:
    """Whether there was one."""
    return await tx.execute(staff_totp.delete().where(staff_totp.c.staff_id == staff_id)) > 0


async def put_codes(tx: Transaction, staff_id: str, digests: Sequence[bytes]) -> None:
    """New recovery codes in place of those that were left."""
    await tx.execute(staff_recovery_codes.delete().where(staff_recovery_codes.c.staff_id == staff_id))
    if digests:
        rows = [{"digest": one, "staff_id": staff_id} for one in digests]
        await tx.execute(staff_recovery_codes.insert(), rows)


async def spend_code(tx: Transaction, staff_id: str, digest: bytes) -> bool:
    """Take a recovery code. False when it was taken, or is nobody's or somebody else's."""
    own = (staff_recovery_codes.c.digest == digest) & (staff_recovery_codes.c.staff_id == staff_id)
    return await tx.execute(staff_recovery_codes.delete().where(own)) > 0


async def add_passkey(tx: Transaction, passkey: Passkey) -> None:
    """Keep it. Raises UniqueViolation when its credential is known."""
    values = vars(passkey) | {"transports": list(passkey.transports)}
    await tx.execute(staff_passkeys.insert().values(values))


async def passkeys(tx: Transaction, staff_id: str) -> list[Passkey]:
    """A member's, oldest first."""
    statement = select(staff_passkeys).where(staff_passkeys.c.staff_id == staff_id).order_by(staff_passkeys.c.id)
    return [_passkey(row) for row in await tx.all(statement)]


async def passkey_of(tx: Transaction, credential_id: bytes) -> Passkey | None:
    """By what the authenticator calls it."""
    row = await tx.first(select(staff_passkeys).where(staff_passkeys.c.credential_id == credential_id))
    return None if row is None else _passkey(row)


async def used_passkey(tx: Transaction, passkey: Passkey, sign_count: int, now: datetime) -> bool:
    """Count a use. False when another one was counted since `passkey` was read: of two at once one is a copy."""
    same = (staff_passkeys.c.id == passkey.id) & (staff_passkeys.c.sign_count == passkey.sign_count)
    statement = staff_passkeys.update().where(same).values(sign_count=sign_count, last_used_at=now)
    return await tx.execute(statement) > 0


async def rename_passkey(tx: Transaction, staff_id: str, passkey_id: str, name: str) -> bool:
    """Whether the member has it."""
    own = (staff_passkeys.c.staff_id == staff_id) & (staff_passkeys.c.id == passkey_id)
    return await tx.execute(staff_passkeys.update().where(own).values(name=name)) > 0


async def remove_passkey(tx: Transaction, staff_id: str, passkey_id: str) -> bool:
    """Whether the member had it."""
    own = (staff_passkeys.c.staff_id == staff_id) & (staff_passkeys.c.id == passkey_id)
    return await tx.execute(staff_passkeys.delete().where(own)) > 0


async def remove_all(tx: Transaction, staff_id: str) -> None:
    """Everything that the member could prove."""
    for table in (staff_totp, staff_recovery_codes, staff_passkeys):
        await tx.execute(table.delete().where(table.c.staff_id == staff_id))


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        id=row.id,
        staff_id=row.staff_id,
        credential_id=bytes(row.credential_id),
        public_key=bytes(row.public_key),
        sign_count=row.sign_count,
        name=row.name,
        transports=tuple(row.transports),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
