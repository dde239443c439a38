"""The quick way of handing out fresh credentials says exactly what the slow one says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from bothways.kit.db.database import Database
from bothways.kit.secret import Secret
from bothways.oauth.token import TokenAnswer
from bothways.outbound.connections.credentials import EPOCH
from bothways.outbound.connections.lifetime import Freshness, Lifetime, freshness, is_plainly_fresh
from bothways.outbound.connections.means import CACHE_SECONDS
from bothways.outbound.connections.quick import quick_of
from bothways.outbound.providers.calls import Attach, BasicPair
from bothways.outbound.providers.model import Api, Method, Provider, ValueSource, Version
from tests.rooms.outbound.connections.node import Node, ground
from tests.rooms.outbound.connections.test_rules import LIVES, OFFSETS
from tests.support.clock import ManualClock
from tests.support.provider_server import a_provider, a_value, code_method, key_method, oauth1_method

URL = "https://acme.example"
SHOP = "https://{connection.shop}.acme.example/v{version.api}"
BEARER = {"Authorization": "Bearer {token.access_token}"}


def method(**changes: object) -> Method:
    return Method(**{**vars(code_method(URL)), "values": ("shop",), **changes})


def provider(one: Method, url: str = SHOP, headers: Mapping[str, str] | None = None) -> Provider:
    today = datetime(2026, 3, 1, tzinfo=UTC).date()
    return a_provider(
        one,
        api=Api(url, headers or {}),
        values=(a_value("shop", required=False),),
        versions={"api": Version("7", today)},
    )


QUICK = {
    "a bearer token": provider(method(attach=Attach(headers=BEARER))),
    "a version header": provider(method(attach=Attach(headers=BEARER)), headers={"X-Version": "{version.api}"}),
    "a token of another name": provider(method(attach=Attach(headers={"A": "{token.authed_user.token}"}))),
    "a key in a header": provider(Method(**{**vars(key_method()), "values": ("shop",)})),
    "a key in the query": provider(
        Method(**{**vars(key_method(attach=Attach(query={"k": "key={credential.api_key}"}))), "values": ("shop",)})
    ),
}
SLOW = {
    "a pair": provider(method(attach=Attach(basic=BasicPair("{token.access_token}", "x")))),
    "base64": provider(method(attach=Attach(headers={"A": "{base64({token.access_token}:)}"}))),
    "two placeholders": provider(method(attach=Attach(headers={"A": "{token.access_token}{token.access_token}"}))),
    "the client": provider(method(attach=Attach(headers={**BEARER, "Client-Id": "{client.id}"}))),
    "a connection value": provider(method(attach=Attach(headers={**BEARER, "Shop": "{connection.shop}"}))),
    "the same header twice": provider(method(attach=Attach(headers=BEARER)), headers={"Authorization": "none"}),
    "an address out of the answer": provider(method(attach=Attach(headers=BEARER)), url="{token.instance_url}"),
    "a signature": provider(oauth1_method(URL)),
}


@pytest.mark.parametrize("known", [{**QUICK, **SLOW}[name] for name in (*QUICK, *SLOW)], ids=[*QUICK, *SLOW])
def test_common_shapes_are_quick_and_others_are_not(known: Provider) -> None:
    is_quick = quick_of(known, known.methods[0], {}) is not None
    assert is_quick == (known in QUICK.values())


@pytest.mark.parametrize("name", [*QUICK, "two placeholders", "a connection value", "base64", "the client"])
async def test_both_ways_hand_out_the_same(database: Database, node: Node, clock: ManualClock, name: str) -> None:
    known = {**QUICK, **SLOW}[name]
    client = (None, None) if known.methods[0].fields else ("client-1", "secret")
    acme = await ground(
        Node(database, node.egress, clock, node.entropy, {"acme": known}),
        known,
        client_id=client[0],
        client_secret=client[1],
    )
    if known.methods[0].fields:
        connection = await acme.keep(fields={"api_key": Secret("k 1")}, values={"shop": "berlin"}, scopes=("a", "b"))
    else:
        answer = TokenAnswer(
            Secret("at-1"), expires_in_seconds=3600, extra={"authed_user": {"token": "user-1"}}, scope=("a", "b")
        )
        connection = await acme.keep(answer=answer, values={"shop": "berlin"}, account_id="acct_ada")
    slow = await acme.node.read.of(connection)
    for _ in range(2):
        found = await acme.node.read(acme.environment.id, connection.id)
        assert shown(found) == shown(slow)
        assert found.base_url == "https://berlin.acme.example/v7"


async def test_unfit_connection_values_give_no_address_either_way(
    database: Database, node: Node, clock: ManualClock
) -> None:
    known = QUICK["a bearer token"]
    acme = await ground(
        Node(database, node.egress, clock, node.entropy, {"acme": known}), known, client_id="c", client_secret="s"
    )
    connection = await acme.connect("at", values={"shop": "evil.test/#"})
    for _ in range(2):
        assert (await acme.node.read(acme.environment.id, connection.id)).base_url is None


@pytest.mark.parametrize("name", ["a bearer token", "the client"])
async def test_a_value_that_the_operator_changes_goes_before_what_was_true_when_connecting(
    database: Database, node: Node, clock: ManualClock, name: str
) -> None:
    known = {**QUICK, **SLOW}[name]
    known = replace(known, values=(replace(a_value("shop", required=False), source=ValueSource.INTEGRATION),))
    alone = Node(database, node.egress, clock, node.entropy, {"acme": known})
    acme = await ground(alone, known, client_id="c", client_secret="s")
    connection = await acme.connect("at", values={"shop": "berlin"})
    assert (await alone.read(acme.environment.id, connection.id)).base_url == "https://berlin.acme.example/v7"
    await alone.write_integration.change(acme.environment.id, "key_1", "acme", {"values": {"shop": "paris"}})
    clock.advance(CACHE_SECONDS)
    for _ in range(2):
        found = await alone.read(acme.environment.id, connection.id)
        assert found.base_url == "https://paris.acme.example/v7"


@given(LIVES, OFFSETS)
def test_plainly_fresh_means_fresh(life: Lifetime, offset: timedelta) -> None:
    def stored(at: datetime | None) -> int | None:
        return None if at is None else (at - EPOCH) // timedelta(microseconds=1)

    now = life.obtained_at + offset
    plain = is_plainly_fresh(
        stored(life.obtained_at) or 0, stored(life.expires_at), stored(life.refresh_due_at), stored(now) or 0
    )
    assert plain == (freshness(life, now) is Freshness.FRESH)


async def test_credentials_are_not_printed_by_accident(node: Node, clock: ManualClock) -> None:
    known = QUICK["a bearer token"]
    acme = await ground(
        Node(node.database, node.egress, clock, node.entropy, {"acme": known}),
        known,
        client_id="c",
        client_secret="s",
    )
    connection = await acme.connect("planted-4711")
    found = await acme.node.read(acme.environment.id, connection.id)
    assert "planted-4711" not in f"{found} {found!r}"


def shown(found: object) -> dict[str, object]:
    names = getattr(found, "__struct_fields__", ())
    return {name: plain(getattr(found, name)) for name in names}


def plain(value: object) -> object:
    if isinstance(value, Secret):
        return value.reveal()
    return {name: plain(item) for name, item in value.items()} if isinstance(value, dict) else value
