"""A provider that speaks OAuth 1.0 (RFC 5849), with oauthlib's own server side looking at every signature."""

import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from urllib.parse import urlencode

from oauthlib.oauth1 import RequestValidator, WebApplicationServer
from oauthlib.oauth1.rfc5849.errors import OAuth1Error

from tests.support.raw_http import Heard, Wire, serve_raw

CLIENT_KEY, CLIENT_SECRET = "consumer-key-4711", "consumer secret+/=%:"
OWNER = {"id": "usr_17", "name": "Grace"}


class _Validator(RequestValidator):  # type: ignore[misc]
    """What is known to the server, for oauthlib to ask about."""

    safe_characters = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    client_key_length = request_token_length = access_token_length = verifier_length = nonce_length = (1, 100)
    enforce_ssl = False
    dummy_client = dummy_request_token = dummy_access_token = "dummy"
    realms: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.temporary: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}
        self.nonces: set[tuple[str, str]] = set()
        # The tests' clock is not the machine's.
        self.lifetime_seconds = 10**9

    @property
    def timestamp_lifetime(self) -> int:
        return self.lifetime_seconds

    def validate_client_key(self, client_key: str, request: Any) -> bool:
        return client_key == CLIENT_KEY

    def get_client_secret(self, client_key: str, request: Any) -> str:
        return CLIENT_SECRET

    def validate_timestamp_and_nonce(self, client_key: str, timestamp: str, nonce: str, request: Any, **_: Any) -> bool:
        is_new = (timestamp, nonce) not in self.nonces
        self.nonces.add((timestamp, nonce))
        return is_new

    def validate_requested_realms(self, client_key: str, realms: Any, request: Any) -> bool:
        return True

    def get_default_realms(self, client_key: str, request: Any) -> list[str]:
        return []

    def validate_redirect_uri(self, client_key: str, redirect_uri: str, request: Any) -> bool:
        return redirect_uri.startswith("http://127.0.0.1:")

    def save_request_token(self, token: dict[str, str], request: Any) -> None:
        self.temporary[token["oauth_token"]] = {
            "secret": token["oauth_token_secret"],
            "callback": request.redirect_uri,
        }

    def validate_request_token(self, client_key: str, token: str, request: Any) -> bool:
        return token in self.temporary

    def get_request_token_secret(self, client_key: str, token: str, request: Any) -> str:
        return self.temporary.get(token, {"secret": "dummy"})["secret"]

    def validate_verifier(self, client_key: str, token: str, verifier: str, request: Any) -> bool:
        return self.temporary.get(token, {}).get("verifier") == verifier

    def get_realms(self, token: str, request: Any) -> list[str]:
        return []

    def save_access_token(self, token: dict[str, str], request: Any) -> None:
        self.tokens[token["oauth_token"]] = token["oauth_token_secret"]

    def invalidate_request_token(self, client_key: str, request_token: str, request: Any) -> None:
        self.temporary.pop(request_token, None)

    def validate_access_token(self, client_key: str, token: str, request: Any) -> bool:
        return token in self.tokens

    def get_access_token_secret(self, client_key: str, token: str, request: Any) -> str:
        return self.tokens.get(token, "dummy")

    def validate_realms(self, client_key: str, token: str, request: Any, **_: Any) -> bool:
        return True


@dataclass
class OAuth1Provider:
    """Use `oauth1_provider()`."""

    url: str = ""
    validator: _Validator = field(default_factory=_Validator)
    heard: list[Heard] = field(default_factory=list)

    @property
    def exchanges(self) -> list[Heard]:
        """Requests for tokens to keep."""
        return [one for one in self.heard if one.path == "/access_token"]

    def definition(self) -> dict[str, Any]:
        """This provider as an operator describes it."""
        method = {
            "type": "oauth1",
            "id": "oauth1",
            "label": "Sign in",
            "client": "operator",
            "authorize_url": f"{self.url}/authorize",
            "token": {"url": f"{self.url}/access_token"},
            "oauth1": {"request_token_url": f"{self.url}/request_token"},
            "refresh": {"supported": False, "access_token_expires": False},
            "attach": {"oauth1": True},
            "verify": {"url": "/me"},
            "account": {"id": "{verify.id}", "label": "{verify.name}"},
        }
        return {
            "slug": "signed",
            "name": "Signed",
            "description": "Speaks OAuth 1.",
            "categories": ["other"],
            "api": {"base_url": self.url},
            "methods": [method],
            "source": {"independent": 0},
            "checked_at": "2026-11-20",
        }

    async def handle(self, heard: Heard, wire: Wire) -> None:
        self.heard.append(heard)
        server = WebApplicationServer(self.validator)
        asked = (self.url + heard.target, heard.method, None, dict(heard.headers))
        match heard.path:
            case "/authorize":
                await self._authorize(heard, wire)
                return
            case "/request_token":
                headers, body, status = server.create_request_token_response(*asked)
            case "/access_token":
                headers, body, status = server.create_access_token_response(*asked)
            case _:
                headers, body, status = self._me(server, asked)
        await wire.send(status, (body or "").encode(), {**headers, "date": formatdate(time.time(), usegmt=True)})

    async def _authorize(self, heard: Heard, wire: Wire) -> None:
        """The person says yes at once."""
        token = heard.query["oauth_token"]
        waiting = self.validator.temporary[token]
        waiting["verifier"] = f"v{len(self.heard)}-{token[:6]}"
        said = urlencode({"oauth_token": token, "oauth_verifier": waiting["verifier"]})
        mark = "&" if "?" in waiting["callback"] else "?"
        await wire.send(302, headers={"location": f"{waiting['callback']}{mark}{said}"})

    def _me(self, server: WebApplicationServer, asked: tuple[Any, ...]) -> tuple[dict[str, str], str, int]:
        try:
            known, _ = server.validate_protected_resource_request(*asked)
        except OAuth1Error:
            known = False
        return {"content-type": "application/json"}, json.dumps(OWNER if known else {}), 200 if known else 401


@contextlib.asynccontextmanager
async def oauth1_provider() -> AsyncIterator[OAuth1Provider]:
    """A provider on loopback."""
    provider = OAuth1Provider()
    async with serve_raw(provider.handle) as url:
        provider.url = url
        yield provider
