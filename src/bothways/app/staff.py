"""The staff room, composed."""

from dataclasses import dataclass

from bothways.app.edges import Edges
from bothways.core.audit.trail import Audit
from bothways.core.staff.attempts import SignInAttempts
from bothways.core.staff.authenticate import AuthenticateStaff
from bothways.core.staff.create import CreateStaff
from bothways.core.staff.passwords import Passwords
from bothways.core.staff.read import ReadStaff
from bothways.core.staff.sign_in import SignIn
from bothways.core.staff.sign_out import SignOut
from bothways.core.staff.sweep import SweepStaffSessions


@dataclass(frozen=True)
class StaffRoom:
    """The operator's people, and how they sign in."""

    create: CreateStaff
    read: ReadStaff
    authenticate: AuthenticateStaff
    sign_in: SignIn
    sign_out: SignOut
    sweep: SweepStaffSessions


def compose_staff(edges: Edges, audit: Audit) -> StaffRoom:
    """Every verb of the room."""
    database, clock, entropy, ids = edges.database, edges.clock, edges.entropy, edges.ids
    passwords = Passwords(entropy)
    attempts = SignInAttempts(database, clock)
    return StaffRoom(
        create=CreateStaff(database, ids, clock, passwords, audit),
        read=ReadStaff(database),
        authenticate=AuthenticateStaff(database, clock),
        sign_in=SignIn(database, ids, clock, entropy, passwords, attempts, audit),
        sign_out=SignOut(database),
        sweep=SweepStaffSessions(database, clock),
    )
