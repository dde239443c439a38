"""What a passkey has to sign: new each time, for one browser, answered once."""

from dataclasses import dataclass

from bothways.core.staff import session_rows
from bothways.core.staff.errors import PasskeyRefused
from bothways.core.staff.model import CHALLENGE_LIFETIME
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy, sha256
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction

CHALLENGE_BYTES = 32


@dataclass(frozen=True)
class Challenges:
    """`holder` is something that only one browser has, or that names its session."""

    database: Database
    clock: Clock
    entropy: Entropy

    async def ask(self, tx: Transaction, holder: str) -> bytes:
        """A new one; what this browser was asked before is void."""
        challenge = self.entropy.bytes(CHALLENGE_BYTES)
        await session_rows.put_challenge(tx, _digest(holder), challenge, self.clock.now() + CHALLENGE_LIFETIME)
        return challenge

    async def claim(self, holder: str) -> bytes:
        """The one that was asked last. Raises PasskeyRefused when there is none, or it is too old."""
        async with self.database.begin() as tx:
            challenge = await session_rows.claim_challenge(tx, _digest(holder), self.clock.now())
        if challenge is None:
            raise PasskeyRefused("Nothing was asked of a passkey here, or too long ago.")
        return challenge


def _digest(holder: str) -> bytes:
    return sha256(b"challenge " + holder.encode("utf-8", "surrogatepass"))
