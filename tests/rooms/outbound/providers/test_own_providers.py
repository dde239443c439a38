"""Finding providers, and an environment's own ones."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from bothways.kit.db.database import Database
from bothways.kit.errors import DomainError, InvalidInput
from bothways.kit.ids import Ids
from bothways.outbound.providers.errors import (
    ProviderExists,
    ProviderInUse,
    ProviderNotFound,
    ProviderNotYours,
    ProviderUnusable,
    TooManyProviders,
)
from bothways.outbound.providers.model import Origin
from bothways.outbound.providers.store import custom_providers
from tests.rooms.outbound.providers.house import MINE, House, a_house
from tests.rooms.outbound.providers.samples import keyed, signed_in
from tests.support.clock import ManualClock


@pytest.fixture
async def house(database: Database, clock: ManualClock, ids: Ids) -> House:
    return await a_house(database, clock, ids)


async def slugs(house: House, environment: str, **how: str) -> list[str]:
    found = await house.listed(environment, **how)  # type: ignore[arg-type]
    return [provider.slug for provider in found]


async def test_a_shipped_provider_is_found_in_every_environment(house: House) -> None:
    assert (await house.get(house.test, "alpha")).name == "Alpha CRM"
    assert (await house.get(house.live, "alpha")).origin is Origin.BUILT_IN


async def test_an_own_provider_belongs_to_one_environment(house: House) -> None:
    await house.add(house.test, "key_1", MINE)
    found = await house.get(house.test, "mine")
    assert (found.name, found.origin) == ("Mine", Origin.ENVIRONMENT)
    with pytest.raises(ProviderNotFound):
        await house.get(house.live, "mine")
    assert await slugs(house, house.live) == ["alpha", "beta", "gamma"]
    assert await slugs(house, house.test) == ["alpha", "beta", "gamma", "mine"]


async def test_a_foreign_provider_can_neither_be_replaced_nor_removed(house: House) -> None:
    await house.add(house.test, "key_1", MINE)
    with pytest.raises(ProviderNotFound):
        await house.replace(house.live, "key_1", "mine", MINE)
    with pytest.raises(ProviderNotFound):
        await house.remove(house.live, "key_1", "mine")
    assert (await house.get(house.test, "mine")).name == "Mine"


async def test_nobody_can_stand_in_for_a_shipped_provider(house: House) -> None:
    with pytest.raises(ProviderExists):
        await house.add(house.test, "key_1", keyed(slug="alpha"))
    with pytest.raises(ProviderNotYours):
        await house.replace(house.test, "key_1", "alpha", keyed(slug="alpha"))
    with pytest.raises(ProviderNotYours):
        await house.remove(house.test, "key_1", "alpha")


async def test_a_slug_is_given_once(house: House) -> None:
    await house.add(house.test, "key_1", MINE)
    with pytest.raises(ProviderExists):
        await house.add(house.test, "key_1", MINE)
    await house.add(house.live, "key_1", MINE)


async def test_a_release_that_brings_the_slug_does_not_take_over_what_was_connected(house: House) -> None:
    await house.add(house.test, "key_1", MINE)
    house.shipped["mine"] = house.shipped["alpha"]
    assert (await house.get(house.test, "mine")).origin is Origin.ENVIRONMENT
    assert (await house.get(house.live, "mine")).origin is Origin.BUILT_IN
    await house.replace(house.test, "key_1", "mine", {**MINE, "name": "Still mine"})
    assert (await house.get(house.test, "mine")).name == "Still mine"


async def test_every_problem_of_a_definition_is_an_input_error(house: House) -> None:
    with pytest.raises(InvalidInput) as error:
        await house.add(house.test, "key_1", keyed(slug="No", icon="x", colour="red"))
    assert {fault.field for fault in error.value.fields} == {"definition.colour", "definition.slug", "definition.icon"}
    assert await slugs(house, house.test) == ["alpha", "beta", "gamma"]


async def test_a_slug_never_changes(house: House) -> None:
    await house.add(house.test, "key_1", MINE)
    with pytest.raises(InvalidInput, match="a slug never changes"):
        await house.replace(house.test, "key_1", "mine", keyed(slug="other"))


async def test_what_is_in_use_stays(house: House) -> None:
    await house.add(house.test, "key_1", MINE)
    house.used[house.test, "mine"] = frozenset({"key"})
    with pytest.raises(ProviderInUse):
        await house.remove(house.test, "key_1", "mine")
    renamed = keyed(slug="mine")
    renamed["methods"][0]["id"] = "other"
    other = signed_in(id="key") | {"slug": "mine"}
    for wrong in (renamed, other):
        with pytest.raises(ProviderInUse, match="the method key, which would be gone, or of another type"):
            await house.replace(house.test, "key_1", "mine", wrong)
    await house.replace(house.test, "key_1", "mine", {**MINE, "name": "New name"})
    house.used.clear()
    await house.remove(house.test, "key_1", "mine")
    with pytest.raises(ProviderNotFound):
        await house.get(house.test, "mine")


async def test_the_number_of_own_providers_is_bounded(house: House) -> None:
    add = replace(house.add, most=1)
    await add(house.test, "key_1", MINE)
    with pytest.raises(TooManyProviders):
        await add(house.test, "key_1", keyed(slug="more"))
    await add(house.live, "key_1", MINE)


async def test_each_change_leaves_an_audit_entry(house: House) -> None:
    await house.add(house.test, "key_1", MINE)
    await house.replace(house.test, "key_2", "mine", MINE)
    await house.remove(house.test, "key_3", "mine")
    async with house.database.read() as tx:
        entries = await house.audit.list(tx, house.test, subject="mine", limit=10)
    told = [(entry.actor, entry.action) for entry in reversed(entries)]
    assert told == [("key_1", "provider.added"), ("key_2", "provider.replaced"), ("key_3", "provider.removed")]


async def test_a_definition_that_can_no_longer_be_read_says_so_and_hides_no_other(house: House) -> None:
    await house.add(house.test, "key_1", MINE)
    async with house.database.begin() as tx:
        await tx.execute(update(custom_providers).values(definition={"slug": "mine"}))
    with pytest.raises(ProviderUnusable) as error:
        await house.get(house.test, "mine")
    assert isinstance(error.value, DomainError)
    assert await slugs(house, house.test) == ["alpha", "beta", "gamma"]
    await house.replace(house.test, "key_1", "mine", MINE)
    assert (await house.get(house.test, "mine")).name == "Mine"


async def test_the_list_is_searched(house: House) -> None:
    assert await slugs(house, house.test, category="crm") == ["alpha", "gamma"]
    assert await slugs(house, house.test, q="BETA mail") == ["beta"]
    assert await slugs(house, house.test, q="crm") == ["alpha"]
    assert await slugs(house, house.test, q="nothing like it") == []
