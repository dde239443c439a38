"""The face of the providers room."""

from typing import Annotated

from msgspec import Meta

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page, Search, Total
from bothways.kit.web.route import Handler, Route, Routes
from bothways.outbound.providers.errors import (
    ProviderExists,
    ProviderInUse,
    ProviderNotFound,
    ProviderNotYours,
    ProviderUnusable,
    TooManyProviders,
)
from bothways.outbound.providers.get import GetProvider, ListProviders
from bothways.outbound.providers.schemas import ProviderIn, ProviderOut, ProviderSummary, out_of, summary_of
from bothways.outbound.providers.write import AddProvider, RemoveProvider, ReplaceProvider

TAGS = ("providers",)

Category = Annotated[str, Meta(max_length=40, description="One of the categories, such as `crm`.")]


def routes(
    get: GetProvider,
    listed: ListProviders,
    add: AddProvider,
    replace: ReplaceProvider,
    remove: RemoveProvider,
    cursors: Cursors,
    public_url: str,
) -> Routes:
    """Reading takes providers:read, everything else providers:write."""
    may_read, may_write = Operator("providers:read"), Operator("providers:write")
    one = "/v1/providers/{slug:str}"
    found, own = (ProviderNotFound, ProviderUnusable), (ProviderNotFound, ProviderNotYours, ProviderInUse)
    # fmt: off
    return [
        Route("GET",    "/v1/providers", may_read,  listing(listed, cursors, public_url), tags=TAGS),
        Route("POST",   "/v1/providers", may_write, adding(add, public_url), status=201, idempotent=True, tags=TAGS,
              errors=(ProviderExists, TooManyProviders)),
        Route("GET",    one,             may_read,  reading(get, public_url), tags=TAGS, errors=found),
        Route("PUT",    one,             may_write, replacing(replace, public_url), tags=TAGS, errors=own),
        Route("DELETE", one,             may_write, removing(remove), status=204, tags=TAGS, errors=own),
    ]
    # fmt: on


def listing(listed: ListProviders, cursors: Cursors, public_url: str) -> Handler:
    """GET /v1/providers."""

    async def list_providers(
        caller: OperatorCaller,
        q: Search = "",
        category: Category | None = None,
        total: Total = False,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[ProviderSummary]:
        """List providers

        What can be switched on in this environment: the shipped providers and its own, by slug. `q` looks into names,
        slugs and descriptions.
        """
        scope = f"{caller.environment_id} providers {category} {q}"
        after = "" if cursor is None else str(cursors.read(scope, cursor)[0])
        every = await listed(caller.environment_id, q=q, category=category)
        left = [provider for provider in every if provider.slug > after]
        more = cursors.write(scope, [left[limit - 1].slug]) if len(left) > limit else None
        return Page(
            [summary_of(provider, public_url) for provider in left[:limit]], more, len(every) if total else None
        )

    return list_providers


def reading(get: GetProvider, public_url: str) -> Handler:
    """GET /v1/providers/{slug}."""

    async def get_provider(caller: OperatorCaller, slug: str) -> ProviderOut:
        """Get a provider

        With all that a form for an integration needs, and its definition, which is also a good start for one of your
        own.
        """
        return out_of(await get(caller.environment_id, slug), public_url)

    return get_provider


def adding(add: AddProvider, public_url: str) -> Handler:
    """POST /v1/providers."""

    async def add_provider(caller: OperatorCaller, data: ProviderIn) -> ProviderOut:
        """Add a provider of your own

        It is checked like a file by `bothways providers check`, and belongs to this environment alone.
        """
        return out_of(await add(caller.environment_id, caller.actor, data.definition), public_url)

    return add_provider


def replacing(replace: ReplaceProvider, public_url: str) -> Handler:
    """PUT /v1/providers/{slug}."""

    async def replace_provider(caller: OperatorCaller, slug: str, data: ProviderIn) -> ProviderOut:
        """Replace a provider of your own

        It counts from the next request to the provider on, for existing connections too.
        """
        return out_of(await replace(caller.environment_id, caller.actor, slug, data.definition), public_url)

    return replace_provider


def removing(remove: RemoveProvider) -> Handler:
    """DELETE /v1/providers/{slug}."""

    async def remove_provider(caller: OperatorCaller, slug: str) -> None:
        """Remove a provider of your own

        Works while no integration uses it.
        """
        await remove(caller.environment_id, caller.actor, slug)

    return remove_provider
