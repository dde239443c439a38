"""How jobs have been doing, for Prometheus."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bothways.core.durable.worker import Worker


@dataclass(frozen=True, eq=False)
class JobMetrics:
    """Reads the reports of this process' workers whenever somebody looks.

    A job that failed three times in a row, or whose last success is long ago, is worth waking somebody.
    """

    workers: Sequence[Worker]

    def collect(self) -> Iterator[Metric]:
        """Runs by outcome, failures since the last success, and when that was (absent before the first)."""
        runs = CounterMetricFamily("bothways_job_runs", "Runs of a job in this process.", labels=["job", "outcome"])
        failing = GaugeMetricFamily(
            "bothways_job_failures_in_a_row", "Failed runs since the last success.", labels=["job"]
        )
        succeeded = GaugeMetricFamily(
            "bothways_job_last_success_timestamp_seconds", "When the job last succeeded.", labels=["job"]
        )
        for report in (one for worker in self.workers for one in worker.reports()):
            runs.add_metric([report.name, "failed"], report.failed_runs)
            runs.add_metric([report.name, "succeeded"], report.runs - report.failed_runs)
            failing.add_metric([report.name], report.failures)
            if report.last_success_at is not None:
                succeeded.add_metric([report.name], report.last_success_at.timestamp())
        yield from (runs, failing, succeeded)
