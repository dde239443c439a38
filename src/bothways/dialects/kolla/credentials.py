"""Credentials in Kolla's words, and whether they work."""

from dataclasses import dataclass

from bothways.core.identity.callers import OperatorCaller
from bothways.dialects.kolla import names
from bothways.dialects.kolla.accounts import NOT_FOUND, Account, FindAccount, account_out
from bothways.dialects.kolla.bodies import Data, text
from bothways.dialects.kolla.connectors import Wire
from bothways.kit.errors import DomainError, InvalidInput
from bothways.kit.secret import Secret
from bothways.outbound.connections.credentials import Credentials
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import ListConnections
from bothways.outbound.connections.model import Connection, Kind, State
from bothways.outbound.connections.prove import Proof, Prove
from bothways.outbound.connections.read import ReadCredentials

_MOST = 200


@dataclass(frozen=True)
class Chosen:
    """Which linked account is meant: named, or by `-` the one of a consumer.

    Of several that work the one that was connected last is taken: Kolla's clients cannot say which.
    """

    find: FindAccount
    connections: ListConnections

    async def __call__(self, caller: OperatorCaller, connector: str, account: str, consumer_id: str | None) -> Account:
        """Raises InvalidInput, ConnectionNotFound, IntegrationNotFound."""
        if account != names.WILDCARD:
            found = await self.find(caller, connector, account)
            if consumer_id is not None and found.customer.external_id != consumer_id:
                raise ConnectionNotFound(NOT_FOUND)
            return found
        if consumer_id is None:
            raise InvalidInput.of("consumer_id", "is required where the linked account is -")
        if connector == names.WILDCARD:
            raise InvalidInput.of("connector", "name it where the linked account is -")
        integration = await self.find.connectors(caller, connector)
        customer = await self.find.customers.find(caller.environment_id, consumer_id)
        if customer is None:
            raise ConnectionNotFound("This consumer has linked nothing yet.")
        for state in (State.ACTIVE, State.NEEDS_REAUTH):
            held = await self.connections(
                caller.environment_id,
                customer_id=customer.id,
                integration_id=integration.id,
                state=state,
                limit=_MOST,
            )
            if held:
                return Account(integration, customer, held=max(held, key=_connected_at))
        raise ConnectionNotFound(f"This consumer has no linked account of {integration.slug}.")


@dataclass(frozen=True)
class HandOut:
    """:credentials - fresh ones, and the linked account that they are of, which is always there."""

    choose: Chosen
    read: ReadCredentials

    async def __call__(
        self, caller: OperatorCaller, connector: str, account: str, data: Data, consumer_id: str | None
    ) -> Wire:
        """`consumer_id` from the address counts where the body has none. Raises what ReadCredentials raises."""
        named = text(data, "linked_account")
        if account == names.WILDCARD and named is not None:
            account = names.last(named)
        chosen = await self.choose(caller, connector, account, text(data, "consumer_id") or consumer_id or None)
        if chosen.held is None:
            raise ConnectionNotFound("The consumer has not linked this account yet; send them to its install_uri.")
        credentials = await self.read.of(chosen.held)
        return {"credentials": credentials_out(credentials), "linked_account": account_out(chosen)}


@dataclass(frozen=True)
class Ping:
    """:ping - whether the provider still takes the credentials. Where it offers no cheap question, whether we have any
    that should work.
    """

    choose: Chosen
    read: ReadCredentials
    prove: Prove

    async def __call__(self, caller: OperatorCaller, connector: str, consumer_id: str) -> Wire:
        """Raises ConnectionNotFound, IntegrationNotFound."""
        chosen = await self.choose(caller, connector, names.WILDCARD, consumer_id)
        assert chosen.held is not None, "only connected ones are chosen"
        name = names.linked_account(chosen.integration.slug, chosen.id)
        return {"name": name, "is_alive": await self._is_alive(chosen.held)}

    async def _is_alive(self, held: Connection) -> bool:
        try:
            # Due ones are renewed first, as they would be for whoever asks for them.
            await self.read.of(held)
            return await self.prove(held) is not Proof.REFUSED
        except DomainError:
            return False


def credentials_out(credentials: Credentials) -> Wire:
    """The one place of this dialect where secrets are written into an answer."""
    token = _plain(credentials.token)
    if credentials.kind is Kind.API_KEY and len(credentials.fields) == 1:
        # One key is what requests need: it stands where clients look for a token.
        token = next(iter(credentials.fields.values())).reveal()
    wire: Wire = {"token": token, "secrets": _secrets(credentials)}
    if credentials.expires_at is not None:
        wire["expiry_time"] = credentials.expires_at
    return wire


def _secrets(credentials: Credentials) -> dict[str, str]:
    match credentials.kind:
        case Kind.BASIC:
            pair = {"username": _plain(credentials.username), "password": _plain(credentials.password)}
            return {**_fields(credentials), **pair}
        case Kind.API_KEY:
            return _fields(credentials)
        case Kind.OAUTH1:
            return {"token_secret": _plain(credentials.token_secret), "consumer_key": credentials.client_id or ""}
        case _:
            return {}


def _fields(credentials: Credentials) -> dict[str, str]:
    return {name: secret.reveal() for name, secret in credentials.fields.items()}


def _plain(secret: Secret[str] | None) -> str:
    return "" if secret is None else secret.reveal()


def _connected_at(held: Connection) -> str:
    return held.id
