"""Coming back from the provider: claim, accept, exchange, find who it is."""

from dataclasses import dataclass, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import digest
from bothways.core.identity.text import MAX_NAME, check_email, check_line
from bothways.core.sso import store
from bothways.core.sso.begin import BeginSSO, verifier_place
from bothways.core.sso.errors import SSONotConfigured, SSORefused
from bothways.core.sso.exchange import Answer, Exchange
from bothways.core.sso.manage import secret_place
from bothways.core.sso.model import SSOSettings, domain_of
from bothways.core.sso.store import Flow, Kept
from bothways.core.staff.model import Caller, SignedIn, folded
from bothways.core.staff.sign_in_known import Introduced, SignInIntroduced
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.crypto import same
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret
from bothways.oauth.authorization import (
    Granted,
    IssuerMismatch,
    Refused,
    ResponseRefused,
    check_issuer,
    parse_response,
)
from bothways.oauth.id_token import Person


@dataclass(frozen=True)
class FinishSSO:
    """Sign in whomever the provider means.

    What a crash between two steps does: after the claim the attempt is spent, and the person begins again.
    """

    database: Database
    vault: Vault
    clock: Clock
    begin: BeginSSO
    exchange: Exchange
    sign_in: SignInIntroduced
    audit: Audit

    async def __call__(self, workspace_id: str, query: str, cookie: str | None, caller: Caller) -> SignedIn:
        """Raises SSORefused, SSOUnavailable, SSONotConfigured."""
        try:
            response = parse_response(query)
        except ResponseRefused as error:
            raise SSORefused("The provider's answer cannot be read.", debug=error.reason) from None
        flow = await self._claim(response, workspace_id, cookie)
        kept = await self._settings(flow)
        await self._accept(response, kept.settings)
        assert isinstance(response, Granted)
        answer = Answer(
            code=response.code,
            verifier=await self._open(flow.sealed_verifier, flow),
            redirect_uri=self.begin.redirect_uri(flow.workspace_id),
            nonce_digest=flow.nonce_digest,
        )
        person = await self.exchange(kept.settings, await self._secret(kept), answer)
        return await self._let_in(kept.settings, person, caller)

    async def _claim(self, response: Granted | Refused, workspace_id: str, cookie: str | None) -> Flow:
        if response.state is None or cookie is None:
            raise SSORefused("This browser was not sent to the provider.")
        async with self.database.begin() as tx:
            flow = await store.claim_flow(tx, digest(response.state.reveal()))
        if flow is None or flow.expires_at <= self.clock.now():
            raise SSORefused("This answer was used before, came too late, or was never asked for.")
        if not same(flow.browser_digest, digest(cookie)):
            raise SSORefused("This browser was not sent to the provider.")
        if flow.workspace_id != workspace_id:
            raise SSORefused("This answer belongs to another provider.")
        return flow

    async def _settings(self, flow: Flow) -> Kept:
        async with self.database.read() as tx:
            kept = await store.find(tx, flow.workspace_id)
        if kept is None or kept.settings.issuer != flow.issuer:
            raise SSONotConfigured("Single sign-on was changed meanwhile.")
        return kept

    async def _accept(self, response: Granted | Refused, settings: SSOSettings) -> None:
        metadata = await self.exchange.providers.metadata(settings.issuer)
        try:
            check_issuer(response, settings.issuer, required=metadata.sends_issuer)
        except IssuerMismatch:
            raise SSORefused("This answer comes from another provider.") from None
        if isinstance(response, Refused):
            raise SSORefused("The provider did not let you in.", debug=response.error)

    async def _open(self, sealed: bytes, flow: Flow) -> Secret[str]:
        place = verifier_place(flow.id, flow.workspace_id)
        return Secret((await self.vault.unseal(sealed, flow.workspace_id, place)).reveal().decode())

    async def _secret(self, kept: Kept) -> Secret[str] | None:
        if kept.sealed_secret is None:
            return None
        workspace_id = kept.settings.workspace_id
        opened = await self.vault.unseal(kept.sealed_secret, workspace_id, secret_place(workspace_id, kept.version))
        return Secret(opened.reveal().decode())

    async def _let_in(self, settings: SSOSettings, person: Person, caller: Caller) -> SignedIn:
        introduced = _introduced(settings, person)
        async with self.database.begin() as tx:
            signed = await self.sign_in(tx, introduced, caller)
            if signed is None:
                entry = Entry(settings.workspace_id, "sso", "sso.refused", settings.workspace_id)
                await self.audit.record(tx, entry)
        if signed is None:
            raise SSORefused("Nobody invited this address to the workspace.")
        return signed


def _introduced(settings: SSOSettings, person: Person) -> Introduced:
    """Raises SSORefused unless the address is one that the provider verified and the workspace allows."""
    if person.email is None:
        raise SSORefused("The provider does not tell the e-mail address.")
    if not person.email_verified:
        raise SSORefused("The provider did not verify the e-mail address.")
    email = folded(person.email)
    if check_email("email", email) or domain_of(email) not in settings.domains:
        raise SSORefused("Addresses of this domain may not sign in here.")
    name = person.name if person.name and not check_line("name", person.name, MAX_NAME) else email
    return replace(
        Introduced(settings.workspace_id, settings.issuer, person.subject, email, email, settings.default_role),
        name=name,
    )
