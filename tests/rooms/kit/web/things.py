"""A small room about things, as the border's tests serve it."""

import io
import json
from collections.abc import Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any, Literal

import httpx
import msgspec

from bothways.kit.errors import DomainError, Kind
from bothways.kit.log import Log, note
from bothways.kit.web.cors import CORS
from bothways.kit.web.exchange import Exchange, Who
from bothways.kit.web.openapi import About
from bothways.kit.web.paging import Limit, Page
from bothways.kit.web.route import Gate, Public, Route, Routes, Scheme
from bothways.kit.web.site import Border, build
from bothways.kit.web.throttle import Throttle
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy


@dataclass(frozen=True)
class Key:
    scope: str


@dataclass(frozen=True)
class Session:
    pass


@dataclass(frozen=True)
class Caller:
    environment_id: str
    id: str
    customer_id: str = ""


class Unauthenticated(DomainError):
    """No key, or none that is good."""

    code = "unauthenticated"
    kind = Kind.UNAUTHENTICATED
    next_step = "Send a key."


class ScopeMissing(DomainError):
    """The key may not do this."""

    code = "scope_missing"
    kind = Kind.DENIED
    next_step = "Use another key."


class ThingNotFound(DomainError):
    """There is no such thing."""

    code = "thing_not_found"
    kind = Kind.NOT_FOUND
    next_step = "Look at the list."


class ThingBusy(DomainError):
    """Somebody else has it."""

    code = "thing_busy"
    kind = Kind.UNAVAILABLE
    next_step = "Wait."


CALLERS = {
    "key-1": Caller("env_1", "key_1"),
    "key-2": Caller("env_1", "key_2"),
    "other-environment": Caller("env_2", "key_3"),
    "session-1": Caller("env_1", "cs_1", "cust_1"),
    "session-2": Caller("env_1", "cs_2", "cust_2"),
}


async def authenticate(guard: object, exchange: Exchange) -> Caller:
    caller = CALLERS.get(exchange.bearer() or "")
    if caller is None or bool(caller.customer_id) != isinstance(guard, Session):
        raise Unauthenticated("No valid key was sent.")
    if isinstance(guard, Key) and guard.scope == "things:forbidden":
        raise ScopeMissing("This key lacks the scope.")
    return caller


def who(caller: Caller) -> Who:
    return Who(caller.environment_id, caller.id, caller.customer_id, cross_origin=bool(caller.customer_id))


GATES = {
    Key: Gate(
        authenticate,
        who,
        schemes=(Scheme("apiKey", "An API key."),),
        errors=(Unauthenticated, ScopeMissing),
        needs=lambda guard: f"Scope `{guard.scope}`.",
    ),
    Session: Gate(
        authenticate,
        who,
        schemes=(Scheme("session", "A session."),),
        errors=(Unauthenticated,),
        cross_origin=True,
    ),
}


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Owner(msgspec.Struct, forbid_unknown_fields=True):
    """Whose it is."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=12, description="Your own id.")]
    email: str | None = None


class NewThing(msgspec.Struct, forbid_unknown_fields=True):
    """What to make."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=20, description="What to call it.")]
    owner: Owner | None = None
    count: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1
    colour: Colour = Colour.RED
    size: Literal["small", "large"] = "small"
    labels: dict[str, str] = {}
    parts: list[Owner] = []
    until: datetime | None = None


class Thing(msgspec.Struct):
    """A thing."""

    id: str
    name: str
    made_at: datetime
    owner: Owner | None = None


MADE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


async def list_things(
    caller: Caller,
    limit: Limit = 25,
    cursor: str | None = None,
    colour: Colour | None = None,
    kinds: list[str] | None = None,
    deep: bool = False,
) -> Page[Thing]:
    """List things.

    Newest first.
    """
    name = f"{caller.environment_id} {limit} {cursor} {colour} {kinds} {deep}"
    return Page([Thing("thing_1", name, MADE)])


async def get_thing(thing_id: str, caller: Caller) -> Thing:
    """Read a thing."""
    note(thing_id=thing_id)
    if thing_id == "missing":
        raise ThingNotFound("There is no thing with this id.", debug="looked in bw_live_sk_" + "a" * 43)
    if thing_id == "busy":
        raise ThingBusy("Somebody else has it.", retry_after_seconds=7)
    if thing_id == "broken":
        raise KeyError("SELECT secret FROM things; /etc/passwd; token=hunter2")
    return Thing(thing_id, "a thing", MADE)


async def get_slow_thing(thing_id: str, caller: Caller) -> Thing:
    """Read a thing, through the framework."""
    return await get_thing(thing_id, caller)


async def create_thing(caller: Caller, data: NewThing) -> Thing:
    """Create a thing."""
    return Thing("thing_new", data.name, MADE, data.owner)


async def delete_thing(thing_id: str, caller: Caller) -> None:
    """Delete a thing."""


async def forbidden_thing(caller: Caller) -> Thing:
    """Read what nobody may."""
    raise AssertionError("nobody gets here")


async def my_things(caller: Caller) -> Page[Thing]:
    """List the customer's things."""
    return Page([Thing("thing_1", caller.customer_id, MADE)])


async def submit(form: Mapping[str, str], exchange: Exchange) -> dict[str, str]:
    """Take a form."""
    return dict(form)


async def page(code: str | None = None) -> dict[str, str | None]:
    """A page that is called with whatever a provider appends."""
    return {"code": code}


def routes() -> Routes:
    return [
        Route("GET", "/v1/things", Key("things:read"), list_things),
        Route("POST", "/v1/things", Key("things:write"), create_thing, status=201, idempotent=True),
        Route("GET", "/v1/things/{thing_id:str}", Key("things:read"), get_thing, fast=True, errors=(ThingNotFound,)),
        Route("GET", "/v1/slow-things/{thing_id:str}", Key("things:read"), get_slow_thing, errors=(ThingNotFound,)),
        Route("DELETE", "/v1/things/{thing_id:str}", Key("things:write"), delete_thing),
        Route("GET", "/v1/forbidden", Key("things:forbidden"), forbidden_thing),
        Route("GET", "/v1/my/things", Session(), my_things),
        Route("POST", "/submit", Public("a form"), submit, hidden=True),
        Route("GET", "/page", Public("a page"), page, hidden=True),
    ]


@dataclass
class Site:
    """The room, served; `lines` are what it logged."""

    border: Border
    log: io.BytesIO
    app: Any
    clock: ManualClock
    headers: dict[str, str] = field(default_factory=lambda: {"authorization": "Bearer key-1"})

    def text(self) -> bytes:
        """What was logged, as it was written."""
        return self.log.getvalue()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]

    async def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request by the first key, unless `headers` say otherwise."""
        more["headers"] = {**self.headers, **more.get("headers", {})}
        async with self.anonymous() as client:
            return await client.request(method, path, **more)

    def anonymous(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://bothways.test")


def site(
    table: Routes | None = None, *, level: str = "info", rate: float = 1000, delay: float = 0, **more: Any
) -> Site:
    clock = ManualClock()
    log = io.BytesIO()
    border = Border(
        gates=GATES,
        about=About("Things", "1.0"),
        log=Log(log, level, clock, delay),
        clock=clock,
        entropy=SeededEntropy(),
        throttle=Throttle.of(clock, rate),
        cors=CORS(_known, _allowed),
    )
    border = replace(border, **more)
    return Site(border, log, build(routes() if table is None else table, border), clock)


@asynccontextmanager
async def nothing() -> Any:
    yield


async def _known(origin: str) -> bool:
    return origin in {"https://app.example.com", "https://other.example.com"}


async def _allowed(origin: str, environment: str) -> bool:
    return (origin, environment) in {
        ("https://app.example.com", "env_1"),
        ("https://other.example.com", "env_2"),
    }
