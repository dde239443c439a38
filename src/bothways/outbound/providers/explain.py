"""A failure in words: for whom it is, what the provider said, and which value to look at. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from bothways.kit.egress.errors import AddressForbidden, AnswerTooLarge, EgressError
from bothways.kit.errors import FieldError, Reason
from bothways.kit.secret import Secret
from bothways.oauth.client_auth import CannotAuthenticate
from bothways.oauth.token import TokenRefused, TokenUnusable
from bothways.outbound.providers.blotting import without_secrets
from bothways.outbound.providers.calls import Template
from bothways.outbound.providers.culprits import blame_values, host_of, values_in
from bothways.outbound.providers.judging import (
    Circumstances,
    Failure,
    is_host_unknown,
    is_uncertain,
    judge,
    retry_after,
)
from bothways.outbound.providers.model import Provider
from bothways.outbound.providers.template import ValueUnfit
from bothways.outbound.providers.verdict import (
    CLASSES,
    ConnectionMisconfigured,
    IntegrationMisconfigured,
    ProviderError,
    Verdict,
)

_SENTENCES = {
    Verdict.DEAD_GRANT: "{name} no longer accepts this authorization",
    Verdict.PROVIDER_DOWN: "{name} does not answer as it should",
    Verdict.THROTTLED: "{name} wants fewer requests",
    Verdict.OUR_SETTINGS: "{name} does not accept the integration's settings",
    Verdict.CUSTOMER_SETTINGS: "{name} does not accept what was given for this connection",
    Verdict.UNKNOWN: "{name} refused",
}


def explain(
    provider: Provider,
    address: Template,
    failure: Failure,
    about: Circumstances,
    secrets: Iterable[Secret[str] | None],
    headers: Mapping[str, str],
    now: datetime,
) -> ProviderError:
    """The error to raise for a failed request to the address template. Nothing in it holds one of the secrets."""
    verdict = judge(failure, about)
    known = list(secrets)
    said = _said(failure, lambda text: without_secrets(text, known))
    detail = _SENTENCES[verdict].format(name=provider.name) + (f": {said}" if said else "")
    return CLASSES[verdict](
        detail.rstrip(".") + ".",
        fields=_fields(provider, address, failure) if verdict is Verdict.CUSTOMER_SETTINGS else (),
        retry_after_seconds=retry_after(headers, now),
        uncertain=is_uncertain(failure),
    )


def explain_unfit(provider: Provider, error: ValueUnfit) -> ProviderError:
    """A request that could not even be made, because a value is missing or must not stand where it would."""
    names = {fault.field.partition(".")[2]: fault.reason for fault in error.fields}
    asked = [value for value in provider.values if value.name in names]
    fields = [fault for value in asked for fault in blame_values([value], names[value.name])]
    if fields:
        return ConnectionMisconfigured(f"{provider.name} cannot be asked: {error.detail}", fields=fields)
    return IntegrationMisconfigured(f"{provider.name} cannot be asked: {error.detail}", fields=error.fields)


def _said(failure: Failure, clean: Callable[[str], str]) -> str:
    if isinstance(failure, TokenRefused):
        code = clean(failure.error) or f"status {failure.status}"
        return f"{code} ({clean(failure.description)})" if failure.description else code
    if isinstance(failure, TokenUnusable):
        return f"{failure.reason}, status {failure.status}"
    if isinstance(failure, CannotAuthenticate):
        return str(failure)
    return _silence(failure)


def _silence(failure: EgressError) -> str:
    if is_host_unknown(failure):
        return "its address could not be found"
    if isinstance(failure, AddressForbidden):
        return "its address is not one that may be reached"
    if isinstance(failure, AnswerTooLarge):
        return "its answer is too large"
    return str(failure)


def _fields(provider: Provider, address: Template, failure: Failure) -> list[FieldError]:
    if isinstance(failure, AddressForbidden):
        barred = Reason.of("not_reachable", "it leads to an address that may not be reached")
        return blame_values(values_in(provider, host_of(address)), barred)
    if isinstance(failure, EgressError):
        absent = Reason.of("no_account", f"no account of {provider.name} was found there")
        return blame_values(values_in(provider, host_of(address)), absent)
    if isinstance(failure, TokenUnusable) and failure.status != 401:
        other = Reason.of("no_account", f"this does not answer as {provider.name} does")
        return blame_values(values_in(provider, host_of(address)), other)
    # Only a client of the customer's own is left.
    refused = Reason.of("refused", f"{provider.name} did not accept it")
    return [FieldError(f"fields.{name}", refused) for name in ("client_id", "client_secret")]
