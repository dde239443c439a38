"""What an event is."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

_TYPE = re.compile(r"[a-z][a-z_]{0,39}\.[a-z][a-z_]{0,39}")


@dataclass(frozen=True)
class Event:
    """Something that happened, named `noun.verbed`.

    `subject_id` is what it happened to; `customer_id` the customer it concerns, whose deletion removes the event.
    """

    type: str
    environment_id: str
    subject_id: str
    customer_id: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordedEvent(Event):
    """An event with the id and the instant it was recorded under."""

    id: str = field(kw_only=True)
    created_at: datetime = field(kw_only=True)


def check(event: Event) -> None:
    """Raises ValueError on a name of another form; TypeError on data that is not JSON, and a Secret is not."""
    if _TYPE.fullmatch(event.type) is None:
        raise ValueError(f"an event is named noun.verbed, not {event.type!r}")
    json.dumps(event.data, allow_nan=False)
