"""An OAuth server that is not ours: npm's oidc-provider, unmodified, in a process of its own."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from tests.house.tree import ROOT

SCRIPT = ROOT / "web" / "e2e" / "oidc-provider.mjs"
START_SECONDS = 30.0
ANSWER_SECONDS = 10.0


@dataclass
class StrictServer:
    """What it says about itself, and what it has done."""

    issuer: str
    process: asyncio.subprocess.Process
    events: list[dict[str, Any]] = field(default_factory=list)

    async def advance(self, seconds: int) -> None:
        """Its time passes."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"advance_seconds": seconds}).encode() + b"\n")
        await self.until("advanced")

    async def until(self, event: str) -> None:
        """Read what it prints up to this event."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while not self.events or self.events[-1]["event"] != event:
                self.events.append(await _line(self.process))

    def grants(self) -> list[str]:
        """The grants that it gave tokens for so far."""
        return [one["grant"] for one in self.events if one["event"] == "grant.success"]


@contextlib.asynccontextmanager
async def strict_server(**options: Any) -> AsyncIterator[StrictServer]:
    """Start it with the options that its script explains."""
    process = await asyncio.create_subprocess_exec(
        "node", str(SCRIPT), json.dumps(options), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            ready = await _line(process)
        yield StrictServer(ready["issuer"], process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def _line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    line = await process.stdout.readline()
    assert line, "oidc-provider ended; see the captured standard error"
    return dict(json.loads(line))
