"""What the room does by itself."""

from bothways.core.durable.model import Job
from bothways.core.sso.sweep import SweepSSOFlows


def jobs(sweep: SweepSSOFlows) -> list[Job]:
    """For the worker."""
    return [Job("sweep sso flows", 3600.0, sweep)]
