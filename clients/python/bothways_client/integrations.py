"""Integrations: providers that are switched on, with client credentials of your own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bothways_client.call import KEEP, Keep, Parts, changed, given, send
from bothways_client.operation import Group, Transport, listing, operation
from bothways_client.orders import Order


@dataclass(frozen=True, kw_only=True)
class Integration:
    """A provider switched on in the environment. The client secret is never shown."""

    id: str
    slug: str
    provider: str
    method_id: str
    client_id: str | None
    has_client_secret: bool
    redirect_uri: str
    scopes: tuple[str, ...]
    authorize_params: Mapping[str, str]
    values: Mapping[str, str]
    display_name: str
    description: str
    logo: str | None
    enabled: bool
    created_at: datetime
    updated_at: datetime
    long_description: str
    categories: tuple[str, ...]
    background: str | None
    documentation_url: str | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    check: str
    outcome: str
    message: str
    next_step: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """`ok` is False when a check failed. A check that could not be made says `unknown`, and why."""

    ok: bool
    findings: tuple[Finding, ...]


class Integrations(Group[Transport]):
    """Providers that are switched on. `integration` is an id or a slug."""

    @listing("GET /v1/integrations", Integration)
    def list(
        self,
        *,
        q: str | None = None,
        enabled: bool | None = None,
        sort: Order | None = None,
        page_size: int = 100,
    ) -> Parts:
        """Oldest first, unless `sort` says otherwise. `q` looks into names, slugs, providers and descriptions."""
        return send(query=given(q=q, enabled=enabled, sort=sort, limit=page_size))

    @operation("POST /v1/integrations", Integration, creates=True)
    def create(
        self,
        provider: str,
        *,
        slug: str | None = None,
        method_id: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        scopes: Sequence[str] | None = None,
        authorize_params: Mapping[str, str] | None = None,
        values: Mapping[str, str] | None = None,
        display_name: str | None = None,
        description: str | None = None,
        logo: str | None = None,
        enabled: bool = True,
        long_description: str | None = None,
        categories: Sequence[str] | None = None,
        background: str | None = None,
        documentation_url: str | None = None,
        idempotency_key: str | None = None,
    ) -> Parts:
        """Switch a provider on. What is left out is taken from the provider. Raises InvalidRequest, Conflict."""
        body = given(provider=provider, slug=slug, method_id=method_id, client_id=client_id, scopes=scopes)
        body |= given(client_secret=client_secret, authorize_params=authorize_params, values=values)
        body |= given(display_name=display_name, description=description, logo=logo, enabled=enabled)
        body |= given(long_description=long_description, categories=categories, background=background)
        body |= given(documentation_url=documentation_url)
        return send(body=body, idempotency_key=idempotency_key)

    @operation("GET /v1/integrations/{integration}", Integration)
    def get(self, integration: str) -> Parts:
        """Raises NotFound."""
        return send(integration)

    @operation("PATCH /v1/integrations/{integration}", Integration)
    def change(
        self,
        integration: str,
        *,
        slug: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        scopes: Sequence[str] | None = None,
        authorize_params: Mapping[str, str] | None = None,
        values: Mapping[str, str] | None = None,
        display_name: str | None = None,
        description: str | None = None,
        logo: str | None | Keep = KEEP,
        enabled: bool | None = None,
        long_description: str | None = None,
        categories: Sequence[str] | None = None,
        background: str | None | Keep = KEEP,
        documentation_url: str | None | Keep = KEEP,
    ) -> Parts:
        """What is left out stays; None takes `logo`, `background` and `documentation_url` away.

        Raises InvalidRequest, Conflict.
        """
        body = given(slug=slug, client_id=client_id, client_secret=client_secret, scopes=scopes)
        body |= given(authorize_params=authorize_params, values=values, enabled=enabled)
        body |= given(display_name=display_name, description=description) | changed(logo=logo)
        body |= given(long_description=long_description, categories=categories)
        body |= changed(background=background, documentation_url=documentation_url)
        return send(integration, body=body)

    @operation("DELETE /v1/integrations/{integration}", type(None))
    def remove(self, integration: str) -> Parts:
        """Raises Conflict when connections were made through it: switch it off instead."""
        return send(integration)

    @operation("POST /v1/integrations/{integration}/test", Report)
    def test(self, integration: str) -> Parts:
        """Look at it closely, and ask the provider what it thinks of it."""
        return send(integration)
