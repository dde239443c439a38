"""The authorization endpoint as a person meets it."""

from dataclasses import dataclass

from bothways.sandbox.authorize import AuthorizationRequest, Refused, Untrusted, read_request, response_url
from bothways.sandbox.consent import ConsentGone, Consents
from bothways.sandbox.exchange import Ask, Malformed, Say, see_other
from bothways.sandbox.forms import Forged, FormGuard
from bothways.sandbox.ledger import Ledger
from bothways.sandbox.model import PEOPLE, SCOPES, find_person
from bothways.sandbox.pages import Pages


@dataclass(frozen=True)
class ConsentPages:
    """Shows the question and takes the answer."""

    ledger: Ledger
    consents: Consents
    forms: FormGuard
    pages: Pages

    def ask(self, ask: Ask) -> Say:
        """GET /oauth/authorize."""
        options = self.ledger.options
        try:
            request = read_request(ask.query, self.ledger.clients, require_pkce=options.require_pkce)
        except Untrusted as error:
            return self._stop(400, "This request cannot be trusted", error.reason, error.redirect_uri)
        except Refused as error:
            self.ledger.tell(f"An authorization request was refused: {error.description}.")
            params = {"error": error.error.value, "error_description": error.description}
            return see_other(response_url(error.redirect_uri, options.issuer_url, error.state, **params))
        return self._show(ask, request)

    def answer(self, ask: Ask) -> Say:
        """POST /oauth/authorize: allow or cancel."""
        try:
            pairs = ask.form_pairs()
            fields = {name: value for name, value in pairs if name != "scope"}
            browser = self.forms.check(ask, fields)
            ticked = [value for name, value in pairs if name == "scope"]
            person = find_person(fields.get("person", ""))
            if fields.get("answer") != "allow":
                return see_other(self.consents.cancel(fields.get("ticket", ""), browser))
            if person is None:
                return self._stop(400, "Nobody was chosen", "Go back and choose whose account to connect.")
            return see_other(self.consents.allow(fields.get("ticket", ""), browser, person, ticked))
        except Malformed as error:
            return self._stop(400, "The form could not be read", str(error))
        except Forged:
            return self._stop(403, "This form is not from here", "Start again from the app that sent you.")
        except ConsentGone:
            reason = "It was answered already, or it waited too long. Start again from the app that sent you."
            return self._stop(410, "This request is over", reason)

    def _show(self, ask: Ask, request: AuthorizationRequest) -> Say:
        browser = self.forms.browser(ask, self.ledger.mint(""))
        headers = [self.forms.set_cookie(browser)] if browser.fresh else []
        if self.ledger.options.severs_opener:
            headers.append(("cross-origin-opener-policy", "same-origin"))
        return self.pages.render(
            "consent.html",
            headers=headers,
            client=request.client,
            redirect_uri=request.redirect_uri,
            people=PEOPLE,
            scopes=[scope for scope in SCOPES if scope.name in request.scopes],
            ticket=self.consents.open(request, browser.id),
            form_token=browser.form_token,
        )

    def _stop(self, status: int, title: str, reason: str, redirect_uri: str = "") -> Say:
        return self.pages.render("stop.html", status=status, title=title, reason=reason, redirect_uri=redirect_uri)
