"""Which customer a connect session's token speaks for."""

from typing import Any

from sqlalchemy import Row

from bothways.core.bearer.model import Kind, Mode, digest, parse
from bothways.core.identity import session_rows
from bothways.core.identity.callers import BrowserCaller, CustomerCaller, Unauthenticated
from bothways.core.identity.csrf import csrf_of
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


class AuthenticateSession:
    """Connect session in, caller out: by the token that a backend handed on, by the token that a frame of ours got for
    its ticket, or by the cookie of our own pages.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._by_token = session_rows.by_digest(database)
        self._by_frame = session_rows.by_frame(database)
        self._by_id = session_rows.by_id(database)
        self._by_cookie = session_rows.by_browser(database)
        self._clock = clock

    async def __call__(self, token: str) -> CustomerCaller:
        """Raises Unauthenticated, alike for unknown, expired and revoked sessions and for tokens of another kind."""
        if (parse(token) or (None, None))[1] is Kind.CONNECT_FRAME:
            return self._caller(await self._by_frame(digest=digest(token)))
        _require_kind(token, Kind.CONNECT_SESSION)
        return self._caller(await self._by_token(digest=digest(token)))

    async def browser(self, cookie: str, session_id: str) -> BrowserCaller:
        """By the cookie that a ticket was traded for; it opens its own session only. Raises Unauthenticated."""
        _require_kind(cookie, Kind.CONNECT_BROWSER)
        customer = self._caller(await self._by_cookie(digest=digest(cookie), session_id=session_id))
        return BrowserCaller(customer, csrf_of(cookie))

    async def proven(self, environment_id: str, session_id: str) -> CustomerCaller:
        """For who has verified already that the session was given to this caller, as by a signature of ours.

        Raises Unauthenticated when it has ended, or belongs to another environment.
        """
        row = await self._by_id(session_id=session_id, environment_id=environment_id)
        return self._caller(row)

    def _caller(self, row: Row[Any] | None) -> CustomerCaller:
        session = None if row is None else session_rows.session_of(row)
        if row is None or session is None or not session.is_alive(self._clock.now()):
            raise Unauthenticated("The connect session is not valid, or has ended.")
        ids = session.integration_ids
        return CustomerCaller(
            environment_id=session.environment_id,
            mode=Mode(row.mode),
            customer_id=session.customer_id,
            session_id=session.id,
            integration_ids=None if ids is None else frozenset(ids),
            return_url=session.return_url,
            locale=session.locale,
        )


def _require_kind(token: str, kind: Kind) -> None:
    if (parse(token) or (None, None))[1] is not kind:
        raise Unauthenticated("The connect session is not valid, or has ended.")
