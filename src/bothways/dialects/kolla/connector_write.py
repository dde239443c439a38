"""Making and changing connectors: an integration, and where a connector describes a service, a provider with it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from bothways.core.identity.callers import OperatorCaller, ScopeMissing
from bothways.dialects.kolla.bodies import Data, inner, text, texts, words
from bothways.dialects.kolla.connectors import AGENT, KINDS, FindConnector, Switched, auth_type_of, connector_out
from bothways.dialects.kolla.consumers import translated
from bothways.dialects.kolla.definitions import DESCRIBED, definition, has_addresses, is_described
from bothways.dialects.kolla.errors import KollaUnimplemented
from bothways.kit.clock import Clock
from bothways.kit.errors import InvalidInput
from bothways.kit.secret import Secret
from bothways.oauth.foreign import Json
from bothways.outbound.integrations.describe import DescribeIntegration
from bothways.outbound.integrations.draft import Draft
from bothways.outbound.integrations.write import WriteIntegration
from bothways.outbound.providers.errors import ProviderNotFound
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.model import Method, Origin, Provider
from bothways.outbound.providers.write import read_definition

MAX_SCOPES = 100
DESCRIBING = "providers:write"
_CONFIGS = frozenset({"oauth2_config", "api_key_config", "basic_auth_config", "agent_config", "custom_config"})
_WANTED = {"API_KEY": "api_key_config", "BASIC_AUTH": "basic_auth_config", AGENT: "agent_config"}
_PASSWORD_GRANT = "password"
_NAMES: Mapping[str, str] = {
    "client_id": "oauth2_config.client_id",
    "client_secret": "oauth2_config.client_secret",
    "scopes": "oauth2_config.scopes",
    "authorize_params": "oauth2_config.extra_authorization_uri_params",
    "method_id": "auth_type",
    "provider": "slug",
    "definition.slug": "slug",
    "definition.api.base_url": "agent_config.proxy_uri",
}


@dataclass(frozen=True)
class CreateConnector:
    """POST connectors. A slug that names a provider that is known switches it on; addresses describe a new one.

    Raises InvalidInput, IntegrationExists, ProviderExists, ScopeMissing, KollaUnimplemented.
    """

    connectors: FindConnector
    providers: GetProvider
    describe: DescribeIntegration
    write: WriteIntegration
    clock: Clock

    async def __call__(self, caller: OperatorCaller, data: Data) -> Switched:
        slug, auth_type = text(data, "slug"), text(data, "auth_type") or "OAUTH2"
        if slug is None:
            raise InvalidInput.of("slug", "is required: the name by which your code calls the connector")
        _refuse(auth_type, data)
        with translated(_NAMES):
            if has_addresses(data) and auth_type in DESCRIBED:
                return await self._described(caller, slug, auth_type, data)
            provider = await self._known(caller.environment_id, slug, auth_type)
            draft = _draft(slug, provider, _method(provider, auth_type), data)
            made = await self.write.create(caller.environment_id, caller.actor, draft)
            return await self.connectors.with_method(made)

    async def _described(self, caller: OperatorCaller, slug: str, auth_type: str, data: Data) -> Switched:
        # Whoever describes a service decides where secrets are sent.
        if DESCRIBING not in caller.scopes:
            raise ScopeMissing(f"Describing a service takes an API key with the scope {DESCRIBING}.")
        described = definition(slug, auth_type, data, self.clock.now().date())
        provider = read_definition(described)
        made = await self.describe.create(
            caller.environment_id,
            caller.actor,
            described,
            _draft(slug, provider, provider.methods[0], data),
            instead=await self._is_left_over(caller.environment_id, provider.slug),
        )
        return await self.connectors.with_method(made)

    async def _is_left_over(self, environment_id: str, slug: str) -> bool:
        """Whether a connector described it that may have been removed since."""
        try:
            known = await self.providers(environment_id, slug)
        except ProviderNotFound:
            return False
        return known.origin is Origin.ENVIRONMENT and is_described(known)

    async def _known(self, environment_id: str, slug: str, auth_type: str) -> Provider:
        try:
            return await self.providers(environment_id, slug)
        except ProviderNotFound as error:
            if auth_type in DESCRIBED:
                wanted = _WANTED.get(auth_type, "oauth2_config")
                raise InvalidInput.of(wanted, f"is required: no provider is called {slug[:63]}") from error
            reason = f"no provider is called {slug[:63]}; describe it first with POST /v1/providers"
            raise KollaUnimplemented(f"A {auth_type} connector is made of a provider, and {reason}.") from error


@dataclass(frozen=True)
class ChangeConnector:
    """PATCH connectors/{c}: all that was sent, or nothing.

    Raises IntegrationNotFound, InvalidInput, IntegrationExists, ScopeMissing, KollaUnimplemented.
    """

    connectors: FindConnector
    describe: DescribeIntegration
    write: WriteIntegration
    clock: Clock

    async def __call__(self, caller: OperatorCaller, reference: str, data: Data, fields: frozenset[str]) -> Switched:
        switched = await self.connectors.with_method(await self.connectors(caller, reference))
        kind = auth_type_of(switched.method)
        if "auth_type" in fields and text(data, "auth_type") not in {None, kind}:
            raise InvalidInput.of("auth_type", "stays as it is; make another connector")
        _refuse(kind, {name: value for name, value in data.items() if name in fields})
        with translated(_NAMES):
            changes = _changes(data, fields)
            described = self._anew(switched, kind, data) if fields & _CONFIGS and kind in DESCRIBED else None
            if described is not None:
                if DESCRIBING not in caller.scopes:
                    raise ScopeMissing(f"Describing a service takes an API key with the scope {DESCRIBING}.")
                await self.describe.change(switched.integration, caller.actor, described, changes)
            elif changes:
                await self.write.change(caller.environment_id, caller.actor, switched.integration.id, changes)
        return await self.connectors.with_method(await self.connectors(caller, switched.integration.id))

    def _anew(self, switched: Switched, kind: str, data: Data) -> dict[str, Json] | None:
        """The provider as it is described now; None where nothing changes in it."""
        provider, today = switched.provider, self.clock.now().date()
        is_own = provider.origin is Origin.ENVIRONMENT
        if is_own and is_described(provider):
            known = connector_out(switched, "")
            data = _laid_over(known, data)
            if definition(provider.slug, kind, data, today) == definition(provider.slug, kind, known, today):
                return None
        elif not has_addresses(data) or _is_as_it_was(switched, data):
            return None
        elif not is_own:
            raise InvalidInput.of("oauth2_config", f"the addresses of {provider.name} are known and stay as they are")
        return definition(provider.slug, kind, data, today)


def _laid_over(known: Data, data: Data) -> Data:
    """The connector as it stands with what was sent: what is left out of a config stays as it is."""
    return {name: {**inner(known, name), **inner(data, name)} for name in _CONFIGS}


def _refuse(auth_type: str, data: Data) -> None:
    if auth_type not in KINDS:
        raise InvalidInput.of("auth_type", f"write one of {', '.join(KINDS)}")
    if inner(data, "custom_config"):
        raise KollaUnimplemented("A custom_config has no meaning here: describe the provider with POST /v1/providers.")
    # Kolla reads this id as a wish for the password grant, which must not be used (RFC 9700 section 2.4).
    if text(inner(data, "oauth2_config"), "client_id") == _PASSWORD_GRANT:
        raise KollaUnimplemented("The password grant is not spoken here: register a client at the provider.")


def _method(provider: Provider, auth_type: str) -> Method:
    found = next((method for method in provider.methods if auth_type_of(method) == auth_type), None)
    if found is None:
        known = ", ".join(dict.fromkeys(auth_type_of(method) for method in provider.methods))
        raise InvalidInput.of("auth_type", f"{provider.name} is connected by {known}")
    return found


def _draft(slug: str, provider: Provider, method: Method, data: Data) -> Draft:
    changes = _changes(data, frozenset({"slug", *_CONFIGS}))
    # Providers ask for the redirect URI before they give a client, and it holds the integration's id.
    has_client = changes.get("client_id") is not None or not method.redirects
    settled = {"provider": provider.slug, "method_id": method.id, "slug": slug, "enabled": has_client}
    return Draft(**changes | settled)  # type: ignore[arg-type]


def _changes(data: Data, fields: frozenset[str]) -> dict[str, object]:
    changes: dict[str, object] = {}
    if "slug" in fields and (slug := text(data, "slug")):
        changes["slug"] = slug
    if "oauth2_config" not in fields:
        return changes
    config = inner(data, "oauth2_config")
    if client_id := text(config, "client_id"):
        changes |= {"client_id": client_id, "enabled": True}
    if secret := text(config, "client_secret"):
        changes["client_secret"] = Secret(secret)
    scopes = words(config, "scopes", MAX_SCOPES)
    if scopes is not None:
        changes["scopes"] = scopes
    if "extra_authorization_uri_params" in config:
        changes["authorize_params"] = texts(config, "extra_authorization_uri_params")
    return changes


def _is_as_it_was(switched: Switched, data: Data) -> bool:
    """Clients send back what they read: the same addresses describe nothing new."""
    config, method = inner(data, "oauth2_config"), switched.method
    if proxy := text(inner(data, "agent_config"), "proxy_uri"):
        return proxy == switched.provider.api.base_url
    if not config:
        return False
    with suppress(InvalidInput):
        token_uri = "" if method.token is None else method.token.url
        said = {"authorization_uri": method.authorize_url, "token_uri": token_uri}
        return all(text(config, name) in {None, known} for name, known in said.items())
    return False
