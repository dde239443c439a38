"""Consumer tokens: signed, readable by the browser, and nothing but the name of a connect session of ours.

A token lives as long as its session: whoever ends the session ends the token. It is signed with a key derived for this
alone (HMAC-SHA-256, RFC 7515), so another current master key ends those of the last hour.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from bothways.core.identity.authenticate_session import AuthenticateSession
from bothways.core.identity.callers import CustomerCaller, Unauthenticated
from bothways.core.identity.model import ConnectSession, Customer
from bothways.dialects.kolla.names import bare, ours
from bothways.kit.clock import Clock
from bothways.kit.secret import Secret

MAX_LENGTH = 8_192
ORGANIZATION = "https://kolla.dev/organization"
PROGRAM = "https://kolla.dev/program"

_HEADER = {"alg": "HS256", "typ": "JWT"}
_REFUSED = "The consumer token is not valid, or has ended."
# The browser decodes with atob, which knows neither - nor _. Of ASCII text only these three marks lead there.
_ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in ">?~"}


@dataclass(frozen=True)
class Said:
    """What a token tells about its consumer, for the browser to read."""

    consumer_id: str
    username: str
    email: str


@dataclass(frozen=True)
class ConsumerTokens:
    """Writes and reads them."""

    key: Secret[bytes]
    sessions: AuthenticateSession
    clock: Clock
    public_url: str

    def write(self, session: ConnectSession, workspace_id: str, customer: Customer, username: str) -> Secret[str]:
        """The token of a session."""
        program = f"programs/{bare(session.environment_id)}"
        claims = {
            "iss": self.public_url,
            "aud": program,
            "sub": customer.external_id,
            "iat": _seconds(session.created_at),
            "exp": _seconds(session.expires_at),
            "jti": bare(session.id),
            ORGANIZATION: f"organizations/{bare(workspace_id)}",
            PROGRAM: program,
            "metadata": {"username": username, "email": customer.email or ""},
        }
        payload = json.dumps(claims, ensure_ascii=True, separators=(",", ":")).translate(_ESCAPED)
        return Secret(jws.serialize_compact(_HEADER, payload.encode(), self._jwk()))

    async def read(self, token: str) -> tuple[CustomerCaller, Said]:
        """Whom it speaks for. Raises Unauthenticated, alike for altered, expired, ended and foreign ones."""
        claims = self._claims(token)
        session_id = ours("cs", _text(claims, "jti"))
        environment_id = ours("env", _text(claims, "aud").removeprefix("programs/"))
        expires = claims.get("exp")
        if session_id is None or environment_id is None or not isinstance(expires, int):
            raise Unauthenticated(_REFUSED)
        if claims.get("iss") != self.public_url or expires <= self.clock.now().timestamp():
            raise Unauthenticated(_REFUSED)
        caller = await self.sessions.proven(environment_id, session_id)
        told = claims.get("metadata")
        metadata = told if isinstance(told, dict) else {}
        return caller, Said(_text(claims, "sub"), _text(metadata, "username"), _text(metadata, "email"))

    def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > MAX_LENGTH:
            raise Unauthenticated(_REFUSED)
        try:
            signed = jws.deserialize_compact(token.encode("ascii"), self._jwk(), algorithms=["HS256"])
            claims = json.loads(signed.payload)
        except (JoseError, ValueError) as error:
            raise Unauthenticated(_REFUSED) from error
        # We write one kind of header. Another one asks for something that we did not mean.
        if signed.headers() != _HEADER or not isinstance(claims, dict):
            raise Unauthenticated(_REFUSED)
        return claims

    def _jwk(self) -> OctKey:
        return OctKey.import_key(self.key.reveal())


def is_one(token: str) -> bool:
    """Whether it has the form of a consumer token. Proves nothing."""
    return token.count(".") == 2


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
