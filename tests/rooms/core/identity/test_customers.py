import asyncio

import pytest
from sqlalchemy import text

from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.errors import CustomerNotFound
from bothways.core.identity.model import CustomerDetails
from bothways.core.vault.model import OwnerShredded, Place, SealBroken
from bothways.core.vault.vault import Vault
from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseError
from bothways.kit.errors import InvalidInput
from tests.rooms.core.conftest import Tenant
from tests.rooms.core.identity.composed import Identity
from tests.support.clock import ManualClock


async def happened(database: Database, events: EventLog, environment_id: str) -> list[tuple[str, str]]:
    async with database.read() as tx:
        found = await events.list(tx, environment_id, limit=100, newest_first=False)
        return [(event.type, event.subject_id) for event in found]


async def test_a_customer_is_made_once_by_the_operators_own_id(
    database: Database, identity: Identity, tenant: Tenant, events: EventLog
) -> None:
    first = await identity.put_customer(
        tenant.live.id, CustomerDetails("acme-7", "Acme", "jo@acme.test", {"plan": "pro"})
    )
    again = await identity.put_customer(tenant.live.id, CustomerDetails("acme-7"))
    assert again == first
    assert first.id.startswith("cust_")
    assert (first.external_id, first.name, first.email, first.metadata) == (
        "acme-7",
        "Acme",
        "jo@acme.test",
        {"plan": "pro"},
    )
    assert ("customer.created", first.id) in await happened(database, events, tenant.live.id)
    assert ("customer.updated", first.id) not in await happened(database, events, tenant.live.id)


async def test_what_is_told_anew_replaces_what_was_known(
    database: Database, identity: Identity, tenant: Tenant, events: EventLog, clock: ManualClock
) -> None:
    first = await identity.put_customer(tenant.live.id, CustomerDetails("acme-7", "Acme", "jo@acme.test", {"a": "1"}))
    clock.advance(5)
    after = await identity.put_customer(tenant.live.id, CustomerDetails("acme-7", "Acme 2", metadata={"b": "2"}))
    assert (after.name, after.email, after.metadata) == ("Acme 2", "jo@acme.test", {"b": "2"})
    assert (after.id, after.created_at, after.updated_at) == (first.id, first.created_at, clock.now())
    assert await identity.read_customers.get(tenant.live.id, first.id) == after
    assert ("customer.updated", first.id) in await happened(database, events, tenant.live.id)


async def test_callers_at_the_same_time_get_the_same_customer(
    database: Database, identity: Identity, tenant: Tenant, events: EventLog
) -> None:
    details = CustomerDetails("acme-7", "Acme")
    made = await asyncio.gather(*(identity.put_customer(tenant.live.id, details) for _ in range(8)))
    assert len({customer.id for customer in made}) == 1
    created = [event for event in await happened(database, events, tenant.live.id) if event[0] == "customer.created"]
    assert created.count(("customer.created", made[0].id)) == 1


@pytest.mark.parametrize("other", ["ACME", "асme", "ácme", "ａcme", "acme%20", "acme."])
async def test_ids_that_look_alike_stay_two(identity: Identity, tenant: Tenant, other: str) -> None:
    one = await identity.put_customer(tenant.live.id, CustomerDetails("acme"))
    two = await identity.put_customer(tenant.live.id, CustomerDetails(other))
    assert one.id != two.id
    assert await identity.read_customers.find(tenant.live.id, "acme") == one
    assert await identity.read_customers.find(tenant.live.id, other) == two


@pytest.mark.parametrize("other", ["acme ", "a\u0301cme", "acme\u200d", "acme\n"])
async def test_ids_that_would_become_others_are_refused(identity: Identity, tenant: Tenant, other: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await identity.put_customer(tenant.live.id, CustomerDetails(other))
    assert [fault.field for fault in caught.value.fields] == ["id"]


async def test_one_external_id_names_two_customers_in_two_environments(identity: Identity, tenant: Tenant) -> None:
    assert tenant.customer.external_id == tenant.test_customer.external_id
    assert tenant.customer.id != tenant.test_customer.id
    with pytest.raises(CustomerNotFound) as foreign:
        await identity.read_customers.get(tenant.test.id, tenant.customer.id)
    with pytest.raises(CustomerNotFound) as unknown:
        await identity.read_customers.get(tenant.test.id, "cust_unknown")
    assert foreign.value.detail == unknown.value.detail


async def test_sql_in_an_id_is_only_an_id(identity: Identity, tenant: Tenant) -> None:
    wild = "x'; DROP TABLE customers; --"
    made = await identity.put_customer(tenant.live.id, CustomerDetails(wild, '" OR 1=1'))
    assert (await identity.read_customers.find(tenant.live.id, wild)) == made
    assert await identity.read_customers.find(tenant.live.id, "' OR '1'='1") is None


async def test_customers_are_listed_page_by_page(identity: Identity, tenant: Tenant, clock: ManualClock) -> None:
    for number in range(4):
        clock.advance(1)
        await identity.put_customer(tenant.live.id, CustomerDetails(f"c{number}"))
    first = await identity.read_customers.list(tenant.live.id, limit=3)
    second = await identity.read_customers.list(tenant.live.id, after=(first[-1].id,), limit=3)
    assert [customer.external_id for customer in first + second] == ["customer-1", "c0", "c1", "c2", "c3"]


async def test_a_change_names_what_changes_and_leaves_the_rest(
    identity: Identity, tenant: Tenant, clock: ManualClock
) -> None:
    clock.advance(1)
    after = await identity.update_customer(tenant.live.id, tenant.customer.id, {"name": None, "metadata": {"a": "b"}})
    assert (after.name, after.metadata, after.external_id, after.updated_at) == (
        None,
        {"a": "b"},
        "customer-1",
        clock.now(),
    )
    unchanged = await identity.update_customer(tenant.live.id, tenant.customer.id, {})
    assert unchanged == after


async def test_a_wrong_change_changes_nothing(identity: Identity, tenant: Tenant) -> None:
    with pytest.raises(InvalidInput) as caught:
        await identity.update_customer(tenant.live.id, tenant.customer.id, {"name": "New", "email": "no address"})
    assert [fault.field for fault in caught.value.fields] == ["email"]
    assert await identity.read_customers.get(tenant.live.id, tenant.customer.id) == tenant.customer


async def test_a_foreign_customer_cannot_be_changed_or_deleted(identity: Identity, tenant: Tenant) -> None:
    with pytest.raises(CustomerNotFound):
        await identity.update_customer(tenant.test.id, tenant.customer.id, {"name": "Mine"})
    with pytest.raises(CustomerNotFound):
        await identity.delete_customer(tenant.test.id, tenant.customer.id, actor="key_1")
    assert await identity.read_customers.get(tenant.live.id, tenant.customer.id) == tenant.customer


# ------------------------------------------------------------------------------------------- deletion


async def test_deleting_a_customer_removes_and_shreds_everything(
    database: Database, identity: Identity, tenant: Tenant, vault: Vault, events: EventLog, audit: Audit
) -> None:
    place = Place("connections", "sealed", "conn_1", tenant.live.id)
    async with database.begin() as tx:
        sealed = await vault.seal(tx, tenant.customer.id, b"secret", place)
    await vault.unseal(sealed, tenant.customer.id, place)
    opened = await identity.session(tenant.live.id)
    await identity.delete_customer(tenant.live.id, tenant.customer.id, actor="key_1")

    with pytest.raises(CustomerNotFound):
        await identity.read_customers.get(tenant.live.id, tenant.customer.id)
    with pytest.raises(SealBroken):
        await vault.unseal(sealed, tenant.customer.id, place)
    with pytest.raises(OwnerShredded):
        async with database.begin() as tx:
            await vault.seal(tx, tenant.customer.id, b"secret", place)
    async with database.read() as tx:
        assert await tx.all(text("SELECT * FROM connect_sessions")) == []
        assert await tx.all(text("SELECT * FROM connect_tickets")) == []
        [entry] = await audit.list(tx, tenant.live.id, action="customer.deleted", limit=10)
    assert (entry.actor, entry.subject) == ("key_1", tenant.customer.id)
    # What had happened to the customer is gone with it; that it is gone can still be heard.
    assert await happened(database, events, tenant.live.id) == [("customer.deleted", tenant.customer.id)]
    assert opened.session.customer_id == tenant.customer.id


async def test_the_same_external_id_begins_anew_after_deletion(identity: Identity, tenant: Tenant) -> None:
    await identity.delete_customer(tenant.live.id, tenant.customer.id, actor="key_1")
    with pytest.raises(CustomerNotFound):
        await identity.delete_customer(tenant.live.id, tenant.customer.id, actor="key_1")
    anew = await identity.put_customer(tenant.live.id, CustomerDetails("customer-1"))
    assert anew.id != tenant.customer.id
    assert anew.name is None


async def test_nothing_is_deleted_when_the_deed_cannot_be_recorded(
    database: Database, identity: Identity, tenant: Tenant
) -> None:
    async with database.begin() as tx:
        await tx.execute(text("DROP TABLE audit_entries"))
    with pytest.raises(DatabaseError):
        await identity.delete_customer(tenant.live.id, tenant.customer.id, actor="key_1")
    assert await identity.read_customers.get(tenant.live.id, tenant.customer.id) == tenant.customer


async def test_a_wrong_detail_is_named_as_the_caller_calls_it(
    database: Database, ensure_customer: EnsureCustomer, tenant: Tenant
) -> None:
    for field, expected in [("customer", "customer.id"), ("account", "account.id"), ("", "id")]:
        with pytest.raises(InvalidInput) as caught:
            async with database.begin() as tx:
                await ensure_customer(tx, tenant.live.id, "", field=field)
        assert [fault.field for fault in caught.value.fields] == [expected]
