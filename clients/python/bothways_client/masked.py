"""Results that hold secrets."""

from dataclasses import fields
from typing import Any, cast

MASK = "********"


class Masked:
    """For dataclasses whose fields with `repr=False` are secrets: shows which of them are there, and what none is."""

    def __repr__(self) -> str:
        shown = []
        for one in fields(cast(Any, self)):
            value = getattr(self, one.name)
            if one.repr:
                shown.append(f"{one.name}={value!r}")
            elif value:
                shown.append(f"{one.name}={MASK}")
        return f"{type(self).__name__}({', '.join(shown)})"
