"""The authorization endpoint: who is trusted, what is refused where, and what a person's answer does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.oauth import authorization
from bothways.sandbox.authorize import Refused, Untrusted, read_request
from tests.support.sandbox import (
    CALLBACK,
    CLIENT,
    OTHER_CLIENT,
    RunningSandbox,
    hidden_fields,
    response_fields,
    visitor,
)


async def test_a_person_who_allows_it_is_sent_back_with_a_code(sandbox: RunningSandbox) -> None:
    location = await sandbox.visitor.consent(sandbox.authorize_url())
    assert location.startswith(f"{CALLBACK}?")
    fields = response_fields(location)
    assert fields.keys() == {"code", "state", "iss"}
    assert fields["state"] == "state-1"
    assert fields["iss"] == sandbox.base_url


async def test_the_answer_is_what_our_own_client_side_reads(sandbox: RunningSandbox) -> None:
    location = await sandbox.visitor.consent(sandbox.authorize_url())
    read = authorization.parse_response(location.partition("?")[2])
    assert isinstance(read, authorization.Granted)
    authorization.check_issuer(read, sandbox.base_url, required=True)


async def test_a_query_in_the_registered_address_stays(sandbox: RunningSandbox) -> None:
    location = await sandbox.visitor.consent(sandbox.authorize_url(redirect_uri=f"{CALLBACK}?tenant=7"))
    assert location.startswith(f"{CALLBACK}?tenant=7&code=")


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "nobody"},
        {"client_id": None},
        {"redirect_uri": None},
        {"redirect_uri": f"{CALLBACK}/"},
        {"redirect_uri": f"{CALLBACK}?x=1"},
        {"redirect_uri": CALLBACK.replace("http:", "HTTP:")},
        {"redirect_uri": f"{CALLBACK}#x"},
        {"redirect_uri": CALLBACK.replace(":9/", ":90/")},
        {"redirect_uri": "https://evil.test/"},
        {"redirect_uri": OTHER_CLIENT.redirect_uris[0]},
    ],
)
async def test_an_untrusted_request_ends_on_a_page_and_never_in_a_redirect(
    sandbox: RunningSandbox, changes: dict[str, str | None]
) -> None:
    answer = await sandbox.visitor.get(sandbox.authorize_url(**changes))
    assert answer.status == 400
    assert "location" not in answer.headers
    assert "http-equiv" not in answer.text.lower()


@pytest.mark.parametrize("repeated", ["client_id=client-1", "redirect_uri=https%3A%2F%2Fevil.test"])
async def test_a_repeated_client_or_address_is_untrusted(sandbox: RunningSandbox, repeated: str) -> None:
    answer = await sandbox.visitor.get(f"{sandbox.authorize_url()}&{repeated}")
    assert (answer.status, "location" in answer.headers) == (400, False)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": "profile.read everything"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
    ],
)
async def test_a_known_client_is_told_its_mistake_at_its_own_address(
    sandbox: RunningSandbox, changes: dict[str, str | None], error: str
) -> None:
    answer = await sandbox.visitor.get(sandbox.authorize_url(**changes))
    assert answer.status == 303
    assert answer.headers["location"].startswith(f"{CALLBACK}?")
    fields = response_fields(answer.headers["location"])
    assert (fields["error"], fields["state"], fields["iss"]) == (error, "state-1", sandbox.base_url)


async def test_a_repeated_state_is_refused_and_not_sent_back(sandbox: RunningSandbox) -> None:
    answer = await sandbox.visitor.get(f"{sandbox.authorize_url()}&state=other")
    fields = response_fields(answer.headers["location"])
    assert fields["error"] == "invalid_request"
    assert "state" not in fields


@given(
    query=st.text(max_size=200)
    | st.lists(st.sampled_from(["client_id=client-1", "state=%00", "&", "=", "%", "scope=a"])).map("&".join)
)
def test_any_query_is_read_or_refused(query: str) -> None:
    with pytest.raises((Untrusted, Refused)):
        read_request(query, {CLIENT.id: CLIENT}, require_pkce=True)


async def test_a_person_who_says_no_sends_access_denied(sandbox: RunningSandbox) -> None:
    fields = response_fields(await sandbox.visitor.consent(sandbox.authorize_url(), cancel=True))
    assert (fields["error"], fields["state"], fields["iss"]) == ("access_denied", "state-1", sandbox.base_url)
    assert "code" not in fields


async def test_a_person_can_refuse_some_scopes(sandbox: RunningSandbox) -> None:
    tokens = await sandbox.connect(person="usr_grace", refuse={"contacts.write"})
    assert tokens["scope"] == "profile.read contacts.read"
    me = await sandbox.call("/api/me", tokens["access_token"])
    assert (me.json["id"], me.json["scopes"]) == ("usr_grace", ["profile.read", "contacts.read"])


async def test_the_profile_comes_with_every_consent(sandbox: RunningSandbox) -> None:
    code = await sandbox.code(scope="contacts.read", refuse={"profile.read"})
    assert (await sandbox.exchange(code)).json["scope"] == "profile.read contacts.read"


async def test_what_was_not_shown_is_not_granted(sandbox: RunningSandbox) -> None:
    page = await sandbox.visitor.get(sandbox.authorize_url(scope="profile.read"))
    form = [*hidden_fields(page.text, "/oauth/authorize").items(), ("person", "usr_ada"), ("answer", "allow")]
    answer = await sandbox.visitor.post("/oauth/authorize", [*form, ("scope", "contacts.write")])
    code = response_fields(answer.headers["location"])["code"]
    assert (await sandbox.exchange(code)).json["scope"] == "profile.read"


async def test_the_answer_counts_once(sandbox: RunningSandbox) -> None:
    page = await sandbox.visitor.get(sandbox.authorize_url())
    form = hidden_fields(page.text, "/oauth/authorize") | {"person": "usr_ada", "answer": "allow"}
    statuses = [(await sandbox.visitor.post("/oauth/authorize", form)).status for _ in range(2)]
    assert statuses == [303, 410]


async def test_another_browser_cannot_answer_and_does_not_spoil_the_request(sandbox: RunningSandbox) -> None:
    page = await sandbox.visitor.get(sandbox.authorize_url())
    form = hidden_fields(page.text, "/oauth/authorize") | {"person": "usr_ada", "answer": "allow"}
    async with visitor(sandbox.base_url) as stranger:
        assert (await stranger.post("/oauth/authorize", form)).status == 403
        own = hidden_fields((await stranger.get("/")).text, "/console/expire")["form_token"]
        assert (await stranger.post("/oauth/authorize", form | {"form_token": own})).status == 410
    assert (await sandbox.visitor.post("/oauth/authorize", form)).status == 303


async def test_a_request_does_not_wait_for_ever(sandbox: RunningSandbox) -> None:
    page = await sandbox.visitor.get(sandbox.authorize_url())
    form = hidden_fields(page.text, "/oauth/authorize") | {"person": "usr_ada", "answer": "allow"}
    sandbox.clock.advance(15 * 60)
    assert (await sandbox.visitor.post("/oauth/authorize", form)).status == 410
