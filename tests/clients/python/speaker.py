"""Both clients behind one face, so that every test holds for each of them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from bothways_client import AsyncBothways, Bothways

# What a test asks of a client: the same expression for both.
Asking = Callable[[Any], Any]

API_KEY = "bw_test_sk_for-the-scripted-server-alone"


@dataclass
class Speaker:
    """A client of one kind. Nobody sleeps: `naps` tells for how many seconds it would have."""

    kind: str
    hub: Any
    naps: list[float] = field(default_factory=list)

    async def ask(self, asking: Asking) -> Any:
        """What the operation answers."""
        if self.kind == "async":
            return await asking(self.hub)
        return await asyncio.to_thread(asking, self.hub)

    async def all(self, asking: Asking) -> list[Any]:
        """Every item of a listing."""
        if self.kind == "async":
            return [item async for item in asking(self.hub)]
        return await asyncio.to_thread(lambda: list(asking(self.hub)))


@contextlib.asynccontextmanager
async def speaking(kind: str, base_url: str, api_key: str = API_KEY, **options: Any) -> AsyncIterator[Speaker]:
    """A client of this kind, closed in the end."""
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    if kind == "async":
        async with AsyncBothways(base_url, api_key, sleep=nap, **options) as awaited:
            yield Speaker(kind, awaited, naps)
    else:
        with Bothways(base_url, api_key, sleep=naps.append, **options) as waiting:
            yield Speaker(kind, waiting, naps)
