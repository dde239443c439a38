"""The route table: what a room shows to the roof, and how callers of each kind are let in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bothways.kit.errors import DomainError
from bothways.kit.limits import BODY_BYTES
from bothways.kit.web.exchange import Exchange, Who
from bothways.kit.web.reply import Reply
from bothways.kit.web.speech import Speech

Handler = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Public:
    """Nobody is asked who they are. The reason stands in the table, for the reader.

    Requests are counted by the address they come from, unless `counted` is off: for what machines of the operator ask
    all the time, and for what costs no more than saying no.
    """

    reason: str
    counted: bool = True


@dataclass(frozen=True)
class Route:
    """One operation.

    `path` is written as `/v1/connections/{connection_id:str}`. `caller` is a guard: plain data whose type has a `Gate`.
    `handler` is an async function; the names of its parameters decide what it is given:

    - the names in the path: path parameters;
    - `caller`: whom the gate let in;
    - `data`: the body, strict JSON decoded into the annotated msgspec Struct (forbid_unknown_fields=True, nested too);
    - `body`: the body as it came, for a dialect, whose clients send what they like;
    - `form`: a submitted HTML form, `Mapping[str, str]`, each name once;
    - `request`: Litestar's request, for cookies and the like (not on a fast route);
    - `exchange`: this request's Exchange (request id, notes for the log);
    - anything else: a query parameter, converted to its annotation; without a default it is required.

    It returns a Struct (or anything that msgspec encodes), None for 204, or a Litestar Response. Its `__name__` is the
    operation id, the first line of its docstring the summary, the rest the description. `errors` are those that only
    this operation raises; what the border itself may answer is documented by itself.

    `idempotent` makes `Idempotency-Key` work; with `shown_once` the answer holds what nobody may see a second time, so
    that a repetition does nothing and is refused. `fast` serves the route in front of the framework, for hot reads.
    `hidden` leaves it out of the API document (pages, callbacks). `speech` is the dialect's whose route it is.
    """

    method: str
    path: str
    caller: object
    handler: Handler
    status: int = 200
    idempotent: bool = False
    shown_once: bool = False
    hidden: bool = False
    fast: bool = False
    tags: tuple[str, ...] = ()
    errors: tuple[type[DomainError], ...] = ()
    speech: Speech | None = None
    max_body_bytes: int = BODY_BYTES


Routes = Sequence[Route]


@dataclass(frozen=True)
class Scheme:
    """How a caller proves who they are, for the API document: a bearer token of one sort, or a cookie's name."""

    name: str
    description: str
    cookie: str = ""


@dataclass(frozen=True)
class Gate:
    """How callers are let in where a guard of one type stands.

    `authenticate(guard, exchange)` returns the caller or raises one of `errors`: kind UNAUTHENTICATED counts against
    the peer's address, DENIED does not. `who(caller)` names them for log and limits. `schemes` are the ways to prove
    it, any of which will do; `needs(guard)` is a sentence for the API document, such as "Scope `connections:read`.".
    `cross_origin`: browsers on other sites may ask (CORS preflight), with `request_headers` besides the usual ones.
    `turned_away` is what people see on pages instead
    of the error: a sign-in, or how to get back in.
    """

    authenticate: Callable[[Any, Exchange], Awaitable[Any]]
    who: Callable[[Any], Who]
    schemes: tuple[Scheme, ...] = ()
    errors: tuple[type[DomainError], ...] = ()
    needs: Callable[[Any], str] = field(default=lambda guard: "")
    cross_origin: bool = False
    request_headers: tuple[str, ...] = ()
    turned_away: Callable[[DomainError, Exchange], Awaitable[Reply]] | None = None


Gates = Mapping[type, Gate]


class RouteTableError(Exception):
    """The table cannot be served as written; raised while the application is built, never at a request."""
