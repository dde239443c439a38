"""Connections on the wire, without secrets. Credentials, which are nothing else, are in credential_schemas.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from bothways.core.events.model import RecordedEvent
from bothways.core.identity.model import Customer
from bothways.outbound.connections.change import MAX_LABEL_LENGTH, MAX_METADATA, MAX_NAME_LENGTH, MAX_VALUE_LENGTH
from bothways.outbound.connections.demand import Demand
from bothways.outbound.connections.model import Connection, Kind, State

Label = Annotated[str, Meta(max_length=MAX_LABEL_LENGTH, description="Your own name for the connection.")]
Metadata = Annotated[
    dict[Annotated[str, Meta(max_length=MAX_NAME_LENGTH)], Annotated[str, Meta(max_length=MAX_VALUE_LENGTH)]],
    Meta(max_length=MAX_METADATA, description="Your own notes; replaced as a whole."),
]
Reference = Annotated[str, Meta(max_length=63, description="Id or slug of an integration.")]
CustomerId = Annotated[str, Meta(min_length=1, max_length=128, description="Your own id of the customer.")]


# What of an event's data a customer may read; the rest was said to the operator.
_FOR_CUSTOMERS = frozenset({"account", "from", "to", "label", "reason", "integration_id", "scopes"})


class CustomerRef(Struct, frozen=True):
    """Whose connection it is. `external_id` is yours."""

    id: str
    external_id: str
    name: str | None


class AccountOut(Struct, frozen=True):
    """The account at the provider; null where the provider does not tell."""

    id: str | None
    label: str | None


class ReplacedAccountOut(Struct, frozen=True):
    """The account that the connection led to before the customer reconnected it with another one."""

    id: str
    label: str | None
    at: datetime


class TroubleOut(Struct, frozen=True):
    """Why the last renewal failed, and when the next one is tried. Passing trouble asks nothing of the customer."""

    verdict: str
    detail: str
    retry_at: datetime | None


class ConnectionOut(Struct, frozen=True):
    """One customer's link to one account, through one integration.

    A connect session sees neither `metadata` nor what the provider said of a failure. `reason` says why it needs its
    customer again. `version` counts the credentials. `expires_at` is null where the
    provider does not say; `renewable` credentials are renewed before that by themselves.
    """

    id: str
    customer: CustomerRef
    integration_id: str
    provider: str
    method_id: str
    type: Kind
    state: State
    reason: str | None
    reason_detail: str | None
    trouble: TroubleOut | None
    label: str
    account: AccountOut
    replaced_account: ReplacedAccountOut | None
    scopes: list[str]
    values: dict[str, str]
    metadata: dict[str, str]
    version: int
    renewable: bool
    obtained_at: datetime
    expires_at: datetime | None
    created_at: datetime
    updated_at: datetime
    disconnected_at: datetime | None


class ConnectionPatch(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays."""

    label: Label | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET

    def new_label(self) -> str | None:
        """As the verb takes it."""
        return None if self.label is UNSET else self.label

    def new_metadata(self) -> Mapping[str, str] | None:
        """As the verb takes it."""
        return None if self.metadata is UNSET else self.metadata


class RefreshIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Why you want new credentials. The body may be left out."""

    rejected_version: (
        Annotated[
            int,
            Meta(
                ge=1,
                description="The `version` of the credentials that the provider's API rejected (401)."
                " If newer ones are at hand already, nothing is asked of the provider.",
            ),
        ]
        | None
    ) = None
    revive: Annotated[
        bool,
        Meta(description="Try even though the connection needs its customer: for when a provider was wrong."),
    ] = False

    def demand(self) -> Demand:
        """As the verb takes it."""
        return Demand(self.rejected_version, self.revive)


class HistoryEntry(Struct, frozen=True):
    """Something that happened to the connection."""

    id: str
    type: str
    data: dict[str, object]
    created_at: datetime


def connection_out(connection: Connection, customer: Customer, *, to_session: bool = False) -> ConnectionOut:
    """The connection as an operator sees it; `to_session`: as its customer does, without the operator's own notes and
    without what a provider said to the operator.
    """
    trouble, replaced = connection.trouble, connection.replaced_account
    said = "" if trouble is None or to_session else trouble.detail
    return ConnectionOut(
        id=connection.id,
        customer=CustomerRef(customer.id, customer.external_id, customer.name),
        integration_id=connection.integration_id,
        provider=connection.provider,
        method_id=connection.method_id,
        type=connection.kind,
        state=connection.state,
        reason=connection.reason,
        reason_detail=connection.reason_sentence,
        trouble=None if trouble is None else TroubleOut(trouble.verdict, said, connection.retry_at),
        label=connection.label,
        account=AccountOut(connection.account_id, connection.account_label),
        replaced_account=None if replaced is None else ReplacedAccountOut(replaced.id, replaced.label, replaced.at),
        scopes=list(connection.scopes),
        values=dict(connection.values),
        metadata={} if to_session else dict(connection.metadata),
        version=connection.version,
        renewable=connection.renewable,
        obtained_at=connection.obtained_at,
        expires_at=connection.expires_at,
        created_at=connection.created_at,
        updated_at=connection.updated_at,
        disconnected_at=connection.disconnected_at,
    )


def history_entry(event: RecordedEvent, *, to_session: bool = False) -> HistoryEntry:
    """The event without what every entry of this list has in common; `to_session`: with what is its customer's own."""
    data = {name: value for name, value in event.data.items() if not to_session or name in _FOR_CUSTOMERS}
    return HistoryEntry(event.id, event.type, data, event.created_at)
