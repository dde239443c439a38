"""Giving a grant back, by RFC 7009 or as the provider does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bothways.kit.clock import Clock
from bothways.kit.egress.client import Egress
from bothways.kit.egress.errors import EgressError
from bothways.kit.egress.messages import Request, Response
from bothways.kit.secret import Secret
from bothways.oauth import client_auth, grants
from bothways.oauth.client_auth import CannotAuthenticate, ClientAuth
from bothways.oauth.foreign import Json, Unreadable
from bothways.oauth.token import TokenRefused, TokenUnusable, read_document, read_error
from bothways.outbound.providers.ask import meets
from bothways.outbound.providers.attach import Outgoing, attach, with_query
from bothways.outbound.providers.calls import Revoke, RevokeAuth, RevokedToken
from bothways.outbound.providers.compose import carry, merged
from bothways.outbound.providers.culprits import circumstances
from bothways.outbound.providers.explain import explain, explain_unfit
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.judging import Circumstances, Failure
from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.template import Names, ValueUnfit, fill_address, fill_headers, fill_params

REVOKE_SECONDS = 20.0

# What a provider says of a token that is dead already, or that it has no use for being told about.
_GONE = frozenset(
    {
        "invalid_token",
        "invalid_grant",
        "token_revoked",
        "token_expired",
        "invalid_auth",
        "account_inactive",
        "unsupported_token_type",
        "not_found",
    }
)
_GONE_STATUSES = frozenset({404, 410})


@dataclass(frozen=True)
class HeldTokens:
    """The tokens to give back, and the texts of the token answer that the revocation's templates may name."""

    access_token: Secret[str] | None
    refresh_token: Secret[str] | None = None
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)

    def find(self, kind: RevokedToken) -> Secret[str] | None:
        """The token of that kind."""
        return self.refresh_token if kind is RevokedToken.REFRESH else self.access_token


@dataclass(frozen=True)
class RevokeToken:
    """Tell the provider that the grant is over. Returns when it knows, or never had a way to be told.

    A token that is dead already counts as revoked, so repeating is safe. Raises ProviderError; those of the verdicts
    PROVIDER_DOWN and THROTTLED are worth another try.
    """

    egress: Egress
    clock: Clock

    async def __call__(
        self,
        provider: Provider,
        method: Method,
        client: ClientCredentials | None,
        values: Mapping[str, str],
        tokens: HeldTokens,
    ) -> None:
        if method.revoke is None:
            return
        for kind in method.revoke.tokens:
            token = tokens.find(kind)
            if token is not None:
                await _Revocation(self, provider, method, method.revoke, client, values, tokens)(kind, token)


@dataclass(frozen=True)
class _Revocation:
    """One token on its way out."""

    verb: RevokeToken
    provider: Provider
    method: Method
    revoke: Revoke
    client: ClientCredentials | None
    values: Mapping[str, str]
    tokens: HeldTokens

    async def __call__(self, kind: RevokedToken, token: Secret[str]) -> None:
        try:
            outgoing = self._compose(kind, token)
            response = await self.verb.egress.send(
                Request(outgoing.method, outgoing.url, outgoing.headers, outgoing.body, deadline_seconds=REVOKE_SECONDS)
            )
        except ValueUnfit as error:
            raise explain_unfit(self.provider, error) from None
        except (EgressError, CannotAuthenticate) as error:
            raise self._error(error, {}) from None
        failure = self._failure(response)
        if failure is not None:
            raise self._error(failure, response.headers)

    def _compose(self, kind: RevokedToken, token: Secret[str]) -> Outgoing:
        names = self._names()
        headers, proof = self._proof()
        attached = None
        if self.revoke.auth is RevokeAuth.TOKEN:
            attached = attach(self.method.attach, names)
            headers = dict(attached.headers)
        url = fill_address(self.revoke.url, names)
        if self.revoke.params is None:
            params = {**grants.revocation(token, hint=kind.value), **proof}
        else:
            params = fill_params(self.revoke.params, names)
        url = with_query(url, attached.query) if attached else url
        own = fill_headers(self.revoke.headers, names)
        every = merged({"Accept": "application/json"}, own, headers)
        return carry(self.revoke.method, url, self.revoke.format, params, every)

    def _names(self) -> Names:
        held = {"access_token": self.tokens.access_token, "refresh_token": self.tokens.refresh_token}
        names = Names.of(self.provider, self.values)
        names = names if self.client is None else names.with_client(self.client)
        return replace(names, token={**self.tokens.extra, **{name: text for name, text in held.items() if text}})

    def _proof(self) -> tuple[dict[str, str], dict[str, str]]:
        if self.revoke.auth is not RevokeAuth.CLIENT or self.client is None:
            return {}, {}
        own = self.method.token.client_auth if self.method.token else ClientAuth.POST
        return client_auth.apply(self.revoke.client_auth or own, self.client.id, self.client.secret)

    def _failure(self, response: Response) -> Failure | None:
        """None when the token is dead now."""
        document = _document(response)
        if 200 <= response.status < 300 and meets(self.revoke.expect, document):
            return None
        error, sentence = read_error(document, self.method.answer) if isinstance(document, dict) else ("", "")
        by_token = self.revoke.auth is RevokeAuth.TOKEN and response.status == 401
        if response.status in _GONE_STATUSES or error.lower() in _GONE or by_token:
            return None
        if error or sentence:
            return TokenRefused(error, sentence, response.status)
        return TokenUnusable("it does not say why", response.status)

    def _error(self, failure: Failure, headers: Mapping[str, str]) -> Exception:
        about: Circumstances = circumstances(self.provider, self.method, self.revoke.url, presents_grant=False)
        secrets = [self.tokens.access_token, self.tokens.refresh_token, self.client.secret if self.client else None]
        return explain(self.provider, self.revoke.url, failure, about, secrets, headers, self.verb.clock.now())


def _document(response: Response) -> Json:
    try:
        return read_document(response.headers.get("content-type", ""), response.body)
    except Unreadable:
        return None
