"""Opening a connect link: each time it becomes a session of its own."""

from dataclasses import dataclass

from bothways.core.bearer.model import Bearer, Kind, Mode, digest, mint, parse
from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.identity import link_rows, session_rows
from bothways.core.identity.errors import ConnectLinkBusy, ConnectLinkRefused
from bothways.core.identity.model import LINK_SESSION_LIFETIME, ConnectLink, ConnectSession, LinkState
from bothways.core.identity.redeem_ticket import Admission
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids
from bothways.kit.limits import TokenBuckets
from bothways.kit.secret import Secret

# Each opening is a row. People open a link a few times; whoever does it more often gets no more rows by it.
AT_ONCE = 20.0
PER_SECOND = 0.1


@dataclass(frozen=True)
class OpenedByLink:
    """A session that a link opened. `token` is the session's own, for a page that speaks to the API itself."""

    link: ConnectLink
    session: ConnectSession
    token: Secret[str]


@dataclass(frozen=True)
class OpenConnectLink:
    """Open a session for the customer of a link, as long as the link lives: by anybody who has it, in any browser.

    The session ends with the link at the latest, and after some hours in any case; revoking the link ends it at once.
    """

    database: Database
    ids: Ids
    clock: Clock
    entropy: Entropy
    events: EventLog
    pace: TokenBuckets

    async def __call__(self, token: str) -> OpenedByLink:
        """Raises ConnectLinkRefused, alike for unknown, expired and revoked links; ConnectLinkBusy."""
        link, session, bearer, _ = await self._open(token, to_browser=False)
        return OpenedByLink(link, session, bearer.token)

    async def browser(self, token: str) -> Admission:
        """The same for our own pages: a cookie, and a session token that nobody ever sees. Raises as above."""
        _, session, _, cookie = await self._open(token, to_browser=True)
        return Admission(session, cookie.token)

    async def environment_of(self, token: str) -> str | None:
        """Where the link belongs, also when it opens nothing any more: it tells how the page looks that says so."""
        if _mode(token) is None:
            return None
        async with self.database.read() as tx:
            link = await link_rows.find_digest(tx, digest(token))
        return None if link is None else link.environment_id

    async def _open(self, token: str, *, to_browser: bool) -> tuple[ConnectLink, ConnectSession, Bearer, Bearer]:
        mode = _mode(token)
        if mode is None:
            raise ConnectLinkRefused("This link does not work.")
        async with self.database.read() as tx:
            self._require_active(await link_rows.find_digest(tx, digest(token)), pace=True)
        async with self.database.begin() as tx:
            # Whoever ends the link meanwhile ends this session, too, or it is not opened.
            link = self._require_active(await link_rows.find_digest(tx, digest(token), lock=True))
            session = self._session(link)
            bearer = mint(Kind.CONNECT_SESSION, mode, self.entropy)
            cookie = mint(Kind.CONNECT_BROWSER, mode, self.entropy)
            await session_rows.add(tx, session, bearer.digest)
            if to_browser:
                await session_rows.add_browser(tx, session, cookie.digest, session.created_at)
            await self._tell(tx, link, session)
        return link, session, bearer, cookie

    def _require_active(self, link: ConnectLink | None, *, pace: bool = False) -> ConnectLink:
        if link is None or link.state_at(self.clock.now()) is not LinkState.ACTIVE:
            raise ConnectLinkRefused("This link does not work any more.")
        wait = self.pace.take(link.id) if pace else None
        if wait is not None:
            raise ConnectLinkBusy("This link was opened too often just now.", retry_after_seconds=max(1, round(wait)))
        return link

    def _session(self, link: ConnectLink) -> ConnectSession:
        now = self.clock.now()
        return ConnectSession(
            id=self.ids.new("cs"),
            environment_id=link.environment_id,
            customer_id=link.customer_id,
            integration_ids=link.integration_ids,
            return_url=link.return_url,
            created_at=now,
            expires_at=min(now + LINK_SESSION_LIFETIME, link.expires_at),
            link_id=link.id,
            locale=link.locale,
        )

    async def _tell(self, tx: Transaction, link: ConnectLink, session: ConnectSession) -> None:
        await link_rows.mark_opened(tx, link.id, session.created_at)
        data = {"session_id": session.id}
        await self.events.append(tx, Event("connect_link.opened", link.environment_id, link.id, link.customer_id, data))


def _mode(token: str) -> Mode | None:
    mode, kind = parse(token) or (None, None)
    return mode if kind is Kind.CONNECT_LINK else None
