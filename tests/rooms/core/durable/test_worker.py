import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from bothways.core.durable.model import Job
from bothways.core.durable.worker import RUN_SECONDS, STOP_SECONDS, Worker
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy


@dataclass
class Work:
    """What a job does in these tests: counts, then whatever `then` says."""

    then: Callable[[int], Awaitable[object]]
    runs: int = 0
    ended: int = 0
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> object:
        self.runs += 1
        self.started.set()
        try:
            return await self.then(self.runs)
        finally:
            self.ended += 1


async def nothing(_: int) -> None: ...


async def fails(_: int) -> None:
    raise RuntimeError("secret words of a job")


async def for_ever(_: int) -> None:
    await asyncio.Event().wait()


@asynccontextmanager
async def running(worker: Worker):
    task = asyncio.create_task(worker.run())
    await a_moment()
    try:
        yield task
    finally:
        worker.stop()
        task.cancel()
        await asyncio.wait([task])


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - conditions here are facts, not events
            await asyncio.sleep(0.001)


async def a_moment() -> None:
    await asyncio.sleep(0.05)


async def test_a_job_runs_once_per_interval(clock: ManualClock, entropy: SeededEntropy) -> None:
    work = Work(nothing)
    async with running(Worker([Job("count", 60, work)], clock, entropy)):
        for expected in (1, 2, 3):
            clock.advance(60 * 1.21)
            await until(lambda expected=expected: work.runs == expected)
            await a_moment()
            assert work.runs == expected


async def test_the_first_run_does_not_come_at_once_so_that_nodes_are_not_in_step(clock: ManualClock) -> None:
    works = [Work(nothing) for _ in range(4)]
    workers = [Worker([Job("count", 60, work)], clock, SeededEntropy(seed)) for seed, work in enumerate(works)]
    async with running(workers[0]), running(workers[1]), running(workers[2]), running(workers[3]):
        await a_moment()
        clock.advance(30)
        await a_moment()
        assert 0 < sum(work.runs for work in works) < 4


async def test_a_job_that_left_work_behind_runs_again_at_once(clock: ManualClock, entropy: SeededEntropy) -> None:
    async def more_until_five(run: int) -> bool:
        return run < 5

    work = Work(more_until_five)
    async with running(Worker([Job("batch", 60, work)], clock, entropy)):
        clock.advance(60)
        await until(lambda: work.runs == 5)
        await a_moment()
        assert work.runs == 5


async def test_a_failing_job_is_run_again_and_says_so(clock: ManualClock, entropy: SeededEntropy) -> None:
    job = Job("fail", 1, Work(fails))
    worker = Worker([job], clock, entropy)
    with capture_logs() as lines:
        await worker.run_once(job)
    [report] = worker.reports()
    assert (report.runs, report.failures, report.last_error) == (1, 1, "RuntimeError")
    assert report.last_failure_at == clock.now()
    assert report.last_success_at is None
    assert [line["event"] for line in lines] == ["job_failed"]
    assert "secret words" not in str(lines)


async def test_failures_are_waited_out_longer_and_longer(clock: ManualClock, entropy: SeededEntropy) -> None:
    work = Work(fails)
    worker = Worker([Job("fail", 1, work)], clock, entropy)
    with capture_logs():
        async with running(worker):
            for _ in range(12):
                await a_moment()
                clock.advance(300)
                before = work.runs
                await until(lambda before=before: work.runs > before)
            await a_moment()
            clock.advance(100)
            await a_moment()
            assert work.runs == 12


async def test_a_success_ends_a_series_of_failures(clock: ManualClock, entropy: SeededEntropy) -> None:
    async def fails_three_times(run: int) -> None:
        if run <= 3:
            raise ValueError

    job = Job("flaky", 1, Work(fails_three_times))
    worker = Worker([job], clock, entropy)
    with capture_logs():
        for _ in range(3):
            await worker.run_once(job)
    assert worker.reports()[0].failures == 3
    await worker.run_once(job)
    [report] = worker.reports()
    assert (report.runs, report.failed_runs, report.failures) == (4, 3, 0)
    assert report.last_success_at == clock.now()


async def test_a_failing_or_hanging_job_holds_up_no_other(clock: ManualClock, entropy: SeededEntropy) -> None:
    hanging, failing, fine = Work(for_ever), Work(fails), Work(nothing)
    jobs = [Job("hang", 1, hanging), Job("fail", 1, failing), Job("fine", 1, fine)]
    with capture_logs():
        async with running(Worker(jobs, clock, entropy)):
            for _ in range(3):
                await a_moment()
                clock.advance(2)
                before = fine.runs
                await until(lambda before=before: fine.runs > before)
    assert hanging.runs == 1


async def test_a_run_that_does_not_end_is_cancelled(clock: ManualClock, entropy: SeededEntropy) -> None:
    work = Work(for_ever)
    worker = Worker([Job("hang", 1, work)], clock, entropy)
    with capture_logs():
        async with running(worker):
            clock.advance(2)
            await work.started.wait()
            clock.advance(RUN_SECONDS + 1)
            await until(lambda: work.ended == 1)
            await until(lambda: worker.reports()[0].last_error == "JobTookTooLong")


async def test_stopping_lets_a_run_finish(clock: ManualClock, entropy: SeededEntropy) -> None:
    may_end = asyncio.Event()

    async def waits(_: int) -> None:
        await may_end.wait()

    work = Work(waits)
    worker = Worker([Job("slow", 1, work), Job("idle", 3600, Work(nothing))], clock, entropy)
    async with running(worker) as task:
        clock.advance(2)
        await work.started.wait()
        worker.stop()
        await a_moment()
        assert not task.done()
        may_end.set()
        await asyncio.wait_for(task, 5)
    assert worker.reports()[0].runs == 1


async def test_stopping_does_not_wait_for_ever(clock: ManualClock, entropy: SeededEntropy) -> None:
    work = Work(for_ever)
    worker = Worker([Job("hang", 1, work)], clock, entropy)
    async with running(worker) as task:
        clock.advance(2)
        await work.started.wait()
        worker.stop()
        await a_moment()
        clock.advance(STOP_SECONDS + 1)
        await asyncio.wait_for(task, 5)
    assert work.ended == 1


async def test_cancelling_the_worker_waits_until_jobs_have_put_down_what_they_held(
    clock: ManualClock, entropy: SeededEntropy
) -> None:
    put_down: list[str] = []

    async def holds(_: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.02)
            put_down.append("done")

    work = Work(holds)
    async with running(Worker([Job("hold", 1, work)], clock, entropy)) as task:
        clock.advance(2)
        await work.started.wait()
        task.cancel()
        await asyncio.wait([task])
        assert put_down == ["done"]


def test_two_jobs_of_one_name_are_refused(clock: ManualClock, entropy: SeededEntropy) -> None:
    with pytest.raises(ValueError, match="same name"):
        Worker([Job("a", 1, Work(nothing)), Job("a", 1, Work(nothing))], clock, entropy)
