"""Coming back from the provider: claim, accept, exchange, keep.

What a crash between two steps does: after the claim the attempt is spent, and the customer starts
again; after the exchange the provider holds a grant that nobody uses; `Keep` writes all or nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from bothways.core.bearer.model import digest
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.errors import DomainError
from bothways.kit.secret import Secret
from bothways.outbound.connect import store
from bothways.outbound.connect.depart import cookie_name, place
from bothways.outbound.connect.model import (
    TRANSITIONS,
    Authorization,
    AuthorizationRefused,
    CallbackMalformed,
    Pending,
    StateUnknown,
    Status,
    accept,
)
from bothways.outbound.connect.obtain import Obtain
from bothways.outbound.connections.keep import Keep
from bothways.outbound.connections.model import Connection

MAX_QUERY_LENGTH = 16_384
MAX_FIELDS = 64


@dataclass(frozen=True)
class Outcome:
    """How an authorization ended: with a connection, or with the error that ended it."""

    authorization: Authorization
    connection: Connection | None
    error: DomainError | None


@dataclass(frozen=True)
class Callback:
    """What the browser brought: the query as it came, and the cookies that it holds for us."""

    integration_id: str
    query: str
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class FinishAuthorization:
    """Finish what a callback belongs to.

    Raises CallbackMalformed or StateUnknown when it belongs to nothing; every later trouble is the
    Outcome's error, because from then on there is somebody to tell.
    """

    database: Database
    vault: Vault
    obtain: Obtain
    keep: Keep
    clock: Clock

    async def __call__(self, callback: Callback) -> Outcome:
        state = read_state(callback.query)
        pending = await self._claim(state)
        try:
            connection = await self._carry_out(pending, callback, state)
        except DomainError as error:
            return Outcome(await self._fail(pending, error), None, error)
        return Outcome(await self._read(pending), connection, None)

    async def _claim(self, state: str) -> Pending:
        async with self.database.read() as tx:
            known = await store.has_state(tx, digest(state))
        if known:
            async with self.database.begin() as tx:
                pending = await store.claim_state(tx, digest(state))
            if pending is not None:
                return pending
        raise StateUnknown("This answer was used before, came too late, or was never asked for.")

    async def _carry_out(self, pending: Pending, callback: Callback, state: str) -> Connection:
        accept(
            pending,
            integration_id=callback.integration_id,
            browser_token=callback.cookies.get(cookie_name(state)),
            now=self.clock.now(),
        )
        opened = await self.vault.unseal(
            pending.sealed, pending.environment_id, place(pending.authorization_id, pending.environment_id)
        )
        kept: dict[str, str] = json.loads(opened.reveal())
        acquired = await self.obtain(pending, callback.query, {name: Secret(text) for name, text in kept.items()})
        async with self.database.begin() as tx:
            # Locked, so that no note on it is lost between here and the connection.
            authorization = self._known(
                await store.find(tx, pending.environment_id, pending.authorization_id, lock=True)
            )
            if authorization.status not in TRANSITIONS:
                raise StateUnknown("The attempt was withdrawn, or finished in another browser, meanwhile.")
            connection = await self.keep(
                tx,
                replace(acquired, own_scopes=authorization.own_scopes, metadata=authorization.metadata),
                customer_id=authorization.customer_id,
                reconnect=authorization.connection_id,
                new_id=authorization.new_connection_id,
                actor=authorization.session_id or "api",
            )
            await store.settle(tx, authorization.id, Status.CONNECTED, connection_id=connection.id)
        return connection

    async def _read(self, pending: Pending) -> Authorization:
        async with self.database.read() as tx:
            return self._known(await store.find(tx, pending.environment_id, pending.authorization_id))

    def _known(self, found: Authorization | None) -> Authorization:
        if found is None:
            raise StateUnknown("The customer was deleted meanwhile.")
        return found

    async def _fail(self, pending: Pending, error: DomainError) -> Authorization:
        ended = Status.REFUSED if isinstance(error, AuthorizationRefused) else Status.FAILED
        status = (await self._read(pending)).after_failure(ended)
        async with self.database.begin() as tx:
            await store.settle(tx, pending.authorization_id, status, error_code=error.code, error_detail=error.detail)
        return await self._read(pending)


def read_state(query: str) -> str:
    """The callback's one `state`. Raises CallbackMalformed."""
    try:
        found = parse_qs(query, errors="strict", max_num_fields=MAX_FIELDS).get("state", [])
    except ValueError:
        found = []
    if len(found) != 1 or len(query) > MAX_QUERY_LENGTH:
        raise CallbackMalformed("The answer does not say which authorization it belongs to.")
    return found[0]
