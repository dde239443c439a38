"""The marketplace on the wire, for pages that speak the reader's language: codes and parameters, and English words to
fall back on.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict

from bothways.kit.web.assets import Assets
from bothways.marketplace import shop
from bothways.marketplace.categories import Counted
from bothways.marketplace.history import Happening
from bothways.marketplace.permissions import Permission, explain
from bothways.marketplace.shop import Account
from bothways.outbound.catalog.model import Entry, Standing
from bothways.outbound.catalog.tile import Tile
from bothways.outbound.connections.model import Connection, ReplacedAccount
from bothways.outbound.providers.question import QuestionOut, field_out, value_out


class MarketConnectionOut(Struct, frozen=True):
    """One of the customer's accounts, as far as a card shows it. `reason` is a code."""

    id: str
    state: str
    reason: str | None
    label: str
    account_label: str | None
    created_at: datetime


class CardOut(Struct, frozen=True):
    """One card of the marketplace: an integration, or a tile of the operator's, which only leads to `link_url`.

    `state` is the worst of `connections`. `values` and `fields` are asked before connecting; `redirects` tells whether
    that leads to the provider's own page. `logo_url` null means `monogram` on the colour `hue` of twelve; `logo_fills`
    a picture that fills its tile.
    """

    id: str
    kind: Literal["integration", "promotional", "custom"]
    slug: str
    integration_id: str | None
    provider: str | None
    name: str
    description: str
    categories: list[str]
    logo_url: str | None
    logo_fills: bool
    monogram: str
    hue: int
    background: str | None
    link_url: str | None
    documentation_url: str | None
    state: Standing
    enabled: bool
    redirects: bool
    values: list[QuestionOut]
    fields: list[QuestionOut]
    connections: list[MarketConnectionOut]


class CategoryOut(Struct, frozen=True):
    """A category, and how many cards belong to it. `label` is its English name."""

    slug: str
    label: str
    count: int


class MarketplaceOut(Struct, frozen=True):
    """What needs attention first, then what is connected, the rest, and tiles; the commonest categories first."""

    items: list[CardOut]
    categories: list[CategoryOut]


class PermissionOut(Struct, frozen=True):
    """What some scopes allow. `key` names a sentence that takes `params`; null where only the scope is known."""

    key: str | None
    params: dict[str, str]
    scopes: list[str]
    fallback: str


class ReplacedOut(Struct, frozen=True):
    """The account from before, in whose place another one was connected."""

    id: str
    label: str | None
    at: datetime


class MarketAccountOut(Struct, frozen=True):
    """One connected account.

    `name_code` is null where the account has a name; else it is `your_account`, or `account_number` with `number`, and
    `name` says so in English. `reason` is the code of why it has to be reconnected. `lacks` was asked for and not
    allowed. `struggles`: the provider did not answer lately, and nobody has to do anything.
    `values` are what the customer was asked for besides credentials: a form that reconnects begins with them.
    """

    id: str
    name: str
    name_code: str | None
    number: int
    detail: str
    state: str
    reason: str | None
    reason_fallback: str
    replaced: ReplacedOut | None
    lacks: list[PermissionOut]
    struggles: bool
    connected_at: datetime
    values: dict[str, str]


class HappeningOut(Struct, frozen=True):
    """One line of the history. `type` is an event's; `tone` is good, warn or empty."""

    id: str
    type: str
    tone: str
    at: datetime
    account_name: str
    params: dict[str, str]
    fallback: str


class CardDetailOut(CardOut, frozen=True):
    """A card with everything behind it. `method_help` tells where to find the keys, in English."""

    long_description: str
    permissions: list[PermissionOut]
    accounts: list[MarketAccountOut]
    happenings: list[HappeningOut]
    method_help: str


class PreviewOut(Struct, frozen=True):
    """The marketplace of whoever has connected nothing, with all that is behind each card."""

    items: list[CardDetailOut]
    categories: list[CategoryOut]


def card_out(entry: Entry, assets: Assets, public_url: str) -> CardOut:
    """The card of an integration."""
    integration, mark = entry.integration, shop.mark(entry, assets)
    return CardOut(
        id=integration.id,
        kind="integration",
        slug=integration.slug,
        integration_id=integration.id,
        provider=integration.provider,
        name=integration.display_name,
        description=integration.description,
        categories=list(entry.categories),
        logo_url=None if mark.src is None else public_url + mark.src,
        logo_fills=mark.uploaded,
        monogram=mark.letters,
        hue=mark.hue,
        background=integration.background,
        link_url=None,
        documentation_url=integration.documentation_url,
        state=entry.standing,
        enabled=integration.enabled,
        redirects=entry.method.redirects,
        values=[value_out(value) for value in entry.asked_values],
        fields=[field_out(field) for field in entry.asked_fields],
        connections=[_connection_out(connection) for connection in entry.connections],
    )


def card_detail_out(entry: Entry, happenings: list[Happening], assets: Assets, public_url: str) -> CardDetailOut:
    """The card of an integration with all of its facts."""
    integration = entry.integration
    return CardDetailOut(
        **asdict(card_out(entry, assets, public_url)),
        long_description=integration.long_description,
        permissions=[_permission_out(found) for found in explain(integration.scopes, integration.display_name)],
        accounts=[_account_out(account) for account in shop.accounts(entry)],
        happenings=[_happening_out(happening) for happening in happenings],
        method_help="" if entry.method.redirects else entry.method.help,
    )


def tile_card_out(tile: Tile, public_url: str) -> CardOut:
    """The card of a tile: it leads to its link, and there is nothing to connect."""
    mark = shop.tile_mark(tile)
    return CardOut(
        id=tile.id,
        kind=tile.kind.value,
        slug=tile.slug,
        integration_id=None,
        provider=None,
        name=tile.name,
        description=tile.description,
        categories=list(tile.categories),
        logo_url=None if mark.src is None else public_url + mark.src,
        logo_fills=mark.uploaded,
        monogram=mark.letters,
        hue=mark.hue,
        background=tile.background,
        link_url=tile.link_url,
        documentation_url=None,
        state=Standing.NOT_CONNECTED,
        enabled=True,
        redirects=False,
        values=[],
        fields=[],
        connections=[],
    )


def tile_detail_out(tile: Tile, public_url: str) -> CardDetailOut:
    """The card of a tile with its long description."""
    return CardDetailOut(
        **asdict(tile_card_out(tile, public_url)),
        long_description=tile.long_description,
        permissions=[],
        accounts=[],
        happenings=[],
        method_help="",
    )


def category_out(found: Counted) -> CategoryOut:
    """A category of the cards."""
    return CategoryOut(found.slug, found.label, found.count)


def _connection_out(connection: Connection) -> MarketConnectionOut:
    return MarketConnectionOut(
        id=connection.id,
        state=connection.state,
        reason=connection.reason,
        label=connection.label,
        account_label=connection.account_label,
        created_at=connection.created_at,
    )


def _permission_out(permission: Permission) -> PermissionOut:
    return PermissionOut(permission.key, dict(permission.params), list(permission.scopes), permission.words)


def _account_out(account: Account) -> MarketAccountOut:
    return MarketAccountOut(
        id=account.id,
        name=account.name,
        name_code=account.unnamed,
        number=account.number,
        detail=account.detail,
        state=account.state,
        reason=account.reason,
        reason_fallback=account.why,
        replaced=None if account.before is None else _replaced_out(account.before),
        lacks=[_permission_out(lacking) for lacking in account.lacks],
        struggles=account.struggles,
        connected_at=account.since,
        values=dict(account.values),
    )


def _replaced_out(before: ReplacedAccount) -> ReplacedOut:
    return ReplacedOut(before.id, before.label, before.at)


def _happening_out(happening: Happening) -> HappeningOut:
    return HappeningOut(
        id=happening.id,
        type=happening.type,
        tone=happening.tone,
        at=happening.at,
        account_name=happening.params["name"],
        params=dict(happening.params),
        fallback=happening.words,
    )
