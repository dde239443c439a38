"""Integrations on the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from bothways.kit.secret import Secret
from bothways.outbound.integrations.draft import Draft
from bothways.outbound.integrations.model import Integration
from bothways.outbound.integrations.presentation import MAX_CATEGORIES, MAX_LONG_DESCRIPTION, MAX_URL
from bothways.outbound.integrations.probe import Finding, Report

Params = dict[Annotated[str, Meta(max_length=100)], Annotated[str, Meta(max_length=2_048)]]
Scopes = Annotated[list[Annotated[str, Meta(max_length=250)]], Meta(max_length=100)]


LongDescription = Annotated[str, Meta(max_length=MAX_LONG_DESCRIPTION, description="Blank lines make paragraphs.")]
Categories = Annotated[
    list[Annotated[str, Meta(max_length=40)]],
    Meta(max_length=MAX_CATEGORIES, description="In the place of the provider's; empty means those."),
]
Background = Annotated[str, Meta(max_length=7, description="A colour such as `#3366cc`, behind the logo.")]
DocumentationURL = Annotated[str, Meta(max_length=MAX_URL, description="An https address, for your customers.")]


class IntegrationOut(Struct, frozen=True):
    """A provider switched on in this environment. The client secret is never shown."""

    id: str
    slug: str
    provider: str
    method_id: str
    client_id: str | None
    has_client_secret: bool
    redirect_uri: str
    scopes: list[str]
    authorize_params: dict[str, str]
    values: dict[str, str]
    display_name: str
    description: str
    logo: str | None
    enabled: bool
    created_at: datetime
    updated_at: datetime
    long_description: str
    categories: list[str]
    background: str | None
    documentation_url: str | None


class IntegrationIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out is taken from the provider: its first method, default scopes, name and description."""

    provider: Annotated[str, Meta(max_length=63, description="The slug of a provider; GET /v1/providers lists them.")]
    slug: Annotated[str, Meta(max_length=63)] = ""
    method_id: Annotated[str, Meta(max_length=63)] = ""
    client_id: Annotated[str, Meta(max_length=1_024)] | None = None
    client_secret: Annotated[str, Meta(max_length=4_096)] | None = None
    scopes: Scopes | None = None
    authorize_params: Params = {}
    values: Params = {}
    display_name: Annotated[str, Meta(max_length=100)] = ""
    description: Annotated[str, Meta(max_length=500)] = ""
    logo: Annotated[str, Meta(max_length=200_000, description="A PNG, WebP or JPEG picture as a data: URL.")] | None = (
        None
    )
    enabled: Annotated[
        bool,
        Meta(description="One that is off needs no client yet: register its `redirect_uri` at the provider first."),
    ] = True
    long_description: LongDescription = ""
    categories: Categories = []
    background: Background | None = None
    documentation_url: DocumentationURL | None = None

    def draft(self) -> Draft:
        """The wish that this body states."""
        return Draft(
            provider=self.provider,
            slug=self.slug,
            method_id=self.method_id,
            client_id=self.client_id,
            client_secret=None if self.client_secret is None else Secret(self.client_secret),
            scopes=None if self.scopes is None else tuple(self.scopes),
            authorize_params=self.authorize_params,
            values=self.values,
            display_name=self.display_name,
            description=self.description,
            logo=self.logo,
            enabled=self.enabled,
            long_description=self.long_description,
            categories=tuple(self.categories),
            background=self.background,
            documentation_url=self.documentation_url,
        )


class IntegrationChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays. Provider and method cannot be changed: connections remember what made them."""

    slug: Annotated[str, Meta(max_length=63)] | UnsetType = UNSET
    client_id: Annotated[str, Meta(max_length=1_024)] | UnsetType = UNSET
    client_secret: Annotated[str, Meta(max_length=4_096)] | UnsetType = UNSET
    scopes: Scopes | UnsetType = UNSET
    authorize_params: Params | UnsetType = UNSET
    values: Params | UnsetType = UNSET
    display_name: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    logo: Annotated[str, Meta(max_length=200_000)] | None | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET
    long_description: LongDescription | UnsetType = UNSET
    categories: Categories | UnsetType = UNSET
    background: Background | None | UnsetType = UNSET
    documentation_url: DocumentationURL | None | UnsetType = UNSET

    def changes(self) -> Mapping[str, object]:
        """The fields that the body names, as Draft has them."""
        given = {name: getattr(self, name) for name in self.__struct_fields__ if getattr(self, name) is not UNSET}
        if "client_secret" in given:
            given["client_secret"] = Secret(given["client_secret"])
        for name in {"scopes", "categories"} & given.keys():
            given[name] = tuple(given[name])
        return given


class FindingOut(Struct, frozen=True):
    """One thing that was looked at."""

    check: str
    outcome: str
    message: str
    next_step: str


class ReportOut(Struct, frozen=True):
    """`ok` is false when a check failed. A check that could not be made says `unknown`, and why."""

    ok: bool
    findings: list[FindingOut]


def integration_out(integration: Integration, public_url: str) -> IntegrationOut:
    """The integration as an operator sees it."""
    return IntegrationOut(
        id=integration.id,
        slug=integration.slug,
        provider=integration.provider,
        method_id=integration.method_id,
        client_id=integration.client_id,
        has_client_secret=integration.sealed_client_secret is not None,
        redirect_uri=integration.redirect_uri(public_url),
        scopes=list(integration.scopes),
        authorize_params=dict(integration.authorize_params),
        values=dict(integration.values),
        display_name=integration.display_name,
        description=integration.description,
        logo=integration.logo,
        enabled=integration.enabled,
        created_at=integration.created_at,
        updated_at=integration.updated_at,
        long_description=integration.long_description,
        categories=list(integration.categories),
        background=integration.background,
        documentation_url=integration.documentation_url,
    )


def report_out(report: Report) -> ReportOut:
    """The report of a test."""
    return ReportOut(report.ok, [_finding_out(finding) for finding in report.findings])


def _finding_out(finding: Finding) -> FindingOut:
    return FindingOut(finding.check, finding.outcome, finding.message, finding.next_step)
