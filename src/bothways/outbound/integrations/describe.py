"""An integration, and the provider of the environment's own that it is made of: both are written, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.kit.db.database import Database
from bothways.oauth.foreign import Json
from bothways.outbound.integrations.draft import Draft
from bothways.outbound.integrations.model import Integration
from bothways.outbound.integrations.uses import MethodsUsed
from bothways.outbound.integrations.write import WriteIntegration
from bothways.outbound.providers.errors import ProviderExists
from bothways.outbound.providers.write import AddProvider, ReplaceProvider


@dataclass(frozen=True)
class DescribeIntegration:
    """Describe a service and switch it on, or describe it anew and change how, in one transaction."""

    database: Database
    used: MethodsUsed
    add: AddProvider
    replace: ReplaceProvider
    write: WriteIntegration

    async def create(
        self, environment_id: str, actor: str, definition: Json, draft: Draft, *, instead: bool = False
    ) -> Integration:
        """With `instead` the definition takes the place of one that stands there and that no integration uses.

        Raises what adding a provider raises, and what switching it on does.
        """
        async with self.database.begin() as tx:
            if not instead:
                provider = await self.add.within(tx, environment_id, actor, definition)
            elif await self.used(tx, environment_id, draft.provider):
                raise ProviderExists(f"The environment has a provider {draft.provider} already.")
            else:
                provider = await self.replace.within(tx, environment_id, actor, draft.provider, definition)
            return await self.write.create_within(tx, environment_id, actor, draft, provider)

    async def change(
        self, integration: Integration, actor: str, definition: Json, changes: Mapping[str, object]
    ) -> Integration:
        """Raises what replacing a provider raises, and what changing an integration does."""
        environment_id = integration.environment_id
        async with self.database.begin() as tx:
            provider = await self.replace.within(tx, environment_id, actor, integration.provider, definition)
            if not changes:
                return integration
            return await self.write.change_within(tx, environment_id, actor, integration.id, changes, provider)
