import asyncio

import pytest

from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Mode
from bothways.core.identity.create_environment import CreateEnvironment
from bothways.core.identity.create_workspace import CreateWorkspace
from bothways.core.identity.errors import EnvironmentNotFound, WorkspaceNotFound
from bothways.core.identity.model import Theme
from bothways.core.identity.update_environment import EnvironmentChanges
from bothways.kit.db.database import Database
from bothways.kit.errors import InvalidInput
from bothways.kit.ids import Ids
from tests.rooms.core.conftest import Tenant
from tests.rooms.core.identity.composed import Identity
from tests.support.clock import ManualClock

APP = "https://app.example.com"


async def test_a_workspace_has_environments_apart(identity: Identity, tenant: Tenant) -> None:
    found = await identity.read_environments.list(tenant.workspace.id)
    assert {item.id: item for item in found} == {item.id: item for item in (tenant.live, tenant.test)}
    assert (tenant.live.mode, tenant.test.mode) == (Mode.LIVE, Mode.TEST)
    assert await identity.read_environments.list("ws_unknown") == []
    assert [workspace.id for workspace in await identity.read_environments.workspaces()] == [tenant.workspace.id]


async def test_what_is_not_there_is_not_found(identity: Identity) -> None:
    with pytest.raises(EnvironmentNotFound):
        await identity.read_environments.get("env_unknown")
    with pytest.raises(EnvironmentNotFound):
        await identity.update_environment("env_unknown", EnvironmentChanges(name="New"), actor="cli")


async def test_names_are_lines_of_text_and_workspaces_must_exist(
    database: Database, ids: Ids, clock: ManualClock, audit: Audit
) -> None:
    with pytest.raises(InvalidInput):
        await CreateWorkspace(database, ids, clock, audit)("a\nb", actor="cli")
    with pytest.raises(InvalidInput):
        await CreateEnvironment(database, ids, clock, audit)("ws_unknown", "", Mode.LIVE, actor="cli")
    with pytest.raises(WorkspaceNotFound):
        await CreateEnvironment(database, ids, clock, audit)("ws_unknown", "Live", Mode.LIVE, actor="cli")


async def test_settings_are_changed_together_and_come_back(
    database: Database, identity: Identity, tenant: Tenant, clock: ManualClock, audit: Audit
) -> None:
    clock.advance(5)
    theme = Theme(product_name="Acme", accent="#36c", radius=8, font="Inter, sans-serif", mode="dark")
    changes = EnvironmentChanges(return_urls=(f"{APP}/done",), allowed_origins=(APP,), theme=theme)
    after = await identity.update_environment(tenant.live.id, changes, actor="key_1")
    assert (after.return_urls, after.allowed_origins, after.theme) == ((f"{APP}/done",), (APP,), theme)
    assert (after.name, after.created_at, after.updated_at) == ("Live", tenant.live.created_at, clock.now())
    assert await identity.read_environments.get(tenant.live.id) == after
    assert await identity.read_environments.get(tenant.test.id) == tenant.test
    async with database.read() as tx:
        [entry] = await audit.list(tx, tenant.live.id, action="environment.updated", limit=10)
    assert (entry.actor, entry.detail) == ("key_1", {"changed": ["allowed_origins", "return_urls", "theme"]})


async def test_lists_can_be_emptied(identity: Identity, tenant: Tenant) -> None:
    await identity.update_environment(tenant.live.id, EnvironmentChanges(allowed_origins=(APP,)), actor="cli")
    after = await identity.update_environment(tenant.live.id, EnvironmentChanges(allowed_origins=()), actor="cli")
    assert after.allowed_origins == ()


async def test_one_wrong_setting_changes_none_and_each_wrong_one_is_named(identity: Identity, tenant: Tenant) -> None:
    changes = EnvironmentChanges("New", ("nope",), (f"{APP}/",), Theme(accent="red", mode="sepia"))
    with pytest.raises(InvalidInput) as caught:
        await identity.update_environment(tenant.live.id, changes, actor="cli")
    assert [fault.field for fault in caught.value.fields] == [
        "return_urls[0]",
        "allowed_origins[0]",
        "theme.accent",
        "theme.mode",
    ]
    assert await identity.read_environments.get(tenant.live.id) == tenant.live


async def test_changes_at_the_same_time_lose_nothing(identity: Identity, tenant: Tenant) -> None:
    await asyncio.gather(
        identity.update_environment(tenant.live.id, EnvironmentChanges(name="New"), actor="cli"),
        identity.update_environment(tenant.live.id, EnvironmentChanges(allowed_origins=(APP,)), actor="cli"),
        identity.update_environment(tenant.live.id, EnvironmentChanges(theme=Theme(accent="#36c")), actor="cli"),
    )
    after = await identity.read_environments.get(tenant.live.id)
    assert (after.name, after.allowed_origins, after.theme.accent) == ("New", (APP,), "#36c")


async def test_an_origin_is_allowed_for_the_environments_that_name_it(
    identity: Identity, tenant: Tenant, clock: ManualClock
) -> None:
    assert not await identity.origins.known(APP)
    await identity.update_environment(tenant.live.id, EnvironmentChanges(allowed_origins=(APP,)), actor="cli")
    clock.advance(2)
    assert await identity.origins.known(APP)
    assert await identity.origins.allowed(APP, tenant.live.id)
    assert not await identity.origins.allowed(APP, tenant.test.id)
    for other in ("null", "*", "", f"{APP}.evil.test", "http://app.example.com", f"{APP}:443"):
        assert not await identity.origins.known(other)
        assert not await identity.origins.allowed(other, tenant.live.id)
