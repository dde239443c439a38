"""Values that must not be printed by accident."""

from typing import Generic, NoReturn, TypeVar

T = TypeVar("T", str, bytes)

MASK = "********"


class Secret(Generic[T]):
    """Wraps a secret so that logs, tracebacks and f-strings show a mask.

    `.reveal()` is the only way out: rare, and easy to search for.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value: T = value

    def reveal(self) -> T:
        """The secret itself. Call it where the value leaves for its one purpose."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> NoReturn:
        # Plain equality leaks through timing; compare digests with kit.crypto.same instead.
        raise TypeError("compare secrets by their digests")

    def __hash__(self) -> NoReturn:
        raise TypeError("keep secrets out of sets and keys")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not serialised")
