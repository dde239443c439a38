"""The right to renew a connection: who has it, how far they got, and what an answer is still worth."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto

from bothways.outbound.connections.model import Connection, State


class Phase(StrEnum):
    """How far a renewal got. Each step is written down before the next is taken, so a crash leaves its mark."""

    IDLE = "idle"
    ASKED = "asked"  # the provider may have been asked, and its answer is not known
    ANSWERED = "answered"  # the answer is kept and waits to be applied


@dataclass(frozen=True)
class Lease:
    """One connection's row of refresh_leases.

    `owner` renews at present; `fence` counts owners and `beat` their signs of life. `base_version` are the credentials
    that the provider was asked with. `committed_version` was kept last, by the asking `committed_fence` with
    `committed_base`; the latter two are None when it came from the customer. `attempts` counts failures in a row,
    `unasked` renewals in a row that no reader asked for. At `due_at` the worker looks after it.
    """

    connection_id: str
    environment_id: str
    owner: str | None
    fence: int
    beat: int
    phase: Phase
    base_version: int
    sealed_answer: bytes | None
    answered_at: datetime | None
    committed_version: int
    committed_base: int | None
    committed_fence: int | None
    attempts: int
    unasked: int
    forced_at: datetime | None
    due_at: datetime | None

    @property
    def mark(self) -> "Mark":
        """What changes as long as the owner lives."""
        return Mark(self.fence, self.beat)


def idle(connection: Connection, *, fence: int = 0, due_at: datetime | None = None) -> Lease:
    """The lease of a connection that was just kept."""
    return Lease(
        connection_id=connection.id,
        environment_id=connection.environment_id,
        owner=None,
        fence=fence,
        beat=0,
        phase=Phase.IDLE,
        base_version=connection.version,
        sealed_answer=None,
        answered_at=None,
        committed_version=connection.version,
        committed_base=None,
        committed_fence=None,
        attempts=0,
        unasked=0,
        forced_at=None,
        due_at=due_at,
    )


@dataclass(frozen=True)
class Mark:
    """A sign of life of a lease's owner. One that stays the same for long enough belongs to the dead.

    Waiting is measured by whoever waits, on a clock that cannot be set: instants in the row would let a node whose
    clock is minutes ahead take a lease from a living owner, and spend the refresh token twice.
    """

    fence: int
    beat: int


class Fate(Enum):
    """What becomes of a provider's answer."""

    KEEP = auto()
    SUPERSEDED = auto()
    GONE = auto()


def fate_of_answer(connection: Connection | None, lease: Lease | None, *, base_version: int, fence: int) -> Fate:
    """Whether the answer to a request made with `base_version` under `fence` is to be kept.

    It is, as long as the connection still has the credentials it was asked with - whoever holds the lease by now,
    and even if the connection was given up meanwhile. Of two answers to the same credentials (an owner was believed
    dead) the one asked for later counts: providers with a grace period keep that one alive.
    """
    if connection is None or lease is None or connection.state is State.DISCONNECTED:
        return Fate.GONE
    if connection.version == base_version:
        return Fate.KEEP
    if lease.committed_base == base_version and lease.committed_fence is not None and lease.committed_fence < fence:
        return Fate.KEEP
    return Fate.SUPERSEDED


def was_rolled_back(connection: Connection, lease: Lease) -> bool:
    """Whether older credentials were put back in the place of newer ones.

    Their refresh token was probably rotated since. Showing it again would look like theft to the provider and end the
    whole authorization (RFC 9700 section 4.14.2).
    """
    return connection.version < lease.committed_version
