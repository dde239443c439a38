"""Errors as google.rpc.Status, which is what Kolla's clients read: `{code, message, details[]}`."""

from collections.abc import Mapping

import msgspec

from bothways.dialects.kolla.errors import KollaTooMany, KollaUnimplemented
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.problems import MethodNotAllowed, Problem, RouteNotFound
from bothways.kit.web.reply import JSON, Reply
from bothways.kit.web.speech import Speech
from bothways.outbound.integrations.model import IntegrationExists
from bothways.outbound.providers.errors import ProviderExists

DOMAIN = "bothways"

INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED = 3, 5, 6, 7
RESOURCE_EXHAUSTED, FAILED_PRECONDITION, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, UNAUTHENTICATED = 8, 9, 12, 13, 14, 16

# google/rpc/code.proto says which HTTP status goes with each.
HTTP: Mapping[int, int] = {
    INVALID_ARGUMENT: 400,
    NOT_FOUND: 404,
    ALREADY_EXISTS: 409,
    PERMISSION_DENIED: 403,
    RESOURCE_EXHAUSTED: 429,
    FAILED_PRECONDITION: 400,
    UNIMPLEMENTED: 501,
    INTERNAL: 500,
    UNAVAILABLE: 503,
    UNAUTHENTICATED: 401,
}

# By our code where the status alone does not tell.
_BY_CODE: Mapping[str, int] = {
    KollaUnimplemented.code: UNIMPLEMENTED,
    KollaTooMany.code: FAILED_PRECONDITION,
    MethodNotAllowed.code: UNIMPLEMENTED,
    RouteNotFound.code: NOT_FOUND,
    IntegrationExists.code: ALREADY_EXISTS,
    ProviderExists.code: ALREADY_EXISTS,
}
_BY_STATUS: Mapping[int, int] = {
    401: UNAUTHENTICATED,
    403: PERMISSION_DENIED,
    404: NOT_FOUND,
    409: FAILED_PRECONDITION,
    429: RESOURCE_EXHAUSTED,
    500: INTERNAL,
    503: UNAVAILABLE,
}


def code_of(problem: Problem) -> int:
    """The canonical code. What has none of its own was wrong in the request."""
    return _BY_CODE.get(problem.code) or _BY_STATUS.get(problem.status, INVALID_ARGUMENT)


def status_reply(problem: Problem, _: Exchange) -> Reply:
    """The problem in Kolla's words; the details say the rest in Google's standard ones."""
    code = code_of(problem)
    details: list[dict[str, object]] = [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": problem.code.upper(),
            "domain": DOMAIN,
            "metadata": {"next_step": problem.next_step},
        },
        {"@type": "type.googleapis.com/google.rpc.RequestInfo", "requestId": problem.request_id},
    ]
    if problem.errors:
        violations = [{"field": item.field, "description": item.reason} for item in problem.errors]
        details.append({"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations})
    body = {"code": code, "message": problem.detail, "details": details}
    return Reply(HTTP[code], msgspec.json.encode(body), (JSON,))


PREFIXES = ("/connect/v1/", "/v1/connectors", "/v1/consumers", "/v1/connectortemplates", "/v1/apps", "/kolla/")
SPEECH = Speech(PREFIXES, status_reply)
