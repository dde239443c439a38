"""Both clients against the product itself: every operation is called, and what comes back is typed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bothways_client import (
    KEEP,
    Account,
    Conflict,
    Credentials,
    Denied,
    InvalidRequest,
    KnownCredentials,
    NeedsReconnect,
    NotFound,
    Theme,
    TooManyRequests,
    Unauthenticated,
)
from tests.clients.python.speaker import Speaker, speaking
from tests.support.hub import Hub
from tests.support.hubs import Walk

IN_2030 = datetime(2030, 1, 1, tzinfo=UTC)


async def adopt(speaker: Speaker, integration: str, customer: str = "cus-1", **more: Any) -> Any:
    tokens = KnownCredentials(access_token="adopted-at", refresh_token="adopted-rt", expires_at=IN_2030)
    return await speaker.ask(
        lambda hub: hub.connections.import_(customer=customer, integration=integration, credentials=tokens, **more)
    )


async def test_credentials_come_in_three_lines(walk: Walk, kind: str) -> None:
    await walk.integrate(slug="contacts")
    connection_id = await walk.connect("contacts", "acme-1")
    async with speaking(kind, walk.hub.base_url + "/", walk.hub.token) as speaker:
        credentials = await speaker.ask(lambda hub: hub.credentials(customer="acme-1", integration="contacts"))
        again = await speaker.ask(lambda hub: hub.connections.credentials(connection_id))
    assert isinstance(credentials, Credentials)
    assert credentials == again
    assert credentials.connection_id == connection_id
    assert credentials.type == "oauth2"
    assert credentials.headers["Authorization"] == f"Bearer {credentials.token}"
    assert credentials.token == credentials.access_token
    assert credentials.base_url == walk.sandbox.base_url
    assert credentials.expires_at is not None
    assert credentials.expires_at.tzinfo is not None
    assert credentials.token is not None
    assert (await walk.sandbox.call("/api/me", credentials.token)).status == 200


async def test_rejected_credentials_are_renewed_and_dead_ones_ask_for_the_customer(walk: Walk, kind: str) -> None:
    connection_id = await walk.connect(await walk.integrate())
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        first = await speaker.ask(lambda hub: hub.connections.credentials(connection_id))
        renewed = await speaker.ask(lambda hub: hub.connections.refresh(connection_id, rejected_version=first.version))
        assert renewed.version == first.version + 1
        with pytest.raises(TooManyRequests) as too_soon:
            await speaker.ask(lambda hub: hub.connections.refresh(connection_id))
        assert too_soon.value.retry_after_seconds == 30
        await walk.sandbox.visitor.press("/", "/console/revoke")
        with pytest.raises(NeedsReconnect) as dead:
            await speaker.ask(lambda hub: hub.connections.refresh(connection_id, rejected_version=renewed.version))
        assert (dead.value.code, dead.value.status) == ("needs_reauth", 409)
        assert dead.value.request_id
        assert "reconnect" in dead.value.next_step
        connection = await speaker.ask(lambda hub: hub.connections.get(connection_id))
        assert connection.state == "needs_reauth"
    assert speaker.naps == []


async def test_a_connection_from_its_import_to_its_end(walk: Walk, kind: str) -> None:
    integration = await walk.integrate()
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        account = Account(id="acct-7", label="Seven")
        made = await adopt(speaker, integration, label="Old one", metadata={"from": "elsewhere"}, account=account)
        assert (made.label, made.metadata, made.account) == ("Old one", {"from": "elsewhere"}, account)
        assert made.expires_at == IN_2030
        assert made.customer.external_id == "cus-1"
        changed = await speaker.ask(lambda hub: hub.connections.change(made.id, label="New one"))
        assert (changed.label, changed.metadata) == ("New one", {"from": "elsewhere"})
        ended = await speaker.ask(lambda hub: hub.connections.disconnect(made.id))
        assert ended.state == "disconnected"
        assert isinstance(ended.disconnected_at, datetime)
        with pytest.raises(Conflict) as gone:
            await speaker.ask(lambda hub: hub.connections.credentials(made.id))
        assert gone.value.code == "connection_disconnected"
        told = [entry.type for entry in await speaker.all(lambda hub: hub.connections.history(made.id))]
        assert told == ["connection.disconnected", "connection.updated", "connection.created"]


async def test_standing_links_and_logbooks(walk: Walk, kind: str) -> None:
    integration = await walk.integrate()
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        standing = await speaker.ask(
            lambda hub: hub.authorizations.create(
                customer="cus-1",
                integration=integration,
                lifetime_seconds=3600,
                scopes=["profile.read"],
                metadata={"plan": "gold"},
            )
        )
        assert standing.standing
        assert await speaker.ask(lambda hub: hub.authorizations.get(standing.id)) == standing
        listed = await speaker.all(lambda hub: hub.authorizations.list(customer="cus-1", standing=True))
        assert [one.id for one in listed] == [standing.id]
        ended = await speaker.ask(lambda hub: hub.authorizations.withdraw(standing.id))
        assert (ended.status, ended.url) == ("withdrawn", None)
        made = await adopt(speaker, integration)
        assert (await adopt(speaker, integration, connection_id=made.id)).id == made.id
        note = await speaker.ask(
            lambda hub: hub.connections.write_log(
                made.id, level="error", action="sync", message="page 7", error_class="config", request_id="r-1"
            )
        )
        assert await speaker.all(lambda hub: hub.connections.logs(made.id)) == [note]


async def test_lists_page_by_themselves(walk: Walk, kind: str) -> None:
    integration = await walk.integrate()
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        made = [(await adopt(speaker, integration, f"cus-{number}")).id for number in range(5)]
        listed = await speaker.all(lambda hub: hub.connections.list(integration=integration, page_size=2))
        assert [connection.id for connection in listed] == made
        only = await speaker.all(lambda hub: hub.connections.list(customer="cus-3", state="active"))
        assert [connection.id for connection in only] == made[3:4]
        assert await speaker.all(lambda hub: hub.connections.list(customer="nobody")) == []
        with pytest.raises(InvalidRequest) as wrong:
            await speaker.all(lambda hub: hub.connections.list(page_size=1000))
    assert [error.field for error in wrong.value.errors] == ["limit"]


async def test_customers(speaker: Speaker) -> None:
    made = await speaker.ask(lambda hub: hub.customers.put("a/b ä%", name="Ä", email="a@b.example"))
    assert (made.external_id, made.name, made.metadata) == ("a/b ä%", "Ä", {})
    assert await speaker.all(lambda hub: hub.customers.list(external_id="a/b ä%")) == [made]
    assert await speaker.ask(lambda hub: hub.customers.get(made.id)) == made
    changed = await speaker.ask(lambda hub: hub.customers.change(made.id, email=None, metadata={"plan": "pro"}))
    assert (changed.name, changed.email, changed.metadata) == ("Ä", None, {"plan": "pro"})
    same = await speaker.ask(lambda hub: hub.customers.change(made.id, name=KEEP))
    assert same.name == "Ä"
    assert await speaker.ask(lambda hub: hub.customers.delete(made.id)) is None
    with pytest.raises(NotFound) as gone:
        await speaker.ask(lambda hub: hub.customers.get(made.id))
    assert gone.value.code == "customer_not_found"


async def test_integrations(walk: Walk, kind: str) -> None:
    values = {"base_url": walk.sandbox.base_url}
    client = {"client_id": "acme-app", "client_secret": "s3cr3t-of-the-app"}
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        made = await speaker.ask(
            lambda hub: hub.integrations.create("sandbox", slug="contacts", values=values, **client)
        )
        assert (made.slug, made.has_client_secret, made.enabled) == ("contacts", True, True)
        assert await speaker.ask(lambda hub: hub.integrations.get("contacts")) == made
        off = await speaker.ask(lambda hub: hub.integrations.change("contacts", enabled=False, logo=None))
        assert (off.enabled, off.has_client_secret) == (False, True)
        assert await speaker.all(lambda hub: hub.integrations.list(enabled=True)) == []
        assert await speaker.all(lambda hub: hub.integrations.list(enabled=False)) == [off]
        report = await speaker.ask(lambda hub: hub.integrations.test(made.id))
        assert not report.ok
        assert report.findings
        with pytest.raises(Conflict) as taken:
            await speaker.ask(lambda hub: hub.integrations.create("sandbox", slug="contacts", values=values, **client))
        assert taken.value.code == "integration_exists"
        assert await speaker.ask(lambda hub: hub.integrations.remove(made.id)) is None
        assert await speaker.all(lambda hub: hub.integrations.list()) == []


async def test_providers(speaker: Speaker) -> None:
    found = await speaker.all(lambda hub: hub.providers.list(page_size=10))
    assert {"slack", "sandbox"} <= {provider.slug for provider in found}
    assert [one.slug for one in await speaker.all(lambda hub: hub.providers.list(q="slack"))][:1] == ["slack"]
    slack = await speaker.ask(lambda hub: hub.providers.get("slack"))
    assert slack.definition["slug"] == "slack"
    own = {**slack.definition, "slug": "our-slack", "name": "Our Slack"}
    added = await speaker.ask(lambda hub: hub.providers.add(own))
    assert (added.name, added.methods) == ("Our Slack", slack.methods)
    replaced = await speaker.ask(lambda hub: hub.providers.replace("our-slack", {**own, "name": "Slack of ours"}))
    assert replaced.name == "Slack of ours"
    with pytest.raises(Denied):
        await speaker.ask(lambda hub: hub.providers.remove("slack"))
    with pytest.raises(InvalidRequest) as wrong:
        await speaker.ask(lambda hub: hub.providers.add({"slug": "x"}))
    assert wrong.value.errors
    assert await speaker.ask(lambda hub: hub.providers.remove("our-slack")) is None


async def test_a_connect_session_opens_a_page_and_can_be_ended(walk: Walk, kind: str) -> None:
    await walk.integrate(slug="contacts")
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        opened = await speaker.ask(
            lambda hub: hub.connect_sessions.open(
                customer="acme-1", name="Acme", integrations=["contacts"], lifetime_seconds=900
            )
        )
        assert opened.url.startswith(walk.hub.base_url)
        assert opened.customer.name == "Acme"
        assert opened.integrations is not None
        assert (await walk.hub.call("GET", "/v1/catalog", token=opened.token)).status == 200
        await speaker.ask(lambda hub: hub.connect_sessions.revoke(opened.id))
        assert (await walk.hub.call("GET", "/v1/catalog", token=opened.token)).status == 401


async def test_a_tile_is_added_changed_and_removed(walk: Walk, kind: str) -> None:
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        made = await speaker.ask(
            lambda hub: hub.tiles.create(
                slug="academy",
                kind="promotional",
                name="Academy",
                link_url="https://acme.example/academy",
                categories=["education"],
                background="#3366cc",
            )
        )
        assert (made.kind, made.published, made.position) == ("promotional", True, 0)
        changed = await speaker.ask(lambda hub: hub.tiles.change("academy", published=False, background=None))
        assert (changed.published, changed.background, changed.name) == (False, None, "Academy")
        assert await speaker.all(lambda hub: hub.tiles.list(published=False)) == [changed]
        assert await speaker.ask(lambda hub: hub.tiles.get(made.id)) == changed
        await speaker.ask(lambda hub: hub.tiles.remove("academy"))
        with pytest.raises(NotFound):
            await speaker.ask(lambda hub: hub.tiles.get("academy"))


async def test_a_connect_link_is_made_listed_and_revoked(walk: Walk, kind: str) -> None:
    await walk.integrate(slug="contacts")
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        made = await speaker.ask(
            lambda hub: hub.connect_links.create(
                customer="acme-1", customer_name="Acme", integrations=["contacts"], name="Mail", lifetime_seconds=3600
            )
        )
        assert made.url.startswith(f"{walk.hub.base_url}/connect/link/")
        assert (made.state, made.name, made.customer.name) == ("active", "Mail", "Acme")
        opened = await walk.hub.call("GET", made.url.removeprefix(walk.hub.base_url), token="")
        assert opened.status == 303
        (listed,) = await speaker.all(lambda hub: hub.connect_links.list(customer="acme-1", state="active"))
        assert (listed.id, listed.opened_count) == (made.id, 1)
        assert await speaker.ask(lambda hub: hub.connect_links.get(made.id)) == listed
        await speaker.ask(lambda hub: hub.connect_links.revoke(made.id))
        assert (await speaker.ask(lambda hub: hub.connect_links.get(made.id))).state == "revoked"


async def test_an_account_is_connected_by_key_and_shows_in_the_catalog(walk: Walk, kind: str) -> None:
    await walk.integrate("sandbox-key", slug="keys")
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        (entry,) = await speaker.all(lambda hub: hub.catalog.list(customer="acme-1"))
        assert (entry.slug, entry.state, entry.connections) == ("keys", "not_connected", ())
        assert [field.name for field in entry.fields] == ["api_key"]
        with pytest.raises(InvalidRequest) as refused:
            await speaker.ask(lambda hub: connect_by_key(hub, "sandbox_key_nobody"))
        assert refused.value.code == "credentials_refused"
        assert "sandbox_key_nobody" not in str(refused.value)
        done = await speaker.ask(lambda hub: connect_by_key(hub, "sandbox_key_ada_1843"))
        assert (done.status, done.url) == ("connected", None)
        assert await speaker.ask(lambda hub: hub.authorizations.get(done.id)) == done
        entry = await speaker.ask(lambda hub: hub.catalog.get("keys", customer="acme-1"))
        assert [connection.id for connection in entry.connections] == [done.connection_id]
        credentials = await speaker.ask(lambda hub: hub.connections.credentials(done.connection_id))
        assert (credentials.fields, credentials.token) == ({"api_key": "sandbox_key_ada_1843"}, None)


def connect_by_key(hub: Any, key: str) -> Any:
    return hub.authorizations.create(customer="acme-1", integration="keys", fields={"api_key": key})


async def test_an_authorization_has_a_link_for_the_customer(walk: Walk, kind: str) -> None:
    await walk.integrate(slug="contacts")
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        begun = await speaker.ask(
            lambda hub: hub.authorizations.create(customer="acme-1", integration="contacts", display="popup")
        )
        assert begun.status == "created"
        assert begun.url is not None
        assert begun.url.startswith(walk.hub.base_url)
        later = await speaker.ask(lambda hub: hub.authorizations.get(begun.id))
        assert (later.id, later.url) == (begun.id, None)


async def test_the_environment_and_what_happened_in_it(speaker: Speaker, hub: Hub) -> None:
    environment = await speaker.ask(lambda hub: hub.environment.get())
    assert (environment.id, environment.mode) == (hub.environment.id, "test")
    theme = Theme(product_name="Acme", accent="#336699")
    changed = await speaker.ask(
        lambda hub: hub.environment.change(name="Acme Desk", theme=theme, return_urls=["https://acme.example/back"])
    )
    assert (changed.name, changed.theme, changed.return_urls) == ("Acme Desk", theme, ("https://acme.example/back",))
    entries = await speaker.all(lambda hub: hub.audit_entries.list(page_size=1))
    assert entries[0].action == "environment.updated"
    assert [entry.sequence for entry in entries] == list(range(len(entries), 0, -1))


async def test_events_can_be_picked_by_type(walk: Walk, kind: str) -> None:
    integration = await walk.integrate()
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        connection = await adopt(speaker, integration)
        events = await speaker.all(lambda hub: hub.events.list(types=["connection.created", "connection.updated"]))
        assert [(event.type, event.subject_id) for event in events] == [("connection.created", connection.id)]
        assert await speaker.all(lambda hub: hub.events.list(types=["connection.updated"])) == []


async def test_a_wrong_key_is_told(hub: Hub, kind: str) -> None:
    async with speaking(kind, hub.base_url, "bw_test_sk_nobodys") as speaker:
        with pytest.raises(Unauthenticated) as refused:
            await speaker.ask(lambda hub: hub.environment.get())
    assert refused.value.code == "unauthenticated"
    assert refused.value.status == 401


async def test_a_key_that_was_used_is_answered_once_more_and_does_nothing(speaker: Speaker) -> None:
    first, second = [
        await speaker.ask(lambda hub: hub.connect_sessions.open(customer="acme-1", idempotency_key="order-77"))
        for _ in range(2)
    ]
    assert first == second
    with pytest.raises(Conflict) as reused:
        await speaker.ask(lambda hub: hub.connect_sessions.open(customer="acme-2", idempotency_key="order-77"))
    assert reused.value.code == "idempotency_key_reused"
