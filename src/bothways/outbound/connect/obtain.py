"""From a provider's answer in the browser to credentials that can be kept. Nothing is written here."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from bothways.kit.crypto import same
from bothways.kit.secret import Secret
from bothways.oauth import oauth1
from bothways.oauth.authorization import Granted, Refused, ResponseRefused, parse_response
from bothways.outbound.connect.model import (
    AuthorizationRefused,
    CallbackMalformed,
    Pending,
    accept_issuer,
)
from bothways.outbound.connections.acquired import Acquired
from bothways.outbound.integrations.client import ClientOf
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import Integration
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.grants import ClientCredentials, CodeGrant
from bothways.outbound.providers.identify import Identify
from bothways.outbound.providers.model import Method, MethodType, Provider, ValueSource
from bothways.outbound.providers.oauth1 import ExchangeOAuth1
from bothways.outbound.providers.request_token import RequestToken
from bothways.outbound.providers.values import take_values

Kept = Mapping[str, Secret[str]]


@dataclass(frozen=True)
class Return:
    """One accepted callback with everything it belongs to."""

    pending: Pending
    query: str
    kept: Kept
    integration: Integration
    provider: Provider
    method: Method
    client: ClientCredentials


@dataclass(frozen=True)
class Obtain:
    """Read the provider's answer, trade it for credentials, and learn whose account it is.

    Raises IntegrationDisabled, CallbackMalformed, IssuerMismatch, AuthorizationRefused, InvalidInput (a value that the
    provider should have sent) and ProviderError.
    """

    integrations: GetIntegration
    providers: GetProvider
    client_of: ClientOf
    request_token: RequestToken
    exchange_oauth1: ExchangeOAuth1
    identify: Identify
    public_url: str

    async def __call__(self, pending: Pending, query: str, kept: Kept) -> Acquired:
        integration = await self.integrations(pending.environment_id, pending.integration_id)
        integration.require_enabled()
        provider = await self.providers(integration.environment_id, integration.provider)
        method = provider.find_method(integration.method_id) or provider.methods[0]
        client = await self.client_of(integration)
        assert client is not None, "an integration whose method redirects has a client"
        came = Return(pending, query, kept, integration, provider, method, client)
        if method.type is MethodType.OAUTH1:
            return await self._oauth1(came)
        return await self._oauth2(came)

    async def _oauth2(self, came: Return) -> Acquired:
        granted = _granted(came)
        method = came.method
        values = {
            **came.pending.values,
            **take_values(came.provider, method, ValueSource.CALLBACK, dict(granted.extra)),
        }
        grant = CodeGrant(
            code=granted.code,
            redirect_uri=came.integration.redirect_uri(self.public_url),
            verifier=came.kept.get("verifier"),
        )
        answer = await self.request_token(came.provider, method, came.client, values, grant)
        found = await self.identify(came.provider, method, values, answer=answer)
        return Acquired(
            integration=came.integration,
            provider=came.provider,
            method=method,
            values=found.values,
            scopes=came.pending.scopes,
            answer=answer,
            account_id=found.account_id,
            account_label=found.account_label,
        )

    async def _oauth1(self, came: Return) -> Acquired:
        pair = await self.exchange_oauth1(
            came.provider, came.method, came.client, came.pending.values, _approved(came), came.kept["token_secret"]
        )
        found = await self.identify(came.provider, came.method, came.pending.values, pair=pair, client=came.client)
        return Acquired(
            integration=came.integration,
            provider=came.provider,
            method=came.method,
            values=found.values,
            scopes=came.pending.scopes,
            pair=pair,
            account_id=found.account_id,
            account_label=found.account_label,
        )


def _granted(came: Return) -> Granted:
    try:
        response = parse_response(came.query, code_param=came.method.callback.code_parameter)
    except ResponseRefused as error:
        raise CallbackMalformed(f"The provider's answer cannot be used: {error.reason}.") from error
    accept_issuer(came.pending, response.issuer, required=came.method.iss_required)
    if isinstance(response, Refused):
        raise _refused(came.provider, response.error, response.description)
    _check_signature(came)
    return response


def _approved(came: Return) -> oauth1.Approved:
    try:
        answer = oauth1.parse_callback(came.query)
        if isinstance(answer, oauth1.Denied):
            raise _refused(came.provider, answer.problem, "")
        oauth1.check_token(answer, came.kept["token"])
    except oauth1.CallbackRefused as error:
        raise CallbackMalformed(f"The provider's answer cannot be used: {error.reason}.") from error
    return answer


def _refused(provider: Provider, error: str, description: str) -> AuthorizationRefused:
    said = f"{error}: {description}" if description else error
    if error == "access_denied":
        return AuthorizationRefused(f"Access was not allowed at {provider.name}.", debug=said)
    return AuthorizationRefused(f"{provider.name} refused: {said}")


def _check_signature(came: Return) -> None:
    """Some providers sign what they send back, with the client secret, so that nobody can alter shop or account."""
    signature = came.method.callback.signature
    if signature is None or came.client.secret is None:
        return
    pairs = parse_qsl(came.query, keep_blank_values=True)
    given = [text for name, text in pairs if name == signature.parameter]
    signed = sorted((name, text) for name, text in pairs if name != signature.parameter)
    # Libraries of the same vendor disagree on whether the parameters are encoded before they are hashed.
    spellings = (urlencode(signed), "&".join(f"{name}={text}" for name, text in signed))
    if len(given) != 1 or not any(_fits(given[0], spelling, came.client.secret) for spelling in spellings):
        raise CallbackMalformed("The provider's answer was altered on its way: its signature does not fit.")


def _fits(given: str, signed: str, secret: Secret[str]) -> bool:
    expected = hmac.new(secret.reveal().encode(), signed.encode(), hashlib.sha256).hexdigest()
    return same(given.lower().encode("utf-8", "surrogatepass"), expected.encode())
