"""Providers on the wire."""

from datetime import date
from typing import Annotated, Any

from msgspec import Meta, Struct

from bothways.outbound.providers import shape
from bothways.outbound.providers.model import Method, Provider


class MethodOut(Struct, frozen=True):
    """One way to connect. `setup_url` is where an app is registered at the provider."""

    id: str
    type: str
    label: str
    help: str
    client: str
    setup_url: str | None
    default_scopes: list[str]
    required_scopes: list[str]
    offered_scopes: list[str]


class ProviderSummary(Struct, frozen=True):
    """A provider, as the shop window needs it. `icon` is `set:name` of an icon package, or null."""

    slug: str
    name: str
    description: str
    categories: list[str]
    website: str | None
    docs_url: str | None
    icon: str | None
    origin: str
    checked_at: date
    methods: list[MethodOut]


class ProviderOut(ProviderSummary, frozen=True):
    """A provider with its whole definition, as a provider file has it."""

    definition: dict[str, Any]


Definition = Annotated[
    dict[str, Any],
    Meta(description="What a provider file holds. Every problem in it is named by its path."),
]


class ProviderIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A provider of your own."""

    definition: Definition


def summary_of(provider: Provider) -> ProviderSummary:
    """The short form."""
    return ProviderSummary(**_face(provider))


def out_of(provider: Provider) -> ProviderOut:
    """The long form."""
    definition = shape.write(provider)
    return ProviderOut(**_face(provider), definition=definition if isinstance(definition, dict) else {})


def _face(provider: Provider) -> dict[str, Any]:
    return {
        "slug": provider.slug,
        "name": provider.name,
        "description": provider.description,
        "categories": list(provider.categories),
        "website": provider.website,
        "docs_url": provider.docs_url,
        "icon": provider.icon,
        "origin": provider.origin,
        "checked_at": provider.checked_at,
        "methods": [_method(method) for method in provider.methods],
    }


def _method(method: Method) -> MethodOut:
    return MethodOut(
        id=method.id,
        type=method.type,
        label=method.label,
        help=method.help,
        client=method.client,
        setup_url=method.setup_url,
        default_scopes=list(method.scopes.default),
        required_scopes=list(method.scopes.required),
        offered_scopes=list(method.scopes.offered),
    )
