"""The ill provider is an instrument: what it claims to do, it must do."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.support.ill_answers import (
    ABSENT,
    Answer,
    Gate,
    after_work,
    drip,
    drop,
    endless,
    gated,
    gzip_bomb,
    hang,
    header_bomb,
    healthy,
    huge,
    raw,
    redirect,
    throttled,
)
from tests.support.ill_provider import IllProvider, Reuse, ill_provider


@pytest.fixture
async def provider() -> AsyncIterator[IllProvider]:
    async with ill_provider() as provider:
        yield provider


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield session


async def ask(browser: aiohttp.ClientSession, provider: IllProvider, **form: str) -> tuple[int, dict[str, object]]:
    whole = {"client_id": provider.client_id, "client_secret": provider.client_secret, **form}
    async with browser.post(provider.token_url, data=whole, allow_redirects=False) as response:
        return response.status, await response.json()


async def refresh(browser: aiohttp.ClientSession, provider: IllProvider, token: str) -> tuple[int, dict[str, object]]:
    return await ask(browser, provider, grant_type="refresh_token", refresh_token=token)


async def test_left_alone_it_rotates(provider: IllProvider, browser: aiohttp.ClientSession) -> None:
    old = provider.new_pair()
    status, new = await refresh(browser, provider, old.refresh_token)
    assert status == 200
    assert new["refresh_token"] != old.refresh_token
    assert provider.agrees(str(new["access_token"]), str(new["refresh_token"]))
    assert not provider.agrees(old.access_token)


async def test_a_code_is_good_once_and_its_replay_kills_what_it_gave(
    provider: IllProvider, browser: aiohttp.ClientSession
) -> None:
    code = provider.new_code()
    _, first = await ask(browser, provider, grant_type="authorization_code", code=code)
    status, second = await ask(browser, provider, grant_type="authorization_code", code=code)
    assert (status, second) == (400, {"error": "invalid_grant"})
    assert not provider.alive(str(first["access_token"]))


async def test_a_code_needs_its_own_verifier(provider: IllProvider, browser: aiohttp.ClientSession) -> None:
    code = provider.new_code(challenge="E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    form = {"grant_type": "authorization_code", "code": code}
    assert (await ask(browser, provider, **form, code_verifier="x" * 43))[0] == 400
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636 appendix B
    assert (await ask(browser, provider, **form, code_verifier=verifier))[0] == 200


@pytest.mark.parametrize(
    ("reuse", "status", "lives"),
    [(Reuse.GRACE, 200, True), (Reuse.REJECT, 400, True), (Reuse.KILL_FAMILY, 400, False)],
)
async def test_a_rotated_token_shown_again_meets_the_policy(
    browser: aiohttp.ClientSession, reuse: Reuse, status: int, lives: bool
) -> None:
    async with ill_provider(reuse=reuse) as provider:
        old = provider.new_pair()
        provider.script(after_work(drop()))
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await refresh(browser, provider, old.refresh_token)
        assert (await refresh(browser, provider, old.refresh_token))[0] == status
        assert provider.alive(provider.issued[-1].access_token) == lives


async def test_without_rotation_the_refresh_token_stays(browser: aiohttp.ClientSession) -> None:
    async with ill_provider(rotate=False) as provider:
        old = provider.new_pair()
        _, new = await refresh(browser, provider, old.refresh_token)
        assert "refresh_token" not in new
        assert provider.agrees(str(new["access_token"]), old.refresh_token)


async def test_changed_tokens_are_the_ones_it_holds(provider: IllProvider, browser: aiohttp.ClientSession) -> None:
    old = provider.new_pair()
    provider.script(healthy(access_token="torn\r\ntoken", refresh_token=ABSENT))
    _, new = await refresh(browser, provider, old.refresh_token)
    assert new["access_token"] == "torn\r\ntoken"
    assert provider.agrees("torn\r\ntoken", old.refresh_token)


async def test_a_gate_holds_answers_and_the_peak_is_counted(
    provider: IllProvider, browser: aiohttp.ClientSession
) -> None:
    gate = Gate()
    provider.always(gated(gate))
    tokens = [provider.new_pair().refresh_token for _ in range(3)]
    waiting = [asyncio.create_task(refresh(browser, provider, token)) for token in tokens]
    await gate.reached(3)
    assert not any(task.done() for task in waiting)
    gate.release()
    assert [status for status, _ in await asyncio.gather(*waiting)] == [200, 200, 200]
    assert provider.peak == 3
    assert len(provider.refreshes) == 3


async def test_it_answers_with_any_status_and_header(provider: IllProvider, browser: aiohttp.ClientSession) -> None:
    provider.script(
        throttled("7"), redirect(f"{provider.base_url}/elsewhere"), raw(200, b"<html>", content_type="text/html")
    )
    seen = []
    for _ in range(3):
        async with browser.post(provider.token_url, allow_redirects=False) as response:
            seen.append((response.status, response.headers.get("retry-after"), response.headers["content-type"]))
    assert [status for status, _, _ in seen] == [429, 307, 200]
    assert seen[0][1] == "7"
    assert seen[2][2] == "text/html"
    assert provider.strays == []


@pytest.mark.parametrize("answer", [hang(), drip(), drip(headers=True)], ids=["hang", "drip", "drip in headers"])
async def test_it_keeps_a_client_waiting(provider: IllProvider, answer: Answer) -> None:
    provider.script(answer)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.3)) as browser:
        with pytest.raises(TimeoutError):
            await refresh(browser, provider, "any")


async def test_it_sends_more_than_anybody_should_read(provider: IllProvider, browser: aiohttp.ClientSession) -> None:
    provider.script(huge(3_000_000), endless(), gzip_bomb(8 * 1024 * 1024))
    async with browser.post(provider.token_url) as response:
        assert len(await response.read()) == 3_000_000
    async with browser.post(provider.token_url) as response:
        assert len(await response.content.readexactly(2_000_000)) == 2_000_000
    async with browser.post(provider.token_url) as response:
        assert int(response.headers["content-length"]) < 100_000
        assert len(await response.read()) == 8 * 1024 * 1024


async def test_it_sends_more_headers_than_anybody_should_read(
    provider: IllProvider, browser: aiohttp.ClientSession
) -> None:
    provider.script(header_bomb(count=50_000))
    with pytest.raises(aiohttp.ClientError):
        await refresh(browser, provider, "any")


async def test_a_removed_app_is_refused_everywhere(provider: IllProvider, browser: aiohttp.ClientSession) -> None:
    pair = provider.new_pair()
    headers = {"Authorization": f"Bearer {pair.access_token}"}
    async with browser.get(f"{provider.base_url}/me", headers=headers) as response:
        assert response.status == 200
    provider.remove_app()
    async with browser.get(f"{provider.base_url}/me", headers=headers) as response:
        assert response.status == 401
    assert await refresh(browser, provider, pair.refresh_token) == (400, {"error": "invalid_grant"})


async def test_a_revocation_that_fails_revokes_nothing(provider: IllProvider, browser: aiohttp.ClientSession) -> None:
    pair = provider.new_pair()
    provider.script_revocations(503)
    alive = []
    for _ in range(2):
        async with browser.post(f"{provider.base_url}/revoke", data={"token": pair.refresh_token}) as response:
            await response.read()
        alive.append(provider.alive(pair.access_token))
    assert alive == [True, False]
