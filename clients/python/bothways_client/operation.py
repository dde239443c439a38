"""Operations of the API, each written once for both clients.

An operation is a pure function that says what to send. Reached through an object that speaks by threads it is a
function that returns its result; through one on an event loop, the same function gives an awaitable.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import wraps
from inspect import Signature, signature
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, overload
from uuid import uuid4

from bothways_client.call import Parts, call_of
from bothways_client.looped import Looped
from bothways_client.reading import Reader, page_reader, reader
from bothways_client.threaded import Threaded

P = ParamSpec("P")
T = TypeVar("T")
Transport = TypeVar("Transport", bound=Threaded | Looped)

Saying = Callable[Concatenate[Any, P], Parts]


class Group(Generic[Transport]):
    """Operations that belong together."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport


class _Described(Generic[P]):
    """`route` is the method and the path as the API's document has them; `creates` calls carry an idempotency key.

    `kind` is the type of the result, or of the items of a list.
    """

    def __init__(self, route: str, kind: type, saying: Saying[P], returns: object, *, creates: bool = False) -> None:
        self.route = route
        self.kind = kind
        self.saying = saying
        self.creates = creates
        self.__doc__ = saying.__doc__
        _, *parameters = signature(saying).parameters.values()
        # What help() shows: what callers get, not what the pure function says.
        self._signature = Signature(parameters, return_annotation=returns)

    def _bound(self, group: Group[Any], reader: Reader[Any], perform: Callable[..., Any]) -> Any:
        saying = self.saying.__get__(group)
        method, path = self.route.split(" ")

        @wraps(saying)
        def run(*args: Any, **kwargs: Any) -> Any:
            parts = saying(*args, **kwargs)
            # Whoever prints the locals of a traceback must not find the secrets among the arguments.
            del args, kwargs
            key = str(uuid4()) if self.creates and parts.idempotency_key is None else parts.idempotency_key
            return perform(call_of(method, path, parts, key, reader))

        run.__signature__ = self._signature  # type: ignore[attr-defined]
        return run


class Operation(_Described[P], Generic[P, T]):
    """One call, one result."""

    def __init__(self, route: str, kind: type[T], saying: Saying[P], *, creates: bool = False) -> None:
        super().__init__(route, kind, saying, kind, creates=creates)
        self._reader = reader(kind)

    @overload
    def __get__(self, group: None, owner: type) -> Self: ...
    @overload
    def __get__(self, group: Group[Threaded], owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, group: Group[Looped], owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, group: Group[Any] | None, owner: type) -> Any:
        return self if group is None else self._bound(group, self._reader, group._transport.call)


class Listing(_Described[P], Generic[P, T]):
    """An iterator over a list, which pages by itself. Nothing is asked before the first item is."""

    def __init__(self, route: str, kind: type[T], saying: Saying[P]) -> None:
        super().__init__(route, kind, saying, Iterator[kind])  # type: ignore[valid-type]
        self._reader = page_reader(kind)

    @overload
    def __get__(self, group: None, owner: type) -> Self: ...
    @overload
    def __get__(self, group: Group[Threaded], owner: type) -> Callable[P, Iterator[T]]: ...
    @overload
    def __get__(self, group: Group[Looped], owner: type) -> Callable[P, AsyncIterator[T]]: ...
    def __get__(self, group: Group[Any] | None, owner: type) -> Any:
        return self if group is None else self._bound(group, self._reader, group._transport.items)


def operation(route: str, kind: type[T], *, creates: bool = False) -> Callable[[Saying[P]], Operation[P, T]]:
    """Make an operation of a function that says what to send."""
    return lambda saying: Operation(route, kind, saying, creates=creates)


def listing(route: str, kind: type[T]) -> Callable[[Saying[P]], Listing[P, T]]:
    """Make a listing of a function that says what to send."""
    return lambda saying: Listing(route, kind, saying)
