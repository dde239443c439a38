"""Providers: the services that can be connected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bothways_client.call import Parts, given, send
from bothways_client.operation import Group, Transport, listing, operation
from bothways_client.question import Question


@dataclass(frozen=True, kw_only=True)
class Method:
    """One way to connect. `setup_url` is where an app is registered at the provider."""

    id: str
    type: str
    label: str
    help: str
    client: str
    setup_url: str | None
    default_scopes: tuple[str, ...]
    required_scopes: tuple[str, ...]
    offered_scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MethodDetail(Method):
    """With all that a form for an integration asks and explains.

    `operator_values` go into the integration's `values`; the others are asked of each customer who connects.
    """

    redirects: bool
    needs_client_id: bool
    needs_client_secret: bool
    scopes_docs_url: str | None
    operator_values: tuple[Question, ...]
    customer_values: tuple[Question, ...]
    customer_fields: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class ProviderSummary:
    """A service that can be connected. `origin` tells a shipped provider from one of your own."""

    slug: str
    name: str
    description: str
    categories: tuple[str, ...]
    website: str | None
    docs_url: str | None
    icon: str | None
    icon_url: str | None
    origin: str
    checked_at: date
    methods: tuple[Method, ...]


@dataclass(frozen=True, kw_only=True)
class Provider(ProviderSummary):
    """With all about its methods, and its whole definition, as a provider file has it."""

    details: tuple[MethodDetail, ...]
    definition: Mapping[str, object]


class Providers(Group[Transport]):
    """The services that can be connected: shipped ones and your own."""

    @listing("GET /v1/providers", ProviderSummary)
    def list(self, *, q: str | None = None, category: str | None = None, page_size: int = 100) -> Parts:
        """By slug. `q` looks into names, slugs and descriptions."""
        return send(query=given(q=q, category=category, limit=page_size))

    @operation("GET /v1/providers/{slug}", Provider)
    def get(self, slug: str) -> Parts:
        """Raises NotFound."""
        return send(slug)

    @operation("POST /v1/providers", Provider, creates=True)
    def add(self, definition: Mapping[str, object], *, idempotency_key: str | None = None) -> Parts:
        """Add one of your own. Raises InvalidRequest, whose `errors` name every problem, or Conflict."""
        return send(body={"definition": definition}, idempotency_key=idempotency_key)

    @operation("PUT /v1/providers/{slug}", Provider)
    def replace(self, slug: str, definition: Mapping[str, object]) -> Parts:
        """Replace one of your own. Raises InvalidRequest, Conflict, NotFound, and Denied for a shipped one."""
        return send(slug, body={"definition": definition})

    @operation("DELETE /v1/providers/{slug}", type(None))
    def remove(self, slug: str) -> Parts:
        """Remove one of your own. Raises Conflict while integrations use it."""
        return send(slug)
