"""The whole of it on one machine: the product, a provider, and Acme that embeds the product; and people's browsers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from acme.app import create_acme
from acme.options import THEME, AcmeOptions
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError

from bothways.kit.web.assets import Assets
from tests.support.browser import PATIENCE_MS
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Hub, running_hub
from tests.support.hubs import DEMO_CLIENT, Walk
from tests.support.sandbox import RunningSandbox, running_sandbox
from tests.support.servers import serve_built
from tools.assets import ASSETS

# Each story is told once on both databases; what is told beside it needs one.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@cache
def built_assets() -> Assets:
    """The browser code as it is shipped. `make` builds it before any test."""
    assets = Assets.load(ASSETS)
    assert "hosted.js" in assets.files, "the browser code is not built: run `make setup`"
    return assets


@dataclass
class Person:
    """One browser: cookies of its own, the addresses that it asked for (with the referrers it sent), its complaints."""

    context: BrowserContext
    page: Page
    asked: list[tuple[str, str]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    # Parts of complaints that a test provokes.
    forgiven: list[str] = field(default_factory=list)

    def unforgiven(self) -> list[str]:
        """Complaints that nobody expected."""
        return [one for one in self.complaints if not any(part in one for part in self.forgiven)]


def listen(person: Person, *ours: str) -> None:
    """Note what the browser asks for, and what it complains about on sites that are ours, such as broken policies."""

    def heard(message: ConsoleMessage) -> None:
        url = message.location["url"]
        if message.type in {"error", "warning"} and (not url or url.startswith(ours)):
            person.complaints.append(f"{message.text} ({url})")

    def broke(error: WebError) -> None:
        person.complaints.append(str(error.error))

    def asks(request: Request) -> None:
        person.asked.append((request.url, request.headers.get("referer", "")))

    person.context.on("request", asks)
    person.context.on("console", heard)
    person.context.on("weberror", broke)


@dataclass
class Stage:
    """Everything that runs, and how people and Acme's backend get at it."""

    hub: Hub
    sandbox: RunningSandbox
    acme: str
    clock: ManualClock
    browser: Browser
    people: list[Person] = field(default_factory=list)

    @property
    def walk(self) -> Walk:
        """The steps that need no browser."""
        return Walk(self.hub, self.sandbox)

    async def somebody(self, **options: Any) -> Person:
        """A new browser; `options` are Playwright's. It opens nothing yet."""
        context = await self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        person = Person(context, await context.new_page())
        listen(person, self.hub.base_url, self.acme, self.sandbox.base_url)
        self.people.append(person)
        return person

    async def maya(self, **options: Any) -> Person:
        """A customer of Acme's, signed in there, who looks at her integrations."""
        maya = await self.somebody(**options)
        await self.sign_in(maya)
        return maya

    async def sign_in(self, maya: Person) -> None:
        """At Acme, as the bakery, and on to the integrations."""
        await maya.page.goto(f"{self.acme}/sign-in")
        await maya.page.get_by_role("button", name="Bluebird Bakery").click()
        await maya.page.get_by_role("link", name="Integrations", exact=True).click()

    async def connect_link(self, customer: str = "bluebird-bakery", **more: Any) -> str:
        """What Acme's backend gets to open the connect page with, once."""
        body = {"customer": {"id": customer}, "return_url": f"{self.acme}/integrations", **more}
        answer = await self.hub.call("POST", "/v1/connect-sessions", body)
        assert answer.status == 201, answer.text
        return str(answer.data["url"])

    async def connections(self, customer: str = "bluebird-bakery") -> list[dict[str, Any]]:
        """What is connected, as Acme's backend sees it."""
        answer = await self.hub.call("GET", f"/v1/connections?customer={customer}")
        return list(answer.data["items"])

    async def connection(self, customer: str = "bluebird-bakery") -> dict[str, Any]:
        """The only one."""
        [one] = await self.connections(customer)
        return one

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The worker, while the block runs."""
        task = asyncio.create_task(self.hub.bothways.worker.run())
        try:
            yield
        finally:
            self.hub.bothways.worker.stop()
            await task

    async def credentials(self, connection_id: str) -> dict[str, Any]:
        """Working credentials, whatever the hour."""
        answer = await self.hub.call("GET", f"/v1/connections/{connection_id}/credentials")
        assert answer.status == 200, answer.text
        return dict(answer.data)

    async def whose(self, credentials: dict[str, Any], path: str = "/api/me") -> dict[str, Any]:
        """What the provider's API answers to credentials."""
        headers = credentials["headers"]
        async with self.hub.session.get(credentials["base_url"] + path, headers=headers) as answer:
            return {"status": answer.status, **await answer.json()}

    async def until_refused(self, credentials: dict[str, Any], path: str = "/api/me") -> None:
        """The worker works, and time passes, until the provider no longer takes these."""
        async with self.working():
            for _ in range(100):
                self.clock.advance(30)
                if (await self.whose(credentials, path))["status"] == 401:
                    return
        raise AssertionError("the provider was never told")


@contextlib.asynccontextmanager
async def running_stage(
    database_url: str,
    clock: ManualClock,
    entropy: SeededEntropy,
    browser: Browser,
    *,
    settings: Mapping[str, str] | None = None,
    **sandbox: Any,
) -> AsyncIterator[Stage]:
    """Start everything, switch all three of the sandbox's ways in on, and let Acme frame the connect page.

    The product and the provider share `clock`; `sandbox` are the provider's options. In the end nobody's browser may
    have complained.
    """
    async with (
        running_hub(database_url, clock, entropy, assets=built_assets(), settings=settings) as hub,
        running_sandbox(clock=clock, clients=(DEMO_CLIENT,), **sandbox) as provider,
        serve_built(lambda own: _acme(hub, own)) as acme,
    ):
        stage = Stage(hub, provider, acme, clock, browser)
        await _furnish(stage)
        try:
            yield stage
        finally:
            for person in stage.people:
                await person.context.close()
    complaints = [one for person in stage.people for one in person.unforgiven()]
    assert not complaints, complaints


def _acme(hub: Hub, own: str) -> Any:
    return create_acme(AcmeOptions(hub.base_url, hub.base_url, hub.token, own))


async def _furnish(stage: Stage) -> None:
    settings = {"return_urls": [f"{stage.acme}/integrations"], "allowed_origins": [stage.acme], "theme": THEME}
    answer = await stage.hub.call("PATCH", "/v1/environment", settings)
    assert answer.status == 200, answer.text
    await stage.walk.integrate("sandbox", display_name="Sandbox Contacts")
    await stage.walk.integrate("sandbox-key", display_name="Sandbox Keys")
    await stage.walk.integrate("sandbox-m2m", display_name="Sandbox Machines")
