"""A provider that repeats everything it was sent, wherever it can, and a search for what must not be found."""

import base64
import contextlib
import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from typing import Any
from urllib.parse import unquote_plus, urlencode

from tests.support.raw_http import Heard, Wire, serve_raw

# Whatever shows this much of a secret has shown it.
WINDOW = 12


class Mood(Enum):
    """How the provider answers; all but the first repeat the request's secrets."""

    WELL = "as it should"
    REFUSES = "400 with an OAuth error whose sentence holds everything"
    CUTS = "the same, with each secret where the sentence gets too long to be kept"
    REFUSES_CLIENT = "401 invalid_client with a sentence that holds everything"
    NESTS = "an error object as some providers write it"
    FAILS = "500 with a page that holds everything"
    BABBLES = "200 with JSON that is no token answer and holds everything"
    DROPS = "no answer"


@dataclass
class Plants:
    """Secrets that a search recognises: each is a core of letters and digits between characters that need escaping."""

    cores: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(101))

    def new(self, name: str, wrap: str = "{}") -> str:
        """A secret; `wrap` says what stands around its core."""
        core = f"Plant{next(self._numbers)}{name.title().replace(' ', '')}Q7x"
        self.cores[name] = core
        return wrap.format(core)

    def seen(self, name: str, secret: str) -> None:
        """A secret of somebody else's making. Of our own tokens, what hints may show is left out."""
        self.cores[name] = secret[15:-4] if secret.startswith("bw_test_") else secret

    def found_in(self, haystack: bytes) -> dict[str, bytes]:
        """Which secrets stand in it, plain, in base64 or in hexadecimal, and what stands around them."""
        found = {}
        for name, core in self.cores.items():
            for needle in _needles(core):
                at = haystack.find(needle)
                if at >= 0:
                    found[name] = haystack[max(0, at - 120) : at + 120]
        return found


def _needles(core: str) -> Iterable[bytes]:
    plain = core.encode()
    step = WINDOW // 2
    yield from (plain[at : at + WINDOW] for at in range(0, max(1, len(plain) - WINDOW + 1), step))
    for offset in range(3):
        # Wherever it stands in what was encoded, its whole groups of three bytes look like one of these.
        inner = plain[offset:]
        whole = base64.b64encode(inner[: len(inner) // 3 * 3])
        yield from {whole, whole.replace(b"+", b"-").replace(b"/", b"_")}
    yield plain.hex().encode()
    yield plain.hex().upper().encode()


@dataclass
class EchoProvider:
    """Use `echo_provider()`. Tokens that it gives out are plants of their own."""

    plants: Plants
    base_url: str = ""
    mood: Mood = Mood.WELL
    heard: list[Heard] = field(default_factory=list)
    api_keys: set[str] = field(default_factory=set)
    access_tokens: set[str] = field(default_factory=set)
    expires_in: int = 600

    async def handle(self, heard: Heard, wire: Wire) -> None:
        self.heard.append(heard)
        self._remember(heard)
        if heard.path == "/authorize":
            code = self.plants.new(f"code {len(self.heard)}", "c:{}")
            answer = urlencode({"code": code, "state": heard.query["state"]})
            await wire.send(302, headers={"location": f"{heard.query['redirect_uri']}?{answer}"})
        elif self.mood is Mood.WELL:
            await self._well(heard, wire)
        else:
            await self._echo(heard, wire)

    def _remember(self, heard: Heard) -> None:
        for name in ("state", "code_verifier"):
            said = heard.query.get(name) or (heard.form if b"=" in heard.body else {}).get(name)
            if said:
                self.plants.seen(f"{name} {said[-6:]}", said)

    async def _well(self, heard: Heard, wire: Wire) -> None:
        if heard.path == "/token":
            number = len(self.heard)
            tokens = {
                "access_token": self.plants.new(f"access token {number}", "at.{}/+="),
                "refresh_token": self.plants.new(f"refresh token {number}", "rt:{}%"),
            }
            self.access_tokens.add(tokens["access_token"])
            extra = {"id_token": self.plants.new(f"id token {number}"), "token_type": "bearer"}
            await _say(wire, 200, {**tokens, **extra, "expires_in": self.expires_in})
        elif heard.path == "/revoke":
            await _say(wire, 200, {})
        elif self._is_known(heard):
            await _say(wire, 200, {"id": "acct-1", "email": "ada@example.test"})
        else:
            await self._echo(heard, wire, 401)

    def _is_known(self, heard: Heard) -> bool:
        bearer = heard.headers.get("authorization", "").removeprefix("Bearer ")
        return bearer in self.access_tokens or heard.headers.get("x-key") in self.api_keys

    async def _echo(self, heard: Heard, wire: Wire, status: int | None = None) -> None:
        everything = " ".join(_said_in(heard))
        document: dict[str, Any] = {"error": "invalid_grant", "error_description": f"Refused: {everything}"}
        match self.mood:
            case Mood.DROPS:
                wire.drop()
                return
            case Mood.CUTS:
                # Providers' sentences are cut somewhere; wherever that is, some secret stands across it.
                padding = "-" * (7 * len(self.heard) % 40)
                document["error_description"] = padding + f"{everything} " * 20
            case Mood.REFUSES_CLIENT:
                document, status = {**document, "error": "invalid_client"}, status or 401
            case Mood.NESTS:
                document = {"error": {"type": everything, "message": everything, "debug": everything}}
            case Mood.FAILS:
                page = f"<!doctype html><title>{everything}</title>{everything}"
                await wire.send(500, page.encode(), {"content-type": "text/html", "x-echo": everything})
                return
            case Mood.BABBLES:
                document, status = {"oops": everything, everything: 1}, 200
        await _say(wire, status or 400, document)


def _said_in(heard: Heard) -> list[str]:
    """Every value of the request, as it was sent and as it was meant."""
    values = [text for name, text in heard.headers.items() if name not in {"host", "content-length", "accept"}]
    values += [*heard.query.values(), heard.body.decode(errors="replace")]
    if b"=" in heard.body and not heard.body.startswith(b"{"):
        values += heard.form.values()
    scheme, _, encoded = heard.headers.get("authorization", "").partition(" ")
    if scheme == "Basic":
        with contextlib.suppress(ValueError):
            pair = base64.b64decode(encoded).decode(errors="replace")
            values += [pair, *map(unquote_plus, pair.split(":", 1))]
    return [re.sub(r"\s+", " ", text) for text in values if text]


async def _say(wire: Wire, status: int, document: Mapping[str, object]) -> None:
    await wire.send(status, json.dumps(document).encode(), {"content-type": "application/json"})


@contextlib.asynccontextmanager
async def echo_provider(plants: Plants) -> AsyncIterator[EchoProvider]:
    """Start one on a free loopback port."""
    provider = EchoProvider(plants)
    async with serve_raw(provider.handle) as base_url:
        provider.base_url = base_url
        yield provider


def definition(base_url: str) -> dict[str, Any]:
    """The provider's own file: a way to connect of every kind, none of them careful with what it says."""
    token = {"url": f"{base_url}/token", "client_auth": "basic"}
    bearer = {"headers": {"Authorization": "Bearer {token.access_token}"}}
    return {
        "slug": "echo",
        "name": "Echo",
        "description": "Repeats what it hears.",
        "categories": ["other"],
        "api": {"base_url": base_url},
        "methods": [
            {
                "type": "oauth2_code",
                "id": "oauth2",
                "label": "Sign in",
                "client": "operator",
                "authorize_url": f"{base_url}/authorize",
                "token": token,
                "revoke": {"url": f"{base_url}/revoke"},
                "refresh": {"rotates": True},
                "attach": bearer,
            },
            {
                "type": "oauth2_client_credentials",
                "id": "machine",
                "label": "Machine",
                "client": "customer",
                "fields": [
                    {"name": "client_id", "label": "Client ID", "secret": False},
                    {"name": "client_secret", "label": "Client secret"},
                ],
                "token": {"url": f"{base_url}/token", "client_auth": "post"},
                "attach": bearer,
            },
            {
                "type": "api_key",
                "id": "key",
                "label": "Key",
                "fields": [{"name": "key", "label": "Key"}],
                "attach": {"headers": {"X-Key": "{credential.key}"}},
            },
        ],
        "verify": {"url": "/me"},
        "account": {"id": "{verify.id}", "label": "{verify.email}"},
        "source": {"independent": 0},
        "checked_at": "2026-11-20",
    }
