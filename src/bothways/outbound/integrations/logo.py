"""The picture that an operator uploaded for an integration."""

from dataclasses import dataclass

from bothways.kit.db.database import Database
from bothways.outbound.integrations import store
from bothways.outbound.integrations.model import IntegrationNotFound


@dataclass(frozen=True)
class Logo:
    """A picture: its media type, and its bytes in base64."""

    media_type: str
    data: str

    @classmethod
    def of(cls, url: str) -> "Logo":
        """Out of a data: URL as it was checked when it came in."""
        head, _, data = url.partition(",")
        return cls(head.removeprefix("data:").removesuffix(";base64"), data)


@dataclass(frozen=True)
class ReadLogo:
    """The uploaded picture of an integration of any environment: pictures are public. Raises IntegrationNotFound."""

    database: Database

    async def __call__(self, integration_id: str) -> Logo:
        async with self.database.read() as tx:
            text = await store.logo(tx, integration_id)
        if text is None:
            raise IntegrationNotFound("There is no such picture.")
        return Logo.of(text)
