"""Links that are handed to one person and open once: an invitation, or another password."""

from dataclasses import dataclass
from datetime import datetime

from bothways.core.bearer.model import Kind, Mode, digest, mint, parse
from bothways.core.staff import session_rows, staff_rows
from bothways.core.staff.errors import LinkRefused
from bothways.core.staff.model import Purpose, Staff
from bothways.core.staff.staff_rows import Known
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.secret import Secret

_PATHS = {Purpose.INVITATION: "invite", Purpose.PASSWORD_RESET: "reset"}


@dataclass(frozen=True)
class Link:
    """To hand over; it is never shown again. Whoever opens it first becomes the member."""

    purpose: Purpose
    url: Secret[str]
    expires_at: datetime


@dataclass(frozen=True)
class Links:
    """Makes them, shows whose they are, and takes them."""

    database: Database
    clock: Clock
    entropy: Entropy
    public_url: str

    async def make(self, tx: Transaction, member: Staff) -> Link:
        """An invitation for whoever did not come yet, another password for whoever did. Older ones stop working."""
        purpose = Purpose.INVITATION if member.joined_at is None else Purpose.PASSWORD_RESET
        bearer = mint(Kind.STAFF_LINK, Mode.LIVE, self.entropy)
        expires_at = self.clock.now() + purpose.lifetime
        await session_rows.add_link(tx, bearer.digest, member.id, purpose, expires_at)
        url = f"{self.public_url}/portal/{_PATHS[purpose]}/{bearer.token.reveal()}"
        return Link(purpose, Secret(url), expires_at)

    async def read(self, token: str, purpose: Purpose) -> Staff:
        """Whose it is; looking uses nothing up. Raises LinkRefused."""
        async with self.database.read() as tx:
            staff_id = await session_rows.link(tx, _digest(token), purpose, self.clock.now())
            known = None if staff_id is None else await staff_rows.get(tx, staff_id)
        if known is None:
            raise LinkRefused("The link does not work any more.")
        return known.staff

    async def claim(self, tx: Transaction, token: str, purpose: Purpose) -> Known:
        """Take it, so that nobody else does. Raises LinkRefused."""
        staff_id = await session_rows.claim_link(tx, _digest(token), purpose, self.clock.now())
        known = None if staff_id is None else await staff_rows.get(tx, staff_id, lock=True)
        if known is None:
            raise LinkRefused("The link does not work any more.")
        return known


def _digest(token: str) -> bytes:
    if (parse(token) or (None, None))[1] is not Kind.STAFF_LINK:
        raise LinkRefused("The link does not work any more.")
    return digest(token)
