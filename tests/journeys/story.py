"""Somebody who goes through a whole story, and writes down all that anybody was told on the way."""

import contextlib
import io
from dataclasses import dataclass, field
from typing import Any

from bothways.kit.errors import DomainError
from tests.journeys.echo import EchoProvider, Plants
from tests.journeys.world import send, send_form
from tests.support.clock import ManualClock
from tests.support.hub import Answer, Hub


@dataclass
class Story:
    """The hub, the provider, and everything that was said."""

    hub: Hub
    provider: EchoProvider
    plants: Plants
    clock: ManualClock
    database_url: str
    log: io.BytesIO
    # What callers were told, apart from the few answers whose purpose is to hand out a secret.
    told: list[tuple[str, bytes]] = field(default_factory=list)
    handed_out: list[str] = field(default_factory=list)

    async def call(self, method: str, path: str, body: Any = None, *, secret: bool = False, **more: Any) -> Answer:
        """A call of the API; `secret` answers are there to hand one out."""
        answer = await self.hub.call(method, path, body, **more)
        self._hear(f"{method} {path}", answer, secret=secret)
        return answer

    async def page(self, method: str, path: str, body: dict[str, str] | None = None, **headers: str) -> Answer:
        """A page in a browser. The Location of a redirect is the browser's own business."""
        if method == "POST":
            answer = await send_form(self.hub, path, body or {}, **headers)
        else:
            answer = await send(self.hub, method, path, None, accept="text/html", **headers)
        self._hear(f"{method} {path}", answer)
        return answer

    def _hear(self, what: str, answer: Answer, *, secret: bool = False) -> None:
        if secret:
            self.handed_out.append(answer.text)
            return
        own = {"set-cookie", "location"}
        headers = [pair for pair in answer.headers.items() if pair[0].lower() not in own]
        self.told.append((what, f"{headers}{answer.text}".encode()))

    async def work(self) -> None:
        """Whatever the worker would do by now."""
        for job in self.hub.bothways.outbound.jobs:
            with contextlib.suppress(DomainError):
                await job.run()
