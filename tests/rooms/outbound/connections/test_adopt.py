"""Importing what was connected elsewhere."""

from datetime import timedelta
from typing import Any

import pytest

from bothways.kit.errors import InvalidInput
from bothways.kit.secret import Secret
from bothways.outbound.connections.belongings import Belongings
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.model import Connection
from bothways.outbound.integrations.model import IntegrationDisabled
from bothways.outbound.providers.verdict import CredentialsRefused, ProviderError
from tests.rooms.outbound.connections.node import Ground, Node, ground
from tests.support.clock import ManualClock
from tests.support.ill_provider import IllProvider
from tests.support.ill_tables import LONG_TOKENS, TORN_TOKENS
from tests.support.provider_server import a_provider, a_value, key_method


async def bring(acme: Ground, **given: Any) -> Connection:
    for name in ("access_token", "refresh_token", "token_secret"):
        if name in given:
            given[name] = Secret(given[name])
    belongings = Belongings("customer-1", "acme", **given)
    return await acme.node.adopt(acme.environment.id, belongings, actor="key_1")


async def elsewhere(acme: Ground) -> Ground:
    """Another environment."""
    return await ground(acme.node, acme.provider, client_id="client", client_secret="secret")


async def test_tokens_from_elsewhere_are_kept_and_renewed(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    pair = ill.new_pair()
    connection = await bring(
        acme,
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        expires_at=clock.now() + timedelta(seconds=600),
        scopes=("read",),
        account_id="acct_ada",
        label="Old one",
    )
    assert await acme.read(connection) == pair.access_token
    assert (connection.scopes, connection.label, connection.account_id) == (("read",), "Old one", "acct_ada")
    assert ill.token_requests == []
    clock.advance(601)
    assert ill.agrees(await acme.read(connection))


async def test_a_token_that_has_expired_already_is_renewed_when_it_is_read(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    expired = clock.now() - timedelta(days=30)
    connection = await bring(acme, access_token=pair.access_token, refresh_token=pair.refresh_token, expires_at=expired)
    clock.advance(1)
    assert await acme.read(connection) != pair.access_token


async def test_a_verified_import_learns_whose_account_it_is(acme: Ground, ill: IllProvider) -> None:
    pair = ill.new_pair()
    connection = await bring(acme, access_token=pair.access_token, verify=True)
    assert (connection.account_id, connection.account_label) == ("acct_ada", "Ada")


async def test_a_token_that_the_provider_refuses_is_not_kept(acme: Ground) -> None:
    with pytest.raises((InvalidInput, CredentialsRefused)):
        await bring(acme, access_token="made-up", verify=True)
    assert await acme.node.page(acme.environment.id) == []


async def test_a_provider_that_is_down_is_not_taken_for_a_no(acme: Ground, ill: IllProvider) -> None:
    ill.down = True
    with pytest.raises(ProviderError):
        await bring(acme, access_token="good", verify=True)
    assert await acme.node.page(acme.environment.id) == []


async def test_tokens_that_cannot_be_sent_are_refused(acme: Ground) -> None:
    for token in [*TORN_TOKENS.values(), LONG_TOKENS["64 kB"]]:
        for given in ({"access_token": token}, {"access_token": "good", "refresh_token": token}):
            with pytest.raises(InvalidInput) as caught:
                await bring(acme, **given)
            assert "evil" not in caught.value.detail
    with pytest.raises(InvalidInput):
        await bring(acme, access_token="")
    assert await acme.node.page(acme.environment.id) == []


async def test_a_token_that_is_no_bearer_token_is_refused(acme: Ground) -> None:
    with pytest.raises(InvalidInput):
        await bring(acme, access_token="good", token_type="mac")


async def test_parts_that_belong_to_another_kind_are_refused_by_name(acme: Ground) -> None:
    with pytest.raises(InvalidInput) as caught:
        await bring(acme, access_token="at", token_secret="s", fields={"api_key": "k"})
    named = {fault.field for fault in caught.value.fields}
    assert named == {"credentials.token_secret", "credentials.fields"}


async def test_keys_are_checked_field_by_field(node: Node, ill: IllProvider) -> None:
    provider = a_provider(
        key_method(values=("shop",)), f"{ill.base_url}/key", values=(a_value("shop", required=False),)
    )
    acme = await ground(
        Node(node.database, node.egress, node.clock, node.entropy, {"acme": provider}),
        provider,
        client_id=None,
        client_secret=None,
    )
    connection = await bring(acme, fields={"api_key": "ill-key-1"}, values={"shop": "berlin"}, verify=True)
    assert (connection.account_label, connection.values) == ("Ada", {"shop": "berlin"})
    again = await bring(acme, fields={"api_key": "ill-key-1"}, connection=connection.id)
    assert (again.id, again.values) == (connection.id, {"shop": "berlin"})
    for fields, field in [({}, "fields.api_key"), ({"api_key": "a\r\nb"}, "fields.api_key"), ({"x": "y"}, "fields.x")]:
        with pytest.raises(InvalidInput) as caught:
            await bring(acme, fields=fields)
        assert field in {fault.field for fault in caught.value.fields}
    with pytest.raises(CredentialsRefused):
        await bring(acme, fields={"api_key": "ill-key-2"}, verify=True)
    assert len(await acme.node.page(acme.environment.id)) == 1


async def test_an_account_that_is_connected_already_is_renewed(acme: Ground) -> None:
    first = await bring(acme, access_token="one", account_id="acct_ada")
    second = await bring(acme, access_token="two", account_id="acct_ada")
    assert second.id == first.id
    assert await acme.read(first) == "two"


async def test_credentials_put_in_the_place_of_others_leave_what_the_connection_asks_for(acme: Ground) -> None:
    held = await acme.connect("at", scopes=("read",), own_scopes=("read",))
    given = {"access_token": "two", "connection": held.id}
    again = await bring(acme, **given)
    assert (again.id, again.scopes, again.own_scopes) == (held.id, ("read",), ("read",))
    assert (await bring(acme, **given, scopes=("read", "write"))).scopes == ("read", "write")
    for wrong in ("conn_nobody", (await (await elsewhere(acme)).connect("at")).id):
        with pytest.raises(ConnectionNotFound):
            await bring(acme, **given | {"connection": wrong})


async def test_nothing_is_imported_through_an_integration_that_is_off(acme: Ground) -> None:
    await acme.node.write_integration.change(acme.environment.id, "key_1", "acme", {"enabled": False})
    with pytest.raises(IntegrationDisabled):
        await bring(acme, access_token="at")


@pytest.mark.parametrize("name", ["account_id", "account_label", "label"])
async def test_texts_that_people_will_read_are_bounded_lines_of_any_language(acme: Ground, name: str) -> None:
    for text in ("a" * 300, "two\nlines"):
        with pytest.raises(InvalidInput):
            await bring(acme, access_token="at", **{name: text})
    await bring(acme, access_token="at", **{name: "نرم\u200cافزار\u3000👩\u200d👧"})
