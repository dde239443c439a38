"""Members of staff, what they hold, and how long that lives."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bothways.core.identity.csrf import csrf_of
from bothways.core.identity.roles import Role
from bothways.kit.secret import Secret

SESSION_LIFETIME = timedelta(hours=12)
DOORSTEP_LIFETIME = timedelta(minutes=10)
CHALLENGE_LIFETIME = timedelta(minutes=5)
CONFIRMED_FOR = timedelta(minutes=10)
MAX_PASSKEYS = 20
MAX_AGENT = 200


class SignedInBy(StrEnum):
    """What a session began with."""

    PASSWORD = "password"
    PASSKEY = "passkey"
    SSO = "sso"


class Purpose(StrEnum):
    """What a link that is handed to somebody is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"

    @property
    def lifetime(self) -> timedelta:
        """An invitation may wait for the end of a weekend; a reset is wanted now."""
        return timedelta(hours=72 if self is Purpose.INVITATION else 24)


@dataclass(frozen=True)
class Staff:
    """One of the operator's people. `email` is unique in the installation, lower-case.

    Whoever was invited and did not come yet has no `joined_at`, and the e-mail address for a name.
    """

    id: str
    workspace_id: str
    email: str
    name: str
    role: Role
    created_at: datetime
    joined_at: datetime | None = None


@dataclass(frozen=True)
class Factors:
    """What a member can prove a second time with."""

    totp: bool = False
    passkeys: int = 0
    recovery_codes: int = 0

    @property
    def any(self) -> bool:
        """Whether a password alone is not enough. Recovery codes stand in for a factor; they are none."""
        return self.totp or self.passkeys > 0


@dataclass(frozen=True)
class Policy:
    """How the members of a workspace sign in. `only_sso`: by no other way than single sign-on."""

    second_factor_required: bool = False
    only_sso: bool = False


@dataclass(frozen=True)
class Caller:
    """The browser that signs in: its network address, what it calls itself, and the cookie of a session before."""

    address: str
    agent: str = ""
    previous: str | None = None


@dataclass(frozen=True)
class SignedIn:
    """A new staff session. `token` is for the cookie: HttpOnly, SameSite=Lax, Secure on https, no longer than this."""

    staff: Staff
    token: Secret[str]
    expires_at: datetime

    @property
    def csrf(self) -> Secret[str]:
        """What must come back in forms and in `X-CSRF-Token`."""
        return csrf_of(self.token.reveal())


@dataclass(frozen=True)
class Doorstep:
    """The password was right, and it takes more. `token` is for a cookie of its own; `enrol`: to set a factor up."""

    staff: Staff
    token: Secret[str]
    factors: Factors
    enrol: bool
    expires_at: datetime


@dataclass(frozen=True)
class Session:
    """Somebody signed in somewhere."""

    id: str
    staff_id: str
    signed_in_by: SignedInBy
    agent: str
    created_at: datetime
    confirmed_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Passkey:
    """A key pair on a member's device or in its password manager; the public half is here."""

    id: str
    staff_id: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    transports: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True)
class Listed:
    """A member as colleagues see them."""

    staff: Staff
    factors: Factors
    has_password: bool
    last_signed_in_at: datetime | None


@dataclass(frozen=True)
class Authority:
    """Who manages somebody: a member with a role, or the command line, which has an owner's."""

    actor: str
    role: Role = Role.OWNER
    staff_id: str | None = None


def folded(email: str) -> str:
    """The form in which e-mail addresses are kept and compared."""
    return email.strip().lower()
