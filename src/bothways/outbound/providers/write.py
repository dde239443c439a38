"""An environment's own providers: adding, replacing, removing.

Whoever may write them decides where client secrets and refresh tokens are sent; the scope `providers:write` is as
powerful as the secrets themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.errors import UniqueViolation
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import InvalidInput
from bothways.oauth.foreign import Json
from bothways.outbound.providers import store
from bothways.outbound.providers.errors import (
    ProviderExists,
    ProviderInUse,
    ProviderNotFound,
    ProviderNotYours,
    TooManyProviders,
    invalid,
)
from bothways.outbound.providers.files import read_document
from bothways.outbound.providers.model import Origin, Provider
from bothways.outbound.providers.own import Own

MAX_OWN = 100


class MethodsInUse(Protocol):
    """Answered by whoever stands above: the ids of a provider's methods that the environment's integrations use."""

    async def __call__(self, tx: Transaction, environment_id: str, slug: str) -> frozenset[str]: ...


@dataclass(frozen=True)
class AddProvider:
    """Keep a definition of the environment's own."""

    database: Database
    shipped: Mapping[str, Provider]
    audit: Audit
    clock: Clock
    most: int = MAX_OWN

    async def __call__(self, environment_id: str, actor: str, definition: Json) -> Provider:
        """Raises InvalidInput that names every problem, ProviderExists, TooManyProviders."""
        async with self.database.begin() as tx:
            return await self.within(tx, environment_id, actor, definition)

    async def within(self, tx: Transaction, environment_id: str, actor: str, definition: Json) -> Provider:
        """The same, inside the caller's transaction."""
        provider = read_definition(definition)
        # An environment must not stand its own addresses in the place of a shipped provider's.
        if provider.slug in self.shipped:
            raise ProviderExists(f"{provider.slug} is a provider that Bothways ships with.")
        now = self.clock.now()
        if await store.count(tx, environment_id) >= self.most:
            raise TooManyProviders(f"The environment has {self.most} providers of its own.")
        try:
            await store.add(tx, Own(environment_id, provider.slug, definition, now, now))
        except UniqueViolation as error:
            raise ProviderExists(f"The environment has a provider {provider.slug} already.") from error
        await self.audit.record(tx, Entry(environment_id, actor, "provider.added", provider.slug))
        return provider


@dataclass(frozen=True)
class ReplaceProvider:
    """Put a new definition in the place of the environment's own old one."""

    database: Database
    shipped: Mapping[str, Provider]
    in_use: MethodsInUse
    audit: Audit
    clock: Clock

    async def __call__(self, environment_id: str, actor: str, slug: str, definition: Json) -> Provider:
        """Raises InvalidInput, ProviderNotFound, ProviderNotYours, and ProviderInUse when a used method would go."""
        async with self.database.begin() as tx:
            return await self.within(tx, environment_id, actor, slug, definition)

    async def within(self, tx: Transaction, environment_id: str, actor: str, slug: str, definition: Json) -> Provider:
        """The same, inside the caller's transaction."""
        provider = read_definition(definition)
        if provider.slug != slug:
            raise InvalidInput.of("definition.slug", f"the address says {slug}; a slug never changes")
        held = await _held(tx, self.shipped, environment_id, slug)
        lost = await self.in_use(tx, environment_id, slug) - _staying(held, provider)
        if lost:
            named = ", ".join(sorted(lost))
            raise ProviderInUse(f"Integrations use the method {named}, which would be gone, or of another type.")
        await store.replace(tx, replace(held, definition=definition, updated_at=self.clock.now()))
        await self.audit.record(tx, Entry(environment_id, actor, "provider.replaced", slug))
        return provider


@dataclass(frozen=True)
class RemoveProvider:
    """Forget a definition of the environment's own."""

    database: Database
    shipped: Mapping[str, Provider]
    in_use: MethodsInUse
    audit: Audit

    async def __call__(self, environment_id: str, actor: str, slug: str) -> None:
        """Raises ProviderNotFound, ProviderNotYours, ProviderInUse."""
        async with self.database.begin() as tx:
            await _held(tx, self.shipped, environment_id, slug)
            if await self.in_use(tx, environment_id, slug):
                raise ProviderInUse(f"Integrations use {slug}.")
            await store.remove(tx, environment_id, slug)
            await self.audit.record(tx, Entry(environment_id, actor, "provider.removed", slug))


def read_definition(definition: Json) -> Provider:
    """What is written, as a provider of the environment's own. Raises InvalidInput that names every problem."""
    provider, problems = read_document(definition, Origin.ENVIRONMENT)
    if provider is None:
        raise invalid(problems)
    return provider


def _staying(held: Own, provider: Provider) -> set[str]:
    """The methods that stay what they are to whatever was connected by them."""
    before, _ = read_document(held.definition, Origin.ENVIRONMENT)
    # One that can no longer be read connects nothing as it is.
    known = {} if before is None else {method.id: (method.type, method.client) for method in before.methods}
    return {method.id for method in provider.methods if known.get(method.id) in {None, (method.type, method.client)}}


async def _held(tx: Transaction, shipped: Mapping[str, Provider], environment_id: str, slug: str) -> Own:
    held = await store.find(tx, environment_id, slug)
    if held is not None:
        return held
    if slug in shipped:
        raise ProviderNotYours(f"{slug} is a provider that Bothways ships with.")
    raise ProviderNotFound("No provider has that slug.")
