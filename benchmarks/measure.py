"""One measurement: a server in a process of its own, a load generator in another, CPU time read from the system."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.load import SEPARATOR

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figure:
    """Medians over the rounds."""

    name: str
    per_second: float
    cpu_us: float
    p50_ms: float
    p99_ms: float
    errors: int


def start(module: str, *arguments: str) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
    """Start a server process that prints one JSON line when it is ready."""
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE)
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"{module} ended before it was ready")
    return process, json.loads(line)


def measure(name: str, pid: int, port: int, request: bytes, *, connections: int, seconds: float, rounds: int) -> Figure:
    """Load the server and read what its process spent."""
    _load(port, request, connections, min(seconds, 1.0))
    figures = []
    for _ in range(rounds):
        before = _cpu_seconds(pid)
        seen = _load(port, request, connections, seconds)
        spent = _cpu_seconds(pid) - before
        figures.append((seen["requests"] / seen["seconds"], spent / max(seen["requests"], 1) * 1e6, seen))
    middle = sorted(figures, key=lambda figure: figure[0])[len(figures) // 2][2]
    return Figure(
        name=name,
        per_second=median(figure[0] for figure in figures),
        cpu_us=median(figure[1] for figure in figures),
        p50_ms=middle["p50_ms"],
        p99_ms=middle["p99_ms"],
        errors=sum(figure[2]["errors"] for figure in figures),
    )


def measure_each(name: str, pid: int, port: int, requests: Sequence[bytes], *, connections: int) -> Figure:
    """Send each request once, and read what the server's process spent: for what cannot be repeated."""
    before = _cpu_seconds(pid)
    seen = _load(port, SEPARATOR.join(requests), connections, 120)
    spent = _cpu_seconds(pid) - before
    return Figure(
        name=name,
        per_second=seen["requests"] / seen["seconds"],
        cpu_us=spent / max(seen["requests"], 1) * 1e6,
        p50_ms=seen["p50_ms"],
        p99_ms=seen["p99_ms"],
        errors=seen["errors"],
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
