"""Where a sealed value belongs, and what can be wrong with a seal."""

from dataclasses import dataclass

from bothways.kit.errors import DomainError, Kind


class SealBroken(DomainError):
    """A sealed value does not open: it was changed, moved, put back, or its key is gone. `debug` says where it lies."""

    code = "seal_broken"
    kind = Kind.UNAVAILABLE
    next_step = "Store this secret anew, for instance by connecting again, and tell whoever runs Bothways: see its log."


class OwnerShredded(DomainError):
    """The owner's data key was destroyed; nothing is sealed for it again."""

    code = "owner_shredded"
    kind = Kind.CONFLICT
    next_step = "The customer was deleted. Create a new one."


@dataclass(frozen=True)
class Place:
    """Where a sealed value lies. It opens there and nowhere else.

    `version` counts the values that lay there, where an old one put back must not open.
    """

    table: str
    column: str
    row: str
    environment_id: str
    version: int = 0

    def __str__(self) -> str:
        return f"{self.table}.{self.column} of {self.row} in {self.environment_id} at version {self.version}"


def bind(*parts: str) -> bytes:
    """Parts as additional authenticated data. The lengths keep ("ab", "c") and ("a", "bc") apart."""
    return "".join([f"{len(part)}:{part}" for part in parts]).encode("utf-8", "surrogatepass")
