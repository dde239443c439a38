"""What may be said about any way into a connect session: through which integrations, and where it leads back to."""

import re
from collections.abc import Awaitable, Callable, Sequence

from bothways.core.identity.model import Environment
from bothways.kit.errors import FieldError, InvalidInput
from bothways.oauth import redirects

MAX_INTEGRATIONS = 100
MAX_LOCALE = 35
# BCP 47 (RFC 5646), as far as anybody writes it by hand: a language, and what narrows it.
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")

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


def check_locale(locale: str | None) -> list[FieldError]:
    """None leaves the language to the browser; one that we do not speak does the same."""
    if locale is None or (len(locale) <= MAX_LOCALE and _LOCALE.fullmatch(locale)):
        return []
    return [FieldError("locale", "write a language tag such as de or pt-BR")]


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
