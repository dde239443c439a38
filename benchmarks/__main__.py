"""`make bench`: how many requests a second one server process answers, beside the least that the same answer takes."""

import argparse
import asyncio
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from benchmarks.measure import Figure, measure, measure_each, request, start, wait_until_gone
from tests.support.postgresql import running_server

Measure = Callable[[str, int, int, bytes], Figure]


def main() -> None:
    """Measure everything, print a table, and write it as JSON if asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each round (5)")
    parser.add_argument("--rounds", type=int, default=3, help="of each measurement; medians are shown (3)")
    parser.add_argument("--connections", type=int, default=32, help="kept busy at once (32)")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    chosen = parser.parse_args()

    def one(name: str, pid: int, port: int, data: bytes) -> Figure:
        return measure(
            name, pid, port, data, connections=chosen.connections, seconds=chosen.seconds, rounds=chosen.rounds
        )

    figures = [*_hello(one)]
    with tempfile.TemporaryDirectory() as folder:
        figures += _on(one, "sqlite", lambda name: f"sqlite:///{folder}/{name}.db")
    with running_server() as url:
        figures += _on(one, "postgresql", lambda name: _postgresql(url, name))
    print(_table(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1))


def _hello(one: Measure) -> list[Figure]:
    process, facts = start("benchmarks.server", "hello")
    try:
        return [one("hello", process.pid, facts["port"], request("GET", "/"))]
    finally:
        wait_until_gone(process)


def _on(one: Measure, database: str, url: Callable[[str], str]) -> list[Figure]:
    process, facts = start("benchmarks.server", "bare", url("bare"))
    try:
        figures = [one(f"{database}: bare read and decrypt", process.pid, facts["port"], request("GET", "/"))]
    finally:
        wait_until_gone(process)
    provider, provided = start("benchmarks.server", "provider")
    provider_url = f"http://127.0.0.1:{provided['port']}"
    process, facts = start("benchmarks.server", "product", url("product"), provider_url)
    port, token = facts["port"], facts["token"]
    begin = json.dumps({"integration": facts["integration"], "customer": "customer-1"}).encode()
    asked = {
        "fresh credentials": request("GET", f"/v1/connections/{facts['connection']}/credentials", token),
        "connect start": request("POST", "/v1/authorizations", token, begin),
    }
    try:
        figures += [one(f"{database}: {name}", process.pid, port, data) for name, data in asked.items()]
        callbacks = [request("GET", back["path"], cookie=back["cookie"]) for back in facts["callbacks"]]
        return [*figures, measure_each(f"{database}: callback", process.pid, port, callbacks, connections=8)]
    finally:
        wait_until_gone(process)
        wait_until_gone(provider)


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


def _table(figures: list[Figure]) -> str:
    baselines = {figure.name.partition(":")[0]: figure for figure in figures if "bare" in figure.name}
    lines = [
        f"{'':38}{'req/s':>9}{'CPU us':>9}{'p50 ms':>9}{'p99 ms':>9}{'of bare':>9}",
    ]
    for figure in figures:
        bare = baselines.get(figure.name.partition(":")[0])
        ratio = f"{figure.per_second / bare.per_second:9.2f}" if bare else " " * 9
        lines.append(
            f"{figure.name:38}{figure.per_second:9.0f}{figure.cpu_us:9.0f}{figure.p50_ms:9.2f}{figure.p99_ms:9.2f}{ratio}"
            + (f"  ({figure.errors} not 2xx or 3xx)" if figure.errors else "")
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
