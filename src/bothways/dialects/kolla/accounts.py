"""Linked accounts: our connections, and the standing authorizations that will become some, in Kolla's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bothways.core.identity.callers import CustomerCaller
from bothways.core.identity.errors import CustomerNotFound
from bothways.core.identity.model import Customer
from bothways.core.identity.read_customers import ReadCustomers
from bothways.dialects.kolla import names
from bothways.dialects.kolla.connectors import AGENT_METHOD, FindConnector, Wire
from bothways.dialects.kolla.gate import Caller
from bothways.kit.clock import Clock
from bothways.outbound.connect.model import Authorization, Status
from bothways.outbound.connect.standing import FindPromised, ReadLink
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import GetConnection
from bothways.outbound.connections.model import Connection, Reason, State
from bothways.outbound.integrations.model import Integration

INITIALIZED, ACTIVE, FAILED, DISABLED = "INITIALIZED", "ACTIVE", "FAILED", "DISABLED"
UNAVAILABLE, VALID, REAUTH_REQUIRED, INVALID = "UNAVAILABLE", "VALID", "REAUTH_REQUIRED", "INVALID"
STATES: Mapping[State, str] = {State.ACTIVE: ACTIVE, State.NEEDS_REAUTH: FAILED, State.DISCONNECTED: DISABLED}
NOT_FOUND = "There is no such linked account."
# What a withdrawn or expired one may still be seen as.
_OVER = frozenset({Status.EXPIRED})

FILTERS = frozenset(
    {
        "name",
        "uid",
        "connector",
        "consumer_id",
        "consumer_metadata.title",
        "consumer_metadata.email",
        "state",
        "auth_state",
        "labels.",
    }
)


@dataclass(frozen=True)
class Account:
    """One linked account: `held` once it was connected, `promise` before."""

    integration: Integration
    customer: Customer
    held: Connection | None = None
    promise: Authorization | None = None

    @property
    def id(self) -> str:
        """The connection's, also while there is none yet."""
        if self.held is not None:
            return self.held.id
        return self._promised.new_connection_id or self._promised.id

    @property
    def state(self) -> str:
        """INITIALIZED until somebody connects; an attempt that came to nothing may be made again."""
        if self.held is not None:
            return STATES[self.held.state]
        return DISABLED if self._promised.status is Status.WITHDRAWN else INITIALIZED

    @property
    def auth_state(self) -> str:
        """How the credentials themselves stand."""
        if self.held is None or self.held.state is State.DISCONNECTED:
            return UNAVAILABLE
        if self.held.state is State.ACTIVE:
            return VALID
        return INVALID if self.held.reason is Reason.REJECTED else REAUTH_REQUIRED

    @property
    def created_at(self) -> datetime:
        """When it was begun."""
        return self._either.created_at

    @property
    def updated_at(self) -> datetime:
        """When it was changed last."""
        return self.created_at if self.held is None else self.held.updated_at

    @property
    def labels(self) -> Mapping[str, str]:
        """The operator's own notes."""
        return self._either.metadata

    @property
    def values(self) -> Mapping[str, str]:
        """What the consumer told beside credentials, without what the operator says for all of them."""
        said = self.integration.values
        return {name: text for name, text in self._either.values.items() if name not in said}

    @property
    def scopes(self) -> tuple[str, ...]:
        """Those that were granted; before, those that will be asked for in the place of the connector's."""
        return self.held.scopes if self.held is not None else (self._promised.own_scopes or ())

    @property
    def _promised(self) -> Authorization:
        assert self.promise is not None, "an account is one or the other"
        return self.promise

    @property
    def _either(self) -> Connection | Authorization:
        return self.held or self._promised

    def facts(self) -> dict[str, str]:
        """What filters compare."""
        return {
            "name": names.linked_account(self.integration.slug, self.id),
            "uid": names.bare(self.id),
            "connector": names.connector(self.integration.slug),
            "consumer_id": self.customer.external_id,
            "consumer_metadata.title": self.customer.name or "",
            "consumer_metadata.email": self.customer.email or "",
            "state": self.state,
            "auth_state": self.auth_state,
            **{f"labels.{name}": text for name, text in self.labels.items()},
        }


@dataclass(frozen=True)
class Seen:
    """What was read for one answer already."""

    integrations: dict[str, Integration] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)


@dataclass(frozen=True)
class FindAccount:
    """One linked account. Raises ConnectionNotFound, also for another environment's, consumer's or connector's."""

    connectors: FindConnector
    customers: ReadCustomers
    connections: GetConnection
    promised: FindPromised
    clock: Clock

    async def __call__(self, caller: Caller, connector: str, reference: str) -> Account:
        connection_id = names.ours("conn", names.last(reference))
        wanted = None if connector == names.WILDCARD else await self.connectors(caller, connector)
        if connection_id is None:
            raise ConnectionNotFound(NOT_FOUND)
        found = await self._found(caller.environment_id, connection_id)
        account = await self.complete(found)
        if wanted is not None and account.integration.id != wanted.id:
            raise ConnectionNotFound(NOT_FOUND)
        if isinstance(caller, CustomerCaller) and not (
            account.customer.id == caller.customer_id and caller.may_use(account.integration.id)
        ):
            raise ConnectionNotFound(NOT_FOUND)
        return account

    async def complete(self, found: Connection | Authorization, seen: Seen | None = None) -> Account:
        """With its connector and its consumer; `seen` keeps those that a list met before.

        Raises ConnectionNotFound when the consumer was deleted meanwhile.
        """
        seen = Seen() if seen is None else seen
        if found.integration_id not in seen.integrations:
            known = await self.connectors.integrations(found.environment_id, found.integration_id)
            seen.integrations[known.id] = known
        try:
            if found.customer_id not in seen.customers:
                one = await self.customers.get(found.environment_id, found.customer_id)
                seen.customers[one.id] = one
        except CustomerNotFound as error:
            raise ConnectionNotFound(NOT_FOUND) from error
        integration, customer = seen.integrations[found.integration_id], seen.customers[found.customer_id]
        if isinstance(found, Connection):
            return Account(integration, customer, held=found)
        return Account(integration, customer, promise=found)

    async def _found(self, environment_id: str, connection_id: str) -> Connection | Authorization:
        try:
            return await self.connections(environment_id, connection_id)
        except ConnectionNotFound:
            promise = await self.promised(environment_id, connection_id)
            if promise is None:
                raise
        # The account was connected before: that connection lives on, and the id that was promised leads to it.
        if promise.connection_id is not None:
            return await self.connections(environment_id, promise.connection_id)
        if promise.seen_at(self.clock.now()) in _OVER:
            raise ConnectionNotFound(NOT_FOUND)
        return promise


@dataclass(frozen=True)
class WriteAccount:
    """A linked account as it goes out; one that waits for its consumer comes with the link."""

    link: ReadLink

    async def __call__(self, account: Account) -> Wire:
        """Raises SealBroken."""
        wire = account_out(account)
        if account.promise is not None and account.state == INITIALIZED:
            url = await self.link(account.promise)
            wire |= {"install_uri": url} if url else {}
            wire["expire_time"] = account.promise.expires_at
        return wire


def account_out(account: Account) -> Wire:
    """Everything but the link. Credentials are never in it."""
    held, customer = account.held, account.customer
    promise = account.promise
    message = (held.reason_sentence if held is not None else promise.error_detail if promise is not None else "") or ""
    trouble = "" if held is None or held.trouble is None else held.trouble.detail
    values = dict(account.values)
    through = {"agent": values.get("agent", "")} if account.integration.method_id == AGENT_METHOD else None
    return {
        "name": names.linked_account(account.integration.slug, account.id),
        "uid": names.bare(account.id),
        "consumer_id": customer.external_id,
        "consumer_metadata": {"title": customer.name or "", "email": customer.email or ""},
        "state": account.state,
        "state_message": message,
        "auth_data": _auth_data(held),
        "auth_state": account.auth_state,
        "auth_state_description": message or trouble,
        "linked_account_scopes": list(account.scopes),
        "labels": dict(account.labels),
        "consumer_config_values": values,
        "create_time": account.created_at,
        "update_time": account.updated_at,
        **({} if through is None else {"agent_auth_data": through}),
    }


def _auth_data(held: Connection | None) -> Wire:
    """Whose account it is, as the provider names it."""
    if held is None or held.account_id is None:
        return {}
    return {"uid": held.account_id, "account": held.account_label or held.account_id}
