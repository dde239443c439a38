"""Placeholders and addresses of a file: every one defined where it is used, every address safe to fill."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from bothways.outbound.providers.calls import Assertion, Call, TokenRequest
from bothways.outbound.providers.kinds import is_host
from bothways.outbound.providers.model import ConnectionValue, Method, Provider, ValueKind, ValueSource
from bothways.outbound.providers.problems import Problems
from bothways.outbound.providers.template import TemplateError, placeholders

_IN_HOST = frozenset({ValueKind.LABEL, ValueKind.HOSTNAME, ValueKind.CHOICE, ValueKind.UUID, ValueKind.DIGITS})
# Given before anything is asked of the provider.
_EARLY = frozenset({ValueSource.ASK, ValueSource.INTEGRATION, ValueSource.CHOICE})
_PLAIN_NAME = re.compile(r"[a-z0-9-]+")
_START = re.compile(r"\{connection\.([A-Za-z0-9_]+)\}")

TOKENS = frozenset({"token.access_token", "token.refresh_token"})
CLIENT = frozenset({"client.id", "client.secret"})


@dataclass(frozen=True)
class Place:
    """One template and what it may speak of, beside versions and connection values."""

    path: str
    text: str
    allowed: frozenset[str] = frozenset()  # exact placeholders, or `token.*` for any path
    is_address: bool = False
    early: bool = False  # filled before the provider has answered anything


def check_addresses(provider: Provider, problems: Problems) -> None:
    """Note placeholders without a meaning, and addresses that are not, or may not become, https under known hosts."""
    used: set[str] = set()
    for index, method in enumerate(provider.methods):
        for place in places(provider, method, f"methods[{index}]"):
            used |= {f"{namespace}.{path}" for namespace, path in _check_place(provider, method, place, problems)}
        _check_fields_used(method, f"methods[{index}]", used, problems)
    for name in provider.versions:
        if f"version.{name}" not in used:
            problems.add(f"versions.{name}", "nothing uses it", "Use {version.…} somewhere, or remove it.")


def places(provider: Provider, method: Method, path: str) -> Iterator[Place]:
    """Every template that matters to a method."""
    fields = frozenset(f"credential.{field.name}" for field in method.fields)
    yield from _before_tokens(method, path, fields)
    late = fields | ({"token.access_token"} if method.obtains_token else frozenset())
    base = "api.base_url" if method.api_base_url is None else f"{path}.api_base_url"
    yield Place(base, provider.base_url_of(method), fields, is_address=True)
    for name, text in provider.api.headers.items():
        yield Place(f"api.headers.{name}", text, late)
    for name, text in [*method.attach.headers.items(), *method.attach.query.items()]:
        yield Place(f"{path}.attach.{name}", text, late)
    if method.attach.basic is not None:
        yield Place(f"{path}.attach.basic.username", method.attach.basic.username, late)
        yield Place(f"{path}.attach.basic.password", method.attach.basic.password, late)
    for name, call in (("look_up", method.look_up), ("verify", provider.verify_of(method))):
        if call is not None:
            yield from _of_call(call, provider.base_url_of(method), f"{path}.{name}", late)
    yield from _after_tokens(provider, method, path, late)


def _before_tokens(method: Method, path: str, fields: frozenset[str]) -> Iterator[Place]:
    for name in ("authorize_url", "issuer", "discovery_url"):
        if (text := getattr(method, name)) is not None:
            yield Place(f"{path}.{name}", text, frozenset(), is_address=True, early=name != "discovery_url")
    for name, text in method.authorize_params.items():
        yield Place(f"{path}.authorize_params.{name}", text, frozenset({"client.id"}), early=True)
    if method.oauth1 is not None:
        yield Place(f"{path}.oauth1.request_token_url", method.oauth1.request_token_url, is_address=True, early=True)
    if method.assertion is not None:
        yield from _of_assertion(method.assertion, f"{path}.assertion", fields)
    if method.token is not None:
        yield from _of_token_request(method.token, f"{path}.token", fields)


def _of_assertion(assertion: Assertion, path: str, fields: frozenset[str]) -> Iterator[Place]:
    known = (fields | {f"credential.{name}" for name in assertion.file}) - {f"credential.{assertion.key}"}
    for name in ("issuer", "key_id", "subject", "audience"):
        yield Place(f"{path}.{name}", getattr(assertion, name), known, early=True)


def _of_token_request(token: TokenRequest, path: str, fields: frozenset[str]) -> Iterator[Place]:
    for name in ("url", "refresh_url"):
        if (text := getattr(token, name)) is not None:
            yield Place(f"{path}.{name}", text, fields, is_address=True)
    for part in ("headers", "params", "refresh_params"):
        for name, text in getattr(token, part).items():
            yield Place(f"{path}.{part}.{name}", text, CLIENT | fields)


def _after_tokens(provider: Provider, method: Method, path: str, late: frozenset[str]) -> Iterator[Place]:
    if method.revoke is not None:
        yield Place(f"{path}.revoke.url", method.revoke.url, CLIENT | TOKENS, is_address=True)
        for part, texts in (("headers", method.revoke.headers), ("params", method.revoke.params or {})):
            for name, text in texts.items():
                yield Place(f"{path}.revoke.{part}.{name}", text, CLIENT | TOKENS)
    account = provider.account_of(method)
    if account is not None:
        answers = {"token.*", "verify.*", *({"look_up.*"} if method.look_up else ())}
        for name, text in (("id", account.id), ("label", account.label)):
            yield Place(f"{path}.account.{name}", text, late | answers)


def _of_call(call: Call, base: str, path: str, late: frozenset[str]) -> Iterator[Place]:
    url = base.rstrip("/") + call.url if call.url.startswith("/") else call.url
    yield Place(f"{path}.url", url, late, is_address=True)
    for name, text in call.headers.items():
        yield Place(f"{path}.headers.{name}", text, late)


def _check_place(provider: Provider, method: Method, place: Place, problems: Problems) -> list[tuple[str, str]]:
    try:
        found = list(placeholders(place.text))
    except TemplateError as error:
        problems.add(place.path, str(error), "Correct the template.")
        return []
    rules = {value.name: value for value in _values(provider, method)}
    for namespace, name in found:
        reason = _misuse(provider, rules, place, namespace, name)
        if reason:
            problems.add(place.path, f"{{{namespace}.{name}}} {reason}", "Correct the placeholder, or declare it.")
    if place.is_address:
        _check_address(provider, rules, place, problems)
    return found


def _values(provider: Provider, method: Method) -> Iterator[ConnectionValue]:
    """The method's values, and those that come with their choices."""
    own = provider.values_of(method)
    brought = {name for value in own for choice in value.choices for name in choice.sets}
    yield from own
    yield from (value for value in provider.values if value.name in brought and value not in own)


def _misuse(
    provider: Provider, rules: dict[str, ConnectionValue], place: Place, namespace: str, name: str
) -> str | None:
    if namespace == "version":
        return None if name in provider.versions else "is not among versions"
    if namespace != "connection":
        known = f"{namespace}.{name}" in place.allowed or f"{namespace}.*" in place.allowed
        return None if known else "has no value here"
    rule = rules.get(name)
    if rule is None:
        return "is not among the values of the method"
    if place.early and rule.source not in _EARLY:
        return "is not known yet when this is needed"
    if place.is_address and not rule.required and rule.default is None and rule.source is not ValueSource.CHOICE:
        return "may be absent; make it required or give it a default"
    return None


def _check_address(provider: Provider, rules: dict[str, ConnectionValue], place: Place, problems: Problems) -> None:
    start = _START.match(place.text)
    if start:
        rule = rules.get(start[1])
        if rule is not None and rule.kind is not ValueKind.URL:
            problems.add(place.path, "only a value of kind url may begin an address", "Write https:// before it.")
        return
    scheme, _, rest = place.text.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    for name in _START.findall(host):
        if (rule := rules.get(name)) is not None and rule.kind not in _IN_HOST:
            problems.add(
                place.path, f"{{connection.{name}}} is not fit for a host", "Give it the kind label or hostname."
            )
    fixed = host.rpartition("}")[2].lstrip(".")
    if scheme != "https" and not (scheme == "http" and _is_own_network(host)):
        problems.add(place.path, "it is no https address", "Write https://; plain http is for your own network only.")
    elif "@" in host or "#" in place.text or urlsplit(place.text.replace("{", "").replace("}", "")).fragment:
        problems.add(place.path, "it holds a user name or a fragment", "Remove it.")
    elif fixed and provider.hosts and not any(fixed == own or fixed.endswith("." + own) for own in provider.hosts):
        problems.add(place.path, f"{fixed} is not under the hosts of the file", "Correct it, or add the host to hosts.")


def _is_own_network(host: str) -> bool:
    """Whether a fixed host can only be meant inside the operator's own network."""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ip_address(name).is_private
    except ValueError:
        return bool(_PLAIN_NAME.fullmatch(name)) or (is_host(name) and name.endswith((".local", ".internal")))


def _check_fields_used(method: Method, path: str, used: set[str], problems: Problems) -> None:
    implied = {"client_id", "client_secret"} if method.token is not None else set()
    if method.assertion is not None:
        implied.add(method.assertion.key)
    for index, field in enumerate(method.fields):
        if f"credential.{field.name}" not in used and field.name not in implied:
            problems.add(f"{path}.fields[{index}]", "it is typed for nothing", "Attach it, or remove it.")
    attach = method.attach
    if not (attach.headers or attach.query or attach.basic or attach.oauth1):
        problems.add(f"{path}.attach", "requests would leave without credentials", "Say where the credentials go.")
