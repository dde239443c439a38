"""What idempotency does by itself."""

from bothways.core.durable.model import Job
from bothways.core.idempotency.sweep import SweepIdempotentRequests


def jobs(sweep: SweepIdempotentRequests) -> list[Job]:
    """For the worker."""
    return [Job("sweep idempotent requests", 600.0, sweep)]
