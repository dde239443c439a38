"""What a connection is, the life it leads, and why it may need its customer again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bothways.kit.finding import folded
from bothways.outbound.connections.errors import ConnectionDisconnected, NeedsReauth
from bothways.outbound.connections.lifetime import Lifetime
from bothways.outbound.providers.model import MethodType
from bothways.outbound.providers.verdict import Verdict


class State(StrEnum):
    """Where a connection stands."""

    ACTIVE = "active"
    NEEDS_REAUTH = "needs_reauth"
    DISCONNECTED = "disconnected"


class Signal(StrEnum):
    """What happens to a connection."""

    RECONNECTED = "reconnected"
    RENEWED = "renewed"
    LOST = "lost"
    DISCONNECTED = "disconnected"


TRANSITIONS: Mapping[tuple[State, Signal], State] = {
    #  from                 on                     to
    (State.ACTIVE,       Signal.RECONNECTED):  State.ACTIVE,
    (State.ACTIVE,       Signal.RENEWED):      State.ACTIVE,
    (State.ACTIVE,       Signal.LOST):         State.NEEDS_REAUTH,
    (State.ACTIVE,       Signal.DISCONNECTED): State.DISCONNECTED,
    (State.NEEDS_REAUTH, Signal.RECONNECTED):  State.ACTIVE,
    # An answer that arrives late, or a provider that changes its mind, saves a connection given up before.
    (State.NEEDS_REAUTH, Signal.RENEWED):      State.ACTIVE,
    (State.NEEDS_REAUTH, Signal.DISCONNECTED): State.DISCONNECTED,
}  # fmt: skip
"""Absent pairs change nothing and may not be asked for; DISCONNECTED is final."""


class Reason(StrEnum):
    """Why a connection needs its customer again."""

    GRANT_REFUSED = "grant_refused"
    ANSWER_LOST = "answer_lost"
    EXPIRED = "expired"
    REJECTED = "rejected"
    ROLLED_BACK = "rolled_back"


SENTENCES: Mapping[Reason, str] = {
    Reason.GRANT_REFUSED: "The provider no longer accepts the authorization: it was withdrawn there, or it has ended.",
    Reason.ANSWER_LOST: (
        "The provider's answer was lost on the way while the authorization was being renewed,"
        " and the provider does not accept the previous one any more."
    ),
    Reason.EXPIRED: "The authorization has expired, and the provider offers no way to renew it.",
    Reason.REJECTED: "The provider's API rejects the credentials, even after they were renewed or checked.",
    Reason.ROLLED_BACK: (
        "The stored credentials are older than the ones that were kept last, as after restoring a backup;"
        " using them could end the authorization."
    ),
}


class Kind(StrEnum):
    """What the credentials look like to those who use them."""

    OAUTH2 = "oauth2"
    API_KEY = "api_key"
    BASIC = "basic"
    OAUTH1 = "oauth1"


KIND_OF: Mapping[MethodType, Kind] = {
    MethodType.OAUTH2_CODE: Kind.OAUTH2,
    MethodType.OAUTH2_CLIENT_CREDENTIALS: Kind.OAUTH2,
    MethodType.JWT_BEARER: Kind.OAUTH2,
    MethodType.API_KEY: Kind.API_KEY,
    MethodType.BASIC: Kind.BASIC,
    MethodType.OAUTH1: Kind.OAUTH1,
}


@dataclass(frozen=True)
class ReplacedAccount:
    """The account that a connection led to before the customer reconnected it with another one."""

    id: str
    label: str | None
    at: datetime


@dataclass(frozen=True)
class Trouble:
    """Why the last renewal failed. It passes, or the operator has something to correct; the connection is not lost."""

    verdict: Verdict
    detail: str


@dataclass(frozen=True)
class Connection:
    """One customer's link to one account, through one integration.

    `version` counts the credentials that were kept: it is part of their seal, and a change is written only onto the
    version it was made from. `sealed` is what requests to the API need; `sealed_renewal` is what renews it (a refresh
    token, or the customer's own client) and stays closed otherwise. `expires_at` and `refresh_due_at` are None where
    that never happens or nobody knows. Until `retry_at` the provider is left alone after a renewal failed by `trouble`.
    `own_scopes` are asked for in the place of the integration's when it is connected again; None where it has none.
    `replaced_account` is set while the account is not the one that was connected before.
    """

    id: str
    environment_id: str
    customer_id: str
    integration_id: str
    provider: str
    method_id: str
    kind: Kind
    state: State
    reason: Reason | None
    label: str
    account_id: str | None
    account_label: str | None
    replaced_account: ReplacedAccount | None
    scopes: tuple[str, ...]
    own_scopes: tuple[str, ...] | None
    values: Mapping[str, str]
    metadata: Mapping[str, str]
    sealed: bytes | None
    sealed_renewal: bytes | None
    version: int
    obtained_at: datetime
    expires_at: datetime | None
    refresh_due_at: datetime | None
    retry_at: datetime | None
    trouble: Trouble | None
    created_at: datetime
    updated_at: datetime
    disconnected_at: datetime | None

    @property
    def search_text(self) -> str:
        """Where words of a search are looked for; whose connection it is stands with the customer."""
        return folded(self.label, self.account_label, self.account_id)

    @property
    def renewable(self) -> bool:
        """Whether there is anything to renew the credentials with."""
        return self.sealed_renewal is not None

    @property
    def life(self) -> Lifetime:
        """Since when the credentials exist, and until when."""
        return Lifetime(self.obtained_at, self.expires_at, self.refresh_due_at)

    @property
    def reason_sentence(self) -> str | None:
        """Why it needs its customer, for people."""
        return None if self.reason is None else SENTENCES[self.reason]

    def after(self, signal: Signal) -> State:
        """The state that `signal` leads to. Raises KeyError for a pair that may not be asked for."""
        return TRANSITIONS[self.state, signal]

    def require_active(self) -> None:
        """Raises NeedsReauth or ConnectionDisconnected."""
        require_active(self.id, self.state, self.reason)

    def require_connected(self) -> None:
        """Raises ConnectionDisconnected."""
        if self.state is State.DISCONNECTED:
            raise ConnectionDisconnected(f"The connection {self.id} was disconnected.")


def require_active(connection_id: str, state: State, reason: Reason | None) -> None:
    """Raises NeedsReauth or ConnectionDisconnected unless credentials may be handed out."""
    if state is State.DISCONNECTED:
        raise ConnectionDisconnected(f"The connection {connection_id} was disconnected.")
    if state is State.NEEDS_REAUTH:
        why = SENTENCES[reason or Reason.GRANT_REFUSED]
        raise NeedsReauth(f"The connection {connection_id} has to be connected again. {why}")
