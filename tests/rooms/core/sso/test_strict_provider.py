"""Single sign-on with npm's oidc-provider, unmodified: rows 1-11, 79 and 80 of what must be withstood, for staff."""

import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey

from bothways.core.bearer.model import Mode
from bothways.core.identity.roles import Role
from bothways.core.sso.model import SSODraft
from bothways.core.staff.model import Authority, Policy
from bothways.kit.errors import InvalidInput
from bothways.kit.secret import Secret
from tests.journeys.browser.oidc import StrictServer, strict_server
from tests.support.clock import ManualClock
from tests.support.hub import Hub
from tests.support.surfer import OWN_FORM, Seen, Surfer, surfing

CLIENT = {"client_id": "bothways", "client_secret": "a secret with:colon%2Band+plus/"}
DOMAIN = "example.test"


@pytest.fixture
def clock() -> ManualClock:
    """The provider's tokens carry the real time, so the product begins there."""
    return ManualClock(datetime.now(UTC))


@dataclass
class Company:
    """A workspace whose people sign in at a provider of their own."""

    hub: Hub
    server: StrictServer
    surfer: Surfer
    workspace: str
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def callback(self) -> str:
        return f"{self.hub.base_url}/portal/sso/callback/{self.workspace}"

    async def configure(self, **changes: Any) -> None:
        wanted = {"domains": (DOMAIN,), "default_role": Role.DEVELOPER, "issuer": self.server.issuer, **changes}
        secret = Secret(wanted.pop("client_secret", CLIENT["client_secret"]))
        draft = SSODraft(client_id=CLIENT["client_id"], client_secret=secret, **wanted)
        await self.hub.bothways.core.sso.put(self.workspace, draft, actor="test")

    async def leave(self, surfer: Surfer | None = None, email: str = "") -> str:
        """From the sign-in page to the provider's address."""
        surfer = surfer or self.surfer
        form = (await surfer.get(f"{self.hub.base_url}/portal/sign-in")).form("/portal/sso")
        page = await surfer.post(form, OWN_FORM, email=email)
        assert page.status == 200, page.text
        found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.text)
        assert found, page.text
        return found[1].replace("&amp;", "&")

    async def at_the_provider(self, location: str, name: str) -> str:
        """Sign in there by its development pages; the address that leads back."""
        async with surfing() as there:
            seen = await self._on(there, await there.get(location))
            seen = await self._on(there, await there.post(seen.form(path(seen)), login=name, password="anything"))
            seen = await self._on(there, await there.post(seen.form(path(seen))))
            return seen.location

    async def _on(self, surfer: Surfer, seen: Seen) -> Seen:
        while 300 <= seen.status < 400 and not seen.location.startswith(self.hub.base_url):
            seen = await surfer.get(seen.location)
        return seen

    async def sign_in(self, name: str) -> Seen:
        """All of it; what the callback is answered with."""
        location = await self.at_the_provider(await self.leave(), name)
        return await self.surfer.get(location)

    async def me(self) -> Any:
        return (await self.surfer.get(f"{self.hub.base_url}/portal/api/me", accept="application/json")).text

    async def refused(self, seen: Seen, sentence: str) -> None:
        """Nobody is signed in, and the page says why."""
        assert seen.status in {403, 404, 503}, seen.text
        assert sentence in seen.words
        assert not any(one.startswith("bothways_staff=bw") for one in seen.cookies)


def path(seen: Seen) -> str:
    """The provider's forms lead to themselves."""
    return urlsplit(re.search(r'action="([^"]+)"', seen.text)[1]).path  # type: ignore[index]


@asynccontextmanager
async def company(hub: Hub, **options: Any) -> AsyncIterator[Company]:
    workspace = hub.environment.workspace_id
    redirect = f"{hub.base_url}/portal/sso/callback/{workspace}"
    async with strict_server(redirect_uris=[redirect], **CLIENT, **options) as server, surfing() as surfer:
        yield Company(hub, server, surfer, workspace)


@pytest.mark.parametrize("in_token", [True, False], ids=["claims in the token", "claims at UserInfo"])
async def test_somebody_new_comes_in_with_the_default_role(hub: Hub, in_token: bool) -> None:
    async with company(hub, claims_in_id_token=in_token) as acme:
        await acme.configure()
        seen = await acme.sign_in("hedy")
        assert (seen.status, urlsplit(seen.location).path) == (303, "/portal"), seen.text
        me = await acme.me()
        assert '"email":"hedy@example.test"' in me
        assert '"role":"developer"' in me
        assert '"signed_in_by":"sso"' in me
        assert '"name":"Person hedy"' in me


async def test_the_request_has_pkce_state_and_nonce_of_its_own(hub: Hub) -> None:
    async with company(hub) as acme:
        await acme.configure()
        first, second = [parse_qs(urlsplit(await acme.leave()).query) for _ in range(2)]
        for name in ("state", "nonce", "code_challenge"):
            assert first[name] != second[name]
            assert len(first[name][0]) >= 43
        assert first["code_challenge_method"] == ["S256"]
        assert first["redirect_uri"] == [acme.callback]
        assert set(first["scope"][0].split()) == {"openid", "email", "profile"}


async def test_an_answer_counts_once(hub: Hub) -> None:
    async with company(hub) as acme:
        await acme.configure()
        back = await acme.at_the_provider(await acme.leave(), "hedy")
        assert (await acme.surfer.get(back)).status == 303
        await acme.refused(await acme.surfer.get(back), "This browser was not sent to the provider.")
        async with surfing() as thief:
            cookie = {"cookie": "bothways_sso=bw_live_bb_" + "0" * 43}
            await acme.refused(
                await thief.get(back, **cookie), "was used before, came too late, or was never asked for"
            )


async def test_the_answer_of_another_browser_signs_nobody_in(hub: Hub) -> None:
    """Login CSRF: the attacker's answer in the victim's browser, which was sent away as well."""
    async with company(hub) as acme, surfing() as victim:
        await acme.configure()
        theirs = await acme.at_the_provider(await acme.leave(), "mallory")
        await acme.leave(victim)
        await acme.refused(await victim.get(theirs), "This browser was not sent to the provider.")


async def test_an_old_answer_is_refused(hub: Hub, clock: ManualClock) -> None:
    async with company(hub) as acme:
        await acme.configure()
        back = await acme.at_the_provider(await acme.leave(), "hedy")
        clock.advance(600)
        await acme.refused(await acme.surfer.get(back), "was used before, came too late")


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=y", "?code=x&code=y&state=z", "?error=<b>"]
)
async def test_an_answer_that_nobody_asked_for_is_refused(hub: Hub, query: str) -> None:
    async with surfing() as surfer:
        url = f"{hub.base_url}/portal/sso/callback/{hub.environment.workspace_id}{query}"
        seen = await surfer.get(url, cookie="bothways_sso=bw_live_bb_" + "0" * 43)
        assert seen.status == 403
        assert "You are not signed in" in seen.words


async def test_an_answer_at_another_workspaces_address_is_refused(hub: Hub) -> None:
    async with company(hub) as acme:
        await acme.configure()
        back = await acme.at_the_provider(await acme.leave(), "hedy")
        elsewhere = back.replace(acme.workspace, "ws_" + "2" * 26)
        await acme.refused(await acme.surfer.get(elsewhere), "This answer belongs to another provider.")


async def test_an_answer_that_names_another_issuer_is_refused(hub: Hub) -> None:
    """Mix-up (RFC 9207): the provider is known to say who it is."""
    async with company(hub) as acme:
        await acme.configure()
        back = await acme.at_the_provider(await acme.leave(), "hedy")
        assert "iss=" in back
        forged = re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fevil.example", back)
        await acme.refused(await acme.surfer.get(forged), "This answer comes from another provider.")
        again = await acme.at_the_provider(await acme.leave(), "hedy")
        silent = re.sub(r"[?&]iss=[^&]+", "", again)
        await acme.refused(await acme.surfer.get(silent), "This answer comes from another provider.")


async def test_addresses_that_were_not_verified_do_not_come_in(hub: Hub) -> None:
    async with company(hub, email_verified=False) as acme:
        await acme.configure()
        await acme.refused(await acme.sign_in("hedy"), "The provider did not verify the e-mail address.")


async def test_addresses_of_other_domains_do_not_come_in(hub: Hub) -> None:
    async with company(hub) as acme:
        await acme.configure(domains=("acme.example",))
        await acme.refused(await acme.sign_in("hedy"), "Addresses of this domain may not sign in here.")


async def test_without_a_default_role_only_invited_people_come_in(hub: Hub) -> None:
    async with company(hub) as acme:
        await acme.configure(default_role=None)
        await acme.refused(await acme.sign_in("hedy"), "Nobody invited this address to the workspace.")
        await hub.bothways.staff.invite(acme.workspace, "grace@example.test", Role.ADMIN, Authority("test"))
        assert (await acme.sign_in("grace")).status == 303
        me = await acme.me()
        assert '"role":"admin"' in me
        assert '"name":"Person grace"' in me


async def test_the_member_of_another_workspace_does_not_come_in(hub: Hub) -> None:
    other = await hub.another_environment(Mode.TEST)
    staff = hub.bothways.staff
    workspace = other.environment.workspace_id
    await staff.create(workspace, "hedy@example.test", "Hedy", Secret("a long enough password"), actor="test")
    async with company(hub) as acme:
        await acme.configure()
        await acme.refused(await acme.sign_in("hedy"), "Nobody invited this address to the workspace.")


async def test_an_address_that_was_given_to_somebody_new_does_not_come_in_as_the_one_before(hub: Hub) -> None:
    async with company(hub) as acme:
        await acme.configure()
        await acme.sign_in("hedy")
        database = hub.bothways.edges.database
        from bothways.core.staff import staff_rows

        async with database.begin() as tx:
            known = await staff_rows.find(tx, "hedy@example.test")
            assert known is not None
            assert known.sso_subject == f"{acme.server.issuer} hedy"
            await staff_rows.change(tx, known.staff.id, sso_subject=f"{acme.server.issuer} another-hedy")
        async with surfing() as fresh:
            acme.surfer = fresh
            await acme.refused(await acme.sign_in("hedy"), "Nobody invited this address to the workspace.")


async def test_a_wrong_client_secret_is_the_settings_fault(hub: Hub) -> None:
    async with company(hub) as acme:
        await acme.configure(client_secret="another secret")
        await acme.refused(await acme.sign_in("hedy"), "The provider does not accept the client id or secret.")


async def test_whoever_says_no_at_the_provider_is_told_so(hub: Hub) -> None:
    async with company(hub) as acme:
        await acme.configure()
        state = parse_qs(urlsplit(await acme.leave()).query)["state"][0]
        said = f"{acme.callback}?error=access_denied&error_description=%3Cscript%3E&state={state}"
        issuer = f"&iss={acme.server.issuer}"
        seen = await acme.surfer.get(said + issuer)
        await acme.refused(seen, "The provider did not let you in.")
        assert "script>" not in seen.text.replace("</script>", "").replace('<script type="module"', "")


async def test_where_single_sign_on_is_the_only_way_passwords_are_not(hub: Hub) -> None:
    staff = hub.bothways.staff
    password = Secret("a long enough password")
    await staff.create(hub.environment.workspace_id, "ada@example.test", "Ada", password, actor="test")
    async with company(hub) as acme:
        await acme.configure()
        await acme.sign_in("ada")
        session = (await staff.list_sessions((await staff.read.by_email("ada@example.test")).id))[0].id
        await staff.change_policy(acme.workspace, Policy(only_sso=True), actor="test", session_id=session)
        async with surfing() as other:
            form = (await other.get(f"{hub.base_url}/portal/sign-in")).form("/portal/sign-in")
            seen = await other.post(form, OWN_FORM, email="ada@example.test", password=password.reveal())
        assert seen.status == 403
        assert "Your workspace signs in by single sign-on." in seen.words


async def test_secrets_of_a_flow_are_kept_sealed_or_as_digests(hub: Hub) -> None:
    from tests.rooms.core.conftest import everything_stored

    async with company(hub) as acme:
        await acme.configure()
        sent = parse_qs(urlsplit(await acme.leave()).query)
        stored = await everything_stored(hub.bothways.edges.database)
        for secret in (CLIENT["client_secret"], sent["nonce"][0], sent["state"][0][11:]):
            assert secret not in stored
        assert sent["nonce"][0] not in hub.log_text()
        assert sent["state"][0] not in hub.log_text()


async def test_a_client_secret_goes_to_the_server_that_gave_it_out_alone(hub: Hub) -> None:
    put = hub.bothways.core.sso.put
    async with company(hub) as acme, strict_server(redirect_uris=[acme.callback], **CLIENT) as another:
        await acme.configure()
        kept = SSODraft(acme.server.issuer, CLIENT["client_id"], None, (DOMAIN,), Role.VIEWER)
        await put(acme.workspace, kept, actor="test")
        assert (await acme.sign_in("hedy")).status == 303
        with pytest.raises(InvalidInput) as caught:
            await put(acme.workspace, replace(kept, issuer=another.issuer), actor="test")
        assert [fault.field for fault in caught.value.fields] == ["client_secret"]


async def test_a_domain_belongs_to_one_workspace(hub: Hub) -> None:
    other = await hub.another_environment()
    async with company(hub) as acme:
        await acme.configure()
        draft = SSODraft(acme.server.issuer, CLIENT["client_id"], None, ("else.example", DOMAIN), None)
        with pytest.raises(InvalidInput) as caught:
            await hub.bothways.core.sso.put(other.environment.workspace_id, draft, actor="test")
        assert [fault.field for fault in caught.value.fields] == ["domains[1]"]


def new_keys(name: str) -> dict[str, Any]:
    """A key of the provider's, with the name that its tokens carry."""
    return {"keys": [RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"}).as_dict(private=True)]}


async def test_a_provider_that_changed_its_keys_is_asked_for_them_again(hub: Hub, clock: ManualClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    async with company(hub, port=port, jwks=new_keys("old")) as acme:
        await acme.configure()
        assert (await acme.sign_in("hedy")).status == 303
    async with company(hub, port=port, jwks=new_keys("new")) as acme:
        # Not at every stranger's word: the keys were looked at a moment ago.
        await acme.refused(await acme.sign_in("hedy"), "The provider has no such key.")
        clock.advance(61)
        await acme.server.advance(61)
        assert (await acme.sign_in("hedy")).status == 303


async def test_whoever_asked_for_a_page_comes_to_it_from_the_provider(hub: Hub) -> None:
    async with company(hub) as acme:
        await acme.configure()
        wanted = f"{hub.base_url}/portal/{hub.environment.id}/connections?show=lost"
        await acme.surfer.get((await acme.surfer.get(wanted)).location)
        assert (await acme.sign_in("hedy")).location == wanted
