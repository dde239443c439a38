"""Standing authorizations: who comes in by their link, what the link is, notes on one, and taking one back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bothways.core.identity.admit_browser import AdmitBrowser
from bothways.core.identity.redeem_ticket import Admission
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.outbound.connect import store
from bothways.outbound.connect.link import link_of, open_link
from bothways.outbound.connect.model import (
    TRANSITIONS,
    Authorization,
    AuthorizationEnded,
    AuthorizationNotFound,
    FormNeeded,
    Status,
)
from bothways.outbound.connect.store import Wanted
from bothways.outbound.connections.change import check as check_texts

_NOT_FOUND = "There is no such authorization."


@dataclass(frozen=True)
class AskOnOurPage:
    """Let the browser that opened a standing link into a session of its own, for the one integration.

    What is connected through it in this session is what the authorization promised.
    """

    database: Database
    admit: AdmitBrowser

    async def __call__(self, needed: FormNeeded) -> Admission:
        """Raises CustomerNotFound."""
        asking = needed.authorization
        async with self.database.begin() as tx:
            admission = await self.admit(
                tx, asking.environment_id, asking.customer_id, (needed.integration_id,), asking.return_url
            )
            await store.let_in(tx, asking.id, admission.session.id)
        return admission


@dataclass(frozen=True)
class ReadLink:
    """The link of a standing authorization once more; None for every other, and for one that was used."""

    database: Database
    vault: Vault
    clock: Clock
    public_url: str

    async def __call__(self, authorization: Authorization) -> str | None:
        """Raises SealBroken."""
        if not authorization.standing or authorization.seen_at(self.clock.now()) not in TRANSITIONS:
            return None
        async with self.database.read() as tx:
            if await store.sealed_ticket(tx, authorization.id) is None:
                return None
            ticket = await open_link(self.vault, tx, authorization)
        return link_of(self.public_url, ticket)


@dataclass(frozen=True)
class ListOpenAuthorizations:
    """What can still be finished, oldest first; None does not narrow."""

    database: Database
    clock: Clock

    async def __call__(
        self,
        environment_id: str,
        *,
        customer_id: str | None = None,
        integration_id: str | None = None,
        standing: bool | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> list[Authorization]:
        wanted = Wanted(customer_id, integration_id, standing)
        async with self.database.read() as tx:
            return await store.open_ones(tx, environment_id, wanted, self.clock.now(), after=after, limit=limit)


@dataclass(frozen=True)
class ListPromised:
    """Standing authorizations that wait for their customer, and those that were withdrawn before, for as long as they
    are kept. They come by the ids of their connections-to-be, so that they keep their place once they are connected.
    """

    database: Database
    clock: Clock

    async def __call__(
        self,
        environment_id: str,
        *,
        customer_id: str | None = None,
        integration_id: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> list[Authorization]:
        """From behind the id `after` of a connection; None does not narrow."""
        wanted = Wanted(customer_id, integration_id)
        async with self.database.read() as tx:
            return await store.promises(tx, environment_id, wanted, self.clock.now(), after=after, limit=limit)


@dataclass(frozen=True)
class FindPromised:
    """The standing authorization to which a connection's id was allotted, whatever became of it."""

    database: Database

    async def __call__(self, environment_id: str, connection_id: str) -> Authorization | None:
        async with self.database.read() as tx:
            return await store.find_promise(tx, environment_id, connection_id)


@dataclass(frozen=True)
class NoteAuthorization:
    """Set the metadata that a new connection will begin with, in the place of what was there.

    Raises InvalidInput, AuthorizationNotFound, AuthorizationEnded (the connection itself has the notes by then).
    """

    database: Database
    clock: Clock

    async def __call__(self, environment_id: str, authorization_id: str, metadata: Mapping[str, str]) -> Authorization:
        async with self.database.begin() as tx:
            return await self.within(tx, environment_id, authorization_id, metadata)

    async def within(
        self, tx: Transaction, environment_id: str, authorization_id: str, metadata: Mapping[str, str]
    ) -> Authorization:
        """The same, inside the caller's transaction."""
        check_texts(None, metadata)
        found = require_open(await store.find(tx, environment_id, authorization_id, lock=True), self.clock.now())
        await store.note(tx, found.id, metadata)
        return replace(found, metadata=metadata)


@dataclass(frozen=True)
class WithdrawAuthorization:
    """Take an attempt back: its link and its callback lead nowhere afterwards. Twice changes nothing.

    Raises AuthorizationNotFound, AuthorizationEnded (something came of it already, or nothing can any more).
    `customer_id` narrows to one customer's.
    """

    database: Database
    clock: Clock

    async def __call__(
        self, environment_id: str, authorization_id: str, *, customer_id: str | None = None
    ) -> Authorization:
        async with self.database.begin() as tx:
            found = await store.find(tx, environment_id, authorization_id, lock=True)
            if found is None or customer_id not in {None, found.customer_id}:
                raise AuthorizationNotFound(_NOT_FOUND)
            status = found.seen_at(self.clock.now())
            if status not in {*TRANSITIONS, Status.WITHDRAWN}:
                raise _ended(status)
            await store.settle(tx, found.id, Status.WITHDRAWN)
            ended = await store.find(tx, environment_id, authorization_id)
        assert ended is not None, "it is locked"
        return ended


def require_open(found: Authorization | None, now: datetime) -> Authorization:
    """One that can still be finished. Raises AuthorizationNotFound, AuthorizationEnded."""
    if found is None:
        raise AuthorizationNotFound(_NOT_FOUND)
    if found.seen_at(now) not in TRANSITIONS:
        raise _ended(found.seen_at(now))
    return found


def _ended(status: Status) -> AuthorizationEnded:
    return AuthorizationEnded(f"The authorization has ended: it is {status}.")
