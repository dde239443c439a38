"""Which of the things that people gave stand in a request, and so may be wrong when it fails. Pure."""

from collections.abc import Iterable, Sequence

from bothways.kit.errors import FieldError
from bothways.outbound.providers.calls import Call, Template
from bothways.outbound.providers.judging import Circumstances
from bothways.outbound.providers.model import ClientOwner, ConnectionValue, Method, Provider, ValueSource
from bothways.outbound.providers.template import placeholders


def circumstances(provider: Provider, method: Method, address: Template, *, presents_grant: bool) -> Circumstances:
    """What a failure of a request to the address may mean."""
    sources = {value.source for value in values_in(provider, host_of(address))}
    return Circumstances(
        presents_grant=presents_grant,
        customers_client=method.client is ClientOwner.CUSTOMER,
        customers_host=ValueSource.ASK in sources,
        operators_host=ValueSource.INTEGRATION in sources,
    )


def host_of(address: Template) -> Template:
    """The part of an address template that decides which host is called."""
    scheme, found, rest = address.partition("://")
    # Without a scheme the address begins with a value that is a whole one itself.
    return (rest if found else scheme).partition("/")[0]


def address_of(provider: Provider, method: Method, call: Call) -> Template:
    """The whole address template of a call."""
    return provider.base_url_of(method).rstrip("/") + call.url if call.url.startswith("/") else call.url


def values_in(provider: Provider, template: Template) -> tuple[ConnectionValue, ...]:
    """The values that somebody gave and that stand in a template, also through another value's choice."""
    named = {path for space, path in placeholders(template) if space == "connection"}
    return tuple(
        value
        for value in provider.values
        if value.name in named or any(named & choice.sets.keys() for choice in value.choices)
    )


def blame_values(values: Iterable[ConnectionValue], reason: str) -> list[FieldError]:
    """A fault for each value that the customer gave."""
    return [FieldError(f"values.{value.name}", reason) for value in values if value.source is ValueSource.ASK]


def blame_fields(method: Method, names: Sequence[str] | None, reason: str) -> list[FieldError]:
    """A fault for each named field of the form; without names for the secret ones, or all if none is secret."""
    if names is None:
        secret = [field.name for field in method.fields if field.secret]
        names = secret or [field.name for field in method.fields]
    return [FieldError(f"fields.{name}", reason) for name in names]
