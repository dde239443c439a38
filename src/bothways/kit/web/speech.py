"""Another product's way of speaking, so that its clients notice nothing: a dialect's errors and manners."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bothways.kit.web.exchange import Exchange
from bothways.kit.web.problems import Problem
from bothways.kit.web.reply import Reply


@dataclass(frozen=True)
class Speech:
    """How one dialect answers where something goes wrong.

    `prefixes` are the beginnings of the paths that are wholly its own: under them even what has no route is answered
    in its words. `error` writes a problem as its clients know it. Its routes take query parameters that they do not
    know, and read their bodies themselves.
    """

    prefixes: tuple[str, ...]
    error: Callable[[Problem, Exchange], Reply]

    def is_spoken_at(self, path: str) -> bool:
        """Whether the path is one of its own."""
        return path.startswith(self.prefixes)


def speech_at(speeches: Sequence[Speech], path: str) -> Speech | None:
    """Whose path it is; None where it is ours."""
    return next((speech for speech in speeches if speech.is_spoken_at(path)), None)


def distinct(found: Iterable[Speech | None]) -> tuple[Speech, ...]:
    """Each once, in the order of the routes."""
    return tuple(dict.fromkeys(speech for speech in found if speech is not None))
