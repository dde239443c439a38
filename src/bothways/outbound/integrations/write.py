"""Switching a provider on, changing how, and switching it off for good."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.errors import ReferenceViolation, UniqueViolation
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids
from bothways.kit.secret import Secret
from bothways.outbound.integrations import store
from bothways.outbound.integrations.client import place
from bothways.outbound.integrations.draft import Draft, check
from bothways.outbound.integrations.model import (
    NOT_FOUND,
    Integration,
    IntegrationExists,
    IntegrationInUse,
    IntegrationNotFound,
)
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.model import Provider


@dataclass(frozen=True)
class WriteIntegration:
    """Create, change or remove an integration, with its event and its audit entry, in one transaction."""

    database: Database
    vault: Vault
    providers: GetProvider
    events: EventLog
    audit: Audit
    ids: Ids
    clock: Clock

    async def create(self, environment_id: str, actor: str, draft: Draft) -> Integration:
        """Raises ProviderNotFound, InvalidInput that names every wrong field, IntegrationExists."""
        provider = await self.providers(environment_id, draft.provider)
        async with self.database.begin() as tx:
            return await self.create_within(tx, environment_id, actor, draft, provider)

    async def create_within(
        self, tx: Transaction, environment_id: str, actor: str, draft: Draft, provider: Provider
    ) -> Integration:
        """The same, inside the caller's transaction, of a provider that was read or written before."""
        settled = check(draft, provider)
        now = self.clock.now()
        integration = Integration(
            id=self.ids.new("intg"),
            environment_id=environment_id,
            slug=settled.slug,
            provider=provider.slug,
            method_id=settled.method_id,
            client_id=settled.client_id,
            sealed_client_secret=None,
            scopes=settled.scopes,
            authorize_params=settled.authorize_params,
            values=settled.values,
            display_name=settled.display_name,
            description=settled.description,
            logo=settled.logo,
            enabled=settled.enabled,
            version=1,
            created_at=now,
            updated_at=now,
            **_presentation(settled),
        )
        integration = await self._sealed(tx, integration, draft.client_secret)
        try:
            await store.add(tx, integration)
        except UniqueViolation as error:
            raise IntegrationExists(f"The slug {integration.slug} is taken.") from error
        await self._tell(tx, "integration.created", integration, actor)
        return integration

    async def change(
        self, environment_id: str, actor: str, reference: str, changes: Mapping[str, object]
    ) -> Integration:
        """Apply those fields of a Draft that `changes` names, except provider and method.

        A connection remembers the method it was made by, so those two stay. Raises as `create` does, and
        IntegrationNotFound.
        """
        async with self.database.read() as tx:
            known = await self._held(tx, environment_id, reference)
        # Read first: a provider is never another one, and a write transaction must not wait for a second connection.
        provider = await self.providers(environment_id, known.provider)
        async with self.database.begin() as tx:
            return await self.change_within(tx, environment_id, actor, known.id, changes, provider)

    async def change_within(
        self,
        tx: Transaction,
        environment_id: str,
        actor: str,
        reference: str,
        changes: Mapping[str, object],
        provider: Provider,
    ) -> Integration:
        """The same, inside the caller's transaction, with the provider as it is by then."""
        # Locked: of two changes at once the second is laid over the first, whose new secret is not lost.
        held = await self._held(tx, environment_id, reference, lock=True)
        settled = check(Draft.of(held, changes), provider, holds_secret=held.sealed_client_secret is not None)
        changed = replace(
            held,
            slug=settled.slug,
            client_id=settled.client_id,
            scopes=settled.scopes,
            authorize_params=settled.authorize_params,
            values=settled.values,
            display_name=settled.display_name,
            description=settled.description,
            logo=settled.logo,
            enabled=settled.enabled,
            updated_at=self.clock.now(),
            **_presentation(settled),
        )
        if settled.client_secret is not None:
            changed = await self._sealed(tx, replace(changed, version=held.version + 1), settled.client_secret)
        try:
            await store.change(tx, changed)
        except UniqueViolation as error:
            raise IntegrationExists(f"The slug {changed.slug} is taken.") from error
        await self._tell(tx, "integration.updated", changed, actor, fields=sorted(changes))
        return changed

    async def remove(self, environment_id: str, actor: str, reference: str) -> None:
        """Raises IntegrationNotFound; IntegrationInUse while connections, past ones included, name it."""
        async with self.database.begin() as tx:
            held = await self._held(tx, environment_id, reference)
            try:
                await store.remove(tx, held)
            except ReferenceViolation as error:
                raise IntegrationInUse("Connections were made through this integration.") from error
            await self._tell(tx, "integration.removed", held, actor)

    async def _held(self, tx: Transaction, environment_id: str, reference: str, *, lock: bool = False) -> Integration:
        held = await store.find(tx, environment_id, reference, lock=lock)
        if held is None:
            raise IntegrationNotFound(NOT_FOUND)
        return held

    async def _sealed(self, tx: Transaction, integration: Integration, secret: Secret[str] | None) -> Integration:
        if secret is None:
            return integration
        sealed = await self.vault.seal(tx, integration.environment_id, secret.reveal().encode(), place(integration))
        return replace(integration, sealed_client_secret=sealed)

    async def _tell(
        self, tx: Transaction, what: str, integration: Integration, actor: str, fields: list[str] | None = None
    ) -> None:
        data = {"slug": integration.slug, "provider": integration.provider} | ({"fields": fields} if fields else {})
        await self.events.append(tx, Event(what, integration.environment_id, integration.id, None, data))
        await self.audit.record(tx, Entry(integration.environment_id, actor, what, integration.id, data))


class _Presentation(TypedDict):
    long_description: str
    categories: tuple[str, ...]
    background: str | None
    documentation_url: str | None


def _presentation(settled: Draft) -> _Presentation:
    return {
        "long_description": settled.long_description,
        "categories": settled.categories,
        "background": settled.background,
        "documentation_url": settled.documentation_url,
    }
