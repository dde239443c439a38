"""Connectors: our integrations in Kolla's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bothways.core.identity.callers import CustomerCaller
from bothways.dialects.kolla import names
from bothways.dialects.kolla.gate import Caller
from bothways.oauth.client_auth import ClientAuth
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import NOT_FOUND, Integration, IntegrationNotFound
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.model import Method, MethodType, Pkce, Provider
from bothways.outbound.providers.template import placeholders

AUTH_TYPES: Mapping[MethodType, str] = {
    MethodType.OAUTH2_CODE: "OAUTH2",
    MethodType.API_KEY: "API_KEY",
    MethodType.BASIC: "BASIC_AUTH",
    # A client of the customer's own is traded for a token that lives a while.
    MethodType.OAUTH2_CLIENT_CREDENTIALS: "SESSION",
    MethodType.JWT_BEARER: "JWT",
    MethodType.OAUTH1: "CUSTOM",
}
# Through a proxy of the operator's to an agent in the consumer's network: key-based to us, with an id of its own.
AGENT, AGENT_METHOD = "AGENT", "agent"
KINDS = (*AUTH_TYPES.values(), AGENT)
_STYLES = {ClientAuth.BASIC: "header", ClientAuth.BASIC_RAW: "header", ClientAuth.POST: "params"}

Wire = dict[str, object]


@dataclass(frozen=True)
class Switched:
    """An integration with what it stands on."""

    integration: Integration
    provider: Provider
    method: Method


@dataclass(frozen=True)
class FindConnector:
    """The integration that a connector's id or slug means. Raises IntegrationNotFound."""

    integrations: GetIntegration
    providers: GetProvider

    async def __call__(self, caller: Caller, reference: str) -> Integration:
        """A consumer token that is limited to some integrations knows no other."""
        found = await self._found(caller.environment_id, names.last(reference))
        if isinstance(caller, CustomerCaller) and not caller.may_use(found.id):
            raise IntegrationNotFound(NOT_FOUND)
        return found

    async def with_method(self, integration: Integration) -> Switched:
        """With provider and method. Raises ProviderNotFound."""
        return _switched(integration, await self.providers(integration.environment_id, integration.provider))

    async def with_methods(self, environment_id: str, integrations: Sequence[Integration]) -> list[Switched]:
        """The same of several of an environment; one whose provider is gone is left out, the others must not suffer."""
        known = await self.providers.many(environment_id, {one.provider for one in integrations})
        return [_switched(one, known[one.provider]) for one in integrations if one.provider in known]

    async def _found(self, environment_id: str, reference: str) -> Integration:
        try:
            return await self.integrations(environment_id, reference)
        except IntegrationNotFound:
            by_id = names.ours("intg", reference)
            if by_id is None:
                raise
            return await self.integrations(environment_id, by_id)


def _switched(integration: Integration, provider: Provider) -> Switched:
    return Switched(integration, provider, provider.find_method(integration.method_id) or provider.methods[0])


def auth_type_of(method: Method) -> str:
    """What Kolla calls the way that accounts are linked."""
    return AGENT if method.id == AGENT_METHOD else AUTH_TYPES[method.type]


def connector_out(switched: Switched, public_url: str) -> Wire:
    """The connector. A client secret is never in it."""
    integration = switched.integration
    uid = names.bare(integration.id)
    wire: Wire = {
        "name": names.connector(integration.slug),
        "uid": uid,
        "slug": integration.slug,
        "marketplace_app": f"apps/{uid}/revisions/{revision(integration)}",
        "auth_type": auth_type_of(switched.method),
        "create_time": integration.created_at,
        "update_time": integration.updated_at,
    }
    if switched.method.id == AGENT_METHOD:
        return wire | {"agent_config": {"proxy_uri": switched.provider.api.base_url}}
    match switched.method.type:
        case MethodType.OAUTH2_CODE | MethodType.OAUTH2_CLIENT_CREDENTIALS | MethodType.JWT_BEARER:
            wire["oauth2_config"] = _oauth2(switched, public_url)
        case MethodType.API_KEY:
            wire["api_key_config"] = _api_key(switched.method)
        case MethodType.BASIC:
            wire["basic_auth_config"] = _basic(switched.method)
    return wire


def revision(integration: Integration) -> str:
    """Of what the marketplace shows: another one with every change."""
    return f"{int(integration.updated_at.timestamp()):x}"


def _oauth2(switched: Switched, public_url: str) -> Wire:
    integration, method = switched.integration, switched.method
    token = method.token
    return {
        "client_id": integration.client_id or "",
        "redirect_uri": integration.redirect_uri(public_url) if method.redirects else "",
        "authorization_uri": method.authorize_url or "",
        "token_uri": "" if token is None else token.url,
        "revocation_uri": "" if method.revoke is None else method.revoke.url,
        "scopes": list(integration.scopes),
        "extra_authorization_uri_params": {**method.authorize_params, **integration.authorize_params},
        "extra_token_uri_params": {} if token is None else dict(token.params),
        "extra_headers": {} if token is None else dict(token.headers),
        "pkce_method": "S256" if method.redirects and method.pkce is Pkce.S256 else "",
        "auth_style": "" if token is None else _STYLES.get(token.client_auth, ""),
    }


def _api_key(method: Method) -> Wire:
    attach = method.attach
    for place, header in ((attach.headers, True), (attach.query, False)):
        for parameter, template in place.items():
            fields = [name for space, name in placeholders(template) if space == "credential"]
            if fields:
                return {
                    "consumer_config_key": f"consumer_config.{fields[0]}",
                    "parameter_field": parameter,
                    "header": header,
                    "prefix": template.partition("{")[0],
                }
    field = method.fields[0].name if method.fields else ""
    return {"consumer_config_key": f"consumer_config.{field}", "parameter_field": "", "header": False, "prefix": ""}


def _basic(method: Method) -> Wire:
    username, password = basic_fields(method)
    return {
        "consumer_config_username": f"consumer_config.{username}",
        "consumer_config_password": f"consumer_config.{password}",
    }


def basic_fields(method: Method) -> tuple[str, str]:
    """The names of the two fields that make the pair, as far as its templates tell."""
    pair = method.attach.basic
    if pair is None:
        return "username", "password"
    found = [
        next((name for space, name in placeholders(template) if space == "credential"), "")
        for template in (pair.username, pair.password)
    ]
    return found[0], found[1]
