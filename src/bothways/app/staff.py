"""The staff room, composed."""

from dataclasses import dataclass

from bothways.app.edges import Edges
from bothways.core.audit.trail import Audit
from bothways.core.staff.admit import Admit
from bothways.core.staff.attempts import SignInAttempts
from bothways.core.staff.authenticate import AuthenticateStaff
from bothways.core.staff.ceremonies import Ceremonies
from bothways.core.staff.challenges import Challenges
from bothways.core.staff.change_password import ChangePassword
from bothways.core.staff.confirm import CheckPassword, Confirm, RequireConfirmation
from bothways.core.staff.create import CreateStaff
from bothways.core.staff.enrol_totp import BeginTOTP, ConfirmTOTP, RemoveTOTP, RenewRecoveryCodes
from bothways.core.staff.invite import InviteStaff, RenewLink
from bothways.core.staff.links import Links
from bothways.core.staff.manage import ChangeRole, ClearFactors, RemoveStaff
from bothways.core.staff.passkey_sign_in import ProveByPasskey, SignInByPasskey
from bothways.core.staff.passkeys import AddPasskey, ManagePasskeys
from bothways.core.staff.passwords import Passwords
from bothways.core.staff.policy import ChangePolicy
from bothways.core.staff.read import ReadStaff
from bothways.core.staff.second_factor import Doorsteps, EnrolAtDoorstep, ProveByCode
from bothways.core.staff.sessions import EndSessions, ListSessions
from bothways.core.staff.sign_in import SignIn
from bothways.core.staff.sign_out import SignOut
from bothways.core.staff.sweep import SweepStaffSessions
from bothways.core.staff.take_link import AcceptInvitation, ResetPassword
from bothways.core.staff.totp_secrets import TOTPSecrets
from bothways.core.vault.vault import Vault


@dataclass(frozen=True)
class SecondFactors:
    """What is proved beside a password, and instead of it."""

    ceremonies: Ceremonies
    doorsteps: Doorsteps
    prove_by_code: ProveByCode
    prove_by_passkey: ProveByPasskey
    sign_in_by_passkey: SignInByPasskey
    enrol_at_doorstep: EnrolAtDoorstep
    begin_totp: BeginTOTP
    confirm_totp: ConfirmTOTP
    remove_totp: RemoveTOTP
    renew_recovery_codes: RenewRecoveryCodes
    add_passkey: AddPasskey
    passkeys: ManagePasskeys


@dataclass(frozen=True)
class StaffRoom:
    """The operator's people, and how they sign in."""

    create: CreateStaff
    invite: InviteStaff
    renew_link: RenewLink
    links: Links
    accept: AcceptInvitation
    reset_password: ResetPassword
    change_role: ChangeRole
    remove: RemoveStaff
    clear_factors: ClearFactors
    change_policy: ChangePolicy
    read: ReadStaff
    authenticate: AuthenticateStaff
    admit: Admit
    sign_in: SignIn
    sign_out: SignOut
    require_confirmation: RequireConfirmation
    confirm: Confirm
    change_password: ChangePassword
    list_sessions: ListSessions
    end_sessions: EndSessions
    factors: SecondFactors
    sweep: SweepStaffSessions


def compose_staff(edges: Edges, vault: Vault, audit: Audit) -> StaffRoom:
    """Every verb of the room."""
    database, clock, entropy, ids = edges.database, edges.clock, edges.entropy, edges.ids
    passwords = Passwords(entropy)
    attempts = SignInAttempts(database, clock)
    admit = Admit(ids, clock, entropy, audit)
    links = Links(database, clock, entropy, edges.settings.public_url)
    check = CheckPassword(database, passwords, attempts)
    return StaffRoom(
        create=CreateStaff(database, ids, clock, passwords, audit),
        invite=InviteStaff(database, ids, clock, links, audit),
        renew_link=RenewLink(database, links, audit),
        links=links,
        accept=AcceptInvitation(database, clock, passwords, links, admit, audit),
        reset_password=ResetPassword(database, passwords, links, admit, audit),
        change_role=ChangeRole(database, audit),
        remove=RemoveStaff(database, vault, audit),
        clear_factors=ClearFactors(database, audit),
        change_policy=ChangePolicy(database, audit),
        read=ReadStaff(database),
        authenticate=AuthenticateStaff(database, clock),
        admit=admit,
        sign_in=SignIn(database, passwords, attempts, admit),
        sign_out=SignOut(database),
        require_confirmation=RequireConfirmation(database, clock),
        confirm=Confirm(database, clock, check),
        change_password=ChangePassword(database, passwords, check, admit, audit),
        list_sessions=ListSessions(database, clock),
        end_sessions=EndSessions(database, audit),
        factors=_factors(edges, vault, audit, attempts, admit),
        sweep=SweepStaffSessions(database, clock),
    )


def _factors(edges: Edges, vault: Vault, audit: Audit, attempts: SignInAttempts, admit: Admit) -> SecondFactors:
    database, clock, entropy = edges.database, edges.clock, edges.entropy
    ceremonies = Ceremonies(edges.settings.public_url)
    challenges = Challenges(database, clock, entropy)
    doorsteps = Doorsteps(database, clock)
    secrets = TOTPSecrets(vault, clock, entropy)
    confirm = ConfirmTOTP(database, secrets, attempts, entropy, audit)
    return SecondFactors(
        ceremonies=ceremonies,
        doorsteps=doorsteps,
        prove_by_code=ProveByCode(database, doorsteps, secrets, attempts, admit, audit),
        prove_by_passkey=ProveByPasskey(database, clock, ceremonies, challenges, doorsteps, attempts, admit, audit),
        sign_in_by_passkey=SignInByPasskey(database, clock, ceremonies, challenges, attempts, admit),
        enrol_at_doorstep=EnrolAtDoorstep(database, doorsteps, confirm, attempts, admit),
        begin_totp=BeginTOTP(database, secrets),
        confirm_totp=confirm,
        remove_totp=RemoveTOTP(database, audit),
        renew_recovery_codes=RenewRecoveryCodes(database, entropy, audit),
        add_passkey=AddPasskey(database, edges.ids, clock, entropy, ceremonies, challenges, audit),
        passkeys=ManagePasskeys(database, audit),
    )
