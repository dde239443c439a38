"""The portal's own calls on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from bothways.core.bearer.model import Mode
from bothways.core.identity.text import MAX_NAME

RoleName = Literal["owner", "admin", "developer", "viewer"]


class SelfOut(Struct, frozen=True):
    """The member of staff who asks."""

    id: str
    email: str
    name: str
    role: RoleName


class WorkspaceOut(Struct, frozen=True):
    """The operator's tenant."""

    id: str
    name: str


class EnvironmentRef(Struct, frozen=True):
    """An environment to choose: its id goes into `X-Bothways-Environment`."""

    id: str
    name: str
    mode: Literal["live", "test"]


class SecondFactorOut(Struct, frozen=True):
    """How the member proves more than a password. `required`: nobody of the workspace signs in without."""

    required: bool
    totp: bool
    passkeys: int
    recovery_codes: int


class OwnSessionOut(Struct, frozen=True):
    """The session that asks."""

    id: str
    signed_in_by: Literal["password", "passkey", "sso"]
    expires_at: datetime


class MeOut(Struct, frozen=True):
    """Who is signed in, and what they may do. `grantable` are the scopes that they may give to API keys."""

    staff: SelfOut
    csrf: str
    workspace: WorkspaceOut
    environments: list[EnvironmentRef]
    scopes: list[str]
    grantable: list[str]
    second_factor: SecondFactorOut
    has_password: bool
    passkeys_possible: bool
    session: OwnSessionOut


class EnvironmentIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A new environment."""

    name: Annotated[str, Meta(max_length=MAX_NAME)]
    mode: Mode = Mode.TEST
