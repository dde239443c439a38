"""Finding providers: the environment's own first, then those of the operator's folder, then the shipped ones."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bothways.kit.db.database import Database
from bothways.kit.finding import folded, words
from bothways.outbound.providers import store
from bothways.outbound.providers.errors import ProviderNotFound, ProviderUnusable
from bothways.outbound.providers.model import Provider
from bothways.outbound.providers.own import Own


@dataclass(frozen=True)
class GetProvider:
    """One provider by slug. `shipped` are the built-in ones with those of the folder laid over them."""

    shipped: Mapping[str, Provider]
    database: Database

    async def __call__(self, environment_id: str, slug: str) -> Provider:
        """Raises ProviderNotFound, and ProviderUnusable for one that was kept by another version.

        An own provider goes before a shipped one of the same slug, so that a new release cannot take over
        the connections that were made through it.
        """
        async with self.database.read() as tx:
            own = await store.find(tx, environment_id, slug)
        if own is not None:
            return own.provider()
        found = self.shipped.get(slug)
        if found is None:
            raise ProviderNotFound("No provider has that slug.")
        return found

    async def many(self, environment_id: str, slugs: Collection[str]) -> Mapping[str, Provider]:
        """Those of these slugs that can be used, in one read; the others are left out."""
        async with self.database.read() as tx:
            own = await store.of_slugs(tx, environment_id, frozenset(slugs))
        kept = {one.slug for one in own}
        found = {slug: self.shipped[slug] for slug in slugs if slug in self.shipped and slug not in kept}
        return found | _usable(own)


@dataclass(frozen=True)
class ListProviders:
    """Providers that an environment can switch on, by slug."""

    shipped: Mapping[str, Provider]
    database: Database

    async def __call__(
        self,
        environment_id: str,
        *,
        q: str = "",
        category: str | None = None,
    ) -> list[Provider]:
        """All of them, in the order of their slugs. `q` looks into names, slugs and descriptions.

        Raises InvalidInput.
        """
        asked = words(q)
        known = {**self.shipped, **await self._own(environment_id)}
        return [
            provider
            for _, provider in sorted(known.items())
            if (category is None or category in provider.categories) and _is_about(provider, asked)
        ]

    async def _own(self, environment_id: str) -> dict[str, Provider]:
        async with self.database.read() as tx:
            kept = await store.of_environment(tx, environment_id)
        return _usable(kept)


def _usable(kept: Iterable[Own]) -> dict[str, Provider]:
    own: dict[str, Provider] = {}
    for one in kept:
        try:
            own[one.slug] = one.provider()
        except ProviderUnusable:
            # Getting it by its slug says what is wrong; the others can still be listed.
            continue
    return own


def _is_about(provider: Provider, asked: Iterable[str]) -> bool:
    text = folded(provider.name, provider.slug, provider.description)
    return all(word in text for word in asked)
