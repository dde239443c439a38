"""What other rooms need to know about integrations, without knowing their table."""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import FieldError, InvalidInput
from bothways.outbound.integrations import store


@dataclass(frozen=True)
class MethodsUsed:
    """The ids of a provider's methods that integrations of an environment use."""

    async def __call__(self, tx: Transaction, environment_id: str, slug: str) -> frozenset[str]:
        return await store.methods_of(tx, environment_id, slug)


@dataclass(frozen=True)
class ResolveIntegrations:
    """The ids behind names that may be ids or slugs. Raises InvalidInput that names each one that is none."""

    database: Database

    async def __call__(self, environment_id: str, references: Sequence[str]) -> tuple[str, ...]:
        async with self.database.read() as tx:
            found = [await store.find(tx, environment_id, reference) for reference in references]
        faults = [
            FieldError(f"integrations[{index}]", "this environment has no such integration")
            for index, integration in enumerate(found)
            if integration is None
        ]
        if faults:
            raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
        return tuple(integration.id for integration in found if integration is not None)
