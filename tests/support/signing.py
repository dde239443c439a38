"""Keys that customers sign with, and a token endpoint that trades what they signed for tokens (RFC 7523)."""

import contextlib
import functools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from bothways.kit.clock import Clock
from tests.support.raw_http import Heard, Wire, serve_raw

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

TYPED = [
    {"name": "issuer", "label": "Issuer", "secret": False},
    {"name": "key_id", "label": "Key id", "secret": False, "required": False},
    {"name": "private_key", "label": "Private key"},
]

ASSERTION = {"key": "private_key", "issuer": "{credential.issuer}", "key_id": "{credential.key_id}"}


@functools.cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """Made once: it takes a while."""
    return rsa.generate_private_key(65537, bits)


@functools.cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    """On P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def pem(key: Private, form: PrivateFormat = PrivateFormat.PKCS8) -> str:
    """As a file holds it."""
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


def public(key: Private) -> RSAKey | ECKey:
    """The half that a provider knows."""
    data = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return RSAKey.import_key(data) if isinstance(key, rsa.RSAPrivateKey) else ECKey.import_key(data)


def opened(assertion: str, key: Private) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of what the key signed. Raises JoseError for everything else."""
    found = jws.deserialize_compact(assertion.encode(), public(key), algorithms=["RS256", "ES256"])
    return dict(found.headers()), json.loads(found.payload)


@dataclass
class Exchange:
    """Gives a new token for each assertion that `key` signed, that is meant for it, and that is good at this moment."""

    clock: Clock
    key: Private
    base_url: str = ""
    down: bool = False
    heard: list[Heard] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def token_url(self) -> str:
        """Where it listens, which is also what assertions must be meant for."""
        return f"{self.base_url}/token"

    async def handle(self, heard: Heard, wire: Wire) -> None:
        """Any request."""
        self.heard.append(heard)
        status, document = (503, {"error": "temporarily_unavailable"}) if self.down else self._answer(heard)
        await wire.send(status, json.dumps(document).encode(), {"content-type": "application/json"})

    def _answer(self, heard: Heard) -> tuple[int, dict[str, Any]]:
        if heard.path != "/token" or heard.form.get("grant_type") != JWT_BEARER or "client_id" in heard.form:
            return 400, {"error": "unsupported_grant_type"}
        try:
            headers, claims = opened(heard.form["assertion"], self.key)
        except JoseError:
            return 400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
        now = self.clock.now().timestamp()
        if claims["aud"] != self.token_url or not claims["iat"] - 1 <= now < claims["exp"] <= claims["iat"] + 3600:
            return 400, {"error": "invalid_grant", "error_description": "Invalid JWT."}
        self.headers.append(headers)
        self.claims.append(claims)
        return 200, {"access_token": f"signed-at-{len(self.claims)}", "token_type": "Bearer", "expires_in": 3600}


@contextlib.asynccontextmanager
async def exchange(clock: Clock, key: Private) -> AsyncIterator[Exchange]:
    """On loopback."""
    served = Exchange(clock, key)
    async with serve_raw(served.handle) as url:
        served.base_url = url
        yield served


def definition(served: Exchange, fields: list[dict[str, Any]], assertion: dict[str, Any]) -> dict[str, Any]:
    """A provider whose customers connect by a key that signs."""
    method = {
        "type": "jwt_bearer",
        "id": "jwt",
        "label": "Service account",
        "client": "customer",
        "fields": fields,
        "assertion": assertion,
        "token": {"url": served.token_url},
        "scopes": {"default": ["read", "write"]},
        "attach": {"headers": {"Authorization": "Bearer {token.access_token}"}},
    }
    return {
        "slug": "robots",
        "name": "Robots",
        "description": "Connected by a key that signs.",
        "categories": ["other"],
        "api": {"base_url": "https://api.robots.example"},
        "methods": [method],
        "source": {"independent": 0},
        "checked_at": "2026-11-20",
    }
