"""The person's part: a request waits for an answer, and is answered once, in the browser that it was shown in."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bothways.oauth.errors import ErrorCode
from bothways.sandbox.authorize import AuthorizationRequest, response_url
from bothways.sandbox.ledger import Ledger, Shelf, digest
from bothways.sandbox.model import REQUIRED_SCOPES, Code, Person

LIFETIME = timedelta(minutes=15)
MAX_WAITING = 500


class ConsentGone(Exception):
    """No request waits under this ticket in this browser: it was answered, is too old, or never was."""


@dataclass(frozen=True)
class _Waiting:
    request: AuthorizationRequest
    browser: str
    expires_at: datetime


@dataclass(frozen=True)
class Consents:
    """Requests that were shown and not answered yet."""

    ledger: Ledger
    _waiting: Shelf[_Waiting] = field(default_factory=lambda: Shelf(MAX_WAITING))

    def open(self, request: AuthorizationRequest, browser: str) -> str:
        """Remember what is shown. Returns the ticket that the form carries."""
        ticket = self.ledger.mint("", 24)
        expires_at = self.ledger.now() + LIFETIME
        self._waiting.put(digest(ticket), _Waiting(request, digest(browser), expires_at))
        return ticket

    def allow(self, ticket: str, browser: str, person: Person, ticked: Collection[str]) -> str:
        """Grant what was shown and ticked. Returns the address to go back to. Raises ConsentGone."""
        request = self._claim(ticket, browser)
        granted = tuple(name for name in request.scopes if name in ticked or name in REQUIRED_SCOPES)
        text = self.ledger.mint("sbx_code_")
        lifetime = timedelta(seconds=self.ledger.options.code_lifetime_seconds)
        code = Code(
            client_id=request.client.id,
            redirect_uri=request.redirect_uri,
            person_id=person.id,
            scopes=granted,
            challenge=request.challenge,
            expires_at=self.ledger.now() + lifetime,
        )
        self.ledger.codes.put(digest(text), code)
        self.ledger.counts["consents"] += 1
        refused = len(request.scopes) - len(granted)
        kept_back = f", without {refused} of the permissions" if refused else ""
        self.ledger.tell(f"{person.name} let {request.client.name} in{kept_back}.")
        return self._back(request, code=text)

    def cancel(self, ticket: str, browser: str) -> str:
        """The person said no. Returns the address to go back to. Raises ConsentGone."""
        request = self._claim(ticket, browser)
        self.ledger.tell(f"Somebody turned {request.client.name} away.")
        return self._back(request, error=ErrorCode.ACCESS_DENIED, error_description="The person said no.")

    def _claim(self, ticket: str, browser: str) -> AuthorizationRequest:
        waiting = self._waiting.find(digest(ticket))
        if waiting is None or waiting.browser != digest(browser):
            # Left in its place: a stranger with the ticket must not be able to spoil the request.
            raise ConsentGone
        self._waiting.claim(digest(ticket))
        if waiting.expires_at <= self.ledger.now():
            raise ConsentGone
        return waiting.request

    def _back(self, request: AuthorizationRequest, **params: str) -> str:
        return response_url(request.redirect_uri, self.ledger.options.issuer_url, request.state, **params)
