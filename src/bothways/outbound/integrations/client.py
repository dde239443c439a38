"""The operator's client at a provider, unsealed for one call."""

from dataclasses import dataclass

from bothways.core.vault.model import Place
from bothways.core.vault.vault import Vault
from bothways.kit.secret import Secret
from bothways.outbound.integrations.model import Integration
from bothways.outbound.providers.grants import ClientCredentials

MAX_SECRET_LENGTH = 4_096


def place(integration: Integration) -> Place:
    """Where the client secret lies; its version makes an older seal put back useless."""
    return Place(
        "integrations",
        "sealed_client_secret",
        integration.id,
        integration.environment_id,
        version=integration.version,
    )


@dataclass(frozen=True)
class ClientOf:
    """Client id and secret to present at the provider; None where the integration has no client of its own."""

    vault: Vault

    async def __call__(self, integration: Integration) -> ClientCredentials | None:
        if integration.client_id is None:
            return None
        if integration.sealed_client_secret is None:
            return ClientCredentials(integration.client_id)
        opened = await self.vault.unseal(
            integration.sealed_client_secret, integration.environment_id, place(integration)
        )
        return ClientCredentials(integration.client_id, Secret(opened.reveal().decode()))
