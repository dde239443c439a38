"""Errors as callers see them: problem+json (RFC 9457), one table from kind to status."""

from typing import ClassVar

import msgspec

from bothways.kit.errors import DomainError, FieldError, Kind, Reason

STATUS = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.DENIED: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.INVALID: 422,
    Kind.EXHAUSTED: 429,
    Kind.UNAVAILABLE: 503,
}


class BorderError(DomainError):
    """What the border itself refuses; `status` where HTTP has a better one than the kind's."""

    status: ClassVar[int | None] = None


class RouteNotFound(BorderError):
    """No operation has this path."""

    code = "route_not_found"
    kind = Kind.NOT_FOUND
    next_step = "Check the path; /reference lists every operation."


class MethodNotAllowed(BorderError):
    """The path exists, the method does not; `Allow` names those that do."""

    code = "method_not_allowed"
    kind = Kind.MALFORMED
    next_step = "Use one of the methods in the Allow header."
    status = 405


class MalformedRequest(BorderError):
    """Not what HTTP or JSON allow; nothing of it was used."""

    code = "malformed_request"
    kind = Kind.MALFORMED
    next_step = "Correct the request and send it again."


class BodyTooLarge(BorderError):
    """More bytes than this operation reads."""

    code = "body_too_large"
    kind = Kind.MALFORMED
    next_step = "Send a smaller body."
    status = 413


class BodyTooSlow(BorderError):
    """The body did not arrive in time."""

    code = "body_too_slow"
    kind = Kind.MALFORMED
    next_step = "Send the whole body without long pauses."
    status = 408


class UnsupportedMedia(BorderError):
    """A content type or content encoding that this operation does not read."""

    code = "unsupported_media_type"
    kind = Kind.MALFORMED
    next_step = "Send the body as described in /reference, without compression."
    status = 415


class TooManyRequests(BorderError):
    """A rate limit; `Retry-After` says when to come back."""

    code = "too_many_requests"
    kind = Kind.EXHAUSTED
    next_step = "Wait for the seconds in Retry-After, then send the request again."


class InternalError(BorderError):
    """A fault of ours. The caller learns the request id and nothing else."""

    code = "internal_error"
    kind = Kind.UNAVAILABLE
    next_step = "Try again later. If it stays, report the request id."
    status = 500


class ServerStopping(BorderError):
    """The process was told to stop and the request took longer than it may; what it had not finished is undone."""

    code = "server_stopping"
    kind = Kind.UNAVAILABLE
    next_step = "Send the request again: another process will answer."


class ShownOnce(BorderError):
    """The request with this Idempotency-Key was carried out, and its answer is shown once."""

    code = "shown_once"
    kind = Kind.CONFLICT
    next_step = (
        "Nothing was done twice. If that answer got lost, remove what was made, and make another with a new key."
    )


class ProblemField(msgspec.Struct, frozen=True, omit_defaults=True):
    """One input that is wrong. Where people type it, `code` and `params` say the reason for other languages."""

    field: str
    reason: str
    code: str | None = None
    params: dict[str, str] = {}


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong, for whom, and what to do next (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    next_step: str
    request_id: str
    errors: list[ProblemField] = []


def status_of(error: DomainError | type[DomainError]) -> int:
    """The HTTP status of an error."""
    own = getattr(error, "status", None)
    return own if isinstance(own, int) else STATUS[error.kind]


def problem(error: DomainError, request_id: str) -> Problem:
    """The error as the caller may see it; `debug` stays behind."""
    return Problem(
        type=f"/reference#error-{error.code}",
        title=error.code.replace("_", " ").capitalize(),
        status=status_of(error),
        code=error.code,
        detail=error.detail,
        next_step=error.next_step,
        request_id=request_id,
        errors=[_problem_field(item) for item in error.fields],
    )


def _problem_field(fault: FieldError) -> ProblemField:
    if not isinstance(fault.reason, Reason):
        return ProblemField(fault.field, fault.reason)
    return ProblemField(fault.field, str(fault.reason), fault.reason.code, dict(fault.reason.params))
