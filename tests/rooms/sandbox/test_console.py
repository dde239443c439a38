"""The pages for people: they show what is there, their buttons work, and nobody presses them from elsewhere."""

import pytest

from bothways.sandbox.ledger import MAX_GRANTS, Shelf
from bothways.sandbox.model import Client
from tests.support.sandbox import RunningSandbox, hidden_fields, running_sandbox, visitor


async def test_the_start_page_explains_and_shows_what_happened(sandbox: RunningSandbox) -> None:
    await sandbox.connect(person="usr_grace", refuse={"contacts.write"})
    page = (await sandbox.visitor.get("/")).text
    for text in ["client-1", f"{sandbox.base_url}/oauth/token", "Grace Hopper", "Token good for 5 min"]:
        assert text in page


async def test_no_page_shows_a_token(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect()
    tokens |= (await sandbox.refresh(tokens["refresh_token"])).json
    for path in ["/", "/live", "/keys"]:
        page = (await sandbox.visitor.get(path)).text
        assert tokens["access_token"] not in page
        assert tokens["refresh_token"] not in page


@pytest.mark.parametrize("path", ["/", "/keys", "/nowhere", "/oauth/authorize"])
async def test_pages_may_not_be_framed_nor_run_foreign_scripts(sandbox: RunningSandbox, path: str) -> None:
    headers = (await sandbox.visitor.get(path)).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer"


async def test_a_clients_name_is_text() -> None:
    evil = Client("client-1", "s", "<script>alert(1)</script>", ("http://127.0.0.1:9/callback",))
    async with running_sandbox(clients=(evil,)) as sandbox:
        for page in ["/", sandbox.authorize_url(), sandbox.authorize_url(redirect_uri="https://x.test/<script>")]:
            text = (await sandbox.visitor.get(page)).text
            assert "<script>alert" not in text
            assert "x.test/<script>" not in text


async def test_every_token_can_be_expired_at_once(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect()
    assert (await sandbox.visitor.press("/", "/console/expire")).status == 303
    assert (await sandbox.call("/api/me", tokens["access_token"])).status == 401
    assert (await sandbox.refresh(tokens["refresh_token"])).status == 200


async def test_one_consent_can_be_revoked(sandbox: RunningSandbox) -> None:
    kept, ended = await sandbox.connect(person="usr_ada"), await sandbox.connect(person="usr_grace")
    # The newest consent comes first.
    assert (await sandbox.visitor.press("/", "/console/revoke")).status == 303
    assert (await sandbox.call("/api/me", kept["access_token"])).status == 200
    assert (await sandbox.call("/api/me", ended["access_token"])).status == 401
    assert (await sandbox.refresh(ended["refresh_token"])).json["error"] == "invalid_grant"


async def test_the_provider_can_be_made_to_fail_for_a_minute(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect()
    await sandbox.visitor.press("/", "/console/fail")
    refused = await sandbox.refresh(tokens["refresh_token"])
    assert (refused.status, refused.headers["retry-after"]) == (503, "60")
    assert (await sandbox.call("/api/me", tokens["access_token"])).status == 503
    sandbox.clock.advance(60)
    assert (await sandbox.refresh(tokens["refresh_token"])).status == 200


async def test_the_provider_can_be_healed_before(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect()
    await sandbox.visitor.press("/", "/console/fail")
    await sandbox.visitor.press("/", "/console/heal")
    assert (await sandbox.call("/api/me", tokens["access_token"])).status == 200


async def test_a_redirect_address_can_be_added(sandbox: RunningSandbox) -> None:
    address = "http://127.0.0.1:8700/oauth/callback/intg_1"
    assert (await sandbox.visitor.get(sandbox.authorize_url(redirect_uri=address))).status == 400
    assert (await sandbox.visitor.press("/", "/console/redirect-uris", redirect_uri=address)).status == 303
    assert (await sandbox.visitor.get(sandbox.authorize_url(redirect_uri=address))).status == 200


@pytest.mark.parametrize(
    "address", ["", "javascript:alert(1)", "http://evil.test/", "https://x.test/*", "https://x.test/#f"]
)
async def test_a_bad_redirect_address_is_refused_with_a_sentence(sandbox: RunningSandbox, address: str) -> None:
    answer = await sandbox.visitor.press("/", "/console/redirect-uris", redirect_uri=address)
    assert answer.status == 422
    assert "The redirect address must" in answer.text


async def test_keys_are_made_and_removed(sandbox: RunningSandbox) -> None:
    assert (await sandbox.visitor.press("/keys", "/keys")).status == 303
    key = hidden_fields((await sandbox.visitor.get("/keys")).text, "/keys/remove")["key"]
    assert (await sandbox.visitor.get("/key-api/me", X_API_Key=key)).json["id"] == "usr_ada"
    assert (await sandbox.visitor.press("/keys", "/keys/remove")).status == 303
    assert (await sandbox.visitor.get("/key-api/me", X_API_Key=key)).status == 401


async def test_a_person_has_only_so_many_keys(sandbox: RunningSandbox) -> None:
    statuses = [(await sandbox.visitor.press("/keys", "/keys")).status for _ in range(5)]
    assert statuses == [303, 303, 303, 303, 422]


async def test_documented_keys_stay(sandbox: RunningSandbox) -> None:
    token = hidden_fields((await sandbox.visitor.get("/keys")).text, "/keys")["form_token"]
    form = {"form_token": token, "key": "sandbox_key_ada_1843"}
    assert (await sandbox.visitor.post("/keys/remove", form)).status == 422


@pytest.mark.parametrize(
    "action",
    [
        "/console/expire",
        "/console/revoke",
        "/console/fail",
        "/console/heal",
        "/console/redirect-uris",
        "/keys",
        "/keys/remove",
        "/oauth/authorize",
    ],
)
async def test_a_form_from_elsewhere_does_nothing(sandbox: RunningSandbox, action: str) -> None:
    async with visitor(sandbox.base_url) as stranger:
        foreign = hidden_fields((await stranger.get("/")).text, "/console/expire")["form_token"]
    await sandbox.visitor.get("/")
    for token in ["", foreign]:
        assert (await sandbox.visitor.post(action, {"form_token": token})).status == 403


async def test_unknown_places_and_methods_are_told_apart(sandbox: RunningSandbox) -> None:
    assert (await sandbox.visitor.get("/nowhere")).status == 404
    answer = await sandbox.visitor.post("/api/me", {})
    assert (answer.status, answer.headers["allow"]) == (405, "GET")


async def test_memory_is_bounded(sandbox: RunningSandbox) -> None:
    first = (await sandbox.token(grant_type="client_credentials")).json["access_token"]
    for _ in range(MAX_GRANTS):
        await sandbox.token(grant_type="client_credentials")
    assert (await sandbox.call("/m2m/me", first)).status == 401


def test_a_full_shelf_forgets_its_oldest_entry() -> None:
    shelf: Shelf[int] = Shelf(2)
    for number in range(3):
        shelf.put(str(number), number)
    assert list(shelf.items()) == [("1", 1), ("2", 2)]
    assert (shelf.claim("1"), shelf.claim("1"), len(shelf)) == (1, None, 1)


async def test_two_sandboxes_know_nothing_of_each_other(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect()
    async with running_sandbox() as other:
        assert (await other.call("/api/me", tokens["access_token"])).status == 401
        assert (await other.refresh(tokens["refresh_token"])).json["error"] == "invalid_grant"


async def test_it_can_cut_a_popup_from_its_opener() -> None:
    async with running_sandbox(severs_opener=True) as sandbox:
        page = await sandbox.visitor.get(sandbox.authorize_url())
        assert page.headers["cross-origin-opener-policy"] == "same-origin"
