"""A provider that an environment described itself."""

from dataclasses import dataclass, replace
from datetime import datetime

from bothways.oauth.foreign import Json
from bothways.outbound.providers import shape
from bothways.outbound.providers.errors import ProviderUnusable
from bothways.outbound.providers.model import Origin, Provider
from bothways.outbound.providers.problems import Problems


@dataclass(frozen=True)
class Own:
    """The definition as it is kept. It was checked in full on arrival."""

    environment_id: str
    slug: str
    definition: Json
    created_at: datetime
    updated_at: datetime

    def provider(self) -> Provider:
        """The provider it describes. Raises ProviderUnusable when the model has moved on and the definition has not."""
        problems = Problems()
        found = shape.read(Provider, self.definition, problems)
        if found is None:
            reasons = "; ".join(str(problem) for problem in problems.found[:3])
            raise ProviderUnusable(f"The definition of {self.slug} cannot be read any more: {reasons}")
        return replace(found, origin=Origin.ENVIRONMENT)
