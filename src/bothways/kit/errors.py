"""Errors with a stable code: what went wrong, for whom, and what to do next.

A room raises a subclass of `DomainError`; the border turns it into problem+json (RFC 9457)
by its kind. `diagnosis` and `debug` reach no caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self


class Kind(StrEnum):
    """What sort of trouble it is; the border maps each to one HTTP status."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    DENIED = "denied"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    INVALID = "invalid"
    EXHAUSTED = "exhausted"
    UNAVAILABLE = "unavailable"


class Reason(str):
    """Why an input is wrong, in English, with a code and parameters by which a page says it in another language.

    No parameter is what was typed.
    """

    __slots__ = ("code", "params")

    code: str
    params: Mapping[str, str]

    @classmethod
    def of(cls, code: str, sentence: str, **params: str) -> Self:
        """A sentence with its code."""
        reason = cls(sentence)
        reason.code, reason.params = code, params
        return reason


@dataclass(frozen=True)
class FieldError:
    """One input that is wrong: its path (`customer.id`), why, and what would be right."""

    field: str
    reason: str


class DomainError(Exception):
    """The base of every error that a caller may see.

    `detail` is a sentence for the caller and never holds a secret. `fields` name wrong inputs.
    `retry_after_seconds` tells when the same call may work. `diagnosis` is a sentence for whoever runs the server, in
    the log and from the commands: what to mend. `debug` is for debug lines.
    """

    code: ClassVar[str]
    kind: ClassVar[Kind]
    next_step: ClassVar[str]

    def __init__(
        self,
        detail: str,
        *,
        fields: Sequence[FieldError] = (),
        retry_after_seconds: int | None = None,
        diagnosis: str = "",
        debug: str = "",
    ) -> None:
        super().__init__(f"{detail} {diagnosis}".rstrip())
        self.detail = detail
        self.fields = tuple(fields)
        self.retry_after_seconds = retry_after_seconds
        self.diagnosis = diagnosis
        self.debug = debug


class InvalidInput(DomainError):
    """Inputs that were understood and are wrong; `fields` names each."""

    code = "invalid_input"
    kind = Kind.INVALID
    next_step = "Correct the named fields and send the request again."

    @classmethod
    def of(cls, field: str, reason: str) -> "InvalidInput":
        """One wrong field."""
        return cls(f"{field}: {reason}", fields=[FieldError(field, reason)])
