"""Whole lives of connections, in every order that hypothesis can think of."""

import asyncio
import contextlib
import itertools
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest
import uvloop
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bothways.kit.db.database import Database
from bothways.kit.errors import DomainError
from bothways.outbound.connections.claim import Trigger
from bothways.outbound.connections.demand import Demand
from bothways.outbound.connections.errors import ConnectionDisconnected, NeedsReauth
from bothways.outbound.connections.lease import Phase
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.connections.waiting import Watch
from tests.rooms.outbound.connections.conftest import described
from tests.rooms.outbound.connections.faults import pass_time
from tests.rooms.outbound.connections.node import Ground, Node, ground
from tests.support.clock import ManualClock
from tests.support.databases import Databases
from tests.support.entropy import SeededEntropy
from tests.support.ill_answers import Answer, Exchange, Payload, Refusal, after_work, drop, error, healthy, raw
from tests.support.ill_provider import Reuse, ill_provider
from tests.support.provider_server import loopback_egress
from tests.support.raw_http import Heard

T = TypeVar("T")

ANSWERS = {
    "healthy": healthy(),
    "down": error("server_error", 503),
    "throttled": error("slow_down", 429),
    "no answer": drop(),
    "rubbish": raw(200, b"<html>"),
    "answer lost": after_work(drop()),
    "answer garbled": after_work(raw(200, b'{"access_token"')),
    "no new refresh token": healthy(refresh_token=None),
}
LOSING = {"answer lost", "answer garbled"}


@dataclass
class World:
    """One database and one event loop for all lives of a test."""

    runner: asyncio.Runner
    database: Database
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)


class Life(RuleBasedStateMachine):
    """One connection, its provider, and what may happen to them."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.refused: set[str] = set()
        self.versions = [0]
        self.lossy = False
        self.run = self.world.run
        self.run(self._begin())

    async def _begin(self) -> None:
        self.stack = contextlib.AsyncExitStack()
        self.ill = await self.stack.enter_async_context(ill_provider())
        self.ill.always(self._remembering(healthy()))
        egress = await self.stack.enter_async_context(loopback_egress())
        self.clock = ManualClock()
        provider = described(self.ill)
        node = Node(
            self.world.database,
            egress,
            self.clock,
            SeededEntropy(next(self.world.numbers)),
            {provider.slug: provider},
        )
        self.acme: Ground = await ground(
            node, provider, client_id=self.ill.client_id, client_secret=self.ill.client_secret
        )
        self.connection = await self._connect(None)

    async def _connect(self, reconnect: str | None) -> Connection:
        pair = self.ill.new_pair()
        self.family, self.lossy = pair.family, False
        # The bad day is over, or its losses would be blamed on the new credentials.
        self.ill._answers.clear()
        return await self.acme.connect(pair.access_token, pair.refresh_token, reconnect=reconnect)

    def _remembering(self, answer: Answer, *, is_heard: bool = True) -> Answer:
        """Remember every refresh token to which the provider has said no, and we have heard it."""

        async def remember(exchange: Exchange) -> None:
            shown = exchange.heard.form.get("refresh_token", "")
            assert shown not in self.refused, "a refused refresh token was shown again"
            process = exchange.process

            def judge(heard: Heard, changes: Mapping[str, object]) -> Payload:
                try:
                    return process(heard, changes)
                except Refusal:
                    if is_heard:
                        self.refused.add(shown)
                    raise

            exchange.process = judge
            with contextlib.suppress(Refusal):
                await answer(exchange)
                return
            exchange.wire.drop()

        return remember

    # --- what may happen ---

    @rule(seconds=st.sampled_from([1, 60, 700, 3000, 3600, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule(readers=st.integers(1, 5))
    def it_is_read(self, readers: int) -> None:
        state = self.run(self._now()).state
        heard = self.run(self._read_all(readers))
        for one in heard:
            if isinstance(one, str):
                assert state is not State.DISCONNECTED
                assert any(pair.access_token == one for pair in self.ill.issued)
            else:
                assert isinstance(one, DomainError), one
        if state is State.DISCONNECTED:
            assert {type(one) for one in heard} == {ConnectionDisconnected}
        if state is State.NEEDS_REAUTH:
            assert {type(one) for one in heard} == {NeedsReauth}

    @rule()
    def the_worker_comes(self) -> None:
        self.run(self._work())

    @rule(rejected=st.booleans())
    def somebody_wants_new_ones(self, rejected: bool) -> None:
        self.run(self._demand(rejected))

    @rule(names=st.lists(st.sampled_from(sorted(ANSWERS)), min_size=1, max_size=3), reuse=st.sampled_from(list(Reuse)))
    def the_provider_has_a_bad_day(self, names: list[str], reuse: Reuse) -> None:
        # Once an answer was lost under a strict provider, it stays strict: what it thinks cannot be told any more.
        self.ill.reuse = self.ill.reuse if self.lossy else reuse
        self.lossy = self.lossy or bool(LOSING & set(names))
        self.ill._answers.clear()
        self.ill.script(*(self._remembering(ANSWERS[name], is_heard=name not in LOSING) for name in names))

    @rule()
    def the_person_removes_the_app(self) -> None:
        self.ill.remove_app()

    # No preconditions: what state it is in may depend on who was quicker, and hypothesis wants to know beforehand.

    @rule()
    def the_customer_reconnects(self) -> None:
        if self.run(self._now()).state is State.DISCONNECTED:
            return
        self.connection = self.run(self._connect(self.connection.id))
        assert self.connection.state is State.ACTIVE

    @rule()
    def a_node_dies_in_mid_refresh(self) -> None:
        if self.run(self._now()).state is State.ACTIVE:
            self.run(self._die())

    @rule(sure=st.integers(0, 3))
    def the_customer_disconnects(self, sure: int) -> None:
        if sure == 3:
            self.run(self.acme.node.disconnect(self.acme.environment.id, self.connection.id, actor="key_1"))

    # --- what must hold ---

    @invariant()
    def versions_only_grow_and_the_lease_knows_the_last(self) -> None:
        now, lease = self.run(self._now()), self.run(self.acme.node.lease(self.connection.id))
        assert now.version >= self.versions[-1]
        self.versions.append(now.version)
        if now.state is State.DISCONNECTED:
            assert (now.sealed, now.sealed_renewal, lease) == (None, None, None)
        else:
            assert lease is not None
            assert lease.committed_version == now.version

    @invariant()
    def what_the_provider_holds_and_what_we_hold_agree(self) -> None:
        now, lease = self.run(self._now()), self.run(self.acme.node.lease(self.connection.id))
        alive = self.ill._families[self.family].alive
        if now.state is State.ACTIVE and alive and not self.lossy and lease is not None and lease.phase is Phase.IDLE:
            access_token, refresh_token = self.run(self._held(now))
            assert self.ill.agrees(access_token, refresh_token)

    @invariant()
    def each_loss_is_told_once(self) -> None:
        told = self.run(self.acme.told(self.connection))
        lost = told.count("connection.needs_reauth")
        found = told.count("connection.recovered") + told.count("connection.reconnected")
        needs = self.run(self._now()).state is State.NEEDS_REAUTH
        assert lost <= found + 1
        assert lost > 0 or not needs

    def teardown(self) -> None:
        self.run(self._end())

    # --- how ---

    async def _now(self) -> Connection:
        return await self.acme.now(self.connection)

    async def _read_all(self, readers: int) -> list[str | BaseException]:
        reading = asyncio.gather(*(self.acme.read(self.connection) for _ in range(readers)), return_exceptions=True)
        await self._until(reading)
        return list(await reading)

    async def _work(self) -> None:
        await self._until(asyncio.ensure_future(self.acme.node.ahead()))

    async def _demand(self, rejected: bool) -> None:
        demand = Demand((await self._now()).version if rejected else None)
        asking = asyncio.ensure_future(self.acme.node.renew(self.acme.environment.id, self.connection.id, demand))
        await self._until(asking)
        with contextlib.suppress(DomainError):
            await asking

    async def _die(self) -> None:
        claim = replace(self.acme.node.refresh.renew.claim, owner="node-dead")
        await claim(await self._now(), Trigger.DEMAND, Watch(self.clock, 15), spends=True)

    async def _until(self, work: "asyncio.Future[Any]") -> None:
        """Let time pass only if somebody waits for it: a lease of the dead has to run out."""
        for _ in range(200):
            await asyncio.wait([work], timeout=0.03)
            if work.done() and not len(self.acme.node.refresh.flights):
                return
            await pass_time(self.clock, 4, step=4)
        raise AssertionError("somebody waits for ever")

    async def _held(self, now: Connection) -> tuple[str, str | None]:
        current = await self.acme.node.custody.current(now)
        renewal = await self.acme.node.custody.renewal(now)
        assert current.token is not None
        token = None if renewal is None else renewal.refresh_token
        return current.token.reveal(), None if token is None else token.reveal()

    async def _end(self) -> None:
        await self.acme.node.refresh.flights.land(5)
        await self.stack.aclose()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_no_life_loses_a_connection_without_telling(dialect: str, request: pytest.FixtureRequest) -> None:
    databases: Databases = request.getfixturevalue(f"{dialect}_databases")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        url = runner.run(databases.create())
        database = runner.run(Database.open(url))
        world = World(runner, database)
        lived = type("Lived", (Life,), {"world": world})
        chosen = settings(
            max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        )
        try:
            run_state_machine_as_test(lived, settings=chosen)
        finally:
            runner.run(database.close())
            runner.run(databases.remove(url))
