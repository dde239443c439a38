"""Speaking with a token endpoint: a grant goes out, tokens or a judged failure come back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from bothways.kit.clock import Clock
from bothways.kit.egress.client import Egress
from bothways.kit.egress.errors import EgressError
from bothways.kit.egress.messages import Request, Response
from bothways.kit.secret import Secret
from bothways.oauth.assertion import KeyUnfit
from bothways.oauth.client_auth import CannotAuthenticate
from bothways.oauth.token import TokenAnswer, TokenRefused, TokenUnusable, parse_answer
from bothways.outbound.providers.attach import Outgoing
from bothways.outbound.providers.calls import Template, TokenRequest
from bothways.outbound.providers.compose import secrets_of, token_request
from bothways.outbound.providers.culprits import circumstances
from bothways.outbound.providers.explain import explain, explain_unfit
from bothways.outbound.providers.grants import (
    AssertionGrant,
    ClientCredentials,
    ClientCredentialsGrant,
    Grant,
    RefreshGrant,
)
from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.signing import sign
from bothways.outbound.providers.template import Names, ValueUnfit

EXCHANGE_SECONDS = 30.0
# A refresh token may be spent by asking: an answer that comes late is worth waiting for.
REFRESH_SECONDS = 75.0


@dataclass(frozen=True)
class Asked:
    """What a token request is made of; the parts that a failure is judged and explained by."""

    provider: Provider
    method: Method
    client: ClientCredentials
    values: Mapping[str, str]
    grant: Grant
    fields: Mapping[str, Secret[str]] = field(default_factory=dict)

    @property
    def token(self) -> TokenRequest:
        """The description of the request. A method without one obtains no tokens, and asking is a mistake of ours."""
        if self.method.token is None:
            raise TypeError(f"{self.provider.slug}/{self.method.id} has no token request")
        return self.method.token

    @property
    def address(self) -> Template:
        """The address that is called."""
        refreshes = isinstance(self.grant, RefreshGrant)
        return (self.token.refresh_url if refreshes else None) or self.token.url

    @property
    def secrets(self) -> list[Secret[str] | None]:
        """Whatever must not be repeated."""
        return [*secrets_of(self.client, self.grant), *self.fields.values()]


@dataclass(frozen=True)
class RequestToken:
    """Trade a grant for tokens at the provider, with one request. Raises ProviderError, and nothing else.

    `fields` are the credentials that the customer typed, where the request's templates name them. An absolute expiry
    has become `expires_in_seconds`.
    """

    egress: Egress
    clock: Clock

    async def __call__(
        self,
        provider: Provider,
        method: Method,
        client: ClientCredentials,
        values: Mapping[str, str],
        grant: Grant,
        *,
        fields: Mapping[str, Secret[str]] | None = None,
    ) -> TokenAnswer:
        asked = self._signed(Asked(provider, method, client, values, grant, fields or {}))
        response = await self._send(asked, self._compose(asked))
        try:
            return parse_answer(
                response.status,
                response.headers.get("content-type", ""),
                response.body,
                method.answer,
                now=self.clock.now(),
            )
        except (TokenRefused, TokenUnusable) as error:
            self._fail(asked, error, response)

    def _signed(self, asked: Asked) -> Asked:
        """With an assertion that is good from now on, where one is presented."""
        grant = asked.grant
        if not isinstance(grant, AssertionGrant):
            return asked
        names = Names.of(asked.provider, asked.values)
        try:
            assertion = sign(asked.method, names, asked.fields, grant.scopes, self.clock.now())
        except ValueUnfit as error:
            raise explain_unfit(asked.provider, error) from None
        except KeyUnfit as error:
            self._fail(asked, CannotAuthenticate(f"nothing can be signed with the key: {error}"))
        return replace(asked, grant=replace(grant, assertion=assertion))

    def _compose(self, asked: Asked) -> Outgoing:
        names = Names.of(asked.provider, asked.values).with_client(asked.client).with_credentials(asked.fields)
        try:
            return token_request(asked.method, asked.token, asked.client, names, asked.grant)
        except ValueUnfit as error:
            raise explain_unfit(asked.provider, error) from None
        except CannotAuthenticate as error:
            self._fail(asked, error)

    async def _send(self, asked: Asked, outgoing: Outgoing) -> Response:
        deadline = REFRESH_SECONDS if isinstance(asked.grant, RefreshGrant) else EXCHANGE_SECONDS
        try:
            return await self.egress.send(
                Request(outgoing.method, outgoing.url, outgoing.headers, outgoing.body, deadline_seconds=deadline)
            )
        except EgressError as error:
            self._fail(asked, error)

    def _fail(
        self,
        asked: Asked,
        failure: TokenRefused | TokenUnusable | EgressError | CannotAuthenticate,
        response: Response | None = None,
    ) -> NoReturn:
        about = circumstances(
            asked.provider,
            asked.method,
            asked.address,
            presents_grant=not isinstance(asked.grant, ClientCredentialsGrant | AssertionGrant),
        )
        headers = {} if response is None else response.headers
        # Not chained: the provider's own words are in the error, cleaned; the exception behind it adds nothing safe.
        raise explain(asked.provider, asked.address, failure, about, asked.secrets, headers, self.clock.now()) from None
