"""Connector templates: the providers that we know, before they are switched on."""

from dataclasses import dataclass

from bothways.dialects.kolla.connectors import Wire, auth_type_of
from bothways.kit.crypto import sha256
from bothways.kit.ids import ALPHABET, BODY_LENGTH
from bothways.outbound.providers.errors import ProviderNotFound
from bothways.outbound.providers.get import GetProvider, ListProviders
from bothways.outbound.providers.model import Provider, ValueSource


@dataclass(frozen=True)
class GetTemplate:
    """By slug, or by an id that is made of it. Raises ProviderNotFound."""

    providers: GetProvider
    list: ListProviders

    async def __call__(self, environment_id: str, reference: str) -> Provider:
        try:
            return await self.providers(environment_id, reference)
        except ProviderNotFound:
            for provider in await self.list(environment_id):
                if uid(provider.slug) == reference:
                    return provider
            raise


def template_out(provider: Provider) -> Wire:
    """The template."""
    return {
        "name": f"connectortemplates/{uid(provider.slug)}",
        "uid": uid(provider.slug),
        "slug": provider.slug,
        "manifest": {
            "display_name": provider.name,
            "short_description": provider.description,
            "categories": list(provider.categories),
            "documentation_link": provider.docs_url or "",
            "website": provider.website or "",
            "auth_types": list(dict.fromkeys(auth_type_of(method) for method in provider.methods)),
            "scopes": list(provider.methods[0].scopes.default),
            "offered_scopes": list(provider.methods[0].scopes.offered),
            "consumer_config": [
                {"name": value.name, "title": value.label, "required": value.required}
                for value in provider.values
                if value.source is ValueSource.ASK
            ],
        },
    }


def uid(slug: str) -> str:
    """An id of Kolla's form for what has only a slug with us. Everybody can work it out; it is no secret."""
    number = int.from_bytes(sha256(b"connector template\0" + slug.encode())[:17]) >> 6
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (BODY_LENGTH - 1), -1, -5))
