"""The link that starts an authorization: where it leads, and how that of a standing one is kept to be shown again."""

from bothways.core.vault.model import Place
from bothways.core.vault.vault import Vault
from bothways.kit.db.transaction import Transaction
from bothways.kit.secret import Secret
from bothways.outbound.connect import store
from bothways.outbound.connect.model import Authorization, LinkUsed


def link_of(public_url: str, ticket: Secret[str]) -> str:
    """The address that opens it."""
    return f"{public_url}/connect/start/{ticket.reveal()}"


async def seal_link(vault: Vault, tx: Transaction, authorization: Authorization, ticket: Secret[str]) -> bytes:
    """The ticket for keeping. Raises OwnerShredded."""
    return await vault.seal(tx, authorization.environment_id, ticket.reveal().encode(), _place(authorization))


async def open_link(vault: Vault, tx: Transaction, authorization: Authorization) -> Secret[str]:
    """The ticket again. Raises LinkUsed when it opens nothing any more, SealBroken."""
    sealed = await store.sealed_ticket(tx, authorization.id)
    if sealed is None:
        raise LinkUsed("This link was used already, or is too old.")
    opened = await vault.unseal(sealed, authorization.environment_id, _place(authorization), tx=tx)
    return Secret(opened.reveal().decode())


def _place(authorization: Authorization) -> Place:
    return Place("authorizations", "sealed_ticket", authorization.id, authorization.environment_id)
