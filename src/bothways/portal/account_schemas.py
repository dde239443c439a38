"""A member's own account on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from bothways.core.staff.enrol_totp import Enrolment
from bothways.core.staff.model import Passkey, Session
from bothways.core.staff.passkeys import MAX_NAME
from bothways.core.staff.passwords import MAX_PASSWORD
from bothways.kit.secret import Secret

Password = Annotated[str, Meta(max_length=MAX_PASSWORD)]
PasskeyName = Annotated[str, Meta(max_length=MAX_NAME)]
Code = Annotated[str, Meta(max_length=20)]


class ConfirmIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Shows once more who it is."""

    password: Password


class PasswordIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Another password. All other sessions end; this one goes on under a new cookie and a new CSRF token."""

    current: Password
    new: Password


class CSRFOut(Struct, frozen=True):
    """What goes into `X-CSRF-Token` from now on."""

    csrf: str


class EnrolmentOut(Struct, frozen=True):
    """For an authenticator app: the secret to type, the same as an address, and that as a picture."""

    secret: str
    uri: str
    qr_svg: str


class CodeIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What the app shows."""

    code: Code


class RecoveryCodesOut(Struct, frozen=True):
    """Each signs in once in place of the second factor. Shown now and never again."""

    recovery_codes: list[str]


class PasskeyOptionsOut(Struct, frozen=True):
    """For `PublicKeyCredential.parseCreationOptionsFromJSON` and `navigator.credentials.create`."""

    options: dict[str, Any]


class PasskeyIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`credential` is what `toJSON()` of the new credential gives."""

    name: PasskeyName
    credential: dict[str, Any]


class PasskeyPatch(Struct, frozen=True, forbid_unknown_fields=True):
    """Another name."""

    name: PasskeyName


class PasskeyOut(Struct, frozen=True):
    """A passkey as its owner sees it."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class PasskeysOut(Struct, frozen=True):
    """Oldest first."""

    items: list[PasskeyOut]


class NewPasskeyOut(Struct, frozen=True):
    """`recovery_codes` come with the first factor of a member, now and never again."""

    passkey: PasskeyOut
    recovery_codes: list[str]


class SessionOut(Struct, frozen=True):
    """Where somebody is signed in. `current` is the session that asks."""

    id: str
    current: bool
    signed_in_by: Literal["password", "passkey", "sso"]
    agent: str
    created_at: datetime
    expires_at: datetime


class SessionsOut(Struct, frozen=True):
    """Newest first."""

    items: list[SessionOut]


def enrolment_out(enrolment: Enrolment) -> EnrolmentOut:
    """With the secret: it is shown until the first code was typed."""
    return EnrolmentOut(enrolment.secret.reveal(), enrolment.uri.reveal(), enrolment.qr_svg.reveal())


def codes_out(codes: list[Secret[str]]) -> RecoveryCodesOut:
    """The only time that they leave."""
    return RecoveryCodesOut([code.reveal() for code in codes])


def passkey_out(passkey: Passkey) -> PasskeyOut:
    """Without its key."""
    return PasskeyOut(passkey.id, passkey.name, passkey.created_at, passkey.last_used_at)


def session_out(session: Session, current: str) -> SessionOut:
    """Without its digest."""
    return SessionOut(
        id=session.id,
        current=session.id == current,
        signed_in_by=session.signed_in_by.value,
        agent=session.agent,
        created_at=session.created_at,
        expires_at=session.expires_at,
    )
