"""Testing an integration: what can be found out at the provider without any customer."""

from dataclasses import dataclass
from enum import StrEnum

from bothways.kit.crypto import Entropy
from bothways.kit.errors import DomainError
from bothways.kit.secret import Secret
from bothways.oauth import pkce
from bothways.outbound.integrations.client import ClientOf
from bothways.outbound.integrations.model import Integration
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.grants import ClientCredentials, CodeGrant
from bothways.outbound.providers.model import Method, MethodType, Provider
from bothways.outbound.providers.oauth1 import RequestTemporaryToken
from bothways.outbound.providers.request_token import RequestToken
from bothways.outbound.providers.values import asked_values
from bothways.outbound.providers.verdict import ProviderError, Verdict


class Outcome(StrEnum):
    """What a check came to. UNKNOWN says why it could not be made."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in words for the person who set it."""

    check: str
    outcome: Outcome
    message: str
    next_step: str = ""


@dataclass(frozen=True)
class Report:
    """Everything that was looked at."""

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return all(finding.outcome is not Outcome.FAILED for finding in self.findings)


@dataclass(frozen=True)
class ProbeIntegration:
    """Ask the provider what it thinks of the integration's client, with a code that cannot be right.

    A provider checks the client before the code: "the code is wrong" means that the client is right.
    """

    providers: GetProvider
    client_of: ClientOf
    request_token: RequestToken
    request_temporary_token: RequestTemporaryToken
    entropy: Entropy
    public_url: str

    async def __call__(self, integration: Integration) -> Report:
        provider = await self.providers(integration.environment_id, integration.provider)
        method = provider.find_method(integration.method_id)
        if method is None:
            return Report((_method_gone(integration, provider),))
        findings = [_switched_on(integration), _scopes(integration, method)]
        if method.redirects:
            findings.append(_redirect_uri(integration.redirect_uri(self.public_url)))
            findings.append(await self._client(integration, provider, method))
        return Report(tuple(finding for finding in findings if finding is not None))

    async def _client(self, integration: Integration, provider: Provider, method: Method) -> Finding:
        missing = [
            value.label
            for value in asked_values(provider, method)
            if value.required and value.default is None and value.name not in integration.values
        ]
        if missing:
            return Finding(
                "client",
                Outcome.UNKNOWN,
                f"{provider.name} has an address of its own for each customer ({', '.join(missing)}),"
                " so the client can only be tested by connecting one.",
                "Connect an account of your own once.",
            )
        client = await self.client_of(integration)
        if client is None:
            return Finding("client", Outcome.FAILED, "There is no client id.", "Set client_id and client_secret.")
        try:
            await self._ask(integration, provider, method, client)
        except ProviderError as error:
            return _judged(error, provider)
        except DomainError as error:
            return Finding("client", Outcome.FAILED, error.detail, error.next_step)
        return Finding("client", Outcome.PASSED, f"{provider.name} accepts client id and secret.")

    async def _ask(
        self, integration: Integration, provider: Provider, method: Method, client: ClientCredentials
    ) -> None:
        values = {value.name: value.default for value in asked_values(provider, method) if value.default is not None}
        values |= integration.values
        redirect_uri = integration.redirect_uri(self.public_url)
        if method.type is MethodType.OAUTH1:
            await self.request_temporary_token(provider, method, client, values, redirect_uri)
            return
        nonsense = CodeGrant(Secret(self.entropy.bytes(16).hex()), redirect_uri, pkce.new_verifier(self.entropy))
        await self.request_token(provider, method, client, values, nonsense)


def _judged(error: ProviderError, provider: Provider) -> Finding:
    if error.verdict is Verdict.DEAD_GRANT:
        return Finding("client", Outcome.PASSED, f"{provider.name} accepts client id and secret.")
    if error.verdict is Verdict.OUR_SETTINGS:
        return Finding(
            "client",
            Outcome.FAILED,
            f"{provider.name} refuses the client: {error.detail}",
            "Copy client id and secret again from your app at the provider, and register the redirect URI there.",
        )
    if error.verdict in {Verdict.PROVIDER_DOWN, Verdict.THROTTLED}:
        return Finding(
            "client", Outcome.UNKNOWN, f"{provider.name} does not answer: {error.detail}", "Try again later."
        )
    return Finding(
        "client",
        Outcome.WARNING,
        f"{provider.name} answers in a way that proves nothing: {error.detail}",
        "Connect an account of your own once.",
    )


def _switched_on(integration: Integration) -> Finding | None:
    if integration.enabled:
        return None
    return Finding(
        "enabled", Outcome.WARNING, "The integration is switched off; customers do not see it.", "Switch it on."
    )


def _method_gone(integration: Integration, provider: Provider) -> Finding:
    return Finding(
        "method",
        Outcome.FAILED,
        f"{provider.name} no longer describes the method {integration.method_id}.",
        "Make a new integration with one of the provider's present methods.",
    )


def _scopes(integration: Integration, method: Method) -> Finding | None:
    known = {*method.scopes.default, *method.scopes.required, *method.scopes.offered}
    strange = [scope for scope in integration.scopes if scope not in known]
    if not strange or not method.scopes.offered:
        return None
    return Finding(
        "scopes",
        Outcome.WARNING,
        f"Not among the scopes we know of: {', '.join(strange)}.",
        "Check the spelling" + (f" against {method.scopes.docs_url}." if method.scopes.docs_url else "."),
    )


def _redirect_uri(uri: str) -> Finding:
    return Finding(
        "redirect_uri",
        Outcome.UNKNOWN,
        "Only the provider's consent page can tell whether this redirect URI is registered.",
        f"Make sure that your app at the provider lists {uri} exactly.",
    )
