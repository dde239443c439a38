"""Every way in which a call can fail, as exceptions."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One input that is wrong: its path (`customer.id`), and why."""

    field: str
    reason: str


class BothwaysError(Exception):
    """The base of them all.

    `code` is stable and made for programs; `detail` and `next_step` are sentences for people. `errors` name wrong
    inputs. `retry_after_seconds` tells when the same call may work. `status` is the HTTP status, None where no answer
    came. Give `request_id` to whoever runs Bothways: it finds the call in the log.
    """

    def __init__(
        self,
        detail: str,
        *,
        code: str = "",
        next_step: str = "",
        status: int | None = None,
        request_id: str | None = None,
        errors: Sequence[FieldError] = (),
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.next_step = next_step
        self.status = status
        self.request_id = request_id
        self.errors = tuple(errors)
        self.retry_after_seconds = retry_after_seconds

    def __str__(self) -> str:
        lines = [f"{self.code}: {self.detail}"]
        lines += [f"{error.field}: {error.reason}" for error in self.errors if error.reason not in self.detail]
        lines += [self.next_step] if self.next_step else []
        lines += [f"Request {self.request_id}"] if self.request_id else []
        return "\n".join(lines)


class InvalidRequest(BothwaysError):
    """Something in the request is wrong; `errors` name each wrong input. Sent again, it fails again."""


class Unauthenticated(BothwaysError):
    """The API key is not good: unknown, expired or revoked."""


class Denied(BothwaysError):
    """The API key is good and may not do this, or Bothways refuses for another reason that `detail` gives."""


class NotFound(BothwaysError):
    """It does not exist in the environment of the API key."""


class Conflict(BothwaysError):
    """The state of things forbids it; `code` tells which."""


class NeedsReconnect(Conflict):
    """The credentials do not work any more: the customer has to connect the account again (`needs_reauth`).

    Open a connect session for the customer, or an authorization with the connection's id. The id stays.
    """


class TooManyRequests(BothwaysError):
    """Too many, too fast. Wait for `retry_after_seconds`."""


class Unavailable(BothwaysError):
    """Bothways, or the provider behind a connection, cannot answer now. The connection itself is not broken."""


class ConnectionFailed(BothwaysError):
    """No answer of Bothways came back.

    `code` is `unreachable` when nothing was sent, `untrusted` when TLS failed before anything was sent,
    `answer_lost` when the request may have been carried out, and `answer_unusable` when what came back is not from
    Bothways.
    """


BY_STATUS: dict[int, type[BothwaysError]] = {
    401: Unauthenticated,
    403: Denied,
    404: NotFound,
    409: Conflict,
    429: TooManyRequests,
}
BY_CODE: dict[str, type[BothwaysError]] = {"needs_reauth": NeedsReconnect}


def kind_of(status: int, code: str) -> type[BothwaysError]:
    """The class for an error answer."""
    otherwise = Unavailable if status >= 500 else InvalidRequest
    return BY_CODE.get(code) or BY_STATUS.get(status, otherwise)
