"""One measurement: a server in a process of its own, a load generator in another, CPU time read from the system."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.load import SEPARATOR

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Target:
    """What is asked, again and again, of a server that runs."""

    name: str
    pid: int
    port: int
    request: bytes


@dataclass(frozen=True)
class Figure:
    """Medians over the rounds.

    `of_base` is how many requests a second there were for each one of the baseline, in the same round; `cpu_of_base`
    how much CPU time the baseline took for each microsecond here. Both are 1 for something as quick as the baseline.
    The second one survives a machine that does something else as well.
    """

    name: str
    per_second: float
    cpu_us: float
    p50_ms: float
    p99_ms: float
    errors: int
    of_base: float | None = None
    cpu_of_base: float | None = None


def start(module: str, *arguments: str) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
    """Start a server process that prints one JSON line when it is ready."""
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE)
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"{module} ended before it was ready")
    return process, json.loads(line)


def measure(targets: Sequence[Target], *, connections: int, seconds: float, rounds: int) -> list[Figure]:
    """Load the servers in turn, round by round, so that whatever else the machine does meets all of them alike.

    The first target is the baseline of the others.
    """
    for target in targets:
        _load(target.port, target.request, connections, min(seconds, 1.0))
    table = [[_round(target, connections, seconds) for target in targets] for _ in range(rounds)]
    columns = [[line[at] for line in table] for at in range(len(targets))]
    base = columns[0]
    return [
        replace(
            _middle(target.name, column),
            of_base=median(one.per_second / other.per_second for one, other in zip(column, base, strict=True)),
            cpu_of_base=median(other.cpu_us / one.cpu_us for one, other in zip(column, base, strict=True)),
        )
        for target, column in zip(targets, columns, strict=True)
    ]


def measure_each(target: Target, requests: Sequence[bytes], base: Figure, *, connections: int) -> Figure:
    """Send each request once, and read what the server's process spent: for what cannot be repeated."""
    asked = replace(target, request=SEPARATOR.join(requests))
    figure = _round(asked, connections, 120)
    return replace(
        figure, of_base=figure.per_second / base.per_second, cpu_of_base=base.cpu_us / max(figure.cpu_us, 1e-9)
    )


def _round(target: Target, connections: int, seconds: float) -> Figure:
    before = _cpu_seconds(target.pid)
    seen = _load(target.port, target.request, connections, seconds)
    # A clock that ticks a hundred times a second may not have ticked.
    spent = max(_cpu_seconds(target.pid) - before, 1 / _TICK)
    return Figure(
        name=target.name,
        per_second=seen["requests"] / seen["seconds"],
        cpu_us=spent / max(seen["requests"], 1) * 1e6,
        p50_ms=seen["p50_ms"],
        p99_ms=seen["p99_ms"],
        errors=seen["errors"],
    )


def _middle(name: str, rounds: Sequence[Figure]) -> Figure:
    return Figure(
        name=name,
        per_second=median(one.per_second for one in rounds),
        cpu_us=median(one.cpu_us for one in rounds),
        p50_ms=median(one.p50_ms for one in rounds),
        p99_ms=median(one.p99_ms for one in rounds),
        errors=sum(one.errors for one in rounds),
    )


def request(method: str, path: str, token: str = "", body: bytes = b"", cookie: str = "") -> bytes:
    """The bytes of one HTTP request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def _load(port: int, data: bytes, connections: int, seconds: float) -> dict[str, Any]:
    arguments = [sys.executable, "-m", "benchmarks.load", str(port), str(connections), str(seconds)]
    done = subprocess.run(arguments, input=data, stdout=subprocess.PIPE, check=True, timeout=seconds + 30)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def wait_until_gone(process: subprocess.Popen[bytes]) -> None:
    """End a server."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
    time.sleep(0.1)
