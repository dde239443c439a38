"""A provider on a real loopback socket that behaves as badly as the test tells it to.

Left alone it is a healthy little OAuth 2 server that rotates refresh tokens. `script(...)` lines up answers for
the next token requests (see `ill_answers`); `issued` and `agrees` tell what it believes, so that a test can check
that what the provider holds and what Bothways holds agree.
"""

import base64
import contextlib
import hashlib
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote_plus, urlencode

from tests.support.ill_answers import Answer, Exchange, Payload, Refusal, healthy
from tests.support.raw_http import Heard, Wire, serve_raw


class Reuse(Enum):
    """What happens when a refresh token is shown again after it was rotated."""

    GRACE = "the current tokens once more"
    REJECT = "invalid_grant; the current tokens live on"
    KILL_FAMILY = "invalid_grant, and the current tokens die (RFC 9700 section 4.14.2)"


@dataclass(frozen=True)
class Pair:
    """Tokens as the provider remembers to have issued them."""

    family: int
    access_token: str
    refresh_token: str


@dataclass
class Family:
    """One person's consent: the current pair and the refresh tokens that were rotated away."""

    account: str
    current: Pair
    retired: set[str] = field(default_factory=set)
    alive: bool = True


@dataclass(frozen=True)
class Code:
    """An authorization code and what it is bound to. None means that the exchange is not checked for it."""

    account: str
    challenge: str | None
    redirect_uri: str | None


@dataclass
class IllProvider:
    """See the module. Use `ill_provider()` to start one."""

    base_url: str = ""
    client_id: str = "ill-client"
    client_secret: str = "ill-secret:with%odd+chars"
    # Set: Basic is read without form-decoding, as many providers do against RFC 6749 section 2.3.1.
    reads_basic_raw: bool = False
    rotate: bool = True
    reuse: Reuse = Reuse.REJECT
    expires_in: int = 3600
    account: str = "ada"
    issuer: str | None = None
    # Overrides of what /authorize sends back; None leaves a parameter out.
    authorization_changes: dict[str, str | None] = field(default_factory=dict)
    # Set: every endpoint cuts the connection.
    down: bool = False
    # Set: /me answers 401 to tokens that are otherwise good (the person removed the app).
    refuses_access: bool = False
    api_keys: set[str] = field(default_factory=lambda: {"ill-key-1"})

    token_requests: list[Heard] = field(default_factory=list)
    revocations: list[Heard] = field(default_factory=list)
    api_requests: list[Heard] = field(default_factory=list)
    authorizations: list[Heard] = field(default_factory=list)
    # Requests to addresses that nobody should call, such as the target of a redirect.
    strays: list[Heard] = field(default_factory=list)
    issued: list[Pair] = field(default_factory=list)
    revoked: set[str] = field(default_factory=set)
    in_flight: int = 0
    peak: int = 0

    _answers: deque[Answer] = field(default_factory=deque)
    _always: Answer = field(default_factory=healthy)
    _revocation_statuses: deque[int] = field(default_factory=deque)
    _families: list[Family] = field(default_factory=list)
    _codes: dict[str, Code] = field(default_factory=dict)
    _spent: dict[str, int] = field(default_factory=dict)

    # --- what a test arranges ---

    def script(self, *answers: Answer) -> None:
        """Answer the next token requests in this order; healthily afterwards."""
        self._answers.extend(answers)

    def always(self, answer: Answer) -> None:
        """Answer every unscripted token request like this."""
        self._always = answer

    def script_revocations(self, *statuses: int) -> None:
        """Answer the next revocation requests with these statuses, without revoking unless it is 200."""
        self._revocation_statuses.extend(statuses)

    def new_code(self, *, challenge: str | None = None, redirect_uri: str | None = None) -> str:
        """A code as if a person had just consented."""
        code = f"ill-code-{len(self._codes) + 1}-{_noise(self.base_url, len(self._codes))}"
        self._codes[code] = Code(self.account, challenge, redirect_uri)
        return code

    def new_pair(self, **changes: object) -> Pair:
        """Tokens as if a person had connected long ago: for imports and for refresh tests."""
        return self._issue(self._new_family(), changes)

    def remove_app(self) -> None:
        """The person removed the app: every token is dead."""
        for family in self._families:
            family.alive = False

    # --- what a test asks ---

    @property
    def token_url(self) -> str:
        return f"{self.base_url}/token"

    @property
    def refreshes(self) -> list[Heard]:
        """The refresh requests among the token requests."""
        return [heard for heard in self.token_requests if heard.form.get("grant_type") == "refresh_token"]

    def agrees(self, access_token: str, refresh_token: str | None = None) -> bool:
        """Whether these are the tokens that the provider now holds for one family that is alive."""
        return any(
            family.alive
            and family.current.access_token == access_token
            and refresh_token in {None, family.current.refresh_token}
            for family in self._families
        )

    def alive(self, access_token: str) -> bool:
        """Whether the provider's API takes this access token."""
        pair = next((pair for pair in self.issued if pair.access_token == access_token), None)
        return pair is not None and self._families[pair.family].alive and access_token not in self.revoked

    # --- the provider's own work ---

    def _process(self, heard: Heard, changes: Mapping[str, object]) -> Payload:
        self._authenticate(heard)
        grants: dict[str, Callable[[dict[str, str]], Family]] = {
            "authorization_code": self._redeem_code,
            "refresh_token": self._redeem_refresh_token,
            "client_credentials": lambda _: self._new_family(),
        }
        grant = grants.get(heard.form.get("grant_type", ""))
        if grant is None:
            raise Refusal("unsupported_grant_type")
        family = grant(heard.form)
        rotates = self.rotate or heard.form["grant_type"] != "refresh_token"
        pair = self._issue(family, changes) if rotates else self._renew_access(family, changes)
        payload: Payload = {"access_token": pair.access_token, "token_type": "Bearer", "expires_in": self.expires_in}
        return payload | ({"refresh_token": pair.refresh_token} if rotates else {})

    def _authenticate(self, heard: Heard) -> None:
        said = (heard.form.get("client_id", ""), heard.form.get("client_secret", ""))
        scheme, _, encoded = heard.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            user, _, password = base64.b64decode(encoded).decode().partition(":")
            decode = str if self.reads_basic_raw else unquote_plus
            said = (decode(user), decode(password))
        if said != (self.client_id, self.client_secret):
            raise Refusal("invalid_client", 401)

    def _redeem_code(self, form: dict[str, str]) -> Family:
        text = form.get("code", "")
        if text in self._spent:
            self._families[self._spent[text]].alive = False
            raise Refusal("invalid_grant")
        code = self._codes.get(text)
        if code is None or (code.redirect_uri is not None and form.get("redirect_uri") != code.redirect_uri):
            raise Refusal("invalid_grant")
        if code.challenge is not None and _challenge(form.get("code_verifier", "")) != code.challenge:
            raise Refusal("invalid_grant")
        family = self._new_family(code.account)
        self._spent[text] = family.current.family
        return family

    def _redeem_refresh_token(self, form: dict[str, str]) -> Family:
        token = form.get("refresh_token", "")
        for family in self._families:
            if family.alive and token == family.current.refresh_token:
                return family
            if token in family.retired:
                return self._judge_reuse(family)
        raise Refusal("invalid_grant")

    def _judge_reuse(self, family: Family) -> Family:
        if self.reuse is Reuse.GRACE and family.alive:
            return family
        if self.reuse is Reuse.KILL_FAMILY:
            family.alive = False
        raise Refusal("invalid_grant")

    def _new_family(self, account: str | None = None) -> Family:
        family = Family(account or self.account, Pair(len(self._families), "", ""))
        self._families.append(family)
        return family

    def _issue(self, family: Family, changes: Mapping[str, object]) -> Pair:
        number = len(self.issued)
        said = changes.get("refresh_token", f"ill-rt-{number}-{_noise(self.base_url, number)}")
        if isinstance(said, str) and said:
            family.retired.add(family.current.refresh_token)
        # An answer without a usable refresh token means that the old one stays good (RFC 6749 section 6).
        refresh_token = said if isinstance(said, str) and said else family.current.refresh_token
        return self._record(family, changes, refresh_token)

    def _renew_access(self, family: Family, changes: Mapping[str, object]) -> Pair:
        return self._record(family, changes, family.current.refresh_token)

    def _record(self, family: Family, changes: Mapping[str, object], refresh_token: str) -> Pair:
        number = len(self.issued)
        access_token = changes.get("access_token", f"ill-at-{number}-{_noise(self.base_url, -number)}")
        pair = Pair(family.current.family, str(access_token), refresh_token)
        family.current = pair
        family.retired.discard("")
        self.issued.append(pair)
        return pair

    # --- endpoints ---

    async def handle(self, heard: Heard, wire: Wire) -> None:
        if self.down:
            wire.drop()
            return
        endpoints = {
            "/token": self._token,
            "/authorize": self._authorize,
            "/revoke": self._revoke,
            "/me": self._me,
            "/key/me": self._key_me,
        }
        await endpoints.get(heard.path, self._stray)(heard, wire)

    async def _token(self, heard: Heard, wire: Wire) -> None:
        self.token_requests.append(heard)
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            answer = self._answers.popleft() if self._answers else self._always
            await answer(Exchange(heard, wire, self._process))
        finally:
            self.in_flight -= 1

    async def _authorize(self, heard: Heard, wire: Wire) -> None:
        """Consent at once: the person is not what these tests are about."""
        self.authorizations.append(heard)
        asked = heard.query
        code = self.new_code(challenge=asked.get("code_challenge"), redirect_uri=asked["redirect_uri"])
        answer = {"code": code, "state": asked.get("state"), "iss": self.issuer, **self.authorization_changes}
        query = urlencode({name: text for name, text in answer.items() if text is not None})
        await wire.send(302, headers={"location": f"{asked['redirect_uri']}?{query}"})

    async def _revoke(self, heard: Heard, wire: Wire) -> None:
        self.revocations.append(heard)
        status = self._revocation_statuses.popleft() if self._revocation_statuses else 200
        if status == 200:
            self._kill(heard.form.get("token", ""))
        await wire.send(status, b"{}", {"content-type": "application/json"})

    def _kill(self, token: str) -> None:
        self.revoked.add(token)
        for family in self._families:
            if token == family.current.refresh_token or token in family.retired:
                family.alive = False

    async def _me(self, heard: Heard, wire: Wire) -> None:
        self.api_requests.append(heard)
        token = heard.headers.get("authorization", "").removeprefix("Bearer ")
        pair = next((pair for pair in self.issued if pair.access_token == token), None)
        if pair is None or self.refuses_access or not self.alive(token):
            await _say(wire, 401, {"error": "invalid_token"})
            return
        await _say(wire, 200, _profile(self._families[pair.family].account))

    async def _key_me(self, heard: Heard, wire: Wire) -> None:
        self.api_requests.append(heard)
        known = heard.headers.get("x-api-key") in self.api_keys
        await _say(wire, 200 if known else 401, _profile(self.account) if known else {"error": "unknown key"})

    async def _stray(self, heard: Heard, wire: Wire) -> None:
        self.strays.append(heard)
        await _say(wire, 404, {"error": "not_found"})


@contextlib.asynccontextmanager
async def ill_provider(
    *, rotate: bool = True, reuse: Reuse = Reuse.REJECT, expires_in: int = 3600
) -> AsyncIterator[IllProvider]:
    """Start a provider on a free loopback port; it ends with the block."""
    provider = IllProvider(rotate=rotate, reuse=reuse, expires_in=expires_in)
    async with serve_raw(provider.handle) as base_url:
        provider.base_url = base_url
        yield provider


async def _say(wire: Wire, status: int, document: Mapping[str, object]) -> None:
    await wire.send(status, json.dumps(document).encode(), {"content-type": "application/json"})


def _profile(account: str) -> dict[str, object]:
    return {"id": f"acct_{account}", "name": account.title(), "email": f"{account}@example.test"}


def _challenge(verifier: str) -> str:
    # RFC 7636 section 4.2, written out here so that the product's own code is not its own judge.
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _noise(*parts: object) -> str:
    """Text that looks like a token and is the same in each run of one provider."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]
