"""Switching providers on: every fault named, secrets sealed and never shown, environments apart."""

import asyncio

import pytest
from sqlalchemy import select

from bothways.outbound.integrations.store import integrations
from tests.support.hub import Hub
from tests.support.hubs import Walk

SANDBOX = {"provider": "sandbox", "client_id": "sandbox-client", "client_secret": "a very secret word"}


async def test_an_integration_takes_what_is_left_out_from_its_provider(hub: Hub) -> None:
    made = (await hub.call("POST", "/v1/integrations", SANDBOX)).data
    assert (made["slug"], made["display_name"], made["method_id"]) == ("sandbox", "Sandbox", "oauth2")
    assert made["scopes"] == ["profile.read", "contacts.read"]
    assert made["redirect_uri"] == f"{hub.base_url}/oauth/callback/{made['id']}"


async def test_the_client_secret_is_sealed_and_never_shown(hub: Hub) -> None:
    made = await hub.call("POST", "/v1/integrations", SANDBOX)
    shown = await hub.call("GET", "/v1/integrations/sandbox")
    async with hub.bothways.edges.database.read() as tx:
        row = await tx.first(select(integrations))
    assert shown.data["has_client_secret"] is True
    for text in (made.text, shown.text, str(row), hub.log_text()):
        assert "a very secret word" not in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "Has Blanks"}, "slug"),
        ({"slug": "x"}, "slug"),
        ({"method_id": "nothing"}, "method_id"),
        ({"client_id": None}, "client_id"),
        ({"client_id": " x"}, "client_id"),
        ({"client_secret": None}, "client_secret"),
        ({"client_secret": "a\r\nb"}, "client_secret"),
        ({"scopes": ["two words"]}, "scopes[0]"),
        ({"scopes": ['quote"']}, "scopes[0]"),
        ({"authorize_params": {"state": "mine"}}, "authorize_params.state"),
        ({"authorize_params": {"Redirect_URI": "https://evil.example"}}, "authorize_params.Redirect_URI"),
        ({"authorize_params": {"code_challenge": "x"}}, "authorize_params.code_challenge"),
        ({"authorize_params": {"pr\N{LATIN SMALL LETTER O WITH DIAERESIS}mpt": "x"}}, "authorize_params.pr\u00f6mpt"),
        ({"authorize_params": {"prompt": "x", "Prompt": "y"}}, "authorize_params.Prompt"),
        ({"authorize_params": {"prompt": "x" * 501}}, "authorize_params.prompt"),
        ({"values": {"base_url": "javascript:alert(1)"}}, "values.base_url"),
        ({"values": {"shop": "acme"}}, "values.shop"),
        ({"display_name": "\u0007"}, "display_name"),
        ({"logo": "data:image/svg+xml;base64,PHN2Zy8+"}, "logo"),
        ({"logo": "https://evil.example/logo.png"}, "logo"),
    ],
)
async def test_each_wrong_field_is_named(hub: Hub, changes: dict[str, object], field: str) -> None:
    answer = await hub.call("POST", "/v1/integrations", SANDBOX | changes)
    assert answer.status == 422, answer.text
    assert field in [error["field"] for error in answer.data["errors"]]
    assert (await hub.call("GET", "/v1/integrations")).data["items"] == []


async def test_an_integration_that_is_off_gets_its_client_once_the_provider_knows_its_redirect_uri(hub: Hub) -> None:
    made = await hub.call("POST", "/v1/integrations", {"provider": "sandbox", "enabled": False})
    assert made.data["redirect_uri"] == f"{hub.base_url}/oauth/callback/{made.data['id']}"
    path = "/v1/integrations/sandbox"
    early = await hub.call("PATCH", path, {"enabled": True})
    assert [error["field"] for error in early.data["errors"]] == ["client_id", "client_secret"]
    report = (await hub.call("POST", f"{path}/test")).data
    assert (report["ok"], report["findings"][-1]["message"]) == (False, "There is no client id.")
    client = {"client_id": "sandbox-client", "client_secret": "a very secret word"}
    assert (await hub.call("PATCH", path, client | {"enabled": True})).data["enabled"] is True


async def test_all_faults_are_told_at_once(hub: Hub) -> None:
    answer = await hub.call("POST", "/v1/integrations", {"provider": "sandbox", "slug": "?", "scopes": ["a b"]})
    assert {"slug", "client_id", "client_secret", "scopes[0]"} <= {item["field"] for item in answer.data["errors"]}


async def test_an_unknown_provider_is_told_apart(hub: Hub) -> None:
    assert (await hub.call("POST", "/v1/integrations", {"provider": "no-such"})).data["code"] == "provider_not_found"


async def test_a_slug_is_taken_once_in_each_environment(hub: Hub) -> None:
    other = await hub.another_environment()
    assert (await hub.call("POST", "/v1/integrations", SANDBOX)).status == 201
    assert (await hub.call("POST", "/v1/integrations", SANDBOX)).data["code"] == "integration_exists"
    assert (await other.call("POST", "/v1/integrations", SANDBOX)).status == 201


async def test_another_environments_integration_looks_unknown(hub: Hub) -> None:
    made = (await hub.call("POST", "/v1/integrations", SANDBOX)).data["id"]
    other = await hub.another_environment()
    for method, path in [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/test")]:
        body = {"enabled": False} if method == "PATCH" else None
        foreign = await other.call(method, f"/v1/integrations/{made}{path}", body)
        unknown = await other.call(method, f"/v1/integrations/intg_nobody{path}", body)
        assert (
            (foreign.status, foreign.data["code"])
            == (unknown.status, unknown.data["code"])
            == (
                404,
                "integration_not_found",
            )
        )


async def test_what_is_left_out_of_a_change_stays(hub: Hub) -> None:
    await hub.call("POST", "/v1/integrations", SANDBOX | {"description": "Ours"})
    changed = (await hub.call("PATCH", "/v1/integrations/sandbox", {"display_name": "New name"})).data
    assert (changed["display_name"], changed["description"]) == ("New name", "Ours")
    assert changed["has_client_secret"] is True


async def test_of_two_changes_at_once_neither_is_lost(hub: Hub) -> None:
    await hub.call("POST", "/v1/integrations", SANDBOX)
    path, outbound = "/v1/integrations/sandbox", hub.bothways.outbound
    for number in range(8):
        secret = {"client_secret": f"a new secret, number {number}"}
        await asyncio.gather(
            hub.call("PATCH", path, {"description": f"text {number}"}),
            hub.call("PATCH", path, secret | {"display_name": f"name {number}"}),
        )
        integration = await outbound.get_integration(hub.environment.id, "sandbox")
        client = await outbound.depart.client_of(integration)
        assert (integration.description, integration.display_name) == (f"text {number}", f"name {number}")
        assert client is not None
        assert client.secret is not None
        assert client.secret.reveal() == secret["client_secret"]


async def test_the_provider_of_an_integration_stays(hub: Hub) -> None:
    await hub.call("POST", "/v1/integrations", SANDBOX)
    answer = await hub.call("PATCH", "/v1/integrations/sandbox", {"provider": "github"})
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, "provider")


async def test_an_integration_that_nobody_used_can_be_removed(hub: Hub) -> None:
    await hub.call("POST", "/v1/integrations", SANDBOX)
    assert (await hub.call("DELETE", "/v1/integrations/sandbox")).status == 204
    assert (await hub.call("GET", "/v1/integrations/sandbox")).status == 404


async def test_an_integration_with_connections_stays(walk: Walk) -> None:
    integration = await walk.integrate()
    await walk.connect(integration)
    answer = await walk.hub.call("DELETE", f"/v1/integrations/{integration}")
    assert (answer.status, answer.data["code"]) == (409, "integration_in_use")


async def test_pages_of_integrations_follow_each_other(hub: Hub) -> None:
    for number in range(5):
        await hub.call("POST", "/v1/integrations", SANDBOX | {"slug": f"sandbox-{number}"})
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await hub.call("GET", f"/v1/integrations?limit=2{cursor}")).data
        seen += [item["slug"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert sorted(seen) == [f"sandbox-{number}" for number in range(5)]


async def test_a_cursor_of_another_environment_is_refused(hub: Hub) -> None:
    for number in range(2):
        await hub.call("POST", "/v1/integrations", SANDBOX | {"slug": f"sandbox-{number}"})
    cursor = (await hub.call("GET", "/v1/integrations?limit=1")).data["next_cursor"]
    other = await hub.another_environment()
    assert (await other.call("GET", f"/v1/integrations?limit=1&cursor={cursor}")).status == 422


async def findings(walk: Walk, **changes: object) -> dict[str, dict[str, str]]:
    integration = await walk.integrate(**changes)
    report = (await walk.hub.call("POST", f"/v1/integrations/{integration}/test")).data
    return {finding["check"]: finding for finding in report["findings"]}


async def test_the_test_says_that_the_client_is_right(walk: Walk) -> None:
    assert (await findings(walk))["client"]["outcome"] == "passed"


async def test_the_test_says_that_the_secret_is_wrong(walk: Walk) -> None:
    found = (await findings(walk, client_secret="wrong"))["client"]
    assert found["outcome"] == "failed"
    assert "refuses the client" in found["message"]


async def test_the_test_says_that_the_address_leads_nowhere(walk: Walk) -> None:
    found = (await findings(walk, values={"base_url": "http://127.0.0.1:9"}))["client"]
    assert found["outcome"] == "unknown"


async def test_the_test_says_which_redirect_uri_to_register(walk: Walk) -> None:
    found = (await findings(walk))["redirect_uri"]
    assert "/oauth/callback/intg_" in found["next_step"]


async def test_the_test_names_scopes_that_nobody_offers(walk: Walk) -> None:
    assert "contacts.raed" in (await findings(walk, scopes=["contacts.raed"]))["scopes"]["message"]


async def test_a_secret_put_back_from_an_older_version_does_not_open(walk: Walk) -> None:
    integration = await walk.integrate()
    database = walk.hub.bothways.edges.database
    async with database.read() as tx:
        old = await tx.first(select(integrations.c.sealed_client_secret))
    assert old is not None
    await walk.hub.call("PATCH", f"/v1/integrations/{integration}", {"client_secret": "another"})
    async with database.begin() as tx:
        await tx.execute(integrations.update().values(sealed_client_secret=old[0]))
    answer = await walk.hub.call("POST", f"/v1/integrations/{integration}/test")
    report = {finding["check"]: finding for finding in answer.data["findings"]} if answer.status == 200 else {}
    assert answer.status == 503 or report["client"]["outcome"] == "failed"
