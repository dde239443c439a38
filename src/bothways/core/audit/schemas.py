"""Audit entries on the wire."""

from datetime import datetime

from msgspec import Struct

from bothways.core.audit.model import RecordedEntry


class AuditEntryOut(Struct, frozen=True):
    """Who did what to whom; `sequence` counts from 1 in this environment."""

    sequence: int
    actor: str
    action: str
    subject: str
    detail: dict[str, object]
    created_at: datetime


def entry_out(entry: RecordedEntry) -> AuditEntryOut:
    """The entry as an operator sees it."""
    return AuditEntryOut(
        sequence=entry.sequence,
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        detail=dict(entry.detail),
        created_at=entry.created_at,
    )
