"""All that Acme asks of Bothways: five questions from its backend, through the Python client."""

from collections.abc import Sequence
from dataclasses import dataclass

from acme.people import Customer
from bothways_client import AsyncBothways, CatalogEntry, ConnectSession, Credentials


@dataclass(frozen=True)
class Account:
    """An account that the customer connected."""

    connection_id: str
    label: str
    state: str
    reason: str | None


@dataclass(frozen=True)
class Tile:
    """An integration as the customer sees it."""

    slug: str
    name: str
    description: str
    logo_url: str | None
    monogram: str
    accounts: Sequence[Account]


@dataclass(frozen=True)
class Hub:
    """Bothways, as Acme's backend knows it. What goes wrong is a BothwaysError."""

    bothways: AsyncBothways

    async def open_session(self, customer: Customer, return_url: str) -> str:
        """A token with which this customer's browser shows the marketplace inside of Acme."""
        return (await self._open(customer, return_url)).token

    async def open_connect_page(self, customer: Customer, return_url: str) -> str:
        """An address that opens Bothways' own page for this customer, once: for browsers without script."""
        return (await self._open(customer, return_url)).url

    async def _open(self, customer: Customer, return_url: str) -> ConnectSession:
        return await self.bothways.connect_sessions.open(
            customer=customer.id, name=customer.company, email=customer.email, return_url=return_url
        )

    async def catalog(self, customer: Customer) -> list[Tile]:
        """What the customer can connect, and what is connected."""
        entries = self.bothways.catalog.list(customer=customer.id)
        # Cards that only lead elsewhere are for the marketplace.
        return [_tile(entry) async for entry in entries if entry.kind == "integration"]

    async def credentials(self, connection_id: str) -> Credentials:
        """Working credentials: Bothways has renewed them by now, if that was needed."""
        return await self.bothways.connections.credentials(connection_id)

    async def renew(self, connection_id: str, rejected_version: int | None = None) -> None:
        """Have them renewed before their time: because the product rejected them, or just for the demo."""
        await self.bothways.connections.refresh(connection_id, rejected_version=rejected_version)


def _tile(entry: CatalogEntry) -> Tile:
    accounts = [
        Account(one.id, one.account_label or one.label or entry.name, one.state, one.reason)
        for one in entry.connections
    ]
    return Tile(entry.slug, entry.name, entry.description, entry.logo_url, entry.monogram, accounts)
