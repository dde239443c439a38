"""What this machine has shown to providers, remembered outside of the database: so that a database that was put back
is noticed before a spent refresh token is shown again.
"""

from dataclasses import dataclass
from datetime import datetime

from bothways.kit.notebook import Notebook
from bothways.outbound.connections.lease import Lease
from bothways.outbound.connections.model import Connection


@dataclass(frozen=True)
class Shown:
    """Fences only grow, and a database that was put back has forgotten the last ones of some connections.

    Exact for what this machine asked for itself: connections whose tokens were not used since the backup are renewed
    as ever. What other machines asked for is theirs to remember; where nobody remembers, `DoubtAfterRestore` is told.
    """

    notebook: Notebook

    def note(self, connection: Connection, lease: Lease) -> None:
        """The provider is about to be shown this connection's refresh token, under this lease."""
        self.notebook.write(connection.id, f"{lease.fence} {connection.obtained_at.isoformat()}")

    def forgotten(self, connection: Connection, lease: Lease) -> bool:
        """Whether these credentials, or later ones, were shown under a lease that the database does not know of.

        Credentials that were obtained since then are none of the note's business: the customer reconnected.
        """
        note = self.notebook.read(connection.id)
        if note is None:
            return False
        fence, obtained_at = note.split(" ")
        return lease.fence < int(fence) and connection.obtained_at <= datetime.fromisoformat(obtained_at)
