"""The environment of the API key: its settings, and what happened in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bothways_client.call import Parts, given, send
from bothways_client.operation import Group, Transport, listing, operation


@dataclass(frozen=True, kw_only=True)
class Theme:
    """How Bothways' pages look in this environment. What is None is left to Bothways."""

    product_name: str | None = None
    accent: str | None = None
    radius: int | None = None
    font: str | None = None
    mode: Literal["auto", "light", "dark"] = "auto"
    logo: str | None = None
    background: str | None = None
    surface: str | None = None
    text: str | None = None
    background_dark: str | None = None
    surface_dark: str | None = None
    text_dark: str | None = None


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Where the API key belongs."""

    id: str
    workspace_id: str
    mode: Literal["test", "live"]
    name: str
    return_urls: tuple[str, ...]
    allowed_origins: tuple[str, ...]
    theme: Theme
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to `subject_id`."""

    id: str
    type: str
    subject_id: str
    customer_id: str | None
    data: Mapping[str, object]
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """Who did what to whom; `sequence` counts from 1 in this environment."""

    sequence: int
    actor: str
    action: str
    subject: str
    detail: Mapping[str, object]
    created_at: datetime


class EnvironmentSettings(Group[Transport]):
    """The environment that the API key belongs to."""

    @operation("GET /v1/environment", Environment)
    def get(self) -> Parts:
        """The environment."""
        return send()

    @operation("PATCH /v1/environment", Environment)
    def change(
        self,
        *,
        name: str | None = None,
        return_urls: Sequence[str] | None = None,
        allowed_origins: Sequence[str] | None = None,
        theme: Theme | None = None,
    ) -> Parts:
        """What is left out stays; lists and the theme are replaced as a whole. All changes are made, or none."""
        return send(body=given(name=name, return_urls=return_urls, allowed_origins=allowed_origins, theme=theme))


class Events(Group[Transport]):
    """What happened."""

    @listing("GET /v1/events", Event)
    def list(
        self,
        *,
        types: Sequence[str] | None = None,
        subject_id: str | None = None,
        connection: str | None = None,
        customer_id: str | None = None,
        customer: str | None = None,
        page_size: int = 100,
    ) -> Parts:
        """Newest first; any of these `types`. `customer` is your own id, `customer_id` the one that Bothways gave."""
        query = given(type=types, subject_id=subject_id, connection=connection)
        return send(query=query | given(customer_id=customer_id, customer=customer, limit=page_size))


class AuditEntries(Group[Transport]):
    """Who did what. The entries form a chain that shows when one was changed or removed."""

    @listing("GET /v1/audit-entries", AuditEntry)
    def list(
        self,
        *,
        action: str | None = None,
        actor: str | None = None,
        subject: str | None = None,
        q: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        page_size: int = 100,
    ) -> Parts:
        """Newest first. `q` looks into all that an entry says; `since` counts in, `until` does not."""
        query = given(action=action, actor=actor, subject=subject, q=q)
        return send(query=query | given(since=since, until=until, limit=page_size))
