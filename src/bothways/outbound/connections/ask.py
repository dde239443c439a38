"""Asking the provider for new credentials, once."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.core.vault.model import SealBroken
from bothways.outbound.connections.material import Current, Renewal, Tokens, tokens_of
from bothways.outbound.connections.means import FindMeans, Means
from bothways.outbound.connections.model import Connection
from bothways.outbound.connections.seal import Custody
from bothways.outbound.providers.by_fields import grant_by_fields
from bothways.outbound.providers.grants import ClientCredentials, Grant, RefreshGrant
from bothways.outbound.providers.request_token import RequestToken
from bothways.outbound.providers.verdict import IntegrationMisconfigured


@dataclass(frozen=True)
class Question:
    """Everything that is needed to ask, gathered before the lease is taken: none of it can fail any more."""

    means: Means
    current: Current
    renewal: Renewal
    client: ClientCredentials
    values: Mapping[str, str]
    grant: Grant

    @property
    def spends(self) -> bool:
        """Whether asking may use up what it shows. Where nothing is known of a provider, it may."""
        return self.renewal.refresh_token is not None and self.means.method.refresh.rotates is not False


@dataclass(frozen=True)
class Ask:
    """`prepare` gathers, calling asks: one request to the provider."""

    find_means: FindMeans
    custody: Custody
    request_token: RequestToken

    async def prepare(self, connection: Connection) -> Question:
        """Raises IntegrationMisconfigured, SealBroken."""
        means = await self.find_means(connection)
        renewal = await self.custody.renewal(connection)
        if renewal is None:
            raise ValueError(f"{connection.id} has nothing to renew with")
        client, grant = self._presented(connection, means, renewal)
        return Question(means, await self._current(connection), renewal, client, means.values(connection), grant)

    def _presented(self, connection: Connection, means: Means, renewal: Renewal) -> tuple[ClientCredentials, Grant]:
        if renewal.refresh_token is None:
            presented = grant_by_fields(means.method, renewal.fields, connection.scopes, means.client)
            if presented is not None:
                return presented
        if means.client is None or renewal.refresh_token is None:
            raise IntegrationMisconfigured(f"The integration {means.integration.slug} has no client id.")
        return means.client, RefreshGrant(renewal.refresh_token, connection.scopes)

    async def _current(self, connection: Connection) -> Current:
        try:
            return await self.custody.current(connection)
        except SealBroken:
            # A renewal can heal this: it brings a new access token, and the refresh token is whole.
            return Current()

    async def __call__(self, question: Question) -> Tokens:
        """Raises ProviderError."""
        means = question.means
        answer = await self.request_token(
            means.provider,
            means.method,
            question.client,
            question.values,
            question.grant,
            fields=question.renewal.fields,
        )
        return tokens_of(answer, means.provider, means.method)
