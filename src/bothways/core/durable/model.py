"""What a job is, and how one has been doing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Job:
    """Something to do again and again.

    `run` claims a bounded batch of due rows, by its room's own SQL (due_at, lease owner, fence), and works on it. It
    returns True when it left due work behind, and is then run again at once; anything else means: in `every_seconds`.
    It may be cancelled at any await, and several nodes run it at the same time.
    """

    name: str
    every_seconds: float
    run: Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class JobReport:
    """How a job has been doing in this process. `failures` counts those since the last success."""

    name: str
    every_seconds: float
    runs: int = 0
    failed_runs: int = 0
    failures: int = 0
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    last_error: str = ""
