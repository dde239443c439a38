"""What the room does by itself."""

from bothways.core.durable.model import Job
from bothways.core.staff.sweep import SweepStaffSessions


def jobs(sweep: SweepStaffSessions) -> list[Job]:
    """For the worker."""
    return [Job("sweep staff sessions", 3600.0, sweep)]
