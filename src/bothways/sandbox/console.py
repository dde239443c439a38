"""The pages that explain the sandbox, show what it holds, and let anybody make trouble."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bothways.oauth import redirects
from bothways.sandbox.exchange import Ask, Malformed, Say, once, read_pairs, see_other
from bothways.sandbox.forms import Forged, FormGuard
from bothways.sandbox.ledger import MAX_KEYS_PER_PERSON, Ledger
from bothways.sandbox.model import CLIENT_SCOPES, PEOPLE, SCOPES, Grant, find_person
from bothways.sandbox.pages import Pages

FAIL_SECONDS = 60
GRANTS_SHOWN = 20

Fields = dict[str, str]


@dataclass(frozen=True)
class GrantRow:
    """A consent as the page shows it. `seconds_left` is that of its longest-living access token."""

    id: str
    who: str
    initials: str
    client: str
    scopes: tuple[str, ...]
    age_seconds: float
    alive: bool
    seconds_left: float
    refreshes: int


@dataclass(frozen=True)
class NewsRow:
    """A line of news with its age."""

    text: str
    age_seconds: float


@dataclass(frozen=True)
class Console:
    """Everything on / and /keys."""

    ledger: Ledger
    forms: FormGuard
    pages: Pages

    # --- pages ---

    def start(self, ask: Ask) -> Say:
        """GET /"""
        return self._page(ask, "start.html")

    def live(self, ask: Ask) -> Say:
        """GET /live: the part of the start page that changes."""
        return self._page(ask, "live.html")

    def keys(self, ask: Ask) -> Say:
        """GET /keys"""
        return self._page(ask, "keys.html")

    def _page(self, ask: Ask, template: str, *, status: int = 200, problem: str = "") -> Say:
        browser = self.forms.browser(ask, self.ledger.mint(""))
        try:
            asked = once(read_pairs(ask.query))
        except Malformed:
            asked = {}
        return self.pages.render(
            template,
            status=status,
            headers=[self.forms.set_cookie(browser)] if browser.fresh else [],
            form_token=browser.form_token,
            problem=problem,
            options=self.ledger.options,
            clients=list(self.ledger.clients.values()),
            scopes=SCOPES,
            client_scopes=CLIENT_SCOPES,
            people=[(person, self.ledger.keys_of(person.id)) for person in PEOPLE],
            max_keys=MAX_KEYS_PER_PERSON,
            proposed_uri=asked.get("redirect_uri", ""),
            fail_seconds=FAIL_SECONDS,
            failing_seconds=self.ledger.failing_seconds(),
            counts=self.ledger.counts,
            grants=self._grants(),
            news=[NewsRow(item.text, self._age(item.at)) for item in self.ledger.news],
        )

    def _grants(self) -> list[GrantRow]:
        ends: dict[str, float] = defaultdict(float)
        now = self.ledger.now()
        for token in self.ledger.access_tokens.values():
            left = (token.expires_at - now).total_seconds()
            ends[token.grant_id] = max(ends[token.grant_id], left)
        newest = list(self.ledger.grants.values())[: -GRANTS_SHOWN - 1 : -1]
        return [self._row(grant, ends[grant.id]) for grant in newest]

    def _row(self, grant: Grant, seconds_left: float) -> GrantRow:
        person = find_person(grant.person_id or "")
        client = self.ledger.clients[grant.client_id]
        return GrantRow(
            id=grant.id,
            who=person.name if person is not None else "The client itself",
            initials=person.initials if person is not None else "",
            client=client.name,
            scopes=grant.scopes,
            age_seconds=self._age(grant.created_at),
            alive=grant.revoked_at is None,
            seconds_left=seconds_left,
            refreshes=grant.refreshes,
        )

    def _age(self, then: datetime) -> float:
        return (self.ledger.now() - then).total_seconds()

    # --- buttons ---

    def expire(self, ask: Ask) -> Say:
        """POST /console/expire"""
        return self._act(ask, "/#live", self._expire)

    def revoke(self, ask: Ask) -> Say:
        """POST /console/revoke"""
        return self._act(ask, "/#live", self._revoke)

    def fail(self, ask: Ask) -> Say:
        """POST /console/fail"""
        return self._act(ask, "/#live", self._fail)

    def heal(self, ask: Ask) -> Say:
        """POST /console/heal"""
        return self._act(ask, "/#live", self._heal)

    def add_redirect_uri(self, ask: Ask) -> Say:
        """POST /console/redirect-uris"""
        return self._act(ask, "/#clients", self._add_redirect_uri)

    def add_key(self, ask: Ask) -> Say:
        """POST /keys"""
        return self._act(ask, "/keys", self._add_key)

    def remove_key(self, ask: Ask) -> Say:
        """POST /keys/remove"""
        return self._act(ask, "/keys", self._remove_key)

    def _act(self, ask: Ask, back_to: str, act: Callable[[Fields], str]) -> Say:
        """Check the form, do it, and go back; a sentence returned by `act` is shown instead."""
        try:
            fields = ask.form()
            self.forms.check(ask, fields)
        except Malformed as error:
            return self._page(ask, "start.html", status=400, problem=f"The form could not be read: {error}.")
        except Forged:
            problem = "The form was too old or not from here. Nothing was done; please try again."
            return self._page(ask, "start.html", status=403, problem=problem)
        problem = act(fields)
        template = "keys.html" if back_to == "/keys" else "start.html"
        return self._page(ask, template, status=422, problem=problem) if problem else see_other(back_to)

    def _expire(self, fields: Fields) -> str:
        count = self.ledger.expire_access_tokens()
        self.ledger.tell(f"Access tokens expired by hand: {count}.")
        return ""

    def _revoke(self, fields: Fields) -> str:
        grant = self.ledger.live_grant(fields.get("grant_id", ""))
        if grant is None:
            return "This consent was revoked already."
        person = find_person(grant.person_id or "")
        self.ledger.revoke_grant(grant.id)
        self.ledger.tell(f"The consent of {person.name if person else 'the client'} was revoked by hand.")
        return ""

    def _fail(self, fields: Fields) -> str:
        self.ledger.fail_for(FAIL_SECONDS)
        self.ledger.tell(f"The provider was made to fail for {FAIL_SECONDS} seconds.")
        return ""

    def _heal(self, fields: Fields) -> str:
        self.ledger.fail_for(0)
        self.ledger.tell("The provider is healthy again.")
        return ""

    def _add_redirect_uri(self, fields: Fields) -> str:
        client = self.ledger.clients.get(fields.get("client_id", ""))
        uri = fields.get("redirect_uri", "").strip()
        if client is None:
            return "There is no such client."
        try:
            redirects.check(uri)
        except redirects.RedirectRefused as error:
            return f"The redirect address {error.reason}."
        self.ledger.add_redirect_uri(client, uri)
        return ""

    def _add_key(self, fields: Fields) -> str:
        person = find_person(fields.get("person", ""))
        if person is None:
            return "There is no such person."
        if self.ledger.add_key(person.id) is None:
            return f"{person.name} has {MAX_KEYS_PER_PERSON} keys already. Remove one first."
        return ""

    def _remove_key(self, fields: Fields) -> str:
        key = self.ledger.keys.get(fields.get("key", ""))
        if key is None or key.demo:
            return "This key cannot be removed."
        del self.ledger.keys[key.text]
        return ""
