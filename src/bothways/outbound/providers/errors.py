"""What can be wrong with a request about providers."""

from bothways.kit.errors import DomainError, FieldError, InvalidInput, Kind
from bothways.outbound.providers.problems import Problem

# More would not be read; correcting the first ones shows the rest.
MAX_PROBLEMS = 20


class ProviderNotFound(DomainError):
    """No provider has that slug: neither a shipped one nor one of this environment."""

    code = "provider_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List the providers with GET /v1/providers and use one of their slugs, or add your own."


class ProviderExists(DomainError):
    """The slug is taken, by a shipped provider or by one of this environment."""

    code = "provider_exists"
    kind = Kind.CONFLICT
    next_step = "Choose another slug; PUT /v1/providers/{slug} changes a provider of your own."


class ProviderNotYours(DomainError):
    """A shipped provider was to be changed or removed through the API."""

    code = "provider_not_yours"
    kind = Kind.DENIED
    next_step = "Add a provider of your own under another slug, or put a corrected file into BOTHWAYS_PROVIDERS_DIR."


class ProviderInUse(DomainError):
    """Integrations use the provider, or the method that was to be dropped."""

    code = "provider_in_use"
    kind = Kind.CONFLICT
    next_step = "Remove the integrations that use it first."


class TooManyProviders(DomainError):
    """The environment has as many providers of its own as it may."""

    code = "too_many_providers"
    kind = Kind.CONFLICT
    next_step = "Remove providers that are not needed, or put files into BOTHWAYS_PROVIDERS_DIR."


class ProviderUnusable(DomainError):
    """A provider of the environment's own was kept by another version and can no longer be read."""

    code = "provider_unusable"
    kind = Kind.UNAVAILABLE
    next_step = "Send a corrected definition with PUT /v1/providers/{slug}."


def invalid(problems: tuple[Problem, ...]) -> InvalidInput:
    """The problems of a definition, as the input errors of a request."""
    shown = problems[:MAX_PROBLEMS]
    return InvalidInput(
        "The definition cannot be used.",
        fields=[FieldError(_path(found.path), f"{found.reason}. {found.advice}") for found in shown],
    )


def _path(path: str) -> str:
    return f"definition.{path}" if path else "definition"
