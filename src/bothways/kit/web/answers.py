"""Errors on their way out: problem+json for programs, a page for people, and a dialect's own words on its paths."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from bothways.kit.errors import DomainError
from bothways.kit.log import debug_text, describe, is_fault
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.problems import InternalError, Problem, problem
from bothways.kit.web.reply import HTML, PROBLEM_JSON, Header, Reply
from bothways.kit.web.speech import Speech, speech_at

ErrorPage = Callable[[Problem], Reply]

_ENCODER = msgspec.json.Encoder()
# RFC 6750 section 3: what a 401 must name.
_CHALLENGE: Header = (b"www-authenticate", b'Bearer realm="bothways"')


@dataclass(frozen=True)
class Answers:
    """Turns an exception into an answer and notes for the log. `debug`: the log may have the redacted text, too."""

    page: ErrorPage
    debug: bool = False
    speeches: tuple[Speech, ...] = ()

    def to(self, error: BaseException, exchange: Exchange, headers: tuple[Header, ...] = ()) -> Reply:
        """The answer. Of what is not a DomainError the caller learns the request id and nothing else."""
        known = error if isinstance(error, DomainError) else InternalError("Something went wrong on our side.")
        told = problem(known, exchange.request_id)
        self._note(error, told, exchange)
        extra = list(headers)
        if told.status == 401:
            extra.append(_CHALLENGE)
        if known.retry_after_seconds is not None:
            extra.append((b"retry-after", str(known.retry_after_seconds).encode()))
        if speech := speech_at(self.speeches, exchange.path):
            said = speech.error(told, exchange)
            return Reply(said.status, said.body, (*said.headers, *extra))
        if exchange.is_for_people:
            page = self.page(told)
            return Reply(page.status, page.body, (*page.headers, *extra))
        return Reply(told.status, _ENCODER.encode(told), (PROBLEM_JSON, *extra))

    def _note(self, error: BaseException, told: Problem, exchange: Exchange) -> None:
        exchange.problem = told.code
        if not isinstance(error, DomainError):
            exchange.level = "error"
        elif is_fault(error):
            exchange.level = "warning"
        if is_fault(error):
            exchange.notes.update(describe(error))
        if self.debug:
            exchange.notes.update(debug_text(error))


def plain_page(told: Problem) -> Reply:
    """The page for want of a better one: no style, nothing to go wrong."""
    text = f"<!doctype html><title>{told.status}</title><p>{told.status}: {told.code}</p><p>{told.request_id}</p>"
    return Reply(told.status, text.encode(), (HTML,))
