"""What type checkers know about both clients. mypy reads this file; nothing runs it."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Literal, assert_type

from bothways_client import (
    KEEP,
    AsyncBothways,
    Bothways,
    CatalogEntry,
    Connection,
    ConnectLink,
    ConnectSession,
    Credentials,
    Customer,
    NewConnectLink,
)


def waits(hub: Bothways) -> None:
    credentials = hub.credentials(customer="acme-1", integration="slack")
    assert_type(credentials, Credentials)
    assert_type(credentials.headers, Mapping[str, str])
    connection = hub.connections.get("conn_1")
    assert_type(connection.state, Literal["active", "needs_reauth", "disconnected"])
    assert_type(hub.connections.list(state="active"), Iterator[Connection])
    assert_type(hub.connect_sessions.open(customer="acme-1"), ConnectSession)
    assert_type(hub.connect_links.create(customer="acme-1"), NewConnectLink)
    assert_type(hub.connect_links.get("cl_1"), ConnectLink)
    assert_type(hub.customers.change("cust_1", name=None, email=KEEP), Customer)
    assert_type(hub.integrations.remove("slack"), None)
    with hub as same:
        assert_type(same, Bothways)


async def awaits(hub: AsyncBothways) -> None:
    assert_type(await hub.credentials(customer="acme-1", integration="slack"), Credentials)
    assert_type(await hub.connections.refresh("conn_1", rejected_version=2), Connection)
    assert_type(hub.catalog.list(customer="acme-1"), AsyncIterator[CatalogEntry])
    assert_type(await hub.integrations.remove("slack"), None)
    async with hub as same:
        assert_type(same, AsyncBothways)


def mistakes(hub: Bothways) -> None:
    hub.connections.get(5)  # type: ignore[arg-type]
    hub.connections.list(state="dead")  # type: ignore[arg-type]
    hub.credentials("acme-1", "slack")  # type: ignore[call-arg]
    hub.connections.refresh("conn_1").token  # type: ignore[attr-defined]  # noqa: B018
