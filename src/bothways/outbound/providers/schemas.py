"""Providers on the wire."""

from datetime import date
from typing import Annotated, Any

from msgspec import Meta, Struct

from bothways.outbound.providers import shape
from bothways.outbound.providers.model import ClientOwner, Method, Provider, ValueSource
from bothways.outbound.providers.question import QuestionOut, field_out, value_out
from bothways.outbound.providers.values import asked_values


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


class MethodDetailOut(MethodOut, frozen=True):
    """With all that a form for an integration asks and explains.

    `operator_values` go into the integration's `values`. `customer_values` and `customer_fields` are asked of each
    customer who connects. `redirects` tells whether the provider's own page does the asking.
    """

    redirects: bool
    needs_client_id: bool
    needs_client_secret: bool
    scopes_docs_url: str | None
    operator_values: list[QuestionOut]
    customer_values: list[QuestionOut]
    customer_fields: list[QuestionOut]


class ProviderSummary(Struct, frozen=True):
    """A provider, as the shop window needs it. `icon` is `set:name` of an icon package, `icon_url` its picture."""

    slug: str
    name: str
    description: str
    categories: list[str]
    website: str | None
    docs_url: str | None
    icon: str | None
    icon_url: str | None
    origin: str
    checked_at: date
    methods: list[MethodOut]


class ProviderOut(ProviderSummary, frozen=True):
    """A provider with all about its methods, and its whole definition, as a provider file has it."""

    details: list[MethodDetailOut]
    definition: dict[str, Any]


Definition = Annotated[
    dict[str, Any],
    Meta(description="What a provider file holds. Every problem in it is named by its path."),
]


class ProviderIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A provider of your own."""

    definition: Definition


def summary_of(provider: Provider, public_url: str) -> ProviderSummary:
    """The short form."""
    return ProviderSummary(**_face(provider, public_url))


def out_of(provider: Provider, public_url: str) -> ProviderOut:
    """The long form."""
    definition = shape.write(provider)
    return ProviderOut(
        **_face(provider, public_url),
        details=[_detail(provider, method) for method in provider.methods],
        definition=definition if isinstance(definition, dict) else {},
    )


def _face(provider: Provider, public_url: str) -> dict[str, Any]:
    return {
        "slug": provider.slug,
        "name": provider.name,
        "description": provider.description,
        "categories": list(provider.categories),
        "website": provider.website,
        "docs_url": provider.docs_url,
        "icon": provider.icon,
        "icon_url": None if provider.icon_path is None else public_url + provider.icon_path,
        "origin": provider.origin,
        "checked_at": provider.checked_at,
        "methods": [MethodOut(**_method(method)) for method in provider.methods],
    }


def _method(method: Method) -> dict[str, Any]:
    return {
        "id": method.id,
        "type": method.type,
        "label": method.label,
        "help": method.help,
        "client": method.client,
        "setup_url": method.setup_url,
        "default_scopes": list(method.scopes.default),
        "required_scopes": list(method.scopes.required),
        "offered_scopes": list(method.scopes.offered),
    }


def _detail(provider: Provider, method: Method) -> MethodDetailOut:
    return MethodDetailOut(
        **_method(method),
        redirects=method.redirects,
        needs_client_id=method.client is ClientOwner.OPERATOR,
        needs_client_secret=method.needs_client_secret,
        scopes_docs_url=method.scopes.docs_url,
        operator_values=[value_out(one) for one in asked_values(provider, method, ValueSource.INTEGRATION)],
        customer_values=[value_out(one) for one in asked_values(provider, method, ValueSource.ASK)],
        customer_fields=[field_out(one) for one in method.fields],
    )
