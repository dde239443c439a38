"""The chain: each entry's hash covers the entry and the hash before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bothways.kit.crypto import sha256

GENESIS = bytes(32)
"""What stands before the first entry."""


@dataclass(frozen=True)
class Entry:
    """A deed: `actor` is who did it (`key_...`, `staff_...`, `cli`), `action` is `noun.verbed`, done to `subject`.

    What concerns a whole workspace, such as staff signing in, carries the workspace's id as `environment_id`.
    """

    environment_id: str
    actor: str
    action: str
    subject: str
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordedEntry(Entry):
    """An entry in its chain: `sequence` counts from 1 in each environment."""

    sequence: int = field(kw_only=True)
    created_at: datetime = field(kw_only=True)


@dataclass(frozen=True)
class BadEntry:
    """Where a chain first breaks, and how that shows."""

    environment_id: str
    sequence: int
    reason: str


@dataclass(frozen=True)
class Stored:
    """An entry exactly as it lies in the database, where anything may have been done to it."""

    sequence: object
    created_at: object
    actor: object
    action: object
    subject: object
    detail: object
    hash: object


def link(previous: bytes, environment_id: str, stored: Stored) -> bytes:
    """The hash that an entry must have when it follows `previous`. Never fails, whatever the fields have become."""
    fields = (
        environment_id,
        stored.sequence,
        stored.created_at,
        stored.actor,
        stored.action,
        stored.subject,
        stored.detail,
    )
    parts = [str(part).encode("utf-8", "surrogatepass") for part in fields]
    # The lengths keep ("ab", "c") and ("a", "bc") apart.
    return sha256(previous + b"".join(len(part).to_bytes(4) + part for part in parts))
