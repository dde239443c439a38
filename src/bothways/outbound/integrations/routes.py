"""The face of the integrations room."""

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.kit.finding import Order
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page, Search, Total
from bothways.kit.web.route import Handler, Route, Routes
from bothways.outbound.integrations.get import GetIntegration, ListIntegrations
from bothways.outbound.integrations.model import IntegrationExists, IntegrationInUse, IntegrationNotFound
from bothways.outbound.integrations.probe import ProbeIntegration
from bothways.outbound.integrations.schemas import (
    IntegrationChanges,
    IntegrationIn,
    IntegrationOut,
    ReportOut,
    integration_out,
    report_out,
)
from bothways.outbound.integrations.write import WriteIntegration
from bothways.outbound.providers.errors import ProviderNotFound

TAGS = ("integrations",)


def routes(
    get: GetIntegration,
    page: ListIntegrations,
    write: WriteIntegration,
    probe: ProbeIntegration,
    cursors: Cursors,
    public_url: str,
) -> Routes:
    """Reading takes integrations:read, everything else integrations:write."""
    may_read, may_write = Operator("integrations:read"), Operator("integrations:write")
    wrong, missing = (ProviderNotFound, IntegrationExists), (IntegrationNotFound,)
    one = "/v1/integrations/{integration:str}"
    # fmt: off
    return [
        Route("GET",    "/v1/integrations", may_read,  listing(page, cursors, public_url), tags=TAGS),
        Route("POST",   "/v1/integrations", may_write, creating(write, public_url), status=201, idempotent=True,
              tags=TAGS, errors=wrong, max_body_bytes=400_000),
        Route("GET",    one,                may_read,  reading(get, public_url), tags=TAGS, errors=missing),
        Route("PATCH",  one,                may_write, changing(write, public_url), tags=TAGS,
              errors=(*missing, *wrong), max_body_bytes=400_000),
        Route("DELETE", one,                may_write, removing(write), status=204, tags=TAGS,
              errors=(*missing, IntegrationInUse)),
        Route("POST",   one + "/test",      may_write, testing(get, probe), tags=TAGS, errors=missing),
    ]
    # fmt: on


def listing(page: ListIntegrations, cursors: Cursors, public_url: str) -> Handler:
    """GET /v1/integrations."""

    async def list_integrations(
        caller: OperatorCaller,
        q: Search = "",
        enabled: bool | None = None,
        sort: Order = Order.OLDEST_FIRST,
        total: Total = False,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[IntegrationOut]:
        """List integrations

        `q` looks into names, slugs, providers and descriptions; `enabled` narrows to those switched on or off.
        """
        environment = caller.environment_id
        scope = f"{environment} integrations {enabled} {sort} {q}"
        after = None if cursor is None else cursors.read(scope, cursor)
        found = await page(environment, q=q, enabled=enabled, order=sort, after=after, limit=limit + 1)
        more = cursors.write(scope, sort.position(found[limit - 1])) if len(found) > limit else None
        counted = await page.count(environment, q=q, enabled=enabled) if total else None
        return Page([integration_out(integration, public_url) for integration in found[:limit]], more, counted)

    return list_integrations


def creating(write: WriteIntegration, public_url: str) -> Handler:
    """POST /v1/integrations."""

    async def create_integration(caller: OperatorCaller, data: IntegrationIn) -> IntegrationOut:
        """Switch a provider on

        Register the answer's `redirect_uri` at the provider.
        """
        return integration_out(await write.create(caller.environment_id, caller.key_id, data.draft()), public_url)

    return create_integration


def reading(get: GetIntegration, public_url: str) -> Handler:
    """GET /v1/integrations/{integration}."""

    async def get_integration(caller: OperatorCaller, integration: str) -> IntegrationOut:
        """Get an integration by id or slug"""
        return integration_out(await get(caller.environment_id, integration), public_url)

    return get_integration


def changing(write: WriteIntegration, public_url: str) -> Handler:
    """PATCH /v1/integrations/{integration}."""

    async def change_integration(caller: OperatorCaller, integration: str, data: IntegrationChanges) -> IntegrationOut:
        """Change an integration

        A new client secret is used from the next request to the provider on.
        """
        changed = await write.change(caller.environment_id, caller.key_id, integration, data.changes())
        return integration_out(changed, public_url)

    return change_integration


def removing(write: WriteIntegration) -> Handler:
    """DELETE /v1/integrations/{integration}."""

    async def remove_integration(caller: OperatorCaller, integration: str) -> None:
        """Remove an integration

        Works while nothing was connected through it; switch it off otherwise.
        """
        await write.remove(caller.environment_id, caller.key_id, integration)

    return remove_integration


def testing(get: GetIntegration, probe: ProbeIntegration) -> Handler:
    """POST /v1/integrations/{integration}/test."""

    async def test_integration(caller: OperatorCaller, integration: str) -> ReportOut:
        """Test an integration

        Calls the provider without any customer, and says precisely what is wrong with the settings.
        """
        return report_out(await probe(await get(caller.environment_id, integration)))

    return test_integration
