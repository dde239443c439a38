"""What a connect session's holder may know of it."""

from dataclasses import dataclass

from bothways.core.identity import customer_rows, environment_rows, session_rows
from bothways.core.identity.callers import Unauthenticated
from bothways.core.identity.model import ConnectSession, Customer, Environment
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class SessionView:
    """A session, whom it speaks for, and where. `product_name` is the operator's product as its customers know it."""

    session: ConnectSession
    customer: Customer
    environment: Environment
    product_name: str


@dataclass(frozen=True)
class ReadSession:
    """One session with what belongs to it."""

    database: Database

    async def __call__(self, environment_id: str, session_id: str) -> SessionView:
        """Raises Unauthenticated when the session, or its customer, was removed a moment ago."""
        async with self.database.read() as tx:
            session = await session_rows.find(tx, environment_id, session_id)
            customer = session and await customer_rows.find(tx, environment_id, session.customer_id)
            environment = await environment_rows.find(tx, environment_id)
            workspace = environment and await environment_rows.workspace(tx, environment.workspace_id)
        if not session or not customer or not environment or not workspace:
            raise Unauthenticated("The connect session is not valid, or has ended.")
        return SessionView(session, customer, environment, environment.theme.product_name or workspace.name)
