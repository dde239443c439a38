"""Taking credentials into custody: new ones, renewed ones, of every kind."""

import asyncio

import pytest

from bothways.core.vault.model import OwnerShredded
from bothways.kit.secret import Secret
from bothways.oauth.foreign import Json
from bothways.oauth.oauth1 import TokenPair
from bothways.oauth.token import TokenAnswer
from bothways.outbound.connections.acquired import Acquired
from bothways.outbound.connections.errors import ConnectionNotFound, NeedsReauth
from bothways.outbound.connections.model import Kind, State
from bothways.outbound.providers.calls import Attach, BasicPair, TokenRequest
from bothways.outbound.providers.model import Api, ClientOwner, Field, Method, MethodType, Provider, Version
from bothways.outbound.providers.verdict import ConnectionMisconfigured
from tests.rooms.outbound.connections.node import Ground, Node, ground
from tests.support.clock import ManualClock
from tests.support.ill_provider import IllProvider
from tests.support.provider_server import a_provider, a_value, code_method, key_method, oauth1_method

URL = "https://acme.example"


async def on(node: Node, provider: Provider, client_id: str | None = None, client_secret: str | None = None) -> Ground:
    """The same node with one provider alone."""
    alone = Node(node.database, node.egress, node.clock, node.entropy, {provider.slug: provider})
    return await ground(alone, provider, client_id=client_id, client_secret=client_secret)


async def test_a_connection_is_kept_with_its_event_and_its_audit_entry(acme: Ground) -> None:
    connection = await acme.connect("at", "rt", account_id="acct_ada", account_label="Ada", scopes=("read",))
    assert (connection.state, connection.account_label, connection.scopes) == (State.ACTIVE, "Ada", ("read",))
    assert await acme.told(connection) == ["connection.created"]
    async with acme.node.database.read() as tx:
        entries = await acme.node.audit.list(tx, acme.environment.id, subject=connection.id, limit=10)
    assert [(entry.actor, entry.action) for entry in entries] == [("api", "connection.created")]


async def test_a_transaction_that_fails_keeps_nothing(acme: Ground) -> None:
    async def keep_and_fail() -> None:
        async with acme.node.database.begin() as tx:
            acquired = Acquired(acme.integration, acme.provider, acme.method, answer=TokenAnswer(Secret("at")))
            await acme.node.keep(tx, acquired, customer_id=acme.customer.id, actor="api")
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError, match="power"):
        await keep_and_fail()
    assert await acme.node.page(acme.environment.id) == []


async def test_reconnecting_keeps_id_label_and_metadata(acme: Ground, clock: ManualClock) -> None:
    connection = await acme.connect("at", "rt", account_id="acct_ada", label="Sales", metadata={"team": "7"})
    clock.advance(60)
    again = await acme.connect("at2", "rt2", account_id="acct_ada", reconnect=connection.id)
    assert (again.id, again.label, again.metadata, again.version) == (connection.id, "Sales", {"team": "7"}, 2)
    assert again.replaced_account is None
    assert await acme.read(connection) == "at2"
    assert await acme.told(connection) == ["connection.created", "connection.reconnected"]


async def test_reconnecting_with_another_account_is_recorded_and_shown(acme: Ground, clock: ManualClock) -> None:
    connection = await acme.connect("at", "rt", account_id="acct_ada", account_label="Ada")
    clock.advance(60)
    again = await acme.connect("b", "b", account_id="acct_bob", account_label="Bob", reconnect=connection.id)
    assert again.replaced_account is not None
    assert (again.replaced_account.label, again.account_label) == ("Ada", "Bob")
    told = [event for event in await acme.node.told(connection) if event.type == "connection.account_changed"]
    assert [event.data for event in told] == [
        {"from": {"id": "acct_ada", "label": "Ada"}, "to": {"id": "acct_bob", "label": "Bob"}}
    ]
    assert (await acme.now(connection)).replaced_account == again.replaced_account
    settled = await acme.connect("c", "c", account_id="acct_bob", account_label="Bob", reconnect=connection.id)
    assert settled.replaced_account is None


async def test_connecting_an_account_a_second_time_renews_its_connection(acme: Ground) -> None:
    connection = await acme.connect("at", "rt", account_id="acct_ada")
    again = await acme.connect("at2", "rt2", account_id="acct_ada")
    assert again.id == connection.id
    assert len(await acme.node.page(acme.environment.id)) == 1


async def test_the_same_account_twice_at_once_is_one_connection(acme: Ground) -> None:
    await asyncio.gather(*(acme.connect(f"at{number}", account_id="acct_ada") for number in range(4)))
    (kept,) = await acme.node.page(acme.environment.id)
    assert kept.version == 4


async def test_an_account_that_is_disconnected_while_it_is_connected_ends_or_begins_anew(acme: Ground) -> None:
    for number in range(8):
        connection = await acme.connect("at", account_id="acct_ada")
        ended, again = await asyncio.gather(
            acme.node.disconnect(acme.environment.id, connection.id, actor="key_1"),
            acme.connect(f"at{number}", account_id="acct_ada"),
        )
        assert ended.state is State.DISCONNECTED
        assert (await acme.now(again)).state is (State.DISCONNECTED if again.id == ended.id else State.ACTIVE)


async def test_several_accounts_of_one_customer_are_several_connections(acme: Ground) -> None:
    ids = {(await acme.connect(name, account_id=f"acct_{name}")).id for name in ("ada", "bob")}
    ids |= {(await acme.connect(name)).id for name in ("unknown-1", "unknown-2")}
    assert len(ids) == 4


async def test_two_customers_with_one_account_have_two_connections(acme: Ground) -> None:
    other = await acme.node.customer(acme.environment, "customer-2")
    mine = await acme.connect("at", account_id="acct_ada")
    theirs = await acme.connect("at2", account_id="acct_ada", customer=other)
    assert mine.id != theirs.id


async def test_nobody_reconnects_another_customers_connection(acme: Ground) -> None:
    connection = await acme.connect("at", "rt")
    other = await acme.node.customer(acme.environment, "customer-2")
    with pytest.raises(ConnectionNotFound):
        await acme.connect("evil", "evil", reconnect=connection.id, customer=other)
    assert await acme.read(connection) == "at"


async def test_nobody_reconnects_across_environments(acme: Ground, provider: Provider, ill: IllProvider) -> None:
    connection = await acme.connect("at", "rt")
    elsewhere = await ground(acme.node, provider, client_id=ill.client_id, client_secret=ill.client_secret)
    with pytest.raises(ConnectionNotFound):
        await elsewhere.connect("evil", "evil", reconnect=connection.id)
    with pytest.raises(ConnectionNotFound):
        await acme.node.read(elsewhere.environment.id, connection.id)
    with pytest.raises(ConnectionNotFound):
        await acme.node.disconnect(elsewhere.environment.id, connection.id, actor="key_2")


async def test_nothing_is_kept_for_a_deleted_customer(acme: Ground) -> None:
    await acme.connect("at", "rt")
    await acme.node.delete_customer(acme.environment.id, acme.customer.id, actor="key_1")
    with pytest.raises(OwnerShredded):
        await acme.connect("at", "rt")
    assert await acme.node.page(acme.environment.id) == []


async def test_a_key_is_attached_where_the_provider_wants_it_and_never_due(node: Node, clock: ManualClock) -> None:
    acme = await on(node, a_provider(key_method(), URL))
    connection = await acme.keep(fields={"api_key": Secret("k-1")})
    clock.advance(10**9)
    found = await acme.node.read(acme.environment.id, connection.id)
    assert (found.headers, found.base_url, found.kind) == ({"X-Api-Key": "k-1"}, URL, Kind.API_KEY)
    assert {name: secret.reveal() for name, secret in found.fields.items()} == {"api_key": "k-1"}
    assert connection.refresh_due_at is None


async def test_a_key_in_the_query_and_a_version_header_are_ready_to_send(node: Node, clock: ManualClock) -> None:
    method = key_method(attach=Attach(query={"key": "{credential.api_key}"}))
    api = Api("https://{connection.shop}.acme.example/v{version.api}", {"X-Version": "{version.api}"})
    provider = a_provider(
        Method(**{**vars(method), "values": ("shop",)}),
        api=api,
        values=(a_value("shop"),),
        versions={"api": Version("7", clock.now().date())},
    )
    acme = await on(node, provider)
    connection = await acme.keep(fields={"api_key": Secret("k 1")}, values={"shop": "berlin"})
    found = await acme.node.read(acme.environment.id, connection.id)
    assert (found.headers, found.query) == ({"X-Version": "7"}, {"key": "k 1"})
    assert found.base_url == "https://berlin.acme.example/v7"


async def test_basic_credentials_come_as_a_pair_and_as_a_header(node: Node) -> None:
    method = Method(
        MethodType.BASIC,
        "basic",
        "Sign in",
        Attach(basic=BasicPair("{credential.user}", "{credential.password}")),
        fields=(Field("user", "User", secret=False), Field("password", "Password")),
    )
    acme = await on(node, a_provider(method, URL))
    connection = await acme.keep(fields={"user": Secret("ada"), "password": Secret("p:w%")})
    found = await acme.node.read(acme.environment.id, connection.id)
    assert (found.username and found.username.reveal(), found.password and found.password.reveal()) == ("ada", "p:w%")
    assert found.headers == {"Authorization": "Basic YWRhOnA6dyU="}


async def test_an_oauth1_pair_is_handed_out_with_the_client_id_that_signs(node: Node) -> None:
    acme = await on(node, a_provider(oauth1_method(URL), URL), "consumer-1", "consumer-secret")
    connection = await acme.keep(pair=TokenPair(Secret("t-1"), Secret("s-1"), {"user_id": "7"}))
    found = await acme.node.read(acme.environment.id, connection.id)
    assert found.token is not None
    assert found.token_secret is not None
    assert (found.token.reveal(), found.token_secret.reveal(), found.client_id) == ("t-1", "s-1", "consumer-1")
    assert (found.headers, connection.refresh_due_at, connection.renewable) == ({}, None, False)


async def test_a_header_that_names_the_client_gets_its_id(node: Node) -> None:
    method = code_method(
        URL, attach=Attach(headers={"Authorization": "Bearer {token.access_token}", "Client-Id": "{client.id}"})
    )
    acme = await on(node, a_provider(method, URL), "client-7", "secret")
    connection = await acme.connect("at")
    found = await acme.node.read(acme.environment.id, connection.id)
    assert found.headers == {"Authorization": "Bearer at", "Client-Id": "client-7"}


async def test_texts_of_the_token_answer_that_templates_name_are_kept_and_others_are_not(
    node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    method = code_method(
        ill.base_url,
        TokenRequest(ill.token_url),
        attach=Attach(headers={"Authorization": "Bearer {token.authed_user.access_token}"}),
    )
    acme = await on(node, a_provider(method, ill.base_url), ill.client_id, ill.client_secret)
    pair = ill.new_pair()
    extra: dict[str, Json] = {"authed_user": {"access_token": "xoxp-user", "secret": "other"}, "id_token": "e.y.J"}
    answer = TokenAnswer(
        Secret(pair.access_token), refresh_token=Secret(pair.refresh_token), expires_in_seconds=3600, extra=extra
    )
    connection = await acme.keep(answer=answer)
    for _ in range(2):
        found = await acme.node.read(acme.environment.id, connection.id)
        assert found.headers == {"Authorization": "Bearer xoxp-user"}
        # A refresh answer that leaves them out takes nothing away.
        clock.advance(3601)
    assert len(ill.refreshes) == 1


async def test_a_customers_own_client_renews_by_asking_again(node: Node, ill: IllProvider, clock: ManualClock) -> None:
    method = Method(
        MethodType.OAUTH2_CLIENT_CREDENTIALS,
        "client",
        "Your client",
        Attach(headers={"Authorization": "Bearer {token.access_token}"}),
        client=ClientOwner.CUSTOMER,
        fields=(Field("client_id", "Client id", secret=False), Field("client_secret", "Client secret")),
        token=TokenRequest(ill.token_url),
    )
    acme = await on(node, a_provider(method, ill.base_url))
    connection = await acme.keep(
        answer=TokenAnswer(Secret("first"), expires_in_seconds=3600),
        fields={"client_id": Secret(ill.client_id), "client_secret": Secret(ill.client_secret)},
    )
    assert await acme.read(connection) == "first"
    found = await acme.node.read(acme.environment.id, connection.id)
    assert found.fields == {}
    for _ in range(2):
        clock.advance(3601)
        assert ill.alive(await acme.read(connection))
    assert [heard.form["grant_type"] for heard in ill.token_requests] == ["client_credentials"] * 2
    ill.client_secret = "withdrawn"
    for _ in range(3):
        clock.advance(3601)
        with pytest.raises((ConnectionMisconfigured, NeedsReauth)):
            await acme.read(connection)
    assert (await acme.now(connection)).state is State.NEEDS_REAUTH
