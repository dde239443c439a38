"""What Acme's backend does with connected accounts, and a diary of it for the page that shows it."""

import hashlib
import json
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from acme.hub import Account, Hub, Tile
from acme.options import Probe
from acme.people import Customer
from acme.remote import Contact, Remote, Reply, contacts_in
from bothways_client import BothwaysError, Credentials

# Headers that are no secret.
PLAIN = frozenset({"accept", "content-type", "user-agent"})
DIARY_LINES = 6
MAX_DIARIES = 200


@dataclass(frozen=True)
class Look:
    """One time that the backend got credentials. `fingerprint` tells secrets apart without showing them."""

    at: datetime
    fingerprint: str
    version: int
    expires_at: datetime | None
    is_new: bool


@dataclass(frozen=True)
class Sight:
    """What the backend sees of one account right now: credentials and an answer, or trouble."""

    tile: Tile
    account: Account
    looks: Sequence[Look]
    shown: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    expires_at: datetime | None = None
    seconds_left: int | None = None
    lifetime_seconds: int = 1
    reply: Reply | None = None
    trouble: BothwaysError | None = None


@dataclass(frozen=True)
class Backend:
    """Asks Bothways for credentials and uses them. Keeps no secret: it asks anew each time."""

    hub: Hub
    remote: Remote
    probes: Mapping[str, Probe]
    _diaries: OrderedDict[str, deque[Look]] = field(default_factory=OrderedDict)

    async def call(self, account: Account, path: str | None) -> tuple[Credentials, Reply | None]:
        """Call a connected product. When it rejects credentials that have not expired, have them renewed, once.

        Raises BothwaysError: NeedsReconnect when the account has to be connected again.
        """
        credentials = await self._credentials(account)
        if path is None:
            return credentials, None
        reply = await self.remote.get(credentials, path)
        if reply.status == 401:
            await self.hub.renew(account.connection_id, rejected_version=credentials.version)
            credentials = await self._credentials(account)
            reply = await self.remote.get(credentials, path)
        return credentials, reply

    async def look(self, tile: Tile, account: Account) -> Sight:
        """Ask for the credentials of an account, call its product with them, and tell what there was to see."""
        probe = self.probes.get(tile.slug)
        try:
            credentials, reply = await self.call(account, None if probe is None else probe.profile)
        except BothwaysError as trouble:
            return Sight(tile, account, self._looks(account), trouble=trouble)
        looks = self._looks(account)
        left = None
        if credentials.expires_at is not None:
            left = max(0, int((credentials.expires_at - datetime.now(UTC)).total_seconds()))
        return Sight(
            tile=tile,
            account=account,
            looks=looks,
            shown=_shown(credentials),
            headers=_masked({**credentials.headers, **credentials.query}),
            expires_at=credentials.expires_at,
            seconds_left=left,
            lifetime_seconds=_lifetime(looks),
            reply=reply,
        )

    async def contacts(self, customer: Customer) -> list[Contact]:
        """Everybody in every address book that the customer connected. An account that fails is left out."""
        contacts: list[Contact] = []
        for tile in await self.hub.catalog(customer):
            probe = self.probes.get(tile.slug)
            if probe is not None and probe.contacts is not None:
                for account in tile.accounts:
                    contacts += await self._contacts_of(tile, account, probe.contacts)
        return sorted(contacts, key=lambda contact: contact.name)

    async def _contacts_of(self, tile: Tile, account: Account, path: str) -> list[Contact]:
        try:
            _, reply = await self.call(account, path)
        except BothwaysError:
            return []
        return [] if reply is None else contacts_in(reply, f"{tile.name}: {account.label}")

    async def _credentials(self, account: Account) -> Credentials:
        credentials = await self.hub.credentials(account.connection_id)
        diary = self._diaries.setdefault(account.connection_id, deque(maxlen=DIARY_LINES))
        if len(self._diaries) > MAX_DIARIES:
            self._diaries.popitem(last=False)
        fingerprint = _fingerprint(credentials)
        is_new = not diary or diary[0].fingerprint != fingerprint
        now = datetime.now(UTC)
        diary.appendleft(Look(now, fingerprint, credentials.version, credentials.expires_at, is_new))
        return credentials

    def _looks(self, account: Account) -> list[Look]:
        return list(self._diaries.get(account.connection_id, ()))


def mask(name: str, text: str) -> str:
    """A header's value with the secret in it reduced to its ends: `Bearer sbx_at_…f3Qk`."""
    if name.lower() in PLAIN:
        return text
    start, _, secret = text.rpartition(" ")
    shown = f"{secret[:7]}…{secret[-4:]}" if len(secret) >= 24 else "…"
    return f"{start} {shown}".strip()


def _masked(parts: Mapping[str, str]) -> dict[str, str]:
    return {name: mask(name, text) for name, text in parts.items()}


def _shown(credentials: Credentials) -> str:
    """The credentials as the page shows them: every secret masked."""
    document: dict[str, object] = {"headers": _masked(credentials.headers)}
    if credentials.query:
        document["query"] = _masked(credentials.query)
    document |= {"base_url": credentials.base_url, "version": credentials.version}
    if credentials.expires_at is not None:
        document["expires_at"] = credentials.expires_at.astimezone(UTC).isoformat(timespec="seconds")
    return json.dumps(document, indent=2, ensure_ascii=False)


def _lifetime(looks: Sequence[Look]) -> int:
    """How long the newest token was good for when Acme first got it, as far as the diary goes back."""
    same = (look for look in looks if look.fingerprint == looks[0].fingerprint)
    return max([1, *(int((look.expires_at - look.at).total_seconds()) for look in same if look.expires_at)])


def _fingerprint(credentials: Credentials) -> str:
    parts = sorted([*credentials.headers.items(), *credentials.query.items()])
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]
