"""Consumers: our customers, and what is said about them, in Kolla's words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bothways.core.identity.callers import OperatorCaller
from bothways.core.identity.model import CustomerDetails
from bothways.core.identity.open_connect_session import OpenConnectSession, SessionRequest
from bothways.core.identity.read_customers import ReadCustomers
from bothways.dialects.kolla.bodies import Data, text, texts
from bothways.dialects.kolla.connectors import Wire
from bothways.dialects.kolla.names import bare
from bothways.dialects.kolla.tokens import ConsumerTokens
from bothways.kit.errors import DomainError, InvalidInput

_OF_CUSTOMERS = {
    "id": "consumer_id",
    "name": "consumer_metadata.title",
    "email": "consumer_metadata.email",
    "metadata": "consumer_metadata",
}
_OF_TOKENS = _OF_CUSTOMERS | {"name": "metadata.title", "email": "metadata.email", "metadata": "metadata"}
_OURS = {
    **{f"customer.{ours}": theirs for ours, theirs in _OF_CUSTOMERS.items()},
    "metadata": "labels",
    "scopes": "linked_account_scopes",
    "values": "consumer_config_values",
    "fields": "consumer_config_values",
    "credentials.fields": "credentials",
}
_NAMED = frozenset({"title", "email"})


@dataclass(frozen=True)
class Told:
    """What somebody says of a consumer; None is nothing."""

    name: str | None
    email: str | None

    @classmethod
    def of(cls, metadata: Mapping[str, str]) -> "Told":
        """A title goes before the names that tutorials use."""
        names = (metadata.get(name) for name in ("title", "tenant_display_name", "username"))
        return cls(next((name for name in names if name), None), metadata.get("email") or None)


def metadata_of(told: Mapping[str, str]) -> dict[str, str]:
    """What else is said: kept with the customer."""
    return {name: value for name, value in told.items() if name not in _NAMED}


async def remembered(
    customers: ReadCustomers, environment_id: str, consumer_id: str, told: Mapping[str, str]
) -> Mapping[str, str] | None:
    """What is known of a consumer with what is said now; None where nothing is.

    Tokens and links come often, and say less than is known: nothing is forgotten for that.
    """
    more = metadata_of(told)
    if not more:
        return None
    known = await customers.find(environment_id, consumer_id)
    return more if known is None else {**known.metadata, **more}


@contextmanager
def translated(names: Mapping[str, str] = _OURS) -> Iterator[None]:
    """Our names of fields in Kolla's, in what is refused."""
    try:
        yield
    except DomainError as error:
        if not error.fields:
            raise
        fields = [replace(fault, field=_foreign(fault.field, names)) for fault in error.fields]
        detail = error.detail
        if isinstance(error, InvalidInput):
            detail = "; ".join(f"{fault.field}: {fault.reason}" for fault in fields)
        raise type(error)(
            detail, fields=fields, retry_after_seconds=error.retry_after_seconds, debug=error.debug
        ) from error


def _foreign(name: str, names: Mapping[str, str]) -> str:
    for ours in sorted(names, key=len, reverse=True):
        if name == ours or name.startswith((f"{ours}.", f"{ours}[")):
            return names[ours] + name[len(ours) :]
    return name


@dataclass(frozen=True)
class GiveConsumerToken:
    """POST consumers:consumerToken - a connect session for a consumer, as a token that the browser can read."""

    open_session: OpenConnectSession
    customers: ReadCustomers
    tokens: ConsumerTokens

    async def __call__(self, caller: OperatorCaller, data: Data) -> Wire:
        """Raises InvalidInput."""
        consumer_id = text(data, "consumer_id")
        if consumer_id is None:
            raise InvalidInput.of("consumer_id", "is required: your own id of the consumer")
        metadata = texts(data, "metadata")
        return await self.of(caller.environment_id, caller.workspace_id, consumer_id, metadata)

    async def of(self, environment_id: str, workspace_id: str, consumer_id: str, metadata: Mapping[str, str]) -> Wire:
        """The token of a consumer that is named by whoever may."""
        told = Told.of(metadata)
        more = await remembered(self.customers, environment_id, consumer_id, metadata)
        details = CustomerDetails(consumer_id, told.name, told.email, more)
        with translated({f"customer.{ours}": theirs for ours, theirs in _OF_TOKENS.items()}):
            opened = await self.open_session(environment_id, SessionRequest(details))
        username = metadata.get("username") or opened.customer.name or ""
        token = self.tokens.write(opened.session, workspace_id, opened.customer, username)
        return {
            "name": f"consumertokens/{bare(opened.session.id)}",
            "token": token.reveal(),
            "expiry_time": opened.session.expires_at,
        }
