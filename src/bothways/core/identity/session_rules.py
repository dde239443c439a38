"""What may be said about any way into a connect session: through which integrations, and where it leads back to."""

from collections.abc import Awaitable, Callable, Sequence

from bothways.core.identity.model import Environment
from bothways.kit.errors import FieldError, InvalidInput
from bothways.oauth import redirects

MAX_INTEGRATIONS = 100

ResolveIntegrations = Callable[[str, Sequence[str]], Awaitable[Sequence[str]]]
"""Environment and names (ids or slugs) in, ids out; raises InvalidInput for the field `integrations`. The room that
knows integrations lies above this one, so the roof hands it in."""


def check_integrations(names: Sequence[str] | None) -> list[FieldError]:
    """None means all of them; none at all is a mistake."""
    if names is None or 0 < len(names) <= MAX_INTEGRATIONS:
        return []
    return [FieldError("integrations", f"name 1 to {MAX_INTEGRATIONS}, or leave it out for all")]


def check_lifetime(seconds: int, least: int, most: int) -> list[FieldError]:
    """In seconds, within bounds."""
    return [] if least <= seconds <= most else [FieldError("lifetime_seconds", f"use {least} to {most}")]


async def resolved(
    resolve: ResolveIntegrations, environment_id: str, names: Sequence[str] | None
) -> tuple[str, ...] | None:
    """The ids behind the names, each once. Raises InvalidInput."""
    return None if names is None else tuple(dict.fromkeys(await resolve(environment_id, names)))


def require_return_url(environment: Environment, return_url: str | None) -> None:
    """Raises InvalidInput unless the environment allows the address, exactly."""
    if return_url is not None and not redirects.is_allowed(environment.return_urls, return_url):
        raise InvalidInput.of(
            "return_url", "is not among the environment's return_urls; add it there with PATCH /v1/environment"
        )
