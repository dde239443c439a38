"""Templates of the common shape, taken apart once, so that a fresh read fills them without searching them again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.template import Names, ValueUnfit, fill_address, fill_header, placeholders

MOST_ADDRESSES = 1_000
_SLOT_SPACES = frozenset({"token", "credential"})


@dataclass(frozen=True)
class Slot:
    """A header or query parameter with one secret in it: `Bearer `, the token, nothing."""

    name: str
    before: str
    space: str
    path: str
    after: str


@dataclass(frozen=True)
class Quick:
    """What is the same for every connection of an integration, and the slots that are not.

    Addresses are remembered by the connection values they were made of; values are checked whenever one is made.
    `values` are the integration's own, which go before.
    """

    provider: Provider
    values: Mapping[str, str]
    address: str
    headers: Mapping[str, str]
    header_slots: tuple[Slot, ...]
    query: Mapping[str, str]
    query_slots: tuple[Slot, ...]
    _addresses: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)

    def base_url(self, values: str) -> str | None:
        """Where the API lies for connection values, given as the JSON they are stored as; None if they are unfit."""
        if values not in self._addresses:
            if len(self._addresses) >= MOST_ADDRESSES:
                self._addresses.clear()
            names = Names.of(self.provider, {**json.loads(values), **self.values})
            self._addresses[values] = base_url_of(self.address, names)
        return self._addresses[values]

    def fill(self, secrets: Mapping[str, Mapping[str, str | None]]) -> tuple[dict[str, str], dict[str, str]] | None:
        """Headers and query; None when something is missing or unfit, which the slow way explains."""
        headers, query = dict(self.headers), dict(self.query)
        for slot in self.header_slots:
            value = secrets[slot.space].get(slot.path)
            # As `fill_header` demands: visible ASCII and blanks.
            if value is None or not (value.isascii() and value.isprintable()):
                return None
            headers[slot.name] = f"{slot.before}{value}{slot.after}"
        for slot in self.query_slots:
            value = secrets[slot.space].get(slot.path)
            if value is None:
                return None
            query[slot.name] = f"{slot.before}{value}{slot.after}"
        return headers, query


def quick_of(provider: Provider, method: Method, values: Mapping[str, str]) -> Quick | None:
    """None for methods that need more: a pair for Basic, a signature, values of the connection in a header."""
    attach, own = method.attach, provider.api.headers
    if attach.basic is not None or attach.oauth1 or own.keys() & attach.headers.keys():
        return None
    names = Names.of(provider, {})
    headers = _split({**own, **attach.headers}, names)
    query = _split(attach.query, names)
    if headers is None or query is None:
        return None
    address = provider.base_url_of(method)
    if any(space not in {"connection", "version"} for space, _ in placeholders(address)):
        return None
    return Quick(provider, values, address, *headers, *query)


def base_url_of(address: str, names: Names) -> str | None:
    """The address, None where it cannot be made of what is known."""
    try:
        return fill_address(address, names)
    except ValueUnfit:
        return None


def _split(templates: Mapping[str, str], names: Names) -> tuple[dict[str, str], tuple[Slot, ...]] | None:
    fixed: dict[str, str] = {}
    slots: list[Slot] = []
    for name, template in templates.items():
        found = [place for place in placeholders(template) if place[0] != "version"]
        if not found:
            fixed[name] = fill_header(template, names)
        elif len(found) == 1 and found[0][0] in _SLOT_SPACES and template.count("{") == 1:
            space, path = found[0]
            before, _, after = template.partition(f"{{{space}.{path}}}")
            slots.append(Slot(name, before, space, path, after))
        else:
            return None
    return fixed, tuple(slots)
