"""How pages of an environment present themselves: name, look, and the sites that may frame them."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bothways.core.bearer.model import Mode
from bothways.core.identity.model import Environment, Theme
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.kit.crypto import sha256
from bothways.marketplace.theme import stylesheet
from bothways.oauth.redirects import is_allowed


@dataclass(frozen=True)
class Brand:
    """What every page of an environment needs. `scheme` is auto, light or dark."""

    environment: Environment
    name: str

    @property
    def theme(self) -> Theme:
        """What the operator chose."""
        return self.environment.theme

    @property
    def scheme(self) -> str:
        """Light, dark, or what the browser prefers."""
        return self.theme.mode

    @property
    def is_test(self) -> bool:
        """Whether nothing here is real."""
        return self.environment.mode is Mode.TEST

    @property
    def frame_ancestors(self) -> Sequence[str]:
        """The sites that may frame the pages."""
        return self.environment.allowed_origins

    @property
    def stylesheet(self) -> str:
        """The address of the theme; another one whenever the theme changes, so that browsers may keep it."""
        return f"/connect/look/{self.environment.id}/theme.css?v={_version(stylesheet(self.theme))}"

    @property
    def logo(self) -> str | None:
        """The address of the operator's picture."""
        logo = self.theme.logo
        if logo is None or not logo.startswith("data:"):
            return logo
        return f"/connect/look/{self.environment.id}/logo?v={_version(logo)}"

    @property
    def images(self) -> Sequence[str]:
        """Origins of pictures that are not ours."""
        logo = self.theme.logo
        if logo is None or logo.startswith("data:"):
            return ()
        return ("{0.scheme}://{0.netloc}".format(urlsplit(logo)),)

    def allowed_return(self, return_url: str | None) -> str | None:
        """The return address, if it is on the environment's list still."""
        return return_url if return_url is not None and is_allowed(self.environment.return_urls, return_url) else None


@dataclass(frozen=True)
class Picture:
    """An uploaded picture."""

    media_type: str
    body: bytes


@dataclass(frozen=True)
class ReadBrand:
    """The brand of an environment. Raises EnvironmentNotFound."""

    environments: ReadEnvironments

    async def __call__(self, environment_id: str) -> Brand:
        environment = await self.environments.get(environment_id)
        name = environment.theme.product_name or await self._workspace_name(environment.workspace_id)
        return Brand(environment, name)

    async def _workspace_name(self, workspace_id: str) -> str:
        return next(found.name for found in await self.environments.workspaces() if found.id == workspace_id)


def picture(theme: Theme) -> Picture | None:
    """The uploaded logo; None when there is none, or when it lies elsewhere."""
    head, comma, data = (theme.logo or "").partition(",")
    if not comma or not head.startswith("data:"):
        return None
    return Picture(head.removeprefix("data:").removesuffix(";base64"), base64.b64decode(data))


def _version(text: str) -> str:
    return sha256(text.encode()).hex()[:12]
