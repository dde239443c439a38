"""Events on the wire."""

from datetime import datetime

from msgspec import Struct

from bothways.core.events.model import RecordedEvent


class EventOut(Struct, frozen=True):
    """Something that happened to `subject_id`."""

    id: str
    type: str
    subject_id: str
    customer_id: str | None
    data: dict[str, object]
    created_at: datetime


def event_out(event: RecordedEvent) -> EventOut:
    """The event as an operator sees it."""
    return EventOut(
        id=event.id,
        type=event.type,
        subject_id=event.subject_id,
        customer_id=event.customer_id,
        data=dict(event.data),
        created_at=event.created_at,
    )
