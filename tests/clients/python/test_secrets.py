"""Nothing secret is printed: not by a result, not by an exception, not by a traceback that shows every variable."""

import logging
import pickle
import traceback
from typing import Any

import pytest

from bothways_client import Bothways, BothwaysError, KnownCredentials, NeedsReconnect
from tests.clients.python.script import Drops, Says, problem, scripted
from tests.clients.python.speaker import API_KEY, Asking, Speaker, speaking
from tests.support.hubs import Walk

MARK = "s3cr3t"
KNOWN = KnownCredentials(access_token=f"{MARK}-at", refresh_token=f"{MARK}-rt", fields={"key": f"{MARK}-field"})


async def creating(speaker: Speaker) -> Any:
    """A call with a secret in it."""
    return await speaker.ask(lambda hub: hub.integrations.create("slack", client_secret=f"{MARK}-client"))


async def importing(speaker: Speaker) -> Any:
    return await speaker.ask(
        lambda hub: hub.connections.import_(customer="acme-1", integration="slack", credentials=KNOWN)
    )


async def reading(speaker: Speaker) -> Any:
    return await speaker.ask(lambda hub: hub.connections.credentials("conn_1"))


def all_of_it(error: BaseException) -> str:
    """The traceback with the variables of every frame of the client and of the libraries below it.

    The caller's own frames are the caller's own affair.
    """
    told: traceback.TracebackException | None = traceback.TracebackException.from_exception(error, capture_locals=True)
    chained = []
    while told is not None:
        frames = [frame for frame in told.stack if "/tests/" not in frame.filename]
        chained += [f"{frame.filename} {frame.name} {frame.locals}" for frame in frames]
        told = told.__cause__ or told.__context__
    return "\n".join([*chained, str(error), repr(error), repr(vars(error))])


@pytest.mark.parametrize("doing", [creating, importing, reading])
@pytest.mark.parametrize(
    "step",
    [
        problem(422, "invalid_input"),
        Drops(),
        Says(200, b"<h1>" + MARK.encode()),
        Says(200, {"headers": {"Authorization": f"Bearer {MARK}"}, "access_token": MARK, "version": "one"}),
        Says(302, MARK.encode(), {"location": "http://127.0.0.1:9"}),
    ],
)
async def test_tracebacks_hold_no_secret(kind: str, doing: Any, step: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with scripted(step) as server, speaking(kind, server.base_url) as speaker:
        with pytest.raises(BothwaysError) as raised:
            await doing(speaker)
    text = all_of_it(raised.value)
    assert "bothways_client" in text
    assert MARK not in text
    assert API_KEY not in text
    assert MARK not in caplog.text
    assert API_KEY not in caplog.text


async def test_what_cannot_be_sent_is_told_without_what_could(kind: str) -> None:
    async with speaking(kind, "http://127.0.0.1:9") as speaker:
        wrong: Asking = lambda hub: hub.integrations.create("slack", client_secret=MARK, scopes=object())  # noqa: E731
        with pytest.raises(ValueError, match="object cannot be sent") as raised:
            await speaker.ask(wrong)
    assert MARK not in all_of_it(raised.value)


async def test_results_mask_what_is_secret_in_them(walk: Walk, kind: str) -> None:
    await walk.integrate(slug="contacts")
    await walk.integrate("sandbox-key", slug="keys")
    await walk.connect("contacts", "acme-1")
    async with speaking(kind, walk.hub.base_url, walk.hub.token) as speaker:
        by_consent = await speaker.ask(lambda hub: hub.credentials(customer="acme-1", integration="contacts"))
        await speaker.ask(
            lambda hub: hub.authorizations.create(
                customer="acme-1", integration="keys", fields={"api_key": "sandbox_key_ada_1843"}
            )
        )
        by_key = await speaker.ask(lambda hub: hub.credentials(customer="acme-1", integration="keys"))
        session = await speaker.ask(lambda hub: hub.connect_sessions.open(customer="acme-1"))
        begun = await speaker.ask(lambda hub: hub.authorizations.create(customer="acme-1", integration="contacts"))
        link = await speaker.ask(lambda hub: hub.connect_links.create(customer="acme-1"))
    secrets = [by_consent.token, by_key.fields["api_key"], session.token, session.url, begun.url, walk.hub.token]
    secrets.append(link.url)
    for shown in (by_consent, by_key, session, begun, link, [session], speaker.hub, speaker.hub.connections):
        for text in (repr(shown), str(shown), f"{shown}"):
            assert not any(secret in text for secret in secrets)
    assert "headers=********" in repr(by_consent)
    assert f"connection_id={by_consent.connection_id!r}" in repr(by_consent)
    assert "fields=********" in repr(by_key)
    assert "password" not in repr(by_consent)


def test_what_is_imported_masks_itself() -> None:
    assert MARK not in repr(KNOWN)
    assert "refresh_token=********" in repr(KNOWN)


@pytest.mark.parametrize("key", ["", "bw key", "bw\r\nX-Evil: 1", "schlüssel", "key\n"])
def test_a_key_that_cannot_be_one_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ValueError, match="api_key") as raised:
        Bothways("https://connect.example.com", key)
    assert not key or key not in str(raised.value)


@pytest.mark.parametrize(
    "base_url",
    [
        "connect.example.com",
        "ftp://connect.example.com",
        "https://",
        "https://user:pass@connect.example.com",
        "https://connect.example.com/?x=1",
        "https://connect.example.com/#x",
        "",
    ],
)
def test_an_address_that_is_none_is_refused_and_not_repeated(base_url: str) -> None:
    with pytest.raises(ValueError, match="base_url") as raised:
        Bothways(base_url, API_KEY)
    assert "pass" not in str(raised.value)


def test_an_error_survives_being_sent_to_another_process() -> None:
    error = NeedsReconnect("Gone.", code="needs_reauth", status=409, request_id="req_1")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (NeedsReconnect, str(error), vars(error))
