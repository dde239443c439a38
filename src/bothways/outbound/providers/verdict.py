"""Verdicts, and the errors that speaking with a provider raises: one class each, with its own code and next step."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from bothways.kit.errors import DomainError, FieldError, Kind


class Verdict(StrEnum):
    """Why it failed, which says who has to act: the customer, the provider, nobody but time, the operator."""

    DEAD_GRANT = "dead_grant"
    PROVIDER_DOWN = "provider_down"
    THROTTLED = "throttled"
    OUR_SETTINGS = "our_settings"
    CUSTOMER_SETTINGS = "customer_settings"
    UNKNOWN = "unknown"


class ProviderError(DomainError):
    """The provider did not give what was asked for.

    `verdict` says who has to act. `uncertain`: the request may have been acted upon, and the answer is not known.
    """

    code = "provider_error"
    kind = Kind.UNAVAILABLE
    next_step = "Try again later; if it stays, test the integration."
    verdict: ClassVar[Verdict] = Verdict.UNKNOWN

    def __init__(
        self,
        detail: str,
        *,
        fields: Sequence[FieldError] = (),
        retry_after_seconds: int | None = None,
        debug: str = "",
        uncertain: bool = False,
    ) -> None:
        super().__init__(detail, fields=fields, retry_after_seconds=retry_after_seconds, debug=debug)
        self.uncertain = uncertain


class GrantDead(ProviderError):
    """The provider no longer accepts the authorization."""

    code = "grant_dead"
    kind = Kind.CONFLICT
    next_step = "Ask the customer to connect again."
    verdict = Verdict.DEAD_GRANT


class ProviderDown(ProviderError):
    """The provider does not answer, or not as it does when it is well."""

    code = "provider_down"
    next_step = "Try again later; Bothways does so by itself."
    verdict = Verdict.PROVIDER_DOWN


class ProviderThrottled(ProviderError):
    """The provider wants fewer requests."""

    code = "provider_throttled"
    next_step = "Wait for as long as Retry-After says."
    verdict = Verdict.THROTTLED


class IntegrationMisconfigured(ProviderError):
    """The provider does not accept the operator's client or what it asks for."""

    code = "integration_misconfigured"
    kind = Kind.CONFLICT
    next_step = (
        "Compare client id, client secret, redirect URI and scopes of the integration with the app at the provider."
    )
    verdict = Verdict.OUR_SETTINGS


class ConnectionMisconfigured(ProviderError):
    """What the customer gave when connecting does not lead to an account."""

    code = "connection_misconfigured"
    kind = Kind.INVALID
    next_step = "Correct the values that are named, and connect again."
    verdict = Verdict.CUSTOMER_SETTINGS


class ProviderUnclear(ProviderError):
    """The provider refused for a reason that is not known here."""

    code = "provider_unclear"
    verdict = Verdict.UNKNOWN


class CredentialsRefused(DomainError):
    """The provider does not accept what was typed; `fields` name what to look at. Nothing of it is quoted."""

    code = "credentials_refused"
    kind = Kind.INVALID
    next_step = "Correct the named fields and send the form again."


CLASSES: dict[Verdict, type[ProviderError]] = {
    Verdict.DEAD_GRANT: GrantDead,
    Verdict.PROVIDER_DOWN: ProviderDown,
    Verdict.THROTTLED: ProviderThrottled,
    Verdict.OUR_SETTINGS: IntegrationMisconfigured,
    Verdict.CUSTOMER_SETTINGS: ConnectionMisconfigured,
    Verdict.UNKNOWN: ProviderUnclear,
}
