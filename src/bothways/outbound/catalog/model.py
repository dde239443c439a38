"""One card of the catalog."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bothways.outbound.catalog.tile import monogram
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.integrations.model import Integration
from bothways.outbound.providers.model import ConnectionValue, Field, Method, Provider, ValueSource


class Standing(StrEnum):
    """How a customer stands with an integration; the worst of its connections speaks."""

    NOT_CONNECTED = "not_connected"
    CONNECTED = "connected"
    NEEDS_REAUTH = "needs_reauth"


@dataclass(frozen=True)
class Entry:
    """An integration as one customer sees it. `connections` are those that are not disconnected, oldest first."""

    integration: Integration
    provider: Provider
    method: Method
    connections: tuple[Connection, ...]

    @property
    def standing(self) -> Standing:
        """Worst first: a card must not look healthy while one of its accounts is not."""
        if not self.connections:
            return Standing.NOT_CONNECTED
        if any(connection.state is State.NEEDS_REAUTH for connection in self.connections):
            return Standing.NEEDS_REAUTH
        return Standing.CONNECTED

    @property
    def categories(self) -> tuple[str, ...]:
        """What it is sorted under: by the operator, or else by the provider."""
        return self.integration.categories or self.provider.categories

    @property
    def asked_values(self) -> tuple[ConnectionValue, ...]:
        """What the customer is asked besides the credentials, such as a subdomain."""
        return tuple(
            value
            for value in self.provider.values_of(self.method)
            if value.source is ValueSource.ASK and value.name not in self.integration.values
        )

    @property
    def asked_fields(self) -> tuple[Field, ...]:
        """The credentials that the customer types; empty where the provider's own page asks."""
        return self.method.fields

    @property
    def needs_form(self) -> bool:
        """Whether anything must be typed before connecting."""
        return bool(self.asked_values or self.asked_fields)

    def logo_path(self) -> str | None:
        """The picture to show, as a path on our own address; None means the monogram."""
        if self.integration.logo is not None:
            return f"/logos/{self.integration.id}"
        return self.provider.icon_path

    @property
    def monogram(self) -> str:
        """One or two letters for a card without a picture."""
        return monogram(self.integration.display_name)


def arrange(entries: Sequence[Entry]) -> list[Entry]:
    """What needs the customer first, then what is connected, then the rest; by name within each."""
    order = {Standing.NEEDS_REAUTH: 0, Standing.CONNECTED: 1, Standing.NOT_CONNECTED: 2}
    return sorted(entries, key=lambda entry: (order[entry.standing], entry.integration.display_name.casefold()))
