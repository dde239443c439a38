"""What identity does by itself."""

from bothways.core.durable.model import Job
from bothways.core.identity.record_key_uses import RecordKeyUses
from bothways.core.identity.sweep import SweepSessions


def serving_jobs(record: RecordKeyUses) -> list[Job]:
    """For every process that serves requests: only it knows which keys were used."""
    return [Job("record key uses", 60.0, record)]


def jobs(sweep: SweepSessions) -> list[Job]:
    """For the worker."""
    return [Job("sweep sessions", 3600.0, sweep)]
