"""Reading by customer and integration."""

import pytest

from bothways.outbound.connections.errors import ConnectionAmbiguous, ConnectionNotFound, NeedsReauth
from bothways.outbound.integrations.model import IntegrationNotFound
from tests.rooms.outbound.connections.node import Ground
from tests.support.clock import ManualClock
from tests.support.ill_provider import IllProvider


async def read(
    acme: Ground, customer: str = "customer-1", integration: str = "acme", account: str | None = None
) -> str:
    found = await acme.node.read_of(acme.environment.id, customer, integration, account)
    assert found.token is not None
    return found.token.reveal()


async def test_the_one_active_connection_is_read_by_slug_or_id(acme: Ground) -> None:
    await acme.connect("at", "rt")
    assert await read(acme) == "at"
    assert await read(acme, integration=acme.integration.id) == "at"


async def test_several_are_named_and_the_account_chooses(acme: Ground) -> None:
    ada = await acme.connect("at-ada", account_id="acct_ada")
    bob = await acme.connect("at-bob", account_id="acct_bob")
    with pytest.raises(ConnectionAmbiguous) as caught:
        await read(acme)
    assert ada.id in caught.value.detail
    assert bob.id in caught.value.detail
    assert await read(acme, account="acct_bob") == "at-bob"
    assert await read(acme, account=ada.id) == "at-ada"


async def test_one_that_works_goes_before_one_that_does_not(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    broken = await acme.connect("broken", "dead", account_id="acct_ada")
    clock.advance(3601)
    with pytest.raises(NeedsReauth) as caught:
        await read(acme)
    assert broken.id in caught.value.detail
    await acme.connect("works", account_id="acct_bob")
    assert await read(acme) == "works"


async def test_what_was_never_connected_is_told_from_what_was_disconnected(acme: Ground) -> None:
    with pytest.raises(ConnectionNotFound, match="never"):
        await read(acme)
    with pytest.raises(ConnectionNotFound, match="no such customer"):
        await read(acme, customer="nobody")
    connection = await acme.connect("at")
    await acme.node.disconnect(acme.environment.id, connection.id, actor="key_1")
    with pytest.raises(ConnectionNotFound, match=connection.id):
        await read(acme)
    with pytest.raises(IntegrationNotFound):
        await read(acme, integration="elsewhere")


async def test_a_customer_of_another_environment_is_nobody(acme: Ground) -> None:
    await acme.connect("at")
    other = await acme.node.environment()
    with pytest.raises(IntegrationNotFound):
        await acme.node.read_of(other.id, "customer-1", acme.integration.id)
