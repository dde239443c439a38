"""Who is asking, and the guards by which a route table says who may."""

from dataclasses import dataclass

from bothways.core.bearer.model import Mode
from bothways.core.identity.roles import Role
from bothways.kit.errors import DomainError, Kind
from bothways.kit.secret import Secret


@dataclass(frozen=True, slots=True)
class OperatorCaller:
    """The operator's backend, by an API key; or one of the operator's people at the portal, whose id is `key_id` then.

    `grantable` are the scopes that it may give to API keys.
    """

    environment_id: str
    workspace_id: str
    mode: Mode
    key_id: str
    scopes: frozenset[str]
    grantable: frozenset[str]
    by_staff: bool = False

    @property
    def actor(self) -> str:
        """Who the audit trail names."""
        return self.key_id


@dataclass(frozen=True, slots=True)
class CustomerCaller:
    """A customer's browser, by a connect session. It sees this customer, and these integrations, and nothing else."""

    environment_id: str
    mode: Mode
    customer_id: str
    session_id: str
    integration_ids: frozenset[str] | None
    return_url: str | None
    locale: str | None = None

    @property
    def actor(self) -> str:
        """Who the audit trail names."""
        return self.session_id

    def may_use(self, integration_id: str) -> bool:
        """Whether the session was opened for this integration."""
        return self.integration_ids is None or integration_id in self.integration_ids


@dataclass(frozen=True, slots=True)
class BrowserCaller:
    """A customer on our own pages, by a cookie. `csrf` must come back in every form."""

    customer: CustomerCaller
    csrf: Secret[str]


@dataclass(frozen=True, slots=True)
class StaffCaller:
    """One of the operator's people, by a cookie. `csrf` must come back in every form and in `X-CSRF-Token`."""

    staff_id: str
    workspace_id: str
    session_id: str
    role: Role
    csrf: Secret[str]

    @property
    def actor(self) -> str:
        """Who the audit trail names."""
        return self.staff_id


@dataclass(frozen=True)
class Operator:
    """Guard: an API key with this scope."""

    scope: str


@dataclass(frozen=True)
class CustomerSession:
    """Guard: a connect session's bearer token."""


@dataclass(frozen=True)
class OperatorOrCustomer:
    """Guard: an API key with this scope, or a connect session, which needs no scope."""

    scope: str


@dataclass(frozen=True)
class ConnectBrowser:
    """Guard: the cookie of a customer's browser, on our own pages, whose path names the connect session."""


@dataclass(frozen=True)
class StaffMember:
    """Guard: a signed-in member of staff, by the cookie alone: for pages, whose forms bring the CSRF token."""


@dataclass(frozen=True)
class PortalScript:
    """Guard: the portal's own script, for a member of staff of at least this role: `X-CSRF-Token` always."""

    least: Role = Role.VIEWER


class Unauthenticated(DomainError):
    """No credentials, or none that are good: unknown, expired, revoked and altered ones look alike."""

    code = "unauthenticated"
    kind = Kind.UNAUTHENTICATED
    next_step = (
        "Send `Authorization: Bearer` with a valid API key, or with the token of a connect session where it fits."
    )


class ScopeMissing(DomainError):
    """The key is good and lacks the scope."""

    code = "scope_missing"
    kind = Kind.DENIED
    next_step = "Use an API key that has the scope; `bothways api-key create` makes one."


class RoleInsufficient(DomainError):
    """The member of staff is signed in, and its role may not do this."""

    code = "role_insufficient"
    kind = Kind.DENIED
    next_step = "Ask an owner of the workspace to do it, or for another role."
