"""A table that cannot be served as written is refused when the application is built."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from bothways.kit.web.exchange import Exchange
from bothways.kit.web.route import Public, Route, RouteTableError
from tests.rooms.kit.web import things
from tests.rooms.kit.web.things import Caller, Key


@dataclass(frozen=True)
class Unknown:
    pass


class Open(msgspec.Struct):
    name: str


class Closed(msgspec.Struct, forbid_unknown_fields=True):
    inner: list[Open]


async def one(caller: Caller) -> None:
    """One."""


async def taking(thing_id: str) -> None:
    """Take one."""


async def untyped(thing) -> None:  # type: ignore[no-untyped-def]
    """Take whatever."""


async def opened(data: Open) -> None:
    """Take what is not closed."""


async def half_open(data: Closed) -> None:
    """Take what is not closed inside."""


async def through_request(request: Any) -> None:
    """Take the framework's request."""


async def both(request: Any, form: Mapping[str, str]) -> None:
    """Read the body twice."""


async def watched(exchange: Exchange) -> None:
    """Look at the exchange."""


def refused(*table: Route) -> str:
    with pytest.raises(RouteTableError) as refusal:
        things.site(list(table))
    return str(refusal.value)


def undescribed(*table: Route) -> str:
    with pytest.raises(RouteTableError) as refusal:
        things.site([]).border.document(list(table))
    return str(refusal.value)


def test_a_guard_that_nobody_serves_is_refused() -> None:
    assert "nobody lets in Unknown" in refused(Route("GET", "/v1/a", Unknown(), one))


def test_public_needs_a_reason() -> None:
    assert "say why it is public" in refused(Route("GET", "/v1/a", Public(" "), watched))


def test_a_public_route_has_no_caller() -> None:
    assert "a public route has no caller" in refused(Route("GET", "/v1/a", Public("why"), one))


def test_the_same_method_and_path_twice_is_refused() -> None:
    table = [Route("GET", path, Public("why"), taking, hidden=True) for path in ("/a/{thing_id:str}", "/a/{thing_id}")]

    assert "stands twice" in refused(*table)


def test_two_operations_of_one_name_are_refused() -> None:
    assert "both called one" in undescribed(Route("GET", "/v1/a", Key("a"), one), Route("GET", "/v1/b", Key("a"), one))


def test_a_path_parameter_that_the_handler_does_not_take_is_refused() -> None:
    assert "does not take thing_id" in refused(Route("GET", "/v1/{thing_id:str}", Key("a"), one))


def test_a_parameter_without_a_type_is_refused() -> None:
    assert "needs a name and a type" in refused(Route("GET", "/v1/a", Key("a"), untyped))


@pytest.mark.parametrize("handler", [opened, half_open])
def test_a_body_that_lets_unknown_names_pass_is_refused(handler: Any) -> None:
    assert "Open must forbid unknown fields" in refused(Route("POST", "/v1/a", Key("a"), handler))


def test_a_fast_route_has_no_framework_request() -> None:
    assert "no framework request" in refused(Route("GET", "/v1/a", Key("a"), through_request, fast=True))


def test_a_body_is_read_once() -> None:
    assert "read once" in refused(Route("POST", "/v1/a", Key("a"), both))


def test_an_idempotency_key_needs_a_caller() -> None:
    assert "belongs to a caller" in refused(Route("POST", "/v1/a", Public("why"), watched, idempotent=True))


def test_two_types_of_one_name_would_have_names_that_no_reader_wants() -> None:
    here = msgspec.defstruct("Twin", [("a", int)], module="here")
    there = msgspec.defstruct("Twin", [("b", int)], module="there")

    async def first() -> here:  # type: ignore[valid-type]
        raise NotImplementedError

    async def second() -> there:  # type: ignore[valid-type]
        raise NotImplementedError

    reason = undescribed(Route("GET", "/v1/a", Public("why"), first), Route("GET", "/v1/b", Public("why"), second))
    assert "two types share a name" in reason
