"""The API document (OpenAPI 3.1), made from the route table. The same table gives the same bytes."""

import inspect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bothways.kit.errors import DomainError, InvalidInput
from bothways.kit.limits import IDEMPOTENCY_KEY_CHARACTERS
from bothways.kit.web.api_schemas import NOTHING, PREFIX, Json, Schemas, has_schema
from bothways.kit.web.operation import Operation
from bothways.kit.web.parameters import Parameter, Source
from bothways.kit.web.problems import (
    BodyTooLarge,
    BodyTooSlow,
    InternalError,
    MalformedRequest,
    ShownOnce,
    TooManyRequests,
    UnsupportedMedia,
    status_of,
)
from bothways.kit.web.route import RouteTableError, Scheme

Errors = tuple[type[DomainError], ...]


@dataclass(frozen=True)
class About:
    """What the document says of itself. `errors` may come from every operation, such as a lost database."""

    title: str
    version: str
    description: str = ""
    server: str = "/"
    errors: Errors = ()
    tags: tuple[tuple[str, str], ...] = ()


def document(operations: Sequence[Operation], about: About) -> Json:
    """The document. Raises RouteTableError when two operations would have the same id."""
    shown = [operation for operation in operations if not operation.route.hidden]
    _check_names(shown)
    schemas = Schemas.of(shown)
    paths: Json = {}
    for operation in shown:
        paths.setdefault(operation.template, {})[operation.route.method.lower()] = _operation(operation, schemas, about)
    return {
        "openapi": "3.1.0",
        "info": {"title": about.title, "version": about.version, "description": about.description},
        "servers": [{"url": about.server}],
        "tags": _tags(shown, about),
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {scheme.name: _scheme(scheme) for scheme in _schemes(shown)},
            "parameters": {"IdempotencyKey": _IDEMPOTENCY_KEY},
            "headers": _HEADERS,
        },
        "x-errors": _catalogue(shown, about),
    }


_IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives"
        " the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request"
        " it is refused."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": IDEMPOTENCY_KEY_CHARACTERS, "pattern": "^[!-~]+$"},
}

_HEADERS: Json = {
    "RequestId": {"description": "Names this request in our log.", "schema": {"type": "string"}},
    "RetryAfter": {"description": "Seconds to wait before the same call.", "schema": {"type": "integer"}},
}


def _operation(operation: Operation, schemas: Schemas, about: About) -> Json:
    route = operation.route
    summary, _, rest = (inspect.getdoc(route.handler) or "").partition("\n")
    needs = operation.gate.needs(route.caller) if operation.gate else ""
    errors = errors_of(operation, about)
    made: Json = {
        "operationId": route.handler.__name__,
        "summary": summary.strip().rstrip("."),
        "description": "\n\n".join(part for part in (rest.strip(), needs) if part),
        "tags": [_tag(operation)],
        "security": [{scheme.name: []} for scheme in operation.gate.schemes] if operation.gate else [],
        "parameters": _parameters(operation, schemas),
    }
    if operation.binding.data is not None:
        made["requestBody"] = {
            "required": operation.binding.data.required,
            "content": {"application/json": {"schema": schemas.get(operation.binding.data.wanted)}},
        }
    made["responses"] = {**_success(operation, schemas), **_failures(errors)}
    made["x-error-codes"] = sorted(error.code for error in errors)
    return made


def _parameters(operation: Operation, schemas: Schemas) -> list[Json]:
    found = [
        _parameter(item, schemas.get(item.wanted))
        for source in (Source.PATH, Source.QUERY)
        for item in operation.binding.of_source(source)
    ]
    return [*found, *([{"$ref": "#/components/parameters/IdempotencyKey"}] if operation.route.idempotent else [])]


def _parameter(item: Parameter, schema: Json) -> Json:
    made: Json = {"name": item.name, "in": item.source.value, "required": item.required}
    if "description" in schema:
        made["description"] = schema.pop("description")
    # In a query a parameter is absent rather than null.
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        schema = {**{name: value for name, value in schema.items() if name != "anyOf"}, **choices[0]}
        if "description" in schema:
            made["description"] = schema.pop("description")
    if item.default is not None and isinstance(item.default, str | int | float | bool):
        schema["default"] = item.default
    return {**made, "schema": schema}


def _success(operation: Operation, schemas: Schemas) -> Json:
    returns = operation.binding.returns
    status = operation.route.status
    made: Json = {"description": "Done.", "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}}}
    if returns in NOTHING:
        status = 204 if status == 200 else status
    elif has_schema(returns):
        made["content"] = {"application/json": {"schema": schemas.get(returns)}}
    return {str(status): made}


def _failures(errors: Errors) -> Json:
    made: Json = {}
    for status in sorted({status_of(error) for error in errors}):
        made[str(status)] = _failure([error for error in errors if status_of(error) == status], status)
    made["default"] = _failure([], None)
    return made


def _failure(errors: Iterable[type[DomainError]], status: int | None) -> Json:
    headers = {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}}
    if status in {429, 503}:
        headers["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
    lines = [f"- `{error.code}`: {_about(error)}" for error in sorted(errors, key=lambda item: item.code)]
    return {
        "description": "\n".join(lines) or "Any other problem.",
        "headers": headers,
        "content": {"application/problem+json": {"schema": {"$ref": f"{PREFIX}Problem"}}},
    }


def errors_of(operation: Operation, about: About) -> Errors:
    """Every error that an operation may answer: its own, its gate's, the border's and the house's."""
    found: list[type[DomainError]] = [*operation.route.errors, *about.errors, InternalError]
    if operation.gate is not None:
        found += [*operation.gate.errors, TooManyRequests]
    if any(operation.binding.of_source(Source.QUERY)) or operation.binding.strict_query:
        found += [InvalidInput, MalformedRequest]
    if operation.binding.reads_body:
        found += [InvalidInput, MalformedRequest, BodyTooLarge, BodyTooSlow, UnsupportedMedia]
    if operation.route.idempotent:
        found += [MalformedRequest, *(operation.replays.errors if operation.replays else ())]
    if operation.route.shown_once:
        found.append(ShownOnce)
    return tuple(dict.fromkeys(found))


def _catalogue(operations: Iterable[Operation], about: About) -> Json:
    known = {error.code: error for operation in operations for error in errors_of(operation, about)}
    return {
        code: {"status": status_of(error), "description": _about(error), "next_step": error.next_step}
        for code, error in sorted(known.items())
    }


def _about(error: type[DomainError]) -> str:
    # Without a docstring of its own a class shows its parent's, which speaks of all errors.
    own = error.__doc__ if "__doc__" in vars(error) else None
    return " ".join((own or error.next_step).split())


def _tags(operations: Iterable[Operation], about: About) -> list[Json]:
    words = dict(about.tags)
    used = dict.fromkeys(_tag(operation) for operation in operations)
    return [{"name": tag, **({"description": words[tag]} if tag in words else {})} for tag in used]


def _tag(operation: Operation) -> str:
    """The route's own tag, else the collection in its path: `/v1/connect-sessions/...` gives "Connect sessions"."""
    if operation.route.tags:
        return operation.route.tags[0]
    parts = [part for part in operation.template.split("/") if part not in {"", "v1"}]
    return parts[0].replace("-", " ").replace("_", " ").capitalize() if parts else "API"


def _schemes(operations: Iterable[Operation]) -> list[Scheme]:
    found = {scheme.name: scheme for item in operations if item.gate for scheme in item.gate.schemes}
    return [found[name] for name in sorted(found)]


def _scheme(scheme: Scheme) -> Json:
    if scheme.cookie:
        return {"type": "apiKey", "in": "cookie", "name": scheme.cookie, "description": scheme.description}
    return {"type": "http", "scheme": "bearer", "description": scheme.description}


def _check_names(operations: Iterable[Operation]) -> None:
    seen: dict[str, str] = {}
    for operation in operations:
        name, where = operation.route.handler.__name__, f"{operation.route.method} {operation.template}"
        if name in seen:
            raise RouteTableError(f"{where} and {seen[name]} are both called {name}; the name is the operation id")
        seen[name] = where
