"""A node, an ill provider over loopback, and a customer who is about to be connected to it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bothways.kit.db.database import Database
from bothways.kit.egress.client import Egress
from bothways.outbound.providers.calls import AccountNames, Call, Revoke, TokenRequest
from bothways.outbound.providers.model import Provider, RefreshBehaviour
from tests.rooms.outbound.connections.node import Ground, Node, ground
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.ill_provider import IllProvider, ill_provider
from tests.support.provider_server import a_provider, code_method, loopback_egress


@pytest.fixture
async def ill() -> AsyncIterator[IllProvider]:
    async with ill_provider() as provider:
        yield provider


@pytest.fixture
async def egress() -> AsyncIterator[Egress]:
    async with loopback_egress() as egress:
        yield egress


def described(ill: IllProvider, **refresh: object) -> Provider:
    """The ill provider as its file would describe it."""
    method = code_method(
        ill.base_url,
        TokenRequest(ill.token_url),
        revoke=Revoke(f"{ill.base_url}/revoke"),
        refresh=replace(RefreshBehaviour(), **refresh),  # type: ignore[arg-type]
        verify=Call("/me"),
        account=AccountNames("{verify.id}", "{verify.name}"),
    )
    return a_provider(method, ill.base_url)


@pytest.fixture
def provider(ill: IllProvider) -> Provider:
    return described(ill)


@pytest.fixture
def node(database: Database, egress: Egress, clock: ManualClock, entropy: SeededEntropy, provider: Provider) -> Node:
    return Node(database, egress, clock, entropy, {provider.slug: provider})


@pytest.fixture
def other_node(node: Node, second_database: Database) -> Node:
    """Another server on the same database."""
    return Node(second_database, node.egress, node.clock, SeededEntropy(2), node.shipped, owner="node-2")


@pytest.fixture
async def second_database(database_url: str) -> AsyncIterator[Database]:
    database = await Database.open(database_url)
    yield database
    await database.close()


@pytest.fixture
async def acme(node: Node, provider: Provider, ill: IllProvider) -> Ground:
    return await ground(node, provider, client_id=ill.client_id, client_secret=ill.client_secret)
