"""Leaving for the provider: the link is opened, the browser is bound, the provider's page is next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bothways.core.bearer.model import Bearer, Kind, Mode, digest, mint, parse
from bothways.core.vault.model import Place
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.errors import DomainError
from bothways.kit.secret import Secret
from bothways.oauth import pkce, scopes
from bothways.oauth.authorization import RequestRefused, build_request
from bothways.outbound.connect import store
from bothways.outbound.connect.model import (
    LIFETIME,
    Authorization,
    AuthorizationExpired,
    FormNeeded,
    LinkUsed,
    Pending,
    Status,
)
from bothways.outbound.integrations.client import ClientOf
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import Integration
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.model import Method, MethodType, Pkce, Provider
from bothways.outbound.providers.oauth1 import RequestTemporaryToken
from bothways.outbound.providers.template import Names, fill_address, fill_params
from bothways.outbound.providers.values import asked_values
from bothways.outbound.providers.verdict import IntegrationMisconfigured

_LINK_USED = "This link was opened before, or is too old."


@dataclass(frozen=True)
class Departure:
    """Where the browser goes, and the cookie that binds the answer to it."""

    location: str
    cookie_name: str
    cookie: Secret[str]
    authorization: Authorization


@dataclass(frozen=True)
class Route:
    """The parts of one departure."""

    authorization: Authorization
    integration: Integration
    provider: Provider
    method: Method
    client: ClientCredentials
    values: Mapping[str, str]
    scopes: tuple[str, ...]
    state: Bearer


def cookie_name(state: str) -> str:
    """Each authorization has a cookie of its own, so that two tabs do not spoil each other's."""
    return f"bw_flow_{digest(state)[:8].hex()}"


@dataclass(frozen=True)
class Depart:
    """Trade a start link for a departure. Raises LinkUsed, AuthorizationExpired, ProviderError (OAuth 1), ValueUnfit.

    A link works once. What happens after it was taken ends the authorization, and its status says how. That of a
    standing one works until it is connected; FormNeeded says that our page has to ask for something first.
    """

    database: Database
    vault: Vault
    integrations: GetIntegration
    providers: GetProvider
    client_of: ClientOf
    request_temporary_token: RequestTemporaryToken
    clock: Clock
    entropy: Entropy
    public_url: str

    async def __call__(self, ticket: str) -> Departure:
        mode = _mode(ticket)
        authorization = await self._claim(ticket)
        try:
            if self.clock.now() >= authorization.expires_at:
                raise AuthorizationExpired("This link was opened too late.")
            return await self._send(await self._route(authorization, mode))
        except DomainError as error:
            await self._fail(authorization, error)
            raise

    async def _claim(self, ticket: str) -> Authorization:
        async with self.database.read() as tx:
            known = await store.has_ticket(tx, digest(ticket))
        if known:
            async with self.database.begin() as tx:
                claimed = await store.claim_ticket(tx, digest(ticket))
            if claimed is not None:
                return claimed
        raise LinkUsed(_LINK_USED)

    async def _route(self, authorization: Authorization, mode: Mode) -> Route:
        integration = await self.integrations(authorization.environment_id, authorization.integration_id)
        integration.require_enabled()
        provider = await self.providers(integration.environment_id, integration.provider)
        method = provider.find_method(integration.method_id) or provider.methods[0]
        if authorization.standing and (not method.redirects or _is_incomplete(provider, method, authorization.values)):
            raise FormNeeded(authorization, integration.id, integration.slug)
        client = await self.client_of(integration)
        assert client is not None, "an integration whose method redirects has a client"
        state = mint(Kind.STATE, mode, self.entropy)
        scopes = integration.scopes if authorization.own_scopes is None else authorization.own_scopes
        every = {**integration.values, **authorization.values}
        return Route(authorization, integration, provider, method, client, every, scopes, state)

    async def _send(self, route: Route) -> Departure:
        if route.method.type is MethodType.OAUTH1:
            location, kept = await self._oauth1(route)
        else:
            location, kept = self._oauth2(route)
        browser = self.entropy.bytes(32).hex()
        authorization = route.authorization
        names = Names.of(route.provider, route.values)
        issuer = None if route.method.issuer is None else fill_address(route.method.issuer, names)
        async with self.database.begin() as tx:
            sealed = await self.vault.seal(
                tx,
                authorization.environment_id,
                json.dumps(kept).encode(),
                place(authorization.id, authorization.environment_id),
            )
            sent = await store.send(
                tx,
                Pending(
                    authorization_id=authorization.id,
                    environment_id=authorization.environment_id,
                    integration_id=route.integration.id,
                    state_digest=route.state.digest,
                    browser_digest=digest(browser),
                    sealed=sealed,
                    values=route.values,
                    scopes=route.scopes,
                    issuer=issuer,
                    authorize_host=urlsplit(location).hostname or "",
                    expires_at=min(authorization.expires_at, self.clock.now() + LIFETIME),
                ),
            )
        if not sent:
            # Withdrawn or finished elsewhere since the link was opened.
            raise LinkUsed(_LINK_USED)
        return Departure(location, cookie_name(route.state.token.reveal()), Secret(browser), authorization)

    def _oauth2(self, route: Route) -> tuple[str, dict[str, str]]:
        method, integration = route.method, route.integration
        names = Names.of(route.provider, route.values).with_client(route.client)
        verifier = pkce.new_verifier(self.entropy) if method.pkce is Pkce.S256 else None
        params = {
            "response_type": "code",
            "client_id": route.client.id,
            "redirect_uri": integration.redirect_uri(self.public_url),
            "state": route.state.token.reveal(),
        }
        if route.scopes:
            params[method.scopes.parameter] = scopes.join(route.scopes, method.scopes.separator)
        if verifier is not None:
            params |= {"code_challenge": pkce.challenge_s256(verifier), "code_challenge_method": pkce.METHOD}
        params = {method.renames.get(name, name): text for name, text in params.items() if name not in method.omit}
        # The operator's own parameters win over the provider file's, and neither over the protocol's.
        extra = {**fill_params(method.authorize_params, names), **integration.authorize_params}
        location = _address(route, names, params, extra)
        return location, {} if verifier is None else {"verifier": verifier.reveal()}

    async def _oauth1(self, route: Route) -> tuple[str, dict[str, str]]:
        # OAuth 1 has no state parameter; ours travels in the callback address, which the provider keeps.
        callback = f"{route.integration.redirect_uri(self.public_url)}?state={route.state.token.reveal()}"
        temporary = await self.request_temporary_token(
            route.provider, route.method, route.client, route.values, callback
        )
        names = Names.of(route.provider, route.values).with_client(route.client)
        extra = {**fill_params(route.method.authorize_params, names), **route.integration.authorize_params}
        params = {"oauth_token": temporary.token.reveal()}
        if route.scopes:
            params[route.method.scopes.parameter] = scopes.join(route.scopes, route.method.scopes.separator)
        location = _address(route, names, params, extra)
        return location, {"token": temporary.token.reveal(), "token_secret": temporary.secret.reveal()}

    async def _fail(self, authorization: Authorization, error: DomainError) -> None:
        status = authorization.after_failure(Status.FAILED)
        async with self.database.begin() as tx:
            await store.settle(tx, authorization.id, status, error_code=error.code, error_detail=error.detail)


def _address(route: Route, names: Names, params: Mapping[str, str], extra: Mapping[str, str]) -> str:
    try:
        return build_request(fill_address(route.method.authorize_url or "", names), params=params, extra=extra)
    except RequestRefused as error:
        about = f" ({error.name})" if error.name else ""
        detail = f"The request to {route.provider.name} cannot be made: {error.reason}{about}."
        raise IntegrationMisconfigured(detail) from error


def _is_incomplete(provider: Provider, method: Method, values: Mapping[str, str]) -> bool:
    return any(value.required and value.name not in values for value in asked_values(provider, method))


def _mode(ticket: str) -> Mode:
    match parse(ticket):
        case (mode, Kind.TICKET):
            return mode
        case _:
            raise LinkUsed(_LINK_USED)


def place(authorization_id: str, environment_id: str) -> Place:
    """Where the verifier (or the OAuth 1 temporary token) waits for the callback."""
    return Place("pending_authorizations", "sealed", authorization_id, environment_id)
