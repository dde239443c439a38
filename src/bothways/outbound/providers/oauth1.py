"""Speaking OAuth 1.0 (RFC 5849) with a provider: the temporary token before the redirect, the exchange after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.egress.client import Egress
from bothways.kit.egress.errors import EgressError
from bothways.kit.egress.messages import Request, Response
from bothways.kit.secret import Secret
from bothways.oauth.oauth1 import (
    Approved,
    SignatureMethod,
    Signer,
    TokenPair,
    new_stamp,
    parse_temporary,
    parse_token,
    sign,
)
from bothways.oauth.token import TokenRefused, TokenUnusable
from bothways.outbound.providers.attach import with_query
from bothways.outbound.providers.calls import OAuth1, Template
from bothways.outbound.providers.culprits import circumstances
from bothways.outbound.providers.explain import explain, explain_unfit
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.judging import Failure
from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.template import Names, ValueUnfit, fill, fill_address, fill_params
from bothways.outbound.providers.verdict import IntegrationMisconfigured, ProviderError

EXCHANGE_SECONDS = 30.0
# Providers refuse timestamps that are about five minutes off.
_SKEW_SECONDS = 120.0


def signer_of(
    provider: Provider,
    method: Method,
    client: ClientCredentials,
    values: Mapping[str, str],
    pair: TokenPair | None = None,
) -> Signer:
    """What signs requests of the method: for the pair's owner, or for the client alone. Raises ValueUnfit."""
    how = _described(provider, method)
    return Signer(
        consumer_key=client.id,
        consumer_secret=client.secret or Secret(""),
        token=pair.token if pair else None,
        token_secret=pair.secret if pair else None,
        method=SignatureMethod(how.signature_method.value),
        realm=fill(how.realm, Names.of(provider, values)) if how.realm else "",
    )


@dataclass(frozen=True)
class _Speaking:
    """What both steps share: sign, send, and explain what went wrong."""

    egress: Egress
    clock: Clock
    entropy: Entropy

    async def send(
        self,
        provider: Provider,
        method: Method,
        signer: Signer,
        url: str,
        *,
        callback: str | None = None,
        verifier: Secret[str] | None = None,
    ) -> Response:
        """A signed POST without a body. Raises EgressError."""
        stamp = new_stamp(int(self.clock.now().timestamp()), self.entropy)
        header = sign(signer, stamp, "POST", url, callback=callback, verifier=verifier)
        headers = {"Authorization": header, "Accept": "*/*"}
        return await self.egress.send(Request("POST", url, headers, deadline_seconds=EXCHANGE_SECONDS))

    def error(
        self,
        provider: Provider,
        method: Method,
        address: Template,
        failure: Failure,
        signer: Signer,
        answer: Response | None,
        verifier: Secret[str] | None = None,
    ) -> ProviderError:
        """The failure in words. A clock that is off explains every refused signature."""
        skew = 0.0 if answer is None else self._skew_seconds(answer)
        if isinstance(failure, (TokenRefused, TokenUnusable)) and failure.status < 500 and abs(skew) > _SKEW_SECONDS:
            return IntegrationMisconfigured(
                f"{provider.name} refuses the request, and this server's clock is {abs(round(skew))} seconds"
                f" {'ahead of' if skew > 0 else 'behind'} the provider's; set the clock right."
            )
        about = circumstances(provider, method, address, presents_grant=signer.token is not None)
        secrets = [signer.consumer_secret, signer.token, signer.token_secret, verifier]
        headers = {} if answer is None else answer.headers
        return explain(provider, address, failure, about, secrets, headers, self.clock.now())

    def _skew_seconds(self, answer: Response) -> float:
        try:
            return (self.clock.now() - parsedate_to_datetime(answer.headers.get("date", ""))).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return 0.0


@dataclass(frozen=True)
class RequestTemporaryToken:
    """Obtain the temporary token that the browser takes to the provider (section 2.1). Raises ProviderError."""

    egress: Egress
    clock: Clock
    entropy: Entropy

    async def __call__(
        self,
        provider: Provider,
        method: Method,
        client: ClientCredentials,
        values: Mapping[str, str],
        callback: str,
    ) -> TokenPair:
        how = _described(provider, method)
        speaking = _Speaking(self.egress, self.clock, self.entropy)
        signer, url = _prepared(provider, method, client, values, how.request_token_url, how.request_token_params)
        answer: Response | None = None
        try:
            answer = await speaking.send(provider, method, signer, url, callback=callback)
            return parse_temporary(answer.status, answer.headers.get("content-type", ""), answer.body)
        except (EgressError, TokenRefused, TokenUnusable) as error:
            raise speaking.error(provider, method, how.request_token_url, error, signer, answer) from None


@dataclass(frozen=True)
class ExchangeOAuth1:
    """Trade the temporary token and the verifier for the token to keep (section 2.3). Raises ProviderError.

    `token_secret` is the temporary token's.
    """

    egress: Egress
    clock: Clock
    entropy: Entropy

    async def __call__(
        self,
        provider: Provider,
        method: Method,
        client: ClientCredentials,
        values: Mapping[str, str],
        approved: Approved,
        token_secret: Secret[str],
    ) -> TokenPair:
        if method.token is None:
            raise TypeError(f"{provider.slug}/{method.id} does not say where tokens are exchanged")
        speaking = _Speaking(self.egress, self.clock, self.entropy)
        temporary = TokenPair(approved.token, token_secret)
        signer, url = _prepared(provider, method, client, values, method.token.url, {}, temporary)
        answer: Response | None = None
        try:
            answer = await speaking.send(provider, method, signer, url, verifier=approved.verifier)
            return parse_token(answer.status, answer.headers.get("content-type", ""), answer.body)
        except (EgressError, TokenRefused, TokenUnusable) as error:
            address = method.token.url
            raise speaking.error(provider, method, address, error, signer, answer, approved.verifier) from None


def _prepared(
    provider: Provider,
    method: Method,
    client: ClientCredentials,
    values: Mapping[str, str],
    address: Template,
    params: Mapping[str, Template],
    pair: TokenPair | None = None,
) -> tuple[Signer, str]:
    names = Names.of(provider, values).with_client(client)
    try:
        url = with_query(fill_address(address, names), fill_params(params, names))
        return signer_of(provider, method, client, values, pair), url
    except ValueUnfit as error:
        raise explain_unfit(provider, error) from None


def _described(provider: Provider, method: Method) -> OAuth1:
    if method.oauth1 is None:
        raise TypeError(f"{provider.slug}/{method.id} does not speak OAuth 1")
    return method.oauth1
