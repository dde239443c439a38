"""What Prometheus learns of jobs."""

from bothways.core.durable.metrics import JobMetrics
from bothways.core.durable.model import Job
from bothways.core.durable.worker import Worker
from bothways.kit.web.metrics import Metrics
from tests.support.clock import START, ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Hub

LAST = "bothways_job_last_success_timestamp_seconds"


async def test_runs_failures_in_a_row_and_the_last_success_are_told() -> None:
    async def good() -> None:
        return

    async def bad() -> None:
        raise RuntimeError("planted-4711")

    jobs = [Job("sweep", 60, good), Job("renew", 60, bad)]
    worker = Worker(jobs, ManualClock(), SeededEntropy())
    for job in [*jobs, jobs[1]]:
        await worker.run_once(job)
    metrics = Metrics()
    metrics.registry.register(JobMetrics([worker]))
    page = metrics.page().decode()
    assert 'bothways_job_runs_total{job="sweep",outcome="succeeded"} 1.0' in page
    assert 'bothways_job_runs_total{job="renew",outcome="failed"} 2.0' in page
    assert 'bothways_job_failures_in_a_row{job="renew"} 2.0' in page
    (at,) = (line.split(" ")[1] for line in page.splitlines() if line.startswith(f'{LAST}{{job="sweep"}}'))
    assert float(at) == START.timestamp()
    assert f'{LAST}{{job="renew"}}' not in page
    assert "planted" not in page


async def test_the_products_own_jobs_are_on_its_page(hub: Hub) -> None:
    page = (await hub.call("GET", "/metrics", token="")).text
    named = {job.name for job in (*hub.bothways.worker.jobs, *hub.bothways.bookkeeper.jobs)}
    assert len(named) > 5
    assert {name for name in named if f'bothways_job_failures_in_a_row{{job="{name}"}} 0.0' in page} == named
