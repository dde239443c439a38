"""A member's own account: password, second factors, sessions."""

from dataclasses import dataclass

from bothways.core.identity.callers import PortalScript, StaffCaller
from bothways.core.staff.change_password import ChangePassword
from bothways.core.staff.confirm import Confirm, RequireConfirmation
from bothways.core.staff.enrol_totp import BeginTOTP, ConfirmTOTP, RemoveTOTP, RenewRecoveryCodes
from bothways.core.staff.errors import (
    ConfirmationNeeded,
    FactorMissing,
    FactorRequired,
    PasskeyNotFound,
    PasskeyRefused,
    PasskeysImpossible,
    PasswordWrong,
    SecondFactorRefused,
    SessionNotFound,
    TooManySignIns,
    TOTPExists,
)
from bothways.core.staff.passkeys import AddPasskey, ManagePasskeys
from bothways.core.staff.sessions import EndSessions, ListSessions
from bothways.kit.errors import DomainError
from bothways.kit.secret import Secret
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.route import Handler, Route, Routes
from bothways.portal.account_schemas import (
    CodeIn,
    ConfirmIn,
    CSRFOut,
    EnrolmentOut,
    NewPasskeyOut,
    PasskeyIn,
    PasskeyOptionsOut,
    PasskeyOut,
    PasskeyPatch,
    PasskeysOut,
    PasswordIn,
    RecoveryCodesOut,
    SessionsOut,
    codes_out,
    enrolment_out,
    passkey_out,
    session_out,
)
from bothways.portal.door import Door, set_cookie

ACCOUNT = ("account",)
_ASKING = ConfirmationNeeded
Errors = tuple[type[DomainError], ...]


@dataclass(frozen=True)
class AccountRoutes:
    """What everybody manages for themselves. What changes who may sign in asks for a confirmed session."""

    door: Door
    confirmed: RequireConfirmation
    confirm: Confirm
    change: ChangePassword
    begin_totp: BeginTOTP
    confirm_totp: ConfirmTOTP
    remove_totp: RemoveTOTP
    renew_codes: RenewRecoveryCodes
    add: AddPasskey
    passkeys: ManagePasskeys
    sessions: ListSessions
    end: EndSessions

    def routes(self) -> Routes:
        """Every role has an account."""
        return [*self._password(), *self._totp(), *self._passkeys(), *self._sessions()]

    def _password(self) -> Routes:
        wrong = (PasswordWrong, TooManySignIns)
        return [
            _route("POST", "/confirm", self.confirm_session, status=204, errors=wrong),
            _route("PUT", "/password", self.change_password, errors=wrong),
        ]

    def _totp(self) -> Routes:
        refused = (SecondFactorRefused, TooManySignIns)
        gone = (ConfirmationNeeded, FactorMissing, FactorRequired)
        return [
            _route("POST", "/totp", self.begin_one_time_passwords, errors=(ConfirmationNeeded, TOTPExists)),
            _route("POST", "/totp/confirm", self.confirm_one_time_passwords, errors=refused),
            _route("DELETE", "/totp", self.remove_one_time_passwords, status=204, errors=gone),
            _route("POST", "/recovery-codes", self.renew_recovery_codes, errors=(ConfirmationNeeded, FactorMissing)),
        ]

    def _passkeys(self) -> Routes:
        one, missing = "/passkeys/{passkey_id:str}", PasskeyNotFound
        beginning = (ConfirmationNeeded, PasskeyRefused, PasskeysImpossible)
        adding = (PasskeyRefused, PasskeysImpossible)
        return [
            _route("GET", "/passkeys", self.list_passkeys),
            _route("POST", "/passkeys/begin", self.begin_passkey, errors=beginning),
            _route("POST", "/passkeys", self.add_passkey, status=201, errors=adding),
            _route("PATCH", one, self.rename_passkey, errors=(missing,)),
            _route(
                "DELETE", one, self.remove_passkey, status=204, errors=(ConfirmationNeeded, missing, FactorRequired)
            ),
        ]

    def _sessions(self) -> Routes:
        one = "/sessions/{session_id:str}"
        return [
            _route("GET", "/sessions", self.list_sessions),
            _route("DELETE", "/sessions", self.end_other_sessions, status=204),
            _route("DELETE", one, self.end_session, status=204, errors=(SessionNotFound,)),
        ]

    async def confirm_session(self, caller: StaffCaller, exchange: Exchange, data: ConfirmIn) -> None:
        """Show once more that it is you

        For ten minutes, what changes who may sign in is done without asking again.
        """
        password = Secret(data.password)
        await self.confirm(caller.staff_id, caller.session_id, password, address=exchange.peer)

    async def change_password(self, caller: StaffCaller, exchange: Exchange, data: PasswordIn) -> CSRFOut:
        """Change the own password

        Every session ends; whoever changed it gets a new one, by cookie, with a new CSRF token.
        """
        signed = await self.change(caller.staff_id, Secret(data.current), Secret(data.new), self.door.caller(exchange))
        exchange.headers_out += tuple(map(set_cookie, self.door.cookies_of(signed)[:1]))
        return CSRFOut(signed.csrf.reveal())

    async def begin_one_time_passwords(self, caller: StaffCaller) -> EnrolmentOut:
        """Set one-time passwords up

        They count once the first code was sent to `totp/confirm`.
        """
        await self.confirmed(caller.session_id)
        return enrolment_out(await self.begin_totp(caller.staff_id))

    async def confirm_one_time_passwords(self, caller: StaffCaller, data: CodeIn) -> RecoveryCodesOut:
        """Confirm them with the first code"""
        return codes_out(await self.confirm_totp(caller.staff_id, data.code))

    async def remove_one_time_passwords(self, caller: StaffCaller) -> None:
        """Give one-time passwords up"""
        await self.confirmed(caller.session_id)
        await self.remove_totp(caller.staff_id)

    async def renew_recovery_codes(self, caller: StaffCaller) -> RecoveryCodesOut:
        """Make new recovery codes

        Those that were left are worth nothing any more.
        """
        await self.confirmed(caller.session_id)
        return codes_out(await self.renew_codes(caller.staff_id))

    async def list_passkeys(self, caller: StaffCaller) -> PasskeysOut:
        """List the own passkeys"""
        return PasskeysOut([passkey_out(one) for one in await self.passkeys.list(caller.staff_id)])

    async def begin_passkey(self, caller: StaffCaller) -> PasskeyOptionsOut:
        """Begin adding a passkey"""
        await self.confirmed(caller.session_id)
        return PasskeyOptionsOut(await self.add.begin(caller.staff_id, caller.session_id))

    async def add_passkey(self, caller: StaffCaller, data: PasskeyIn) -> NewPasskeyOut:
        """Add the passkey that the browser made

        Within five minutes of beginning, from the same session.
        """
        made, codes = await self.add.finish(caller.staff_id, caller.session_id, data.name, data.credential)
        return NewPasskeyOut(passkey_out(made), [code.reveal() for code in codes])

    async def rename_passkey(self, caller: StaffCaller, passkey_id: str, data: PasskeyPatch) -> PasskeyOut:
        """Rename a passkey"""
        return passkey_out(await self.passkeys.rename(caller.staff_id, passkey_id, data.name))

    async def remove_passkey(self, caller: StaffCaller, passkey_id: str) -> None:
        """Remove a passkey"""
        await self.confirmed(caller.session_id)
        await self.passkeys.remove(caller.staff_id, passkey_id)

    async def list_sessions(self, caller: StaffCaller) -> SessionsOut:
        """List where you are signed in"""
        found = await self.sessions(caller.staff_id)
        return SessionsOut([session_out(one, caller.session_id) for one in found])

    async def end_other_sessions(self, caller: StaffCaller) -> None:
        """Sign out everywhere else"""
        await self.end.others(caller.workspace_id, caller.staff_id, caller.session_id)

    async def end_session(self, caller: StaffCaller, session_id: str) -> None:
        """Sign out somewhere"""
        await self.end.one(caller.workspace_id, caller.staff_id, session_id)


def _route(method: str, path: str, handler: Handler, *, status: int = 200, errors: Errors = ()) -> Route:
    return Route(
        method,
        f"/portal/api{path}",
        PortalScript(),
        handler,
        tags=ACCOUNT,
        hidden=True,
        status=status,
        errors=errors,
    )
