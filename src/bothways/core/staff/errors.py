"""Why somebody is not let in, or cannot be managed."""

from bothways.kit.errors import DomainError, Kind


class StaffExists(DomainError):
    """Somebody has this e-mail address already."""

    code = "staff_exists"
    kind = Kind.CONFLICT
    next_step = "Use another e-mail address."


class StaffNotFound(DomainError):
    """No member of this workspace has that id."""

    code = "staff_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List the members with GET /portal/api/staff or `bothways staff list`."


class SignInRefused(DomainError):
    """E-mail address or password are wrong; which of them is not told. Or a passkey that is not known."""

    code = "sign_in_refused"
    kind = Kind.UNAUTHENTICATED
    next_step = "Check both and try again."


class TooManySignIns(DomainError):
    """Too many attempts for this account or from this address."""

    code = "too_many_sign_ins"
    kind = Kind.EXHAUSTED
    next_step = "Wait, then try again."


class SecondFactorRefused(DomainError):
    """The code is wrong, was used already, or is too old; or the passkey is not this member's."""

    code = "second_factor_refused"
    kind = Kind.DENIED
    next_step = "Wait for the next code of your app and type that, or use a recovery code."


class DoorstepGone(DomainError):
    """The password was given too long ago, or never in this browser."""

    code = "doorstep_gone"
    kind = Kind.UNAUTHENTICATED
    next_step = "Sign in again from the start."


class OnlySSO(DomainError):
    """The password is right, and this workspace signs in by single sign-on only."""

    code = "only_sso"
    kind = Kind.DENIED
    next_step = "Use single sign-on."


class LinkRefused(DomainError):
    """The link was used, is too old, was replaced by a newer one, or was never given out."""

    code = "link_refused"
    kind = Kind.NOT_FOUND
    next_step = "Ask whoever sent it for a new one."


class ConfirmationNeeded(DomainError):
    """The session is good, and for this its owner has to show once more that it is them."""

    code = "confirmation_needed"
    kind = Kind.DENIED
    next_step = (
        "Send the password to POST /portal/api/confirm, or sign in again; then repeat the call within ten minutes."
    )


class PasswordWrong(DomainError):
    """The password that is in use now was asked for, and this is another one."""

    code = "password_wrong"
    kind = Kind.DENIED
    next_step = "Type the password that you sign in with."


class OwnAccount(DomainError):
    """Nobody gives themselves another role or removes themselves."""

    code = "own_account"
    kind = Kind.DENIED
    next_step = "Ask an owner of the workspace."


class OwnersOnly(DomainError):
    """Owners are made, changed and removed by owners alone."""

    code = "owners_only"
    kind = Kind.DENIED
    next_step = "Ask an owner of the workspace."


class LastOwner(DomainError):
    """A workspace keeps one owner at least."""

    code = "last_owner"
    kind = Kind.CONFLICT
    next_step = "Make somebody else an owner first."


class TOTPExists(DomainError):
    """One-time passwords are set up already."""

    code = "totp_exists"
    kind = Kind.CONFLICT
    next_step = "Remove them first; then set them up anew."


class FactorMissing(DomainError):
    """There is no second factor of this kind."""

    code = "second_factor_missing"
    kind = Kind.NOT_FOUND
    next_step = "Set one up first."


class FactorRequired(DomainError):
    """The workspace asks for a second factor, and this is the last one."""

    code = "second_factor_required"
    kind = Kind.CONFLICT
    next_step = "Set up another one first."


class PasskeyRefused(DomainError):
    """The answer of the authenticator does not fit what was asked, or came too late."""

    code = "passkey_refused"
    kind = Kind.INVALID
    next_step = "Begin again."


class PasskeyNotFound(DomainError):
    """The member has no such passkey."""

    code = "passkey_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List them with GET /portal/api/passkeys."


class PasskeysImpossible(DomainError):
    """Browsers bind passkeys to a host name, and Bothways is reached by a number or without https."""

    code = "passkeys_impossible"
    kind = Kind.CONFLICT
    next_step = "Set BOTHWAYS_PUBLIC_URL to an https address with a host name, or to http://localhost for a try."


class SessionNotFound(DomainError):
    """The member has no such session."""

    code = "staff_session_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List them with GET /portal/api/sessions."


class OnlySSOUntried(DomainError):
    """Asking everybody to come by single sign-on takes somebody who did."""

    code = "only_sso_untried"
    kind = Kind.CONFLICT
    next_step = "Sign in by single sign-on yourself, then switch it on."
