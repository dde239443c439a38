"""The HTTP client: one request out, one bounded answer back."""

import asyncio
import socket
import ssl
from collections.abc import Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp

from bothways.kit.egress.addresses import Gate, Network
from bothways.kit.egress.checking import Checked, check
from bothways.kit.egress.connector import Connector
from bothways.kit.egress.errors import (
    AddressForbidden,
    AnswerLost,
    AnswerTooLarge,
    ConnectFailed,
    EgressError,
    HostUnknown,
)
from bothways.kit.egress.messages import Request, Response
from bothways.kit.egress.resolving import Lookup, Resolver, system_lookup
from bothways.kit.egress.unpacking import ACCEPTED, body_for

CONNECT_SECONDS = 10.0
CONNECTIONS = 1000
# One provider that answers nobody must not take what the others need.
CONNECTIONS_PER_HOST = 100
# Below the shortest time that servers in use keep an idle connection (5 s).
KEEP_ALIVE_SECONDS = 4.0
DNS_CACHE_SECONDS = 10
USER_AGENT = "Bothways"

# Only these may be sent twice: a kept connection can die while a request is on its way, and then
# the client sends it again. Everything else gets a fresh connection, so that a lost answer means a
# lost answer and not a connection that was closed long before.
_REPEATABLE = {"GET", "HEAD", "OPTIONS"}
_CHUNK_BYTES = 64 * 1024

# The first that fits; exceptions' own texts hold URLs.
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "no answer in time"),
    (aiohttp.ClientConnectorDNSError, "there is no host of that name"),
    (aiohttp.ClientSSLError, "no trusted TLS connection"),
    (aiohttp.ClientConnectorError, "nobody answers there"),
)


@dataclass
class _Attempt:
    """What is known about a request under way."""

    plain: bool
    forbidden: bool = False
    connected: bool = False


_attempt: ContextVar[_Attempt] = ContextVar("egress_attempt")


class Egress:
    """The one way out for HTTP. Safe to share between tasks of one event loop.

    `allowed_networks` may be reached although they are private, and without TLS. Plain HTTP to
    public addresses is refused unless `plain_http_everywhere`.
    """

    def __init__(
        self,
        allowed_networks: Collection[Network | str] = (),
        *,
        plain_http_everywhere: bool = False,
        lookup: Lookup = system_lookup,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._gate = Gate.of(allowed_networks, plain_http_everywhere=plain_http_everywhere)
        self._lookup = lookup
        self._tls = tls or ssl.create_default_context()
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def send(self, request: Request) -> Response:
        """Send a request and return the whole answer, whatever its status; redirects are answers too.

        Raises InvalidRequest, AddressForbidden, ConnectFailed (nothing was sent), AnswerLost or AnswerTooLarge
        (it may have been acted upon). Headers of more than 8 KiB each, or more than 128 of them, are an
        answer lost.
        """
        checked = check(request)
        attempt = _Attempt(checked.plain)
        token = _attempt.set(attempt)
        try:
            async with asyncio.timeout(request.deadline_seconds):
                return await self._exchange(request, checked, attempt)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            # Not chained: aiohttp's errors carry the URL and the headers.
            raise _explained(error, checked.host, attempt) from None
        finally:
            _attempt.reset(token)

    async def close(self) -> None:
        """Close every connection; requests under way are lost."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    async def _exchange(self, request: Request, checked: Checked, attempt: _Attempt) -> Response:
        session = self._session(keeps=request.method in _REPEATABLE)
        sending = session.request(
            request.method,
            checked.url,
            headers=request.headers,
            data=request.body or None,
            allow_redirects=False,
            trace_request_ctx=attempt,
        )
        async with sending as answer:
            body = body_for(", ".join(answer.headers.getall("Content-Encoding", [])), request.max_bytes)
            if request.method != "HEAD":
                if (answer.content_length or 0) > request.max_bytes:
                    raise AnswerTooLarge(f"the answer's body exceeds {request.max_bytes} bytes")
                async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
                    body.feed(chunk)
            return Response(answer.status, _plain_headers(answer.headers), body.finish())

    def _session(self, *, keeps: bool) -> aiohttp.ClientSession:
        """Made at first use, inside the event loop."""
        if keeps not in self._sessions:
            self._sessions[keeps] = _new_session(self._connector(keeps=keeps))
        return self._sessions[keeps]

    def _connector(self, *, keeps: bool) -> aiohttp.TCPConnector:
        lasting: dict[str, Any] = {"keepalive_timeout": KEEP_ALIVE_SECONDS} if keeps else {"force_close": True}
        return Connector(
            ssl=self._tls,
            resolver=Resolver(self._lookup),
            ttl_dns_cache=DNS_CACHE_SECONDS,
            limit=CONNECTIONS,
            limit_per_host=CONNECTIONS_PER_HOST,
            socket_factory=self._socket,
            **lasting,
        )

    def _socket(self, info: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
        """Called with the very address that will be connected to, numeric, after DNS and for literals alike."""
        family, kind, protocol, _, address = info
        attempt = _attempt.get()
        if not self._gate.admits(str(address[0]), plain=attempt.plain):
            attempt.forbidden = True
            raise PermissionError("the address is not one that egress may reach")
        return socket.socket(family, kind, protocol)


def _new_session(connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        headers={"Accept-Encoding": ACCEPTED, "User-Agent": USER_AGENT},
        skip_auto_headers=["Content-Type"],
        # The deadline of each request is the caller's; a connection has less time, so that little is
        # lost on a host that is not there.
        timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS),
        trace_configs=[_tracing()],
    )


def _tracing() -> aiohttp.TraceConfig:
    async def connected(_session: object, context: SimpleNamespace, _parameters: object) -> None:
        context.trace_request_ctx.connected = True

    tracing = aiohttp.TraceConfig()
    tracing.on_connection_create_end.append(connected)
    tracing.on_connection_reuseconn.append(connected)
    return tracing


def _plain_headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    plain: dict[str, str] = {}
    for name, value in headers.items():
        # aiohttp keeps bytes that are not UTF-8 as lone surrogates, which nothing else can carry.
        text = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        plain[name.lower()] = f"{plain[name.lower()]}, {text}" if name.lower() in plain else text
    return plain


def _explained(error: Exception, host: str, attempt: _Attempt) -> EgressError:
    """Our word for what happened, by how far the request came."""
    reason = next((words for kind, words in _WORDS if isinstance(error, kind)), "the connection broke")
    if attempt.connected:
        return AnswerLost(f"{host}: {reason}")
    if attempt.forbidden:
        return AddressForbidden(f"{host} is at an address that may not be reached")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return HostUnknown(f"{host}: {reason}")
    return ConnectFailed(f"{host}: {reason}")
