"""Passwords of staff: argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP recommends at least."""

import asyncio

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from bothways.kit.crypto import Entropy
from bothways.kit.errors import FieldError
from bothways.kit.secret import Secret

MIN_PASSWORD = 12
MAX_PASSWORD = 256
_SALT_BYTES = 16
# Each takes 19 MiB and a core for some 20 ms; more at once would only let strangers use up the machine.
_AT_ONCE = 2


def check_password(field: str, password: Secret[str]) -> list[FieldError]:
    """Length is what counts; nothing is asked about the kinds of characters (NIST SP 800-63B section 3.1.1)."""
    text = password.reveal()
    if not MIN_PASSWORD <= len(text) <= MAX_PASSWORD:
        return [FieldError(field, f"use {MIN_PASSWORD} to {MAX_PASSWORD} characters")]
    if len(set(text)) < MIN_PASSWORD // 2:
        return [FieldError(field, "use more than a few different characters")]
    return []


class Passwords:
    """Hashes and verifies in threads, so that the event loop goes on."""

    def __init__(self, entropy: Entropy) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
        self._entropy = entropy
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._nobody: str | None = None

    async def hash(self, password: Secret[str]) -> str:
        """For storing; it names its own salt and cost."""
        async with self._turns:
            return await asyncio.to_thread(self._hash, _bytes(password))

    async def verify(self, known: str | None, password: Secret[str]) -> bool:
        """Whether the password is the one that was hashed. None, for nobody, takes as long and is always False."""
        if self._nobody is None:
            self._nobody = await self.hash(Secret(self._entropy.bytes(16).hex()))
        async with self._turns:
            matches = await asyncio.to_thread(self._verify, known or self._nobody, _bytes(password))
        return matches and known is not None

    def _hash(self, password: bytes) -> str:
        return self._hasher.hash(password, salt=self._entropy.bytes(_SALT_BYTES))

    def _verify(self, known: str, password: bytes) -> bool:
        try:
            return self._hasher.verify(known, password)
        except (VerificationError, InvalidHashError):
            return False


def _bytes(password: Secret[str]) -> bytes:
    # Nobody's password is longer; whoever sends more learns nothing and costs no more.
    return password.reveal()[: MAX_PASSWORD + 1].encode("utf-8", "surrogatepass")
