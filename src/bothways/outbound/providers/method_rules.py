"""What must hold in one method: the parts that its type needs, and fields that make sense."""

import re
from collections.abc import Callable

from bothways.oauth.authorization import RESERVED
from bothways.oauth.scopes import is_scope
from bothways.outbound.providers.calls import Call
from bothways.outbound.providers.model import ClientOwner, Field, Method, MethodType, Provider, ValueSource
from bothways.outbound.providers.pattern import fault_of_pattern
from bothways.outbound.providers.problems import Problems
from bothways.outbound.providers.values import field_fault

_FIELD = re.compile(r"[a-z][a-z0-9_]{0,62}")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}")
_VERB = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"})
# What the strictest of those who read assertions take.
MAX_ASSERTION_SECONDS = 3_600
_CLIENT_FIELDS = {"client_id", "client_secret"}
# Framing and addressing are the egress's own.
_FORBIDDEN_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection", "cookie", "upgrade"})


def check_method(provider: Provider, method: Method, path: str, problems: Problems) -> None:
    """Note everything in the method that would not work, placeholders and addresses apart."""
    _PARTS[method.type](method, path, problems)
    if method.type is not MethodType.JWT_BEARER:
        _refuse(method.assertion, f"{path}.assertion", problems)
    _check_fields(method, path, problems)
    _check_scopes(method, path, problems)
    _check_names_of_parameters(provider, method, path, problems)
    if not method.label.strip():
        problems.add(f"{path}.label", "it is empty", "Say in a few words what people choose.")
    if method.look_up is None and any(value.source is ValueSource.LOOK_UP for value in provider.values_of(method)):
        problems.add(f"{path}.look_up", "a value is to be looked up, and there is no look-up", "Describe the call.")
    for name, call in (("look_up", method.look_up), ("verify", provider.verify_of(method))):
        if call is not None:
            _check_call(provider, method, call, f"{path}.{name}", problems)


def _code(method: Method, path: str, problems: Problems) -> None:
    _need(method.authorize_url, f"{path}.authorize_url", problems)
    _need(method.token, f"{path}.token", problems)
    _need_client(method, {ClientOwner.OPERATOR}, path, problems)
    _refuse(method.oauth1, f"{path}.oauth1", problems)


def _client_credentials(method: Method, path: str, problems: Problems) -> None:
    _need(method.token, f"{path}.token", problems)
    _refuse(method.authorize_url, f"{path}.authorize_url", problems)
    _refuse(method.oauth1, f"{path}.oauth1", problems)
    _need_client(method, {ClientOwner.OPERATOR, ClientOwner.CUSTOMER}, path, problems)
    names = {field.name for field in method.fields}
    if method.client is ClientOwner.CUSTOMER and not names >= _CLIENT_FIELDS:
        problems.add(f"{path}.fields", "the customer's client cannot be typed", "Add client_id and client_secret.")


def _assertion(method: Method, path: str, problems: Problems) -> None:
    for name in ("assertion", "token"):
        _need(getattr(method, name), f"{path}.{name}", problems)
    for name in ("authorize_url", "oauth1", "revoke"):
        _refuse(getattr(method, name), f"{path}.{name}", problems)
    _need_client(method, {ClientOwner.CUSTOMER}, path, problems)
    if (assertion := method.assertion) is None:
        return
    key = next((field for field in method.fields if field.name == assertion.key), None)
    if key is None or not key.secret or not key.required or key.choices or key.default or key.pattern:
        reason = "it names no field that a private key could be typed into"
        problems.add(f"{path}.assertion.key", reason, "Name a field that is secret, required, and takes any text.")
    if not assertion.issuer.strip():
        problems.add(f"{path}.assertion.issuer", "it is empty", "Say who signs, such as {credential.issuer}.")
    if not 60 <= assertion.lifetime_seconds <= MAX_ASSERTION_SECONDS:
        problems.add(
            f"{path}.assertion.lifetime_seconds", "it is no short life", f"Write 60 to {MAX_ASSERTION_SECONDS}."
        )
    for index, name in enumerate(assertion.file):
        if not _FIELD.fullmatch(name) or name in {field.name for field in method.fields}:
            problems.add(f"{path}.assertion.file[{index}]", "it is taken, or no name", "Name a member of the file.")


def _key(method: Method, path: str, problems: Problems) -> None:
    for name in ("authorize_url", "token", "oauth1", "revoke"):
        _refuse(getattr(method, name), f"{path}.{name}", problems)
    _need_client(method, {ClientOwner.NONE}, path, problems)
    if not method.fields:
        problems.add(f"{path}.fields", "there is nothing to type", "Describe the key as a field.")
    if method.type is MethodType.BASIC:
        _need(method.attach.basic, f"{path}.attach.basic", problems)


def _oauth1(method: Method, path: str, problems: Problems) -> None:
    for name in ("authorize_url", "token", "oauth1"):
        _need(getattr(method, name), f"{path}.{name}", problems)
    _need_client(method, {ClientOwner.OPERATOR}, path, problems)
    if not method.attach.oauth1:
        problems.add(f"{path}.attach.oauth1", "requests would leave unsigned", "Set it to true.")


_PARTS: dict[MethodType, Callable[[Method, str, Problems], None]] = {
    MethodType.OAUTH2_CODE: _code,
    MethodType.OAUTH2_CLIENT_CREDENTIALS: _client_credentials,
    MethodType.JWT_BEARER: _assertion,
    MethodType.API_KEY: _key,
    MethodType.BASIC: _key,
    MethodType.OAUTH1: _oauth1,
}


def _need(part: object, path: str, problems: Problems) -> None:
    if part is None:
        problems.add(path, "a method of this type needs it", "Add it.")


def _refuse(part: object, path: str, problems: Problems) -> None:
    if part is not None:
        problems.add(path, "a method of this type has no use for it", "Remove it.")


def _need_client(method: Method, owners: set[ClientOwner], path: str, problems: Problems) -> None:
    if method.client not in owners:
        problems.add(f"{path}.client", "it does not fit the type", "Write one of: " + ", ".join(sorted(owners)) + ".")


def _check_fields(method: Method, path: str, problems: Problems) -> None:
    seen: set[str] = set()
    for index, field in enumerate(method.fields):
        where = f"{path}.fields[{index}]"
        if not _FIELD.fullmatch(field.name) or field.name in seen:
            problems.add(f"{where}.name", "it is taken, or no name", "Use small letters, digits and _, each name once.")
        seen.add(field.name)
        _check_field(field, where, problems)


def _check_field(field: Field, path: str, problems: Problems) -> None:
    if not field.label.strip():
        problems.add(f"{path}.label", "it is empty", "Write what the provider calls it.")
    if field.pattern is not None and (reason := fault_of_pattern(field.pattern)):
        problems.add(f"{path}.pattern", reason, "Write a simpler pattern.")
    elif field.default is not None and field_fault(field, field.default):
        problems.add(f"{path}.default", "people could not type it", "Correct the default.")


def _check_scopes(method: Method, path: str, problems: Problems) -> None:
    scopes = method.scopes
    for name in ("default", "required", "offered"):
        for index, scope in enumerate(getattr(scopes, name)):
            if not is_scope(scope):
                problems.add(f"{path}.scopes.{name}[{index}]", "it is no scope", "Use visible characters only.")
            elif name != "offered" and scopes.offered and scope not in scopes.offered:
                problems.add(f"{path}.scopes.{name}[{index}]", "it is not offered", "Add it to offered.")
    if scopes.separator not in {" ", ",", ";", "+", "|"}:
        problems.add(f"{path}.scopes.separator", "it separates nothing", 'Write one of: " ", ",", ";", "+", "|".')


def _check_names_of_parameters(provider: Provider, method: Method, path: str, problems: Problems) -> None:
    for name in method.authorize_params:
        if name.lower() in RESERVED:
            problems.add(f"{path}.authorize_params.{name}", "it is ours to send", "Remove it; see renames and omit.")
    headers = [("api.headers", provider.api.headers), (f"{path}.attach.headers", method.attach.headers)]
    if method.revoke is not None:
        headers.append((f"{path}.revoke.headers", method.revoke.headers))
    if method.token is not None:
        headers.append((f"{path}.token.headers", method.token.headers))
        if method.token.method not in {"POST", "GET"}:
            problems.add(f"{path}.token.method", "it is neither POST nor GET", "Write POST.")
    for where, names in headers:
        _check_headers(names, where, problems)


def _check_headers(names: object, path: str, problems: Problems) -> None:
    for name in names if isinstance(names, dict) else ():
        if not _HEADER.fullmatch(name) or name.lower() in _FORBIDDEN_HEADERS:
            problems.add(f"{path}.{name}", "a header of this name cannot be sent", "Remove it.")


def _check_call(provider: Provider, method: Method, call: Call, path: str, problems: Problems) -> None:
    if call.method not in _VERB:
        problems.add(f"{path}.method", "it is no method of HTTP that is spoken here", "Write GET.")
    _check_headers(call.headers, f"{path}.headers", problems)
    known = {field.name for field in method.fields} | {value.name for value in provider.values}
    for status, blamed in call.blame.items():
        if not re.fullmatch(r"[45]\d\d", status):
            problems.add(f"{path}.blame.{status}", "it is no status of an error", "Write one such as 403.")
        if method.verify is call and set(blamed) - known:
            problems.add(f"{path}.blame.{status}", "it blames what is not asked for", "Name fields or values.")
