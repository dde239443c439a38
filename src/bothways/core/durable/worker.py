"""Runs jobs until it is told to stop."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import structlog

from bothways.core.durable.model import Job, JobReport
from bothways.kit.backoff import Backoff
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.log import describe

STOP_SECONDS = 10.0
RUN_SECONDS = 600.0
_BACKOFF = Backoff(base_seconds=1.0, cap_seconds=300.0)
_JITTER = 0.2


class JobTookTooLong(Exception):
    """A run was cancelled because it did not end by itself."""


class Worker:
    """Runs each job in a task of its own; a slow or failing one holds up no other."""

    def __init__(self, jobs: Sequence[Job], clock: Clock, entropy: Entropy) -> None:
        if len({job.name for job in jobs}) < len(jobs):
            raise ValueError("two jobs have the same name")
        self._jobs = tuple(jobs)
        self._clock = clock
        self._entropy = entropy
        self._reports = {job.name: JobReport(job.name, job.every_seconds) for job in jobs}
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Work until `stop`, or until cancelled. What is under way at `stop` has `STOP_SECONDS` to finish."""
        tasks = [asyncio.create_task(self._repeat(job), name=f"job {job.name}") for job in self._jobs]
        try:
            await self._stopping.wait()
            await self._within(STOP_SECONDS, asyncio.gather(*tasks, return_exceptions=True))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self) -> None:
        """Start nothing new; `run` returns once everything has ended."""
        self._stopping.set()

    @property
    def jobs(self) -> Sequence[Job]:
        """What is run."""
        return self._jobs

    def reports(self) -> list[JobReport]:
        """How each job has been doing, for metrics."""
        return list(self._reports.values())

    async def run_once(self, job: Job) -> bool:
        """One run, reported; whatever it raises stays here. True when it asks to be run again at once."""
        try:
            again = await self._in_time(job)
        except Exception as error:  # noqa: BLE001 - a job that fails is run again later, whatever the reason
            self._failed(job, error)
            return False
        self._succeeded(job)
        return again is True

    async def _repeat(self, job: Job) -> None:
        # Nodes that were started together must not come in step: the first wait is anything up to a whole one.
        await self._pause(job.every_seconds * self._share())
        while not self._stopping.is_set():
            again = await self.run_once(job)
            if not again:
                await self._pause(self._delay(job))

    def _delay(self, job: Job) -> float:
        failures = self._reports[job.name].failures
        jittered = job.every_seconds * (1 - _JITTER + 2 * _JITTER * self._share())
        return max(jittered, _BACKOFF.delay(failures, self._entropy)) if failures else jittered

    def _share(self) -> float:
        return int.from_bytes(self._entropy.bytes(4)) / 2**32

    async def _in_time(self, job: Job) -> object:
        run = asyncio.ensure_future(job.run())
        try:
            if not await self._within(RUN_SECONDS, run):
                raise JobTookTooLong(f"{job.name} did not end within {RUN_SECONDS:.0f} seconds")
            return run.result()
        finally:
            # Cancelled or too slow: wait until it has put down what it held.
            run.cancel()
            await asyncio.wait([run])

    async def _pause(self, seconds: float) -> None:
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await self._within(seconds, stopping)
        finally:
            stopping.cancel()

    async def _within(self, seconds: float, work: "asyncio.Future[Any]") -> bool:
        """Whether the work was done by then; it goes on otherwise."""
        deadline = self._clock.monotonic() + seconds
        while not work.done():
            left = deadline - self._clock.monotonic()
            if left <= 0:
                return False
            sleeping = asyncio.ensure_future(self._clock.sleep(left))
            try:
                await asyncio.wait({work, sleeping}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                sleeping.cancel()
        return True

    def _succeeded(self, job: Job) -> None:
        before = self._reports[job.name]
        self._reports[job.name] = replace(
            before, runs=before.runs + 1, failures=0, last_success_at=self._clock.now(), last_error=""
        )

    def _failed(self, job: Job, error: Exception) -> None:
        before = self._reports[job.name]
        after = replace(
            before,
            runs=before.runs + 1,
            failed_runs=before.failed_runs + 1,
            failures=before.failures + 1,
            last_failure_at=self._clock.now(),
            last_error=type(error).__name__,
        )
        self._reports[job.name] = after
        structlog.get_logger().error("job_failed", job=job.name, failures=after.failures, **describe(error))
