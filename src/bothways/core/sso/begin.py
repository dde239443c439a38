"""Sending a browser to the provider."""

from dataclasses import dataclass

from bothways.core.bearer.model import Kind, Mode, digest, mint
from bothways.core.sso import store
from bothways.core.sso.errors import SSOUnavailable
from bothways.core.sso.model import FLOW_LIFETIME, SSOSettings
from bothways.core.sso.openid_provider import OpenIDProviders
from bothways.core.sso.store import Flow
from bothways.core.vault.model import Place
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy, sha256
from bothways.kit.db.database import Database
from bothways.kit.ids import Ids
from bothways.kit.secret import Secret
from bothways.oauth import pkce
from bothways.oauth.authorization import RequestRefused, build_request

SCOPE = "openid email profile"


@dataclass(frozen=True)
class Departure:
    """Where the browser goes, and what it must still hold when it comes back."""

    location: Secret[str]
    cookie: Secret[str]


@dataclass(frozen=True)
class BeginSSO:
    """Code flow with PKCE, state and nonce; all of them new, for this browser, for ten minutes."""

    database: Database
    vault: Vault
    ids: Ids
    clock: Clock
    entropy: Entropy
    providers: OpenIDProviders
    public_url: str

    def redirect_uri(self, workspace_id: str) -> str:
        """Each workspace has its own: an answer of one provider never reaches another's token endpoint (RFC 9700)."""
        return f"{self.public_url}/portal/sso/callback/{workspace_id}"

    async def __call__(self, settings: SSOSettings) -> Departure:
        """Raises SSOUnavailable."""
        metadata = await self.providers.metadata(settings.issuer)
        state = mint(Kind.STATE, Mode.LIVE, self.entropy)
        browser = mint(Kind.BROWSER_BINDING, Mode.LIVE, self.entropy)
        nonce, verifier = self.entropy.bytes(32).hex(), pkce.new_verifier(self.entropy)
        params = {
            "response_type": "code",
            "client_id": settings.client_id,
            "redirect_uri": self.redirect_uri(settings.workspace_id),
            "scope": SCOPE,
            "state": state.token.reveal(),
            "nonce": nonce,
            "code_challenge": pkce.challenge_s256(verifier),
            "code_challenge_method": pkce.METHOD,
        }
        try:
            location = build_request(metadata.authorization_endpoint or "", params=params, extra={})
        except RequestRefused as error:
            raise SSOUnavailable(f"The provider's sign-in page cannot be opened: {error.reason}.") from None
        flow_id, workspace_id = self.ids.new("ssof"), settings.workspace_id
        async with self.database.begin() as tx:
            place = verifier_place(flow_id, workspace_id)
            flow = Flow(
                id=flow_id,
                workspace_id=workspace_id,
                issuer=settings.issuer,
                browser_digest=browser.digest,
                nonce_digest=sha256(nonce.encode()),
                sealed_verifier=await self.vault.seal(tx, workspace_id, verifier.reveal().encode(), place),
                expires_at=self.clock.now() + FLOW_LIFETIME,
            )
            await store.add_flow(tx, flow, digest(state.token.reveal()))
        return Departure(Secret(location), browser.token)


def verifier_place(flow_id: str, workspace_id: str) -> Place:
    """Where a PKCE verifier belongs."""
    return Place("sso_flows", "sealed_verifier", flow_id, workspace_id)
