"""Letting a browser into a session of its own, where it has shown something that proves its customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bothways.core.bearer.model import Kind, mint
from bothways.core.identity import customer_rows, environment_rows, session_rows
from bothways.core.identity.errors import CustomerNotFound, EnvironmentNotFound
from bothways.core.identity.model import CONNECT_SESSION_SECONDS, ConnectSession
from bothways.core.identity.redeem_ticket import Admission
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids


@dataclass(frozen=True)
class AdmitBrowser:
    """Open a session whose token nobody has, and let one browser in by a cookie. In the caller's transaction."""

    ids: Ids
    clock: Clock
    entropy: Entropy

    async def __call__(
        self,
        tx: Transaction,
        environment_id: str,
        customer_id: str,
        integration_ids: Sequence[str] | None,
        return_url: str | None,
    ) -> Admission:
        """Raises EnvironmentNotFound, CustomerNotFound."""
        environment = await environment_rows.find(tx, environment_id)
        if environment is None:
            raise EnvironmentNotFound("There is no such environment.")
        if await customer_rows.find(tx, environment_id, customer_id) is None:
            raise CustomerNotFound("There is no such customer.")
        now = self.clock.now()
        session = ConnectSession(
            id=self.ids.new("cs"),
            environment_id=environment_id,
            customer_id=customer_id,
            integration_ids=None if integration_ids is None else tuple(integration_ids),
            return_url=return_url,
            created_at=now,
            expires_at=now + timedelta(seconds=CONNECT_SESSION_SECONDS),
        )
        unseen = mint(Kind.CONNECT_SESSION, environment.mode, self.entropy)
        cookie = mint(Kind.CONNECT_BROWSER, environment.mode, self.entropy)
        await session_rows.add(tx, session, unseen.digest)
        await session_rows.add_browser(tx, session, cookie.digest, now)
        return Admission(session, cookie.token)
