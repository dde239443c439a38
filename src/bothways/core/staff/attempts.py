"""How often somebody may try to sign in: per account, per network address, and per member with codes."""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from bothways.core.staff import attempt_rows
from bothways.core.staff.errors import TooManySignIns
from bothways.kit.clock import Clock
from bothways.kit.crypto import sha256
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50
# A code has a million values, of which three are good: at this rate guessing takes centuries.
PER_MEMBER_CODES = 5


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
            wait = wait or await self._wait(tx, account_subject(email), PER_ACCOUNT)
        _refuse(wait)

    async def count_address(self, address: str) -> None:
        """Count one attempt that names no account. Raises TooManySignIns."""
        async with self.database.begin() as tx:
            wait = await self._wait(tx, _address(address), PER_ADDRESS)
        _refuse(wait)

    async def count_code(self, staff_id: str) -> None:
        """Count one code, before it is looked at. Raises TooManySignIns."""
        async with self.database.begin() as tx:
            wait = await self._wait(tx, codes_subject(staff_id), PER_MEMBER_CODES)
        _refuse(wait)

    async def _wait(self, tx: Transaction, subject: bytes, limit: int) -> int:
        now = self.clock.now()
        attempts = await attempt_rows.count(tx, subject, now, now + WINDOW)
        if attempts.count <= limit:
            return 0
        return max(1, round((attempts.ends_at - now).total_seconds()))


def account_subject(email: str) -> bytes:
    """Under which the attempts of an account are counted."""
    return sha256(b"account " + email.encode("utf-8", "surrogatepass"))


def codes_subject(staff_id: str) -> bytes:
    """Under which the codes of a member are counted."""
    return sha256(b"codes " + staff_id.encode())


def _refuse(wait: int) -> None:
    if wait:
        raise TooManySignIns("There were too many attempts to sign in.", retry_after_seconds=wait)


def _address(text: str) -> bytes:
    return sha256(b"address " + _network(text).encode("utf-8", "surrogatepass"))


def _network(text: str) -> str:
    """One host: an IPv4 address, or the /64 of an IPv6 address, which is what a single host is given."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.IPv6Address(int(address) >> 64 << 64))
