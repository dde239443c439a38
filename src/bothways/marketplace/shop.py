"""The catalog as people see it: cards, and the accounts behind each."""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bothways.kit.web.assets import PATH, Assets
from bothways.marketplace import categories
from bothways.marketplace.languages import ENGLISH, Language
from bothways.marketplace.outcomes import account_name, replaced
from bothways.marketplace.permissions import Permission, missing
from bothways.outbound.catalog.model import Entry, Standing
from bothways.outbound.catalog.tile import Tile
from bothways.outbound.connections.model import Connection, Reason, ReplacedAccount, State
from bothways.outbound.providers.model import ConnectionValue, ValueSource

HUES = 12


@dataclass(frozen=True)
class Mark:
    """The sign of an integration: a picture, or letters on one of twelve colours."""

    src: str | None
    letters: str
    hue: int
    uploaded: bool = False


@dataclass(frozen=True)
class Card:
    """One card. `reconnect` is the connection that one press renews, where one press is enough.

    `link` is where a tile of the operator's leads; `more` says that it has a page of its own before.
    """

    slug: str
    name: str
    kind: str
    about: str
    mark: Mark
    groups: Sequence[str]
    standing: Standing
    accounts: int
    enabled: bool
    one_press: bool
    reconnect: str | None
    link: str | None = None
    more: bool = False

    @property
    def words(self) -> str:
        """What a search looks into."""
        return f"{self.name} {self.kind} {self.about}"

    @property
    def is_mine(self) -> bool:
        """Whether the customer has connected it."""
        return self.standing is not Standing.NOT_CONNECTED


class Unnamed(StrEnum):
    """What an account is called that has no name."""

    ONLY = "your_account"
    NUMBERED = "account_number"


@dataclass(frozen=True)
class Account:
    """One connection. `why` it needs its customer and `replaced` are in words, if there is anything to say.

    `unnamed` says how it is called when nobody gave it a name: as the customer's only account, or by its `number`.
    `values` are what the customer was asked for besides credentials.
    """

    id: str
    name: str
    unnamed: Unnamed | None
    number: int
    detail: str
    state: State
    reason: Reason | None
    why: str
    before: ReplacedAccount | None
    replaced: str | None
    lacks: Sequence[Permission]
    struggles: bool
    since: datetime
    values: Mapping[str, str]

    @property
    def works(self) -> bool:
        """Whether it needs nothing."""
        return self.state is State.ACTIVE


def card(entry: Entry, assets: Assets, language: Language = ENGLISH) -> Card:
    """The card of an entry."""
    integration = entry.integration
    lost = [connection.id for connection in entry.connections if connection.state is State.NEEDS_REAUTH]
    one_press = entry.method.redirects and not entry.needs_form
    return Card(
        slug=integration.slug,
        name=integration.display_name,
        kind=", ".join(categories.label(slug, language) for slug in entry.categories[:1]),
        about=integration.description,
        mark=mark(entry, assets),
        groups=entry.categories,
        standing=entry.standing,
        accounts=len(entry.connections),
        enabled=integration.enabled,
        one_press=one_press and integration.enabled,
        reconnect=lost[0] if len(lost) == 1 and one_press and integration.enabled else None,
    )


def tile_card(tile: Tile, language: Language = ENGLISH) -> Card:
    """The card of a tile."""
    return Card(
        slug=tile.slug,
        name=tile.name,
        kind=", ".join(categories.label(slug, language) for slug in tile.categories[:1]),
        about=tile.description,
        mark=tile_mark(tile),
        groups=tile.categories,
        standing=Standing.NOT_CONNECTED,
        accounts=0,
        enabled=True,
        one_press=False,
        reconnect=None,
        link=tile.link_url,
        more=bool(tile.long_description),
    )


def tile_mark(tile: Tile) -> Mark:
    """The sign of a tile: its picture, or letters."""
    path = tile.logo_path()
    return Mark(path, tile.monogram, zlib.crc32(tile.slug.encode()) % HUES, uploaded=path is not None)


def paragraphs(text: str) -> list[str]:
    """A text as pages show it: blank lines part paragraphs."""
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return [part for part in parts if part]


def mark(entry: Entry, assets: Assets) -> Mark:
    """The sign of an entry. An icon that was never built gives way to letters."""
    path = entry.logo_path()
    hue = zlib.crc32(entry.integration.slug.encode()) % HUES
    if path is None or not path.startswith(f"{PATH}/"):
        return Mark(path, entry.monogram, hue, uploaded=path is not None)
    name = path.removeprefix(f"{PATH}/")
    return Mark(assets.url(name) if name in assets.files else None, entry.monogram, hue)


def accounts(entry: Entry, language: Language = ENGLISH) -> list[Account]:
    """The accounts behind an entry: what needs its customer first."""
    made = [_account(entry, held, number, language) for number, held in enumerate(entry.connections, start=1)]
    return sorted(made, key=lambda account: account.works)


def name_of(entry: Entry, connection: Connection) -> str:
    """What the connection is called wherever it stands alone."""
    return account_name(connection) or _place(entry, connection) or entry.integration.display_name


def find(cards: Iterable[Card], text: str, category: str) -> list[Card]:
    """Those that hold every word, and belong to the category if there is one."""
    wanted = text.casefold().split()
    return [
        found
        for found in cards
        if all(word in found.words.casefold() for word in wanted) and (not category or category in found.groups)
    ]


def _account(entry: Entry, connection: Connection, number: int, language: Language) -> Account:
    works = connection.state is State.ACTIVE
    app = entry.integration.display_name
    name, place = account_name(connection), _place(entry, connection)
    unnamed = None if name or place else Unnamed.NUMBERED if len(entry.connections) > 1 else Unnamed.ONLY
    return Account(
        id=connection.id,
        name=name or place or language.say(f"accounts.{unnamed}", number=number),
        unnamed=unnamed,
        number=number,
        detail=place if name and place not in name else "",
        state=connection.state,
        reason=connection.reason,
        why="" if works or connection.reason is None else language.say(f"reason.{connection.reason}", app=app),
        before=connection.replaced_account,
        replaced=replaced(connection, language),
        lacks=missing(entry.integration.scopes, connection.scopes, app) if works else (),
        struggles=works and connection.trouble is not None,
        since=connection.created_at,
        values={value.name: text for value, text in _given(entry, connection)},
    )


def _given(entry: Entry, connection: Connection) -> list[tuple[ConnectionValue, str]]:
    """What the customer was asked for, and gave."""
    held = connection.values
    return [(value, held[value.name]) for value in entry.asked_values if held.get(value.name)]


def _place(entry: Entry, connection: Connection) -> str:
    """Where the account lies, from what the customer gave: `acme.zendesk.com`."""
    asked = (value for value in entry.provider.values_of(entry.method) if value.source is ValueSource.ASK)
    given = [(value, connection.values.get(value.name, "")) for value in asked]
    return next((f"{text}{value.suffix}" for value, text in given if text and not value.choices), "")
