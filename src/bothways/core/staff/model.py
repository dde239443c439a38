"""Members of staff, and how long what they hold lives."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bothways.core.identity.roles import Role

SESSION_LIFETIME = timedelta(hours=12)


@dataclass(frozen=True)
class Staff:
    """One of the operator's people. `email` is unique in the installation, lower-case."""

    id: str
    workspace_id: str
    email: str
    name: str
    role: Role
    created_at: datetime
