"""Changing linked accounts, and disabling them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bothways.core.identity.callers import CustomerCaller, OperatorCaller
from bothways.core.identity.update_customer import CustomerChanges, UpdateCustomer
from bothways.dialects.kolla.account_create import MAX_SCOPES
from bothways.dialects.kolla.accounts import Account, FindAccount
from bothways.dialects.kolla.bodies import Data, inner, mask, masked, text, texts, words
from bothways.dialects.kolla.connectors import FindConnector
from bothways.dialects.kolla.consumers import Told, metadata_of, translated
from bothways.dialects.kolla.errors import KollaUnimplemented
from bothways.dialects.kolla.imports import belongings
from bothways.kit.db.database import Database
from bothways.outbound.connect.fulfil import FulfilAuthorization
from bothways.outbound.connect.model import AuthorizationEnded
from bothways.outbound.connect.standing import NoteAuthorization, WithdrawAuthorization
from bothways.outbound.connections.acquired import Acquired
from bothways.outbound.connections.adopt import ImportConnection
from bothways.outbound.connections.belongings import Belongings
from bothways.outbound.connections.change import ChangeConnection
from bothways.outbound.connections.disconnect import Disconnect

_WRITABLE = frozenset({"labels", "consumer_metadata", "credentials"})
_FIXED = frozenset({"linked_account_scopes", "consumer_config_values", "agent_auth_data", "consumer_id"})


@dataclass(frozen=True)
class ChangeAccount:
    """PATCH: labels, consumer_metadata and credentials may change, all that were sent or none; what only we say is left
    aside. Credentials for an account that waits for its consumer link it.

    Raises ConnectionNotFound, InvalidInput, KollaUnimplemented, AuthorizationEnded (it was disabled unconnected).
    """

    database: Database
    find: FindAccount
    connectors: FindConnector
    change: ChangeConnection
    note: NoteAuthorization
    update_customer: UpdateCustomer
    adopt: ImportConnection
    fulfil: FulfilAuthorization

    async def __call__(
        self, caller: OperatorCaller, connector: str, reference: str, data: Data, update_mask: str | None
    ) -> Account:
        account, fields = await self.find(caller, connector, reference), mask(update_mask, data)
        fixed = sorted(name for name in fields & _FIXED if _differs(account, name, data))
        if fixed:
            raise KollaUnimplemented(f"{fixed[0]} is settled when the account is linked; link it again to change it.")
        wanted = {name: texts(data, name) for name in fields & _WRITABLE}
        with translated():
            try:
                await self._write(caller, account, wanted, update_mask)
            except AuthorizationEnded:
                # Its consumer may have connected it just now.
                account = await self.find(caller, connector, reference)
                if account.held is None:
                    raise
                await self._write(caller, account, wanted, update_mask)
        return await self.find(caller, connector, reference)

    async def _write(
        self, caller: OperatorCaller, account: Account, wanted: Mapping[str, dict[str, str]], update_mask: str | None
    ) -> None:
        labels, told, brought = wanted.get("labels"), wanted.get("consumer_metadata"), None
        if labels is not None:
            labels = masked(labels, account.labels, update_mask, "labels")
        if "credentials" in wanted:
            brought = await self._prepared(account, wanted["credentials"])
        # Whoever takes an authorization, a customer and a connection takes them in this order.
        async with self.database.begin() as tx:
            held = account.held
            if account.promise is not None and brought is not None:
                held = await self.fulfil.within(
                    tx, caller.environment_id, account.promise.id, brought[1], actor=caller.actor
                )
            elif account.promise is not None and labels is not None:
                await self.note.within(tx, caller.environment_id, account.promise.id, labels)
            if told is not None:
                told = masked(told, {}, update_mask, "consumer_metadata")
                changes = _of_consumer(account, told)
                await self.update_customer.within(tx, caller.environment_id, account.customer.id, changes)
            if account.held is not None and brought is not None:
                await self.adopt.within(tx, caller.environment_id, *brought, actor=caller.actor)
            if held is not None and labels is not None:
                await self.change.within(tx, caller.environment_id, held.id, actor=caller.actor, metadata=labels)

    async def _prepared(self, account: Account, credentials: Mapping[str, str]) -> tuple[Belongings, Acquired]:
        """What was brought along, checked; a provider may be asked, so no transaction is open."""
        switched = await self.connectors.with_method(account.integration)
        environment_id = account.integration.environment_id
        brought = belongings(switched, account.customer.external_id, credentials, self.adopt.clock.now())
        if account.promise is not None:
            return brought, await self.fulfil.prepare(environment_id, account.promise.id, brought)
        brought = replace(brought, connection=account.id)
        return brought, await self.adopt.prepare(environment_id, brought)


@dataclass(frozen=True)
class DisableAccount:
    """:disable - the secrets are gone at once; a link that waits leads nowhere afterwards. Twice changes nothing."""

    find: FindAccount
    disconnect: Disconnect
    withdraw: WithdrawAuthorization

    async def __call__(self, caller: OperatorCaller | CustomerCaller, connector: str, reference: str) -> Account:
        """Raises ConnectionNotFound."""
        account = await self.find(caller, connector, reference)
        environment_id = caller.environment_id
        if account.held is not None:
            ended = await self.disconnect(
                environment_id, account.held.id, actor=caller.actor, customer_id=account.customer.id
            )
            return replace(account, held=ended)
        assert account.promise is not None, "an account is one or the other"
        withdrawn = await self.withdraw(environment_id, account.promise.id, customer_id=account.customer.id)
        return replace(account, promise=withdrawn)


def _of_consumer(account: Account, told: Mapping[str, str]) -> CustomerChanges:
    said, changes = Told.of(told), CustomerChanges()
    if said.name is not None:
        changes["name"] = said.name
    if said.email is not None:
        changes["email"] = said.email
    if more := metadata_of(told):
        changes["metadata"] = {**account.customer.metadata, **more}
    return changes


def _differs(account: Account, name: str, data: Data) -> bool:
    """Clients send back what they read: only another value is a change."""
    if name == "consumer_id":
        return text(data, name) not in {None, account.customer.external_id}
    if name == "linked_account_scopes":
        return set(words(data, name, MAX_SCOPES) or ()) != set(account.scopes)
    if name == "consumer_config_values":
        return texts(data, name) != dict(account.values)
    said = inner(data, "agent_auth_data")
    return "install_token" in said or (text(said, "agent") or "") not in {"", account.values.get("agent", "")}
