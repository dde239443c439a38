"""What the sandbox remembers while it runs: in memory, each sort of thing in bounded number."""

from base64 import urlsafe_b64encode
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bothways.kit.crypto import sha256
from bothways.sandbox.model import PEOPLE, AccessToken, Client, Code, Contact, Grant, RefreshToken
from bothways.sandbox.options import SandboxOptions

T = TypeVar("T")

MAX_GRANTS = 500
MAX_TOKENS = 5_000
MAX_KEYS_PER_PERSON = 5
MAX_CONTACTS_ADDED = 50
MAX_REDIRECT_URIS = 10
NEWS = 8


class Shelf(Generic[T]):
    """A mapping that forgets its oldest entry when it is full."""

    def __init__(self, capacity: int) -> None:
        self._entries: OrderedDict[str, T] = OrderedDict()
        self._capacity = capacity

    def put(self, key: str, value: T) -> None:
        """Keep `value`; one that replaces another stays in its place."""
        self._entries[key] = value
        if len(self._entries) > self._capacity:
            self._entries.popitem(last=False)

    def find(self, key: str) -> T | None:
        """The value, None when it never was or was forgotten."""
        return self._entries.get(key)

    def claim(self, key: str) -> T | None:
        """Take the value away: only one caller gets it."""
        return self._entries.pop(key, None)

    def items(self) -> Iterator[tuple[str, T]]:
        """A copy of all entries, oldest first."""
        return iter(list(self._entries.items()))

    def values(self) -> Iterator[T]:
        """A copy of all values, oldest first."""
        return iter(list(self._entries.values()))

    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True)
class Key:
    """An API key of one person. Shown whenever somebody looks: it opens nothing but the sandbox."""

    text: str
    person_id: str
    created_at: datetime
    demo: bool = False


@dataclass(frozen=True)
class News:
    """Something that happened, as a line for the start page. Never holds a token."""

    at: datetime
    text: str


class Ledger:
    """Rows and the few rules that keep them together. Nothing here waits, so each method happens at once."""

    def __init__(self, options: SandboxOptions) -> None:
        self.options = options
        self.clients = {client.id: client for client in options.clients}
        self.grants: Shelf[Grant] = Shelf(MAX_GRANTS)
        self.codes: Shelf[Code] = Shelf(MAX_TOKENS)
        self.access_tokens: Shelf[AccessToken] = Shelf(MAX_TOKENS)
        self.refresh_tokens: Shelf[RefreshToken] = Shelf(MAX_TOKENS)
        self.keys: dict[str, Key] = {}
        self.contacts: dict[str, list[Contact]] = {person.id: list(person.contacts) for person in PEOPLE}
        self.counts: Counter[str] = Counter()
        self.news: deque[News] = deque(maxlen=NEWS)
        self.fails_until: datetime | None = None
        for person in PEOPLE:
            self.keys[person.demo_key] = Key(person.demo_key, person.id, self.now(), demo=True)

    def now(self) -> datetime:
        """The sandbox's clock."""
        return self.options.clock.now()

    def mint(self, prefix: str, count: int = 32) -> str:
        """A text that nobody can guess."""
        return prefix + urlsafe_b64encode(self.options.entropy.bytes(count)).rstrip(b"=").decode()

    def tell(self, text: str) -> None:
        """Put a line on the start page."""
        self.news.appendleft(News(self.now(), text))

    # --- consents and their tokens ---

    def new_grant(self, client_id: str, person_id: str | None, scopes: tuple[str, ...]) -> Grant:
        """A new family of tokens."""
        grant = Grant(self.mint("grant_", 9), client_id, person_id, scopes, self.now())
        self.grants.put(grant.id, grant)
        return grant

    def live_grant(self, grant_id: str) -> Grant | None:
        """The grant, unless it was revoked or forgotten."""
        grant = self.grants.find(grant_id)
        return grant if grant is not None and grant.revoked_at is None else None

    def revoke_grant(self, grant_id: str) -> bool:
        """End a consent: every token of it is dead at once. False when it was not alive."""
        grant = self.live_grant(grant_id)
        if grant is None:
            return False
        self.grants.put(grant.id, replace(grant, revoked_at=self.now()))
        self.counts["revoked"] += 1
        return True

    def live_access_token(self, token: str) -> tuple[AccessToken, Grant] | None:
        """The token with its grant, unless it is unknown, expired or revoked."""
        held = self.access_tokens.find(digest(token))
        grant = self.live_grant(held.grant_id) if held is not None else None
        if held is None or grant is None or held.expires_at <= self.now():
            return None
        return held, grant

    def expire_access_tokens(self) -> int:
        """Let every access token end now, as if time had passed. The number of those that were alive."""
        now = self.now()
        alive = [(key, token) for key, token in self.access_tokens.items() if token.expires_at > now]
        for key, token in alive:
            self.access_tokens.put(key, replace(token, expires_at=now))
        return len(alive)

    # --- trouble on demand ---

    def fail_for(self, seconds: int) -> None:
        """Answer 503 at the token endpoint and the API until then."""
        self.fails_until = self.now() + timedelta(seconds=seconds)

    def failing_seconds(self) -> int:
        """How long it will go on failing; 0 when it is healthy."""
        if self.fails_until is None:
            return 0
        return max(0, -int(-(self.fails_until - self.now()).total_seconds() // 1))

    # --- registered software and keys ---

    def add_redirect_uri(self, client: Client, uri: str) -> None:
        """Register one more address; the oldest leaves when there are too many."""
        uris = (*(known for known in client.redirect_uris if known != uri), uri)[-MAX_REDIRECT_URIS:]
        self.clients[client.id] = replace(client, redirect_uris=uris)

    def keys_of(self, person_id: str) -> list[Key]:
        """A person's API keys, the documented one first."""
        return [key for key in self.keys.values() if key.person_id == person_id]

    def add_key(self, person_id: str) -> Key | None:
        """A new key; None when the person has enough."""
        if len(self.keys_of(person_id)) >= MAX_KEYS_PER_PERSON:
            return None
        key = Key("sandbox_key_" + self.options.entropy.bytes(16).hex(), person_id, self.now())
        self.keys[key.text] = key
        return key


def digest(text: str) -> str:
    """How tokens are remembered: comparing digests tells nothing by its timing, and a dump shows no token."""
    return sha256(text.encode("utf-8", "surrogateescape")).hex()
