"""Calls that write several things write all of them, or nothing."""

from tests.dialects.kolla.conftest import Kolla, fields_of
from tests.dialects.kolla.test_catalogue import OAUTH2


async def test_a_connector_is_changed_as_a_whole_or_not_at_all(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="taken")
    made = await kolla.ok("POST", "connectors", {"slug": "own-crm", "auth_type": "OAUTH2", "oauth2_config": OAUTH2})
    trail = await kolla.trail()
    elsewhere = {"token_uri": "https://elsewhere.example.test/token"}
    for refused, status in (
        ({"slug": "taken", "oauth2_config": elsewhere}, 409),
        ({"oauth2_config": elsewhere | {"scopes": ["a b"]}}, 400),
        ({"oauth2_config": elsewhere | {"scopes": "read"}}, 400),
        ({"oauth2_config": elsewhere | {"extra_authorization_uri_params": {"state": "x"}}}, 400),
    ):
        assert (await kolla.refused("PATCH", "connectors/own-crm", refused))[0] == status
        assert await kolla.ok("GET", "connectors/own-crm") == made
    # A name that another one has leaves no description of it either, nor a trace of one in the trail.
    assert (await kolla.refused("POST", "connectors", {"slug": "taken", "oauth2_config": OAUTH2}))[0] == 409
    assert (await kolla.hub.call("GET", "/v1/providers/taken")).status == 404
    assert await kolla.trail() == trail
    changed = await kolla.ok("PATCH", "connectors/own-crm", {"slug": "crm", "oauth2_config": elsewhere})
    assert (changed["slug"], changed["oauth2_config"]) == ("crm", made["oauth2_config"] | elsewhere)


async def test_an_account_is_changed_as_a_whole_or_not_at_all(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    linked = await kolla.link("contacts", consumer_metadata={"title": "Old"}, labels={"a": "b"})
    waiting = await kolla.ok("POST", "connectors/contacts/linkedaccounts", {"consumer_id": "cus-1"})
    told, trail = {"consumer_metadata": {"title": "New"}, "labels": {"c": "d"}}, await kolla.trail()
    for name in (linked["name"], waiting["name"]):
        before = await kolla.ok("GET", name)
        for wrong, field in (
            ({"credentials": {"nonsense": "x"}}, "credentials.nonsense"),
            ({"credentials": {"token": "brought", "expires_in": "soon"}}, "credentials.expires_in"),
            ({"credentials": {"token": "brought"}, "labels": {"tier": "x" * 501}}, "labels.tier"),
            (
                {"credentials": {"token": "brought"}, "consumer_metadata": {"email": "nobody"}},
                "consumer_metadata.email",
            ),
        ):
            _, _, problem = await kolla.refused("PATCH", name, told | wrong)
            assert fields_of(problem)[0].endswith(field.rpartition(".")[2])
            assert await kolla.ok("GET", name) == before
    assert await kolla.trail() == trail
    for account in (linked, waiting):
        changed = await kolla.ok("PATCH", account["name"], told | {"credentials": {"token": account["uid"]}})
        assert (changed["state"], changed["labels"]) == ("ACTIVE", {"c": "d"})
        assert changed["consumer_metadata"]["title"] == "New"
        given = await kolla.ok("POST", f"{account['name']}:credentials")
        assert given["credentials"]["token"] == account["uid"]


async def test_an_account_that_is_refused_leaves_no_consumer_behind(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    await kolla.walk.integrate("sandbox-key", slug="keys")
    told = {"consumer_id": "cus-new", "consumer_metadata": {"title": "Example Ltd"}}
    for connector, wrong in (
        ("contacts", {"linked_account_scopes": ["a b"]}),
        ("contacts", {"labels": {"tier": "x" * 501}}),
        ("contacts", {"credentials": {"nonsense": "x"}}),
        ("contacts", {"credentials": {"token": "t"}, "linked_account_scopes": "all"}),
        ("keys", {"consumer_config_values": {"api_key": "wrong"}}),
        ("keys", {"consumer_config_values": {"colour": "red"}}),
    ):
        await kolla.refused("POST", f"connectors/{connector}/linkedaccounts", told | wrong)
    customers = await kolla.hub.call("GET", "/v1/customers")
    assert customers.data["items"] == []
    assert (await kolla.ok("POST", "connectors/contacts/linkedaccounts", told))["state"] == "INITIALIZED"
