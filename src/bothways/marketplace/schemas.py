"""What the script on our pages asks for."""

from msgspec import Struct


class IntegrationStateOut(Struct, frozen=True):
    """How one integration stands for this customer."""

    integration_id: str
    slug: str
    state: str


class AttemptOut(Struct, frozen=True):
    """One attempt of this session."""

    id: str
    integration_id: str
    status: str


class StateOut(Struct, frozen=True):
    """What the server knows. `version` changes when a page of this session would look different; `pending` attempts
    can still be finished.
    """

    version: str
    pending: int
    integrations: list[IntegrationStateOut]
    authorizations: list[AttemptOut]


class DepartureOut(Struct, frozen=True):
    """Where to go on, in a window of its own."""

    url: str
    authorization: str
