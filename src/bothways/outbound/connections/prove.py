"""Asking a provider whether the credentials of a connection still work."""

from dataclasses import dataclass
from enum import Enum, auto

from bothways.oauth.oauth1 import TokenPair
from bothways.oauth.token import TokenAnswer
from bothways.outbound.connections.material import Current
from bothways.outbound.connections.means import FindMeans
from bothways.outbound.connections.model import Connection
from bothways.outbound.connections.seal import Custody
from bothways.outbound.providers.verdict import CredentialsRefused
from bothways.outbound.providers.verify import VerifyCredentials


class Proof(Enum):
    """What a provider says of credentials."""

    GOOD = auto()
    REFUSED = auto()
    UNKNOWN = auto()  # it has no cheap request that would tell


@dataclass(frozen=True)
class Prove:
    """One request to the provider's API, where its file names one. Raises ProviderError when it cannot be asked."""

    find_means: FindMeans
    custody: Custody
    verify: VerifyCredentials

    async def __call__(self, connection: Connection) -> Proof:
        means = await self.find_means(connection)
        if means.provider.verify_of(means.method) is None:
            return Proof.UNKNOWN
        current = await self.custody.current(connection)
        try:
            await self.verify(
                means.provider,
                means.method,
                means.values(connection),
                fields=current.fields,
                answer=_answer(current),
                pair=_pair(current),
                client=means.client,
            )
        except CredentialsRefused:
            return Proof.REFUSED
        return Proof.GOOD


def _answer(current: Current) -> TokenAnswer | None:
    if current.token is None or current.token_secret is not None:
        return None
    return TokenAnswer(current.token, current.token_type, extra=dict(current.extra))


def _pair(current: Current) -> TokenPair | None:
    if current.token is None or current.token_secret is None:
        return None
    return TokenPair(current.token, current.token_secret, current.extra)
