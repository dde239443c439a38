"""Labels, notes, lists and history."""

import pytest

from bothways.kit.errors import InvalidInput
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.model import State
from tests.rooms.outbound.connections.node import Ground
from tests.support.clock import ManualClock
from tests.support.ill_provider import IllProvider


async def test_label_and_metadata_are_the_operators_own(acme: Ground) -> None:
    connection = await acme.connect("at")
    env = acme.environment.id
    changed = await acme.node.change(env, connection.id, actor="key_1", label="Sales", metadata={"a": "1"})
    assert (changed.label, changed.metadata, changed.version) == ("Sales", {"a": "1"}, 1)
    kept = await acme.node.change(env, connection.id, actor="key_1", label="")
    assert (kept.label, kept.metadata) == ("", {"a": "1"})
    assert await acme.read(connection) == "at"


@pytest.mark.parametrize(
    ("label", "metadata"),
    [
        ("a" * 101, None),
        ("two\nlines", None),
        ("\x00", None),
        (None, {"": "empty name"}),
        (None, {"n" * 41: "long name"}),
        (None, {"long": "v" * 501}),
        (None, {"nul": "\x00"}),
        (None, {str(number): "" for number in range(21)}),
    ],
)
async def test_texts_out_of_bounds_are_refused(
    acme: Ground, label: str | None, metadata: dict[str, str] | None
) -> None:
    connection = await acme.connect("at")
    with pytest.raises(InvalidInput):
        await acme.node.change(acme.environment.id, connection.id, actor="key_1", label=label, metadata=metadata)


async def test_lists_narrow_by_customer_integration_and_state_and_page(acme: Ground) -> None:
    other = await acme.node.customer(acme.environment, "customer-2")
    mine = [await acme.connect(f"at-{number}") for number in range(3)]
    theirs = await acme.connect("theirs", customer=other)
    await acme.node.disconnect(acme.environment.id, mine[0].id, actor="key_1")
    env, page = acme.environment.id, acme.node.page
    assert {one.id for one in await page(env, customer_id=other.id)} == {theirs.id}
    assert {one.id for one in await page(env, state=State.DISCONNECTED)} == {mine[0].id}
    assert await page(env, integration_id="intg_other") == []
    first = await page(env, limit=2)
    rest = await page(env, after=first[-1].id)
    assert [one.id for one in [*first, *rest]] == sorted(one.id for one in [*mine, theirs])


async def test_history_tells_what_happened_newest_first(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    await acme.read(connection)
    clock.advance(1)
    await acme.node.disconnect(acme.environment.id, connection.id, actor="key_1")
    found = await acme.node.history(acme.environment.id, connection.id, limit=10)
    assert [event.type for event in found] == ["connection.disconnected", "connection.created"]


async def test_another_environment_finds_nothing(acme: Ground) -> None:
    connection = await acme.connect("at")
    other = await acme.node.environment()
    for asking in (
        acme.node.get(other.id, connection.id),
        acme.node.history(other.id, connection.id, limit=10),
        acme.node.change(other.id, connection.id, actor="key_2", label="mine"),
        acme.node.disconnect(other.id, connection.id, actor="key_2"),
    ):
        with pytest.raises(ConnectionNotFound):
            await asking
    assert await acme.node.page(other.id) == []
