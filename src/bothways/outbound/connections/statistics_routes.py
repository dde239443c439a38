"""The face of the statistics."""

from typing import Annotated

from msgspec import Meta

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.kit.web.route import Handler, Route, Routes
from bothways.outbound.connections.schemas import Reference
from bothways.outbound.connections.statistics import MOST_DAYS, ReadStatistics
from bothways.outbound.connections.statistics_schemas import StatisticsOut, statistics_out
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import IntegrationNotFound

TAGS = ("statistics",)

Days = Annotated[int, Meta(ge=1, le=MOST_DAYS, description="How many days, today included.")]


def statistics_routes(read: ReadStatistics, integrations: GetIntegration) -> Routes:
    """Numbers say less than connections do, so the same scope opens both."""
    may_read = Operator("connections:read")
    return [
        Route("GET", "/v1/statistics", may_read, counting(read, integrations), tags=TAGS, errors=(IntegrationNotFound,))
    ]


def counting(read: ReadStatistics, integrations: GetIntegration) -> Handler:
    """GET /v1/statistics."""

    async def get_statistics(
        caller: OperatorCaller, days: Days = 30, integration: Reference | None = None
    ) -> StatisticsOut:
        """Get statistics

        How connections stand now, and what became of them day by day: of all integrations, or of one. Deleting a
        customer takes its connections out of what stands now, and out of nothing that was counted.
        """
        environment_id = caller.environment_id
        chosen = None if integration is None else (await integrations(environment_id, integration)).id
        return statistics_out(await read(environment_id, days=days, integration_id=chosen))

    return get_statistics
