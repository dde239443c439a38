"""Why single sign-on did not work."""

from bothways.kit.errors import DomainError, Kind


class SSONotConfigured(DomainError):
    """The workspace has no single sign-on, or no workspace knows this e-mail address's domain."""

    code = "sso_not_configured"
    kind = Kind.NOT_FOUND
    next_step = "Sign in with your password, or ask an owner of the workspace to set single sign-on up."


class SSOUnavailable(DomainError):
    """The provider gives no answer, or none that can be used."""

    code = "sso_unavailable"
    kind = Kind.UNAVAILABLE
    next_step = "Try again in a moment. If it stays, an owner of the workspace looks at the settings."


class SSORefused(DomainError):
    """The provider's answer lets nobody in: it is not for this browser, proves nothing, or means somebody else."""

    code = "sso_refused"
    kind = Kind.DENIED
    next_step = "Begin again from the sign-in page. If it stays, ask an owner of the workspace."
