"""How often somebody may try to sign in: per account, and per network address."""

from dataclasses import dataclass
from datetime import timedelta

from bothways.core.staff import rows
from bothways.core.staff.errors import TooManySignIns
from bothways.kit.clock import Clock
from bothways.kit.crypto import sha256
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.peers import host_of

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50


@dataclass(frozen=True)
class SignInAttempts:
    """Counts attempts in the database, so that neither a restart nor a second node gives more of them."""

    database: Database
    clock: Clock

    async def count(self, email: str, address: str) -> None:
        """Count one attempt, before its password is looked at. Raises TooManySignIns.

        Unknown accounts are counted like known ones, so the answer tells nothing about them.
        """
        async with self.database.begin() as tx:
            wait = await self._wait(tx, _address(address), PER_ADDRESS)
            # An address that is out of attempts takes none from the account.
            wait = wait or await self._wait(tx, _account(email), PER_ACCOUNT)
        if wait:
            raise TooManySignIns("There were too many attempts to sign in.", retry_after_seconds=wait)

    async def clear(self, tx: Transaction, email: str) -> None:
        """Give the account its attempts back, after it got in."""
        await rows.clear_attempts(tx, _account(email))

    async def _wait(self, tx: Transaction, subject: bytes, limit: int) -> int:
        now = self.clock.now()
        attempts = await rows.count_attempt(tx, subject, now, now + WINDOW)
        if attempts.count <= limit:
            return 0
        return max(1, round((attempts.ends_at - now).total_seconds()))


def _account(email: str) -> bytes:
    return sha256(b"account " + email.encode("utf-8", "surrogatepass"))


def _address(text: str) -> bytes:
    return sha256(b"address " + host_of(text).encode("utf-8", "surrogatepass"))
