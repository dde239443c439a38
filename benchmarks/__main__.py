"""`make bench`: how many requests a second one server process answers, beside the least that the same answer takes."""

import argparse
import asyncio
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from benchmarks.measure import Figure, Target, measure, measure_each, request, start, wait_until_gone
from benchmarks.paint import Paint, first_paints
from tests.support.browser import HOW_TO_GET_IT, find_chromium
from tests.support.postgresql import running_server

BASE = "bare read and decrypt"


@dataclass(frozen=True)
class Effort:
    """How long, how often, and how hard."""

    seconds: float
    rounds: int
    connections: int

    def measure(self, targets: Sequence[Target]) -> list[Figure]:
        """The figures of the targets, the first of which the others are compared with."""
        return measure(targets, connections=self.connections, seconds=self.seconds, rounds=self.rounds)


def main() -> None:
    """Measure everything, print a table, and write it as JSON if asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each round (5)")
    parser.add_argument("--rounds", type=int, default=3, help="of each measurement; medians are shown (3)")
    parser.add_argument("--connections", type=int, default=32, help="kept busy at once (32)")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    chosen = parser.parse_args()
    effort = Effort(chosen.seconds, chosen.rounds, chosen.connections)
    with tempfile.TemporaryDirectory() as folder:
        figures = _on(effort, "sqlite", lambda name: f"sqlite:///{folder}/{name}.db")
    with running_server() as url:
        figures += _on(effort, "postgresql", lambda name: _postgresql(url, name))
    print(_table(figures))
    paints = [] if find_chromium() is None else asyncio.run(first_paints())
    print(
        _paint_table(paints) if paints else f"No Chromium, so no first paint was measured. To get one: {HOW_TO_GET_IT}"
    )
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(figure) for figure in [*figures, *paints]], indent=1))


def _on(effort: Effort, database: str, url: Callable[[str], str]) -> list[Figure]:
    """All of it over one database. The servers run side by side and are loaded in turn."""
    with ExitStack() as stack:

        def started(*arguments: str) -> tuple[int, dict[str, Any]]:
            process, facts = start("benchmarks.server", *arguments)
            stack.callback(wait_until_gone, process)
            return process.pid, facts

        bare, hello, provider = started("bare", url("bare")), started("hello"), started("provider")
        pid, facts = started("product", url("product"), f"http://127.0.0.1:{provider[1]['port']}")
        begin = json.dumps({"integration": facts["integration"], "customer": "customer-1"}).encode()
        read = request("GET", f"/v1/connections/{facts['connection']}/credentials", facts["token"])
        write = request("POST", "/v1/authorizations", facts["token"], begin)
        product = Target(f"{database}: callback", pid, facts["port"], b"")
        figures = effort.measure(
            [
                Target(f"{database}: {BASE}", bare[0], bare[1]["port"], request("GET", "/")),
                Target(f"{database}: hello", hello[0], hello[1]["port"], request("GET", "/")),
                replace(product, name=f"{database}: fresh credentials", request=read),
                replace(product, name=f"{database}: connect start", request=write),
            ]
        )
        callbacks = [request("GET", back["path"], cookie=back["cookie"]) for back in facts["callbacks"]]
        return [*figures, measure_each(product, callbacks, figures[0], connections=8)]


def _postgresql(server_url: str, name: str) -> str:
    database = f"bench_{name}_{os.getpid()}"

    async def create() -> None:
        connection = await asyncpg.connect(server_url)
        try:
            await connection.execute(f"CREATE DATABASE {database}")
        finally:
            await connection.close()

    asyncio.run(create())
    return urlsplit(server_url)._replace(path=f"/{database}").geturl()


def _paint_table(paints: Sequence[Paint]) -> str:
    base = paints[0]
    lines = [f"{'first look, nothing in a cache':38}{'painted ms':>12}{'of bare':>9}{'cards ms':>10}{'of bare':>9}"]
    lines += [
        f"{paint.name:38}{paint.painted_ms:12.0f}{paint.painted_ms / base.painted_ms:9.1f}"
        f"{paint.ready_ms:10.0f}{paint.ready_ms / base.ready_ms:9.1f}"
        for paint in paints
    ]
    return "\n".join(["", *lines])


def _table(figures: list[Figure]) -> str:
    lines = [
        f"{'':38}{'req/s':>9}{'CPU us':>9}{'p50 ms':>9}{'p99 ms':>9}{'req/s of bare':>15}{'by CPU':>9}",
    ]
    lines += [
        f"{figure.name:38}{figure.per_second:9.0f}{figure.cpu_us:9.0f}{figure.p50_ms:9.2f}{figure.p99_ms:9.2f}"
        f"{figure.of_base or 1:15.2f}{figure.cpu_of_base or 1:9.2f}"
        + (f"  ({figure.errors} not 2xx or 3xx)" if figure.errors else "")
        for figure in figures
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
