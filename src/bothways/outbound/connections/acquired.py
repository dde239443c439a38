"""What connecting brought, before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bothways.oauth.oauth1 import TokenPair
from bothways.oauth.token import TokenAnswer
from bothways.outbound.connections.material import (
    Current,
    Fields,
    Renewal,
    current_of_pair,
    current_of_tokens,
    renewal_of,
    tokens_of,
)
from bothways.outbound.integrations.model import Integration
from bothways.outbound.providers.model import Method, Provider


@dataclass(frozen=True)
class Acquired:
    """What connecting brought: a token answer, an OAuth 1 pair, or the fields a customer typed.

    A client-credentials method brings an answer and fields. `values` are all connection values, the integration's
    included. `scopes` are those that were asked for; they count where the answer names none (RFC 6749 section 5.1).
    `own_scopes` are the same where they were asked for this connection alone, and None where they are the
    integration's. The account is None where the provider does not tell.
    """

    integration: Integration
    provider: Provider
    method: Method
    values: Mapping[str, str] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    own_scopes: tuple[str, ...] | None = None
    answer: TokenAnswer | None = None
    pair: TokenPair | None = None
    fields: Fields = field(default_factory=dict)
    account_id: str | None = None
    account_label: str | None = None
    label: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)

    def current(self) -> Current:
        """What requests to the API need."""
        if self.pair is not None:
            return current_of_pair(self.pair)
        if self.answer is None:
            return Current(fields=self.fields)
        return current_of_tokens(tokens_of(self.answer, self.provider, self.method), self.fields, self.method)

    def renewal(self) -> Renewal | None:
        """What renews it."""
        if self.answer is None:
            return None
        return renewal_of(self.method, tokens_of(self.answer, self.provider, self.method), self.fields)

    def granted(self) -> tuple[str, ...]:
        """The scopes that the provider granted, which may be fewer than were asked for."""
        said = None if self.answer is None else self.answer.scope
        return self.scopes if said is None else said
