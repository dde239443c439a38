"""Sealing a connection's secrets, each bound to its row, its column and the version of its credentials."""

from dataclasses import dataclass
from typing import Any

from msgspec import json

from bothways.core.vault.model import Place
from bothways.core.vault.vault import Vault
from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections.errors import ConnectionDisconnected
from bothways.outbound.connections.lease import Lease
from bothways.outbound.connections.material import (
    Current,
    Renewal,
    Tokens,
    read_current,
    read_renewal,
    read_tokens,
    write_current,
    write_renewal,
    write_tokens,
)
from bothways.outbound.connections.model import Connection
from bothways.outbound.connections.store import Glance


def place(connection_id: str, environment_id: str, column: str, version: int) -> Place:
    """Where a secret of a connection lies. The version makes an older seal, put back, useless."""
    return Place("connections", column, connection_id, environment_id, version=version)


@dataclass(frozen=True)
class Sealed:
    """Both secrets of one version."""

    current: bytes
    renewal: bytes | None


@dataclass(frozen=True)
class Custody:
    """Seals and opens under the customer's data key. Opening raises SealBroken."""

    vault: Vault

    async def seal(
        self,
        tx: Transaction,
        *,
        connection_id: str,
        environment_id: str,
        customer_id: str,
        version: int,
        current: Current,
        renewal: Renewal | None,
    ) -> Sealed:
        """Raises OwnerShredded when the customer was deleted."""
        spot = place(connection_id, environment_id, "sealed", version)
        first = await self.vault.seal(tx, customer_id, write_current(current), spot)
        if renewal is None:
            return Sealed(first, None)
        spot = place(connection_id, environment_id, "sealed_renewal", version)
        return Sealed(first, await self.vault.seal(tx, customer_id, write_renewal(renewal), spot))

    def at_hand(self, environment_id: str, seen: Glance) -> dict[str, Any] | None:
        """What `write_current` wrote, without waiting; None when that takes the awaited way, or the seal is broken."""
        spot = place(seen.id, environment_id, "sealed", seen.version)
        plain = None if seen.sealed is None else self.vault.unseal_cached(seen.sealed, seen.customer_id, spot)
        return None if plain is None else json.decode(plain.reveal(), type=dict)

    async def current(self, connection: Connection) -> Current:
        """What requests need."""
        if connection.sealed is None:
            raise ConnectionDisconnected(f"The connection {connection.id} was disconnected.")
        spot = place(connection.id, connection.environment_id, "sealed", connection.version)
        return read_current(await self.vault.unseal(connection.sealed, connection.customer_id, spot))

    async def renewal(self, connection: Connection) -> Renewal | None:
        """What to renew with, if anything."""
        if connection.sealed_renewal is None:
            return None
        spot = place(connection.id, connection.environment_id, "sealed_renewal", connection.version)
        return read_renewal(await self.vault.unseal(connection.sealed_renewal, connection.customer_id, spot))

    async def seal_answer(self, tx: Transaction, connection: Connection, tokens: Tokens) -> bytes:
        """A provider's answer to the credentials of `connection`, before it is applied."""
        return await self.vault.seal(tx, connection.customer_id, write_tokens(tokens), _answer_place(connection))

    async def answer(self, connection: Connection, lease: Lease) -> Tokens | None:
        """The answer that waits in the lease, if it belongs to the credentials of `connection`."""
        if lease.sealed_answer is None or lease.base_version != connection.version:
            return None
        plain = await self.vault.unseal(lease.sealed_answer, connection.customer_id, _answer_place(connection))
        return read_tokens(plain)


def _answer_place(connection: Connection) -> Place:
    return Place(
        "refresh_leases", "sealed_answer", connection.id, connection.environment_id, version=connection.version
    )
