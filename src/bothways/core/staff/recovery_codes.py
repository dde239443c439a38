"""Codes on paper, for whoever lost the phone: each opens once."""

from bothways.core.staff import factor_rows
from bothways.kit.crypto import Entropy, sha256
from bothways.kit.db.transaction import Transaction
from bothways.kit.secret import Secret

HOW_MANY = 10
# Without the letters and digits that look alike on paper. 16 of 32 are 80 bits: nobody tries their digests out.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH, GROUP = 16, 4


async def renew(tx: Transaction, staff_id: str, entropy: Entropy) -> list[Secret[str]]:
    """New ones in place of those that were left. Only their digests are kept: they are shown now or never."""
    codes = [_code(entropy) for _ in range(HOW_MANY)]
    await factor_rows.put_codes(tx, staff_id, [_digest(code) for code in codes])
    return [Secret("-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))) for code in codes]


async def spend(tx: Transaction, staff_id: str, typed: str) -> bool:
    """Whether it was one of the member's, which it is no longer then. Capitals, blanks and dashes do not matter."""
    code = "".join(mark for mark in typed.upper() if mark not in "- ")
    return len(code) == LENGTH and await factor_rows.spend_code(tx, staff_id, _digest(code))


def _code(entropy: Entropy) -> str:
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in entropy.bytes(LENGTH))


def _digest(code: str) -> bytes:
    return sha256(b"recovery code " + code.encode("utf-8", "surrogatepass"))
