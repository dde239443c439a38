"""The token endpoint (RFC 6749 section 3.2), revocation (RFC 7009) and introspection (RFC 7662).

Every request passes the same doors in the same order: is the provider up, is it a form, who is the client, and
only then what it asks for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bothways.kit.crypto import same
from bothways.kit.secret import Secret
from bothways.oauth import client_auth, pkce, scopes
from bothways.oauth.errors import ErrorCode, OAuthError
from bothways.sandbox.exchange import Ask, Malformed, Say, say_json
from bothways.sandbox.ledger import Ledger, digest
from bothways.sandbox.model import CLIENT_SCOPES, AccessToken, Client, Code, Grant, RefreshToken, find_person

STATUS = {ErrorCode.INVALID_CLIENT: 401, ErrorCode.TEMPORARILY_UNAVAILABLE: 503}

Form = Mapping[str, str]


@dataclass(frozen=True)
class TokenEndpoint:
    """Trades codes, refresh tokens and client credentials for access tokens."""

    ledger: Ledger

    def token(self, ask: Ask) -> Say:
        """Answer a token request."""
        return self._answer(ask, self._grant)

    def revoke(self, ask: Ask) -> Say:
        """Forget a token; unknown and foreign ones get the same empty answer (RFC 7009 section 2.2)."""
        return self._answer(ask, self._revoke)

    def introspect(self, ask: Ask) -> Say:
        """Say whether an access token of this client is alive (RFC 7662 section 2.2)."""
        return self._answer(ask, self._introspect)

    def _answer(self, ask: Ask, work: Callable[[Client, Form], Mapping[str, object]]) -> Say:
        if seconds := self.ledger.failing_seconds():
            return say_json(503, {"error": ErrorCode.TEMPORARILY_UNAVAILABLE}, ("retry-after", str(seconds)))
        try:
            form = ask.form()
            return say_json(200, work(self._authenticate(ask, form), form))
        except Malformed as error:
            return self._refuse(ask, OAuthError(ErrorCode.INVALID_REQUEST, str(error)))
        except OAuthError as error:
            return self._refuse(ask, error)

    def _refuse(self, ask: Ask, error: OAuthError) -> Say:
        self.ledger.counts["refused"] += 1
        self.ledger.tell(f"A request to {ask.path} was refused: {error.error}.")
        status = STATUS.get(ErrorCode(error.error), 400)
        challenge = [("www-authenticate", 'Basic realm="sandbox"')] if status == 401 else []
        return say_json(status, {"error": error.error, "error_description": error.description}, *challenge)

    def _authenticate(self, ask: Ask, form: Form) -> Client:
        said = client_auth.read(ask.headers.get("authorization"), form)
        client = self.ledger.clients.get(said.client_id)
        secret = said.secret.reveal() if said.secret is not None else ""
        if client is None or not same(secret.encode(), client.secret.encode()):
            raise OAuthError(ErrorCode.INVALID_CLIENT, "the client is unknown or its secret is wrong")
        return client

    # --- grants ---

    def _grant(self, client: Client, form: Form) -> Mapping[str, object]:
        grants = {
            "authorization_code": self._from_code,
            "refresh_token": self._from_refresh_token,
            "client_credentials": self._from_client,
        }
        chosen = grants.get(form.get("grant_type", ""))
        if chosen is None:
            raise OAuthError(ErrorCode.UNSUPPORTED_GRANT_TYPE, "known are " + ", ".join(grants))
        return chosen(client, form)

    def _from_code(self, client: Client, form: Form) -> Mapping[str, object]:
        key = digest(form.get("code", ""))
        code = self.ledger.codes.find(key)
        if code is None or code.client_id != client.id:
            raise _invalid_grant("the code is not known")
        if code.grant_id is not None:
            # Somebody else may hold the first answer (RFC 6749 section 4.1.2).
            self.ledger.revoke_grant(code.grant_id)
            raise _invalid_grant("the code was used before; what it gave is revoked")
        self._check_code(code, form)
        grant = self.ledger.new_grant(client.id, code.person_id, code.scopes)
        self.ledger.codes.put(key, replace(code, grant_id=grant.id))
        return self._issue(grant, grant.scopes, refreshable=True)

    def _check_code(self, code: Code, form: Form) -> None:
        if code.expires_at <= self.ledger.now():
            raise _invalid_grant("the code is too old")
        if form.get("redirect_uri") != code.redirect_uri:
            raise _invalid_grant("the redirect_uri is not that of the authorization request")
        verifier = form.get("code_verifier")
        if (verifier is None) != (code.challenge is None):
            # A verifier without a challenge means that somebody cut the challenge out (RFC 9700 section 4.8.2).
            raise _invalid_grant("code_verifier and code_challenge belong together")
        if verifier is not None and not pkce.matches(Secret(verifier), code.challenge or ""):
            raise _invalid_grant("the code_verifier does not match")

    def _from_refresh_token(self, client: Client, form: Form) -> Mapping[str, object]:
        key = digest(form.get("refresh_token", ""))
        held = self.ledger.refresh_tokens.find(key)
        grant = self.ledger.live_grant(held.grant_id) if held is not None else None
        if held is None or grant is None or grant.client_id != client.id:
            raise _invalid_grant("the refresh token is not known or was revoked")
        self._check_reuse(held, grant)
        asked = scopes.split(form.get("scope", "")) or grant.scopes
        if any(name not in grant.scopes for name in asked):
            raise OAuthError(ErrorCode.INVALID_SCOPE, "a refresh cannot add scopes")
        if self.ledger.options.rotate and held.used_at is None:
            self.ledger.refresh_tokens.put(key, replace(held, used_at=self.ledger.now()))
        grant = replace(grant, refreshes=grant.refreshes + 1)
        self.ledger.grants.put(grant.id, grant)
        self.ledger.counts["refreshed"] += 1
        self.ledger.tell(f"{client.name} renewed the tokens of {_whose(grant, client)}.")
        return self._issue(grant, asked, refreshable=self.ledger.options.rotate)

    def _check_reuse(self, held: RefreshToken, grant: Grant) -> None:
        if held.used_at is None:
            return
        grace = timedelta(seconds=self.ledger.options.reuse_grace_seconds)
        if self.ledger.now() >= held.used_at + grace:
            # One of the two who hold it is a thief, and nobody knows which (RFC 9700 section 4.14.2).
            self.ledger.revoke_grant(grant.id)
            self.ledger.counts["reused"] += 1
            raise _invalid_grant("the refresh token was used before; the whole consent is revoked")

    def _from_client(self, client: Client, form: Form) -> Mapping[str, object]:
        asked = scopes.split(form.get("scope", "")) or CLIENT_SCOPES
        if any(name not in CLIENT_SCOPES for name in asked):
            raise OAuthError(ErrorCode.INVALID_SCOPE, "known scopes are " + scopes.join(CLIENT_SCOPES))
        grant = self.ledger.new_grant(client.id, None, asked)
        self.ledger.tell(f"{client.name} took a token for itself.")
        return self._issue(grant, asked, refreshable=False)

    def _issue(self, grant: Grant, names: tuple[str, ...], *, refreshable: bool) -> Mapping[str, object]:
        seconds = self.ledger.options.access_token_lifetime_seconds
        access = self.ledger.mint("sbx_at_")
        expires_at = self.ledger.now() + timedelta(seconds=seconds)
        self.ledger.access_tokens.put(digest(access), AccessToken(grant.id, names, expires_at))
        self.ledger.counts["issued"] += 1
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": seconds, "scope": scopes.join(names)}
        if not refreshable:
            return answer
        refresh = self.ledger.mint("sbx_rt_")
        self.ledger.refresh_tokens.put(digest(refresh), RefreshToken(grant.id))
        return {**answer, "refresh_token": refresh}

    # --- the other two endpoints ---

    def _revoke(self, client: Client, form: Form) -> Mapping[str, object]:
        key = digest(_needed(form, "token"))
        access = self.ledger.access_tokens.find(key)
        refresh = self.ledger.refresh_tokens.find(key)
        grant_id = refresh.grant_id if refresh is not None else access.grant_id if access is not None else ""
        grant = self.ledger.live_grant(grant_id)
        if grant is None or grant.client_id != client.id:
            return {}
        if refresh is not None:
            self.ledger.revoke_grant(grant.id)
            self.ledger.tell(f"{client.name} gave back the consent of {_whose(grant, client)}.")
        else:
            self.ledger.access_tokens.claim(key)
        return {}

    def _introspect(self, client: Client, form: Form) -> Mapping[str, object]:
        found = self.ledger.live_access_token(_needed(form, "token"))
        if found is None or found[1].client_id != client.id:
            return {"active": False}
        token, grant = found
        return {
            "active": True,
            "client_id": client.id,
            "scope": scopes.join(token.scopes),
            "sub": grant.person_id or client.id,
            "exp": int(token.expires_at.timestamp()),
            "iss": self.ledger.options.issuer_url,
            "token_type": "Bearer",
        }


def _needed(form: Form, name: str) -> str:
    if not form.get(name):
        raise OAuthError(ErrorCode.INVALID_REQUEST, f"{name} is missing")
    return form[name]


def _invalid_grant(reason: str) -> OAuthError:
    return OAuthError(ErrorCode.INVALID_GRANT, reason)


def _whose(grant: Grant, client: Client) -> str:
    person = find_person(grant.person_id or "")
    return person.name if person is not None else client.name
