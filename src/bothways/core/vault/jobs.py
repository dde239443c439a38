"""What the vault does by itself."""

from bothways.core.durable.model import Job
from bothways.core.vault.vault import Vault


def jobs(vault: Vault) -> list[Job]:
    """After a start with a new master key in front, this brings every data key over to it."""
    return [Job("rewrap data keys", 60.0, vault.rewrap)]
