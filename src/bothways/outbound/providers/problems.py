"""What is wrong in a provider's file: where, why, and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`path` leads to the place in the file: `methods[0].token.url`; it is empty for the file as a whole."""

    path: str
    reason: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path or 'the file'}: {self.reason}. {self.advice}"


class Problems:
    """Gathers problems, so that one look at a file finds them all."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, path: str, reason: str, advice: str) -> None:
        """Note one problem; the reason without a full stop, the advice as a sentence."""
        self._found.append(Problem(path, reason, advice))

    @property
    def found(self) -> tuple[Problem, ...]:
        """What was noted so far."""
        return tuple(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)
