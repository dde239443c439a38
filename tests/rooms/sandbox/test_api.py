"""What tokens and keys open, and what they do not."""

from base64 import b64encode

import pytest

from tests.support.sandbox import RunningSandbox

ADAS_KEY = "sandbox_key_ada_1843"


async def test_a_token_opens_the_profile_until_it_expires(sandbox: RunningSandbox) -> None:
    token = (await sandbox.connect())["access_token"]
    sandbox.clock.advance(299)
    assert (await sandbox.call("/api/me", token)).json["email"] == "ada@engine.example"
    sandbox.clock.advance(1)
    answer = await sandbox.call("/api/me", token)
    assert answer.status == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer \xff"])
async def test_without_a_good_token_there_is_nothing(sandbox: RunningSandbox, header: str | None) -> None:
    headers = {} if header is None else {"authorization": header}
    answer = await sandbox.visitor.get("/api/me", **headers)
    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_contacts_need_their_own_scope(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect(refuse={"contacts.read"})
    answer = await sandbox.call("/api/contacts", tokens["access_token"])
    assert (answer.status, answer.json["error"]) == (403, "insufficient_scope")
    assert 'scope="contacts.read"' in answer.headers["www-authenticate"]


async def test_a_contact_can_be_added(sandbox: RunningSandbox) -> None:
    token = (await sandbox.connect())["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{sandbox.base_url}/api/contacts"
    contact = {"name": "Ünal", "email": "unal@example.test"}
    async with sandbox.visitor.session.post(url, json=contact, headers=headers) as response:
        assert response.status == 201
    names = [contact["name"] for contact in (await sandbox.call("/api/contacts", token)).json["contacts"]]
    assert names == ["Charles Babbage", "Mary Somerville", "Luigi Menabrea", "Ünal"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"name":"x"}', b'{"name":1,"email":"x"}', b"[" * 50_000])
async def test_a_bad_contact_is_refused(sandbox: RunningSandbox, body: bytes) -> None:
    token = (await sandbox.connect())["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    async with sandbox.visitor.session.post(f"{sandbox.base_url}/api/contacts", data=body, headers=headers) as response:
        assert response.status in {400, 422}


async def test_a_client_can_act_for_itself(sandbox: RunningSandbox) -> None:
    answer = await sandbox.token(grant_type="client_credentials")
    assert "refresh_token" not in answer.json
    me = await sandbox.call("/m2m/me", answer.json["access_token"])
    assert (me.status, me.json["id"]) == (200, "client-1")
    assert (await sandbox.call("/api/me", answer.json["access_token"])).status == 403


async def test_a_persons_token_is_not_the_clients(sandbox: RunningSandbox) -> None:
    token = (await sandbox.connect())["access_token"]
    assert (await sandbox.call("/m2m/me", token)).status == 403
    assert (await sandbox.token(grant_type="client_credentials", scope="profile.read")).json["error"] == "invalid_scope"


async def test_a_documented_key_opens_the_key_api(sandbox: RunningSandbox) -> None:
    answer = await sandbox.visitor.get("/key-api/me", X_API_Key=ADAS_KEY)
    assert (answer.status, answer.json["name"]) == (200, "Ada Lovelace")
    book = await sandbox.visitor.get("/key-api/contacts", X_API_Key=ADAS_KEY)
    assert book.json["contacts"][0]["name"] == "Charles Babbage"


@pytest.mark.parametrize("key", ["", "wrong", ADAS_KEY + "x", ADAS_KEY.upper()])
async def test_an_unknown_key_does_not(sandbox: RunningSandbox, key: str) -> None:
    for path in ["/key-api/me", "/key-api/contacts"]:
        assert (await sandbox.visitor.get(path, X_API_Key=key)).status == 401


@pytest.mark.parametrize(
    ("user", "password", "status"),
    [
        ("ada@engine.example", ADAS_KEY, 200),
        ("grace@harbor.example", ADAS_KEY, 401),
        ("ada@engine.example", "wrong", 401),
        ("", "", 401),
    ],
)
async def test_basic_wants_address_and_key_of_one_person(
    sandbox: RunningSandbox, user: str, password: str, status: int
) -> None:
    header = "Basic " + b64encode(f"{user}:{password}".encode()).decode()
    answer = await sandbox.visitor.get("/basic-api/me", authorization=header)
    assert answer.status == status
    assert ("www-authenticate" in answer.headers) == (status == 401)
