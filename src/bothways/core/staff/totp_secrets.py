"""Where members' secrets for one-time passwords lie, and taking a code."""

from dataclasses import dataclass

from bothways.core.staff import factor_rows, totp
from bothways.core.staff.model import Staff
from bothways.core.vault.model import Place
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.transaction import Transaction
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class TOTPSecrets:
    """Sealed under a data key of the member's own."""

    vault: Vault
    clock: Clock
    entropy: Entropy

    async def ensure(self, tx: Transaction, member: Staff) -> Secret[str]:
        """The secret that waits to be confirmed; a new one where there is none."""
        kept = await factor_rows.totp(tx, member.id)
        if kept is not None and kept.confirmed_at is None:
            return await self._open(tx, member, kept.sealed)
        secret = totp.new_secret(self.entropy)
        sealed = await self.vault.seal(tx, member.id, secret.reveal().encode(), _place(member))
        await factor_rows.put_totp(tx, member.id, sealed, self.clock.now())
        return secret

    async def spend(self, tx: Transaction, member: Staff, code: str, *, confirming: bool = False) -> bool:
        """Whether the code is right and was not taken before; `confirming` is for a secret that waits for its first."""
        kept = await factor_rows.totp(tx, member.id)
        if kept is None or (kept.confirmed_at is None) is not confirming:
            return False
        now = self.clock.now()
        step = totp.step_of(await self._open(tx, member, kept.sealed), code, now)
        return step is not None and await factor_rows.spend_step(tx, member.id, step, now if confirming else None)

    async def _open(self, tx: Transaction, member: Staff, sealed: bytes) -> Secret[str]:
        opened = await self.vault.unseal(sealed, member.id, _place(member), tx=tx)
        return Secret(opened.reveal().decode())


def _place(member: Staff) -> Place:
    return Place("staff_totp", "sealed", member.id, member.workspace_id)
