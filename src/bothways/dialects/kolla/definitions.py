"""A connector whose addresses somebody gave as a provider of the environment's own. Pure."""

from collections.abc import Callable, Mapping
from datetime import date

from bothways.dialects.kolla.bodies import Data, flag, inner, text, texts
from bothways.dialects.kolla.connectors import AGENT, AGENT_METHOD
from bothways.kit.errors import FieldError, InvalidInput
from bothways.oauth.foreign import Json
from bothways.outbound.providers.model import Provider

_BY_CONNECTOR = ", as it was described by a connector."
_STYLES = {"params": "post", "header": "basic", "detect": "post", "": "post"}
# Nothing in a connector says where the API lies, and a provider must say something: a name that never leads anywhere
# (RFC 2606). Whoever wants base_url in credentials sets the value on the integration.
_BASE_URL: dict[str, Json] = {
    "name": "api_base_url",
    "label": "Where the API lies",
    "kind": "url",
    "source": "integration",
    "default": "https://api.invalid",
}

# Which of the consumer's agents it is, as the operator's proxy knows it.
_AGENT_NAME: dict[str, Json] = {"name": "agent", "label": "Agent", "source": "ask", "required": False}

_DIRECTLY: dict[str, Json] = {"api": {"base_url": "{connection.api_base_url}"}, "values": [_BASE_URL]}
_BEARER: Json = {"headers": {"Authorization": "Bearer {token.access_token}"}}


def has_addresses(data: Data) -> bool:
    """Whether the connector describes a provider, rather than naming one that is known."""
    oauth2 = inner(data, "oauth2_config")
    return bool(
        text(oauth2, "authorization_uri")
        or text(oauth2, "token_uri")
        or inner(data, "api_key_config")
        or inner(data, "basic_auth_config")
        or text(inner(data, "agent_config"), "proxy_uri")
    )


def definition(slug: str, auth_type: str, data: Data, today: date) -> dict[str, Json]:
    """The provider file. Raises InvalidInput that names what is missing in the connector."""
    return {
        "slug": provider_slug(slug),
        "name": _title(slug),
        "description": _title(slug) + _BY_CONNECTOR,
        "categories": ["other"],
        **(_through_a_proxy(data) if auth_type == AGENT else _DIRECTLY),
        "methods": [_METHODS[auth_type](data)],
        "source": {"independent": 0},
        "checked_at": today.isoformat(),
    }


def _through_a_proxy(data: Data) -> dict[str, Json]:
    proxy = text(inner(data, "agent_config"), "proxy_uri")
    if proxy is None:
        raise InvalidInput.of("agent_config.proxy_uri", "is required: where your proxy to the agents is")
    return {"api": _plain({"base_url": proxy}, "agent_config.proxy_uri"), "values": [_AGENT_NAME]}


def is_described(provider: Provider) -> bool:
    """Whether a connector described it, rather than somebody who wrote a file."""
    return provider.description.endswith(_BY_CONNECTOR)


def provider_slug(slug: str) -> str:
    """A connector's slug as a provider's, which has no underscores."""
    return slug.replace("_", "-")


def _oauth2(data: Data) -> Json:
    config = inner(data, "oauth2_config")
    _require(config, "authorization_uri", "token_uri")
    pkce = text(config, "pkce_method") or ""
    if pkce not in {"", "S256"}:
        raise InvalidInput.of("oauth2_config.pkce_method", "write S256, or leave it out")
    found: dict[str, Json] = {
        "type": "oauth2_code",
        "id": "oauth2",
        "label": "Sign in",
        "client": "operator",
        "values": [_BASE_URL["name"]],
        "authorize_url": text(config, "authorization_uri"),
        "pkce": "s256" if pkce else "off",
        "token": _token(config),
        "attach": _BEARER,
    }
    if revocation := text(config, "revocation_uri"):
        found["revoke"] = {"url": revocation}
    return found


def _session(data: Data) -> Json:
    """A client of the consumer's own is traded for a token (RFC 6749 section 4.4)."""
    config = inner(data, "oauth2_config")
    _require(config, "token_uri")
    return {
        "type": "oauth2_client_credentials",
        "id": "session",
        "label": "Client id and secret",
        "client": "customer",
        "values": [_BASE_URL["name"]],
        "fields": [
            {"name": "client_id", "label": "Client id", "secret": False},
            {"name": "client_secret", "label": "Client secret"},
        ],
        "token": _token(config),
        "attach": _BEARER,
    }


def _jwt(data: Data) -> Json:
    """A key of the consumer's own signs what is traded for a token (RFC 7523 section 2.1)."""
    config = inner(data, "oauth2_config")
    _require(config, "token_uri")
    named = ("issuer", "key_id", "subject")
    return {
        "type": "jwt_bearer",
        "id": "jwt",
        "label": "Private key",
        "client": "customer",
        "values": [_BASE_URL["name"]],
        "fields": [
            {"name": "issuer", "label": "Issuer", "secret": False},
            {"name": "key_id", "label": "Key id", "secret": False, "required": False},
            {"name": "subject", "label": "Acts for", "secret": False, "required": False},
            {"name": "private_key", "label": "Private key"},
        ],
        "assertion": {"key": "private_key", **{name: f"{{credential.{name}}}" for name in named}},
        "token": _token(config),
        "attach": _BEARER,
    }


def _require(config: Data, *names: str) -> None:
    missing = [name for name in names if text(config, name) is None]
    if missing:
        reason = "is required where the connector's slug names no provider that is known"
        faults = [FieldError(f"oauth2_config.{name}", reason) for name in missing]
        raise InvalidInput("; ".join(f"{fault.field}: {reason}" for fault in faults), fields=faults)


def _token(config: Data) -> Json:
    style = text(config, "auth_style") or ""
    if style not in _STYLES:
        raise InvalidInput.of("oauth2_config.auth_style", "write params, header or detect")
    return {
        "url": text(config, "token_uri"),
        "client_auth": _STYLES[style],
        "params": _plain(texts(config, "extra_token_uri_params"), "extra_token_uri_params"),
        "headers": _plain(texts(config, "extra_headers"), "extra_headers"),
    }


def _api_key(data: Data) -> Json:
    config = inner(data, "api_key_config")
    name = _key(config, "consumer_config_key", "api_key")
    parameter = text(config, "parameter_field") or "Authorization"
    prefix = _plain({"prefix": text(config, "prefix") or ""}, "prefix")["prefix"]
    template = f"{prefix}{{credential.{name}}}"
    where = "headers" if flag(config, "header", default="parameter_field" not in config) else "query"
    return {
        "type": "api_key",
        "id": "api_key",
        "label": "API key",
        "values": [_BASE_URL["name"]],
        "fields": [{"name": name, "label": "API key"}],
        "attach": {where: {parameter: template}},
    }


def _basic(data: Data) -> Json:
    config = inner(data, "basic_auth_config")
    username = _key(config, "consumer_config_username", "username")
    password = _key(config, "consumer_config_password", "password")
    return {
        "type": "basic",
        "id": "basic",
        "label": "User name and password",
        "values": [_BASE_URL["name"]],
        "fields": [
            {"name": username, "label": "User name", "secret": False},
            {"name": password, "label": "Password"},
        ],
        "attach": {
            "basic": {"username": f"{{credential.{username}}}", "password": f"{{credential.{password}}}"},
        },
    }


def _agent(data: Data) -> Json:
    """The token that the consumer's agent was installed with is what opens the way to it."""
    return {
        "type": "api_key",
        "id": AGENT_METHOD,
        "label": "Install token",
        "values": [_AGENT_NAME["name"]],
        "fields": [{"name": "install_token", "label": "Install token"}],
        "attach": {"headers": {"Authorization": "Bearer {credential.install_token}"}},
    }


def _key(config: Data, name: str, default: str) -> str:
    """`consumer_config.api_key` as the name of a field of ours."""
    given = (text(config, name) or default).removeprefix("consumer_config.")
    return given.replace("-", "_").lower()


def _plain(given: Mapping[str, str], name: str) -> dict[str, Json]:
    """Texts that become part of templates: braces would be read as placeholders."""
    if any("{" in value or "}" in value for value in given.values()):
        raise InvalidInput.of(name, "must not hold braces")
    return dict(given)


def _title(slug: str) -> str:
    return " ".join(word.capitalize() for word in slug.replace("_", "-").split("-") if word)


_METHODS: Mapping[str, Callable[[Data], Json]] = {
    "OAUTH2": _oauth2,
    "API_KEY": _api_key,
    "BASIC_AUTH": _basic,
    "SESSION": _session,
    "JWT": _jwt,
    AGENT: _agent,
}
DESCRIBED = frozenset(_METHODS)
"""What a connector can describe by what Kolla's clients say."""
