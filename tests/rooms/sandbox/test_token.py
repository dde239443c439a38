"""The token endpoint, revocation and introspection, as strict as at a good provider."""

from base64 import b64encode

import pytest

from bothways.kit.secret import Secret
from bothways.oauth import client_auth, metadata
from bothways.oauth.token import parse_answer
from tests.support.sandbox import CLIENT, OTHER_CLIENT, Answer, RunningSandbox, running_sandbox

OTHER = {"client_id": OTHER_CLIENT.id, "client_secret": OTHER_CLIENT.secret}


async def test_the_metadata_says_what_is_there(sandbox: RunningSandbox) -> None:
    answer = await sandbox.visitor.get(metadata.metadata_url(sandbox.base_url))
    said = metadata.parse_metadata(answer.text.encode(), issuer=sandbox.base_url)
    assert said.token_endpoint == f"{sandbox.base_url}/oauth/token"
    assert said.challenge_methods == ("S256",)
    assert said.sends_issuer


async def test_tokens_are_read_by_our_own_client_side(sandbox: RunningSandbox) -> None:
    answer = await sandbox.exchange(await sandbox.code())
    assert answer.headers["cache-control"] == "no-store"
    read = parse_answer(answer.status, answer.headers["content-type"], answer.text.encode())
    assert read.expires_in_seconds == 300
    assert read.scope == ("profile.read", "contacts.read", "contacts.write")
    assert read.refresh_token is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "http://127.0.0.1:9/other"},
        {"redirect_uri": ""},
        {"code": "sbx_code_unknown"},
        OTHER,
    ],
)
async def test_a_code_is_bound_to_all_that_was_asked(sandbox: RunningSandbox, changes: dict[str, str]) -> None:
    code = await sandbox.code()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CLIENT.redirect_uris[0]}
    form |= {"client_id": CLIENT.id, "client_secret": CLIENT.secret, "code_verifier": sandbox.verifier.reveal()}
    answer = await sandbox.visitor.post("/oauth/token", form | changes)
    assert (answer.status, answer.json["error"]) == (400, "invalid_grant")
    assert (await sandbox.visitor.post("/oauth/token", form)).status == 200


async def test_a_code_lives_a_minute(sandbox: RunningSandbox) -> None:
    code = await sandbox.code()
    sandbox.clock.advance(60)
    assert (await sandbox.exchange(code)).json["error"] == "invalid_grant"


async def test_a_replayed_code_ends_what_it_gave(sandbox: RunningSandbox) -> None:
    code = await sandbox.code()
    tokens = (await sandbox.exchange(code)).json
    assert (await sandbox.exchange(code)).json["error"] == "invalid_grant"
    assert (await sandbox.call("/api/me", tokens["access_token"])).status == 401
    assert (await sandbox.refresh(tokens["refresh_token"])).json["error"] == "invalid_grant"


async def test_without_required_pkce_a_verifier_needs_its_challenge() -> None:
    async with running_sandbox(require_pkce=False) as sandbox:

        async def exchange(code: str, **verifier: str) -> Answer:
            form = {"grant_type": "authorization_code", "redirect_uri": CLIENT.redirect_uris[0]}
            return await sandbox.token(code=code, **form, **verifier)

        async def plain_code() -> str:
            return await sandbox.code(code_challenge=None, code_challenge_method=None)

        added = await exchange(await plain_code(), code_verifier=sandbox.verifier.reveal())
        assert added.json["error"] == "invalid_grant"
        assert (await exchange(await plain_code())).status == 200
        # The other way round: a challenge is never forgotten because the verifier was.
        assert (await exchange(await sandbox.code())).json["error"] == "invalid_grant"


# --- client authentication ---


async def test_a_client_may_use_basic_with_form_encoding(sandbox: RunningSandbox) -> None:
    headers, _ = client_auth.apply(client_auth.ClientAuth.BASIC, CLIENT.id, Secret(CLIENT.secret))
    answer = await sandbox.visitor.post("/oauth/token", {"grant_type": "client_credentials"}, **headers)
    assert answer.status == 200


@pytest.mark.parametrize(
    ("form", "header", "status", "error"),
    [
        ({}, None, 401, "invalid_client"),
        ({"client_id": CLIENT.id}, None, 401, "invalid_client"),
        ({"client_id": CLIENT.id, "client_secret": "wrong"}, None, 401, "invalid_client"),
        ({"client_id": "nobody", "client_secret": CLIENT.secret}, None, 401, "invalid_client"),
        ({}, f"{CLIENT.id}:wrong", 401, "invalid_client"),
        (
            {"client_id": CLIENT.id, "client_secret": CLIENT.secret},
            "client-1:secret%3A1%20%2B%25",
            400,
            "invalid_request",
        ),
    ],
)
async def test_a_client_proves_who_it_is_in_one_way(
    sandbox: RunningSandbox, form: dict[str, str], header: str | None, status: int, error: str
) -> None:
    headers = {} if header is None else {"authorization": "Basic " + b64encode(header.encode()).decode()}
    answer = await sandbox.visitor.post("/oauth/token", {"grant_type": "client_credentials", **form}, **headers)
    assert (answer.status, answer.json["error"]) == (status, error)
    assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_a_repeated_parameter_is_refused(sandbox: RunningSandbox) -> None:
    form = [("grant_type", "client_credentials"), ("client_id", CLIENT.id), ("client_secret", CLIENT.secret)]
    answer = await sandbox.visitor.post("/oauth/token", [*form, ("grant_type", "client_credentials")])
    assert (answer.status, answer.json["error"]) == (400, "invalid_request")


async def test_the_token_endpoint_takes_forms_by_post_alone(sandbox: RunningSandbox) -> None:
    assert (await sandbox.visitor.get("/oauth/token")).status == 405
    answer = await sandbox.visitor.post("/oauth/token", {}, content_type="application/json")
    assert (answer.status, answer.json["error"]) == (400, "invalid_request")
    assert (await sandbox.token(grant_type="password")).json["error"] == "unsupported_grant_type"


async def test_a_body_without_end_is_not_read(sandbox: RunningSandbox) -> None:
    assert (await sandbox.token(grant_type="x" * 100_000)).status == 413


# --- refresh ---


async def test_a_refresh_replaces_both_tokens(sandbox: RunningSandbox) -> None:
    old = await sandbox.connect()
    new = (await sandbox.refresh(old["refresh_token"])).json
    assert new["refresh_token"] != old["refresh_token"]
    assert (await sandbox.call("/api/me", new["access_token"])).status == 200
    assert (await sandbox.refresh(new["refresh_token"])).status == 200


async def test_an_old_refresh_token_shown_again_ends_the_consent(sandbox: RunningSandbox) -> None:
    old = await sandbox.connect()
    new = (await sandbox.refresh(old["refresh_token"])).json
    assert (await sandbox.refresh(old["refresh_token"])).json["error"] == "invalid_grant"
    assert (await sandbox.call("/api/me", new["access_token"])).status == 401
    assert (await sandbox.refresh(new["refresh_token"])).json["error"] == "invalid_grant"


async def test_within_the_grace_an_old_refresh_token_works_once_more() -> None:
    async with running_sandbox(reuse_grace_seconds=10) as sandbox:
        old = await sandbox.connect()
        await sandbox.refresh(old["refresh_token"])
        sandbox.clock.advance(9)
        again = await sandbox.refresh(old["refresh_token"])
        assert again.status == 200
        sandbox.clock.advance(1)
        assert (await sandbox.refresh(old["refresh_token"])).json["error"] == "invalid_grant"
        assert (await sandbox.call("/api/me", again.json["access_token"])).status == 401


async def test_without_rotation_the_refresh_token_stays() -> None:
    async with running_sandbox(rotate=False) as sandbox:
        old = await sandbox.connect()
        answers = [await sandbox.refresh(old["refresh_token"]) for _ in range(2)]
        assert [answer.status for answer in answers] == [200, 200]
        assert "refresh_token" not in answers[0].json


async def test_a_refresh_may_ask_for_less_and_never_for_more(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect(refuse={"contacts.write"})
    wider = await sandbox.refresh(tokens["refresh_token"], scope="profile.read contacts.write")
    assert wider.json["error"] == "invalid_scope"
    narrower = await sandbox.refresh(tokens["refresh_token"], scope="profile.read")
    assert narrower.json["scope"] == "profile.read"
    assert (await sandbox.call("/api/contacts", narrower.json["access_token"])).status == 403


async def test_another_client_cannot_use_a_refresh_token(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect()
    stolen = await sandbox.token(OTHER_CLIENT, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert stolen.json["error"] == "invalid_grant"
    assert (await sandbox.refresh(tokens["refresh_token"])).status == 200


# --- revocation and introspection ---


async def revoke(sandbox: RunningSandbox, token: str, **changes: str) -> int:
    form = {"client_id": CLIENT.id, "client_secret": CLIENT.secret, "token": token, **changes}
    return (await sandbox.visitor.post("/oauth/revoke", form)).status


async def test_revoking_a_refresh_token_ends_the_consent(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect()
    assert await revoke(sandbox, tokens["refresh_token"]) == 200
    assert (await sandbox.call("/api/me", tokens["access_token"])).status == 401


async def test_revoking_an_access_token_leaves_the_rest(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect()
    assert await revoke(sandbox, tokens["access_token"]) == 200
    assert (await sandbox.call("/api/me", tokens["access_token"])).status == 401
    assert (await sandbox.refresh(tokens["refresh_token"])).status == 200


async def test_revoking_what_is_unknown_or_foreign_does_nothing(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect()
    assert await revoke(sandbox, "unknown") == 200
    assert await revoke(sandbox, tokens["refresh_token"], **OTHER) == 200
    assert (await sandbox.call("/api/me", tokens["access_token"])).status == 200
    assert await revoke(sandbox, "") == 400


async def test_introspection_tells_the_owner_alone(sandbox: RunningSandbox) -> None:
    token = (await sandbox.connect())["access_token"]
    form = {"client_id": CLIENT.id, "client_secret": CLIENT.secret, "token": token}
    mine = await sandbox.visitor.post("/oauth/introspect", form)
    assert (mine.json["active"], mine.json["sub"]) == (True, "usr_ada")
    assert (await sandbox.visitor.post("/oauth/introspect", form | OTHER)).json == {"active": False}
    sandbox.clock.advance(300)
    assert (await sandbox.visitor.post("/oauth/introspect", form)).json == {"active": False}
