"""Why somebody is not let in, or cannot be added."""

from bothways.kit.errors import DomainError, Kind


class StaffExists(DomainError):
    """Somebody has this e-mail address already."""

    code = "staff_exists"
    kind = Kind.CONFLICT
    next_step = "Use another e-mail address."


class SignInRefused(DomainError):
    """E-mail address or password are wrong; which of them is not told."""

    code = "sign_in_refused"
    kind = Kind.UNAUTHENTICATED
    next_step = "Check both and try again."


class TooManySignIns(DomainError):
    """Too many attempts for this account or from this address."""

    code = "too_many_sign_ins"
    kind = Kind.EXHAUSTED
    next_step = "Wait, then try again."
