"""A provider's HTTP side for tests that script each answer, and provider descriptions that point at it.

`ill_provider` is a whole OAuth server; this one only says what it was told to, and remembers what it heard.
"""

import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bothways.kit.egress.client import Egress
from bothways.oauth.token import Layout
from bothways.outbound.providers.calls import AccountNames, Attach, Call, OAuth1, TokenRequest
from bothways.outbound.providers.model import (
    Api,
    ClientOwner,
    ConnectionValue,
    Field,
    Method,
    MethodType,
    Provider,
    Source,
)
from tests.support.raw_http import Heard, Wire, serve_raw

LOOPBACK = ("127.0.0.1/32",)


@dataclass(frozen=True)
class Scripted:
    """One answer; `drop` cuts the connection instead."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False


def says(document: object, status: int = 200, **headers: str) -> Scripted:
    """A JSON answer. `retry_after="7"` becomes the header retry-after."""
    named = {name.replace("_", "-"): text for name, text in {"content_type": "application/json", **headers}.items()}
    return Scripted(status, json.dumps(document).encode(), named)


def form(text: str, status: int = 200, **headers: str) -> Scripted:
    """A form-encoded answer."""
    return Scripted(status, text.encode(), {"content-type": "application/x-www-form-urlencoded", **headers})


def page(status: int = 200) -> Scripted:
    """A page for people."""
    return Scripted(status, b"<!doctype html><title>Hello</title>", {"content-type": "text/html"})


@dataclass
class ProviderServer:
    """Answers each path with what was scripted for it: in that order, the last one for good."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    _answers: dict[str, list[Scripted]] = field(default_factory=dict)

    def script(self, path: str, *answers: Scripted) -> None:
        self._answers[path] = list(answers)

    @property
    def last(self) -> Heard:
        """The newest request."""
        return self.heard[-1]

    async def handle(self, heard: Heard, wire: Wire) -> None:
        self.heard.append(heard)
        waiting = self._answers.get(heard.path, [Scripted(404)])
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if answer.drop:
            wire.drop()
            return
        await wire.send(answer.status, answer.body, answer.headers)


@contextlib.asynccontextmanager
async def provider_server() -> AsyncIterator[ProviderServer]:
    """A server on loopback."""
    server = ProviderServer()
    async with serve_raw(server.handle) as url:
        server.url = url
        yield server


@contextlib.asynccontextmanager
async def loopback_egress(**options: Any) -> AsyncIterator[Egress]:
    """An egress that may reach this machine."""
    egress = Egress(LOOPBACK, **options)
    try:
        yield egress
    finally:
        await egress.close()


def a_provider(method: Method, base_url: str = "https://api.acme.example", **changes: Any) -> Provider:
    """A provider called Acme with this one method."""
    known: dict[str, Any] = {
        "slug": "acme",
        "name": "Acme",
        "description": "",
        "categories": ("crm",),
        "website": "https://acme.example",
        "api": Api(base_url),
        "methods": (method,),
        "source": Source(2),
        "checked_at": date(2026, 3, 1),
    }
    return Provider(**known | changes)


def code_method(url: str, token: TokenRequest | None = None, **changes: Any) -> Method:
    """OAuth 2 with a token endpoint at `/token`."""
    known: dict[str, Any] = {
        "type": MethodType.OAUTH2_CODE,
        "id": "oauth2",
        "label": "Sign in",
        "attach": Attach(headers={"Authorization": "Bearer {token.access_token}"}),
        "client": ClientOwner.OPERATOR,
        "authorize_url": f"{url}/authorize",
        "token": token or TokenRequest(f"{url}/token"),
        "answer": Layout(),
    }
    return Method(**known | changes)


def key_method(**changes: Any) -> Method:
    """An API key in a header, proved at `/me`."""
    known: dict[str, Any] = {
        "type": MethodType.API_KEY,
        "id": "api_key",
        "label": "API key",
        "attach": Attach(headers={"X-Api-Key": "{credential.api_key}"}),
        "fields": (Field("api_key", "API key"),),
        "verify": Call("/me"),
        "account": AccountNames("{verify.id}", "{verify.name}"),
    }
    return Method(**known | changes)


def oauth1_method(url: str, **changes: Any) -> Method:
    """OAuth 1 with its two endpoints."""
    known: dict[str, Any] = {
        "type": MethodType.OAUTH1,
        "id": "oauth1",
        "label": "Sign in",
        "attach": Attach(oauth1=True),
        "client": ClientOwner.OPERATOR,
        "authorize_url": f"{url}/authorize",
        "token": TokenRequest(f"{url}/access_token"),
        "oauth1": OAuth1(f"{url}/request_token"),
    }
    return Method(**known | changes)


def a_value(name: str, **changes: Any) -> ConnectionValue:
    """A connection value that the customer gives."""
    return ConnectionValue(name, name.capitalize(), **changes)
