"""A code for tokens, and tokens for whom they mean."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bothways.core.sso.errors import SSORefused, SSOUnavailable
from bothways.core.sso.model import SSOSettings
from bothways.core.sso.openid_provider import OpenIDProviders
from bothways.kit.clock import Clock
from bothways.kit.egress.messages import Request
from bothways.kit.secret import Secret
from bothways.oauth.client_auth import CannotAuthenticate, ClientAuth, apply
from bothways.oauth.foreign import Document, Unreadable, read_object
from bothways.oauth.id_token import Expected, IDTokenRefused, KeyUnknown, Person, person_of, verify
from bothways.oauth.metadata import ServerMetadata
from bothways.oauth.token import TokenAnswer, TokenRefused, TokenUnusable, parse_answer


@dataclass(frozen=True)
class Answer:
    """What the browser brought, and what it takes to turn it into a person."""

    code: Secret[str]
    verifier: Secret[str]
    redirect_uri: str
    nonce_digest: bytes


@dataclass(frozen=True)
class Exchange:
    """Talks to the provider: token endpoint, keys, and the UserInfo endpoint where the token says too little."""

    providers: OpenIDProviders
    clock: Clock

    async def __call__(self, settings: SSOSettings, secret: Secret[str] | None, answer: Answer) -> Person:
        """Raises SSORefused, SSOUnavailable."""
        metadata = await self.providers.metadata(settings.issuer)
        tokens = await self._tokens(metadata, settings, secret, answer)
        token = tokens.extra.get("id_token")
        if not isinstance(token, str):
            raise SSORefused("The provider did not say who signed in.")
        expected = Expected(settings.issuer, settings.client_id, answer.nonce_digest, self.clock.now())
        try:
            person = person_of(await self._claims(metadata, token, expected))
        except IDTokenRefused as error:
            raise SSORefused(_sentence(error.reason)) from None
        return person if person.email is not None else await self._asked(metadata, tokens, person)

    async def _tokens(
        self, metadata: ServerMetadata, settings: SSOSettings, secret: Secret[str] | None, answer: Answer
    ) -> TokenAnswer:
        try:
            headers, fields = apply(_way(metadata, secret), settings.client_id, secret)
        except CannotAuthenticate as error:
            raise SSOUnavailable(_sentence(str(error))) from None
        fields |= {
            "grant_type": "authorization_code",
            "code": answer.code.reveal(),
            "redirect_uri": answer.redirect_uri,
            "code_verifier": answer.verifier.reveal(),
        }
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        request = Request("POST", metadata.token_endpoint or "", headers, urlencode(fields).encode())
        response = await self.providers.send(request)
        try:
            return parse_answer(response.status, response.headers.get("content-type", ""), response.body)
        except TokenRefused as error:
            # `invalid_client` is the settings' fault; everything else the attempt's.
            if error.error == "invalid_client":
                raise SSOUnavailable("The provider does not accept the client id or secret.") from None
            raise SSORefused("The provider did not accept what the browser brought.", debug=str(error)) from None
        except TokenUnusable as error:
            raise SSOUnavailable("The provider's answer cannot be used.", debug=str(error)) from None

    async def _claims(self, metadata: ServerMetadata, token: str, expected: Expected) -> Document:
        try:
            return verify(token, await self.providers.keys(metadata), expected)
        except KeyUnknown:
            # Providers change their keys; a new one is not in the set that is remembered.
            return verify(token, await self.providers.keys(metadata, anew=True), expected)

    async def _asked(self, metadata: ServerMetadata, tokens: TokenAnswer, person: Person) -> Person:
        """The UserInfo endpoint, which many use for the e-mail address; it must speak of the same person."""
        if metadata.userinfo_endpoint is None:
            return person
        headers = {"Authorization": f"Bearer {tokens.access_token.reveal()}", "Accept": "application/json"}
        response = await self.providers.send(Request("GET", metadata.userinfo_endpoint, headers))
        try:
            claims = read_object(response.body) if response.status == 200 else {}
            told = person_of(claims)
        except (Unreadable, IDTokenRefused):
            raise SSOUnavailable("The provider does not tell the e-mail address.") from None
        # OpenID Connect Core 1.0 section 5.3.2: otherwise somebody else's answer was put in its place.
        if told.subject != person.subject:
            raise SSORefused("The provider speaks of two different people.")
        return replace(told, name=told.name or person.name)


def _way(metadata: ServerMetadata, secret: Secret[str] | None) -> ClientAuth:
    if secret is None:
        return ClientAuth.NONE
    offered = metadata.client_auth_methods
    if "client_secret_post" in offered and "client_secret_basic" not in offered:
        return ClientAuth.POST
    return ClientAuth.BASIC


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."
