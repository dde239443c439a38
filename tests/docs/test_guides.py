"""The guides are executed: what they print works, word for word, against the running product."""

import asyncio
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from bothways.outbound.providers.check import check
from tests.support.hubs import Walk

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    """The fenced code blocks of one language, in order."""
    text = (DOCS / page).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


async def run(script: str, walk: Walk, **names: str) -> Any:
    """Run a block in a shell and return the JSON that it prints."""
    script = script.replace("http://127.0.0.1:8702", walk.sandbox.base_url)
    for name, text in names.items():
        script = script.replace(name, text)
    environment = {**os.environ, "BOTHWAYS": walk.hub.base_url, "API_KEY": walk.hub.token}
    process = await asyncio.create_subprocess_exec(
        "/bin/sh", "-ec", script, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=environment
    )
    async with asyncio.timeout(20):
        out, err = await process.communicate()
    assert process.returncode == 0, err
    return json.loads(out)


async def test_getting_started_leads_to_a_working_token(walk: Walk) -> None:
    _, integrate, test, session, read, report = blocks("start/getting-started.md", "sh")

    integration = await run(integrate, walk)
    await walk.sandbox.visitor.press("/", "/console/redirect-uris", redirect_uri=integration["redirect_uri"])
    assert (await run(test, walk))["ok"] is True

    opened = await run(session, walk)
    assert opened["url"].startswith(f"{walk.hub.base_url}/connect/open/")

    connection = await walk.connect("contacts", "customer-42")
    found = await run(read, walk)
    me = await walk.sandbox.visitor.get("/api/me", authorization=found["headers"]["Authorization"])
    assert me.status == 200

    renewed = await run(report, walk, **{"conn_...": connection})
    assert renewed["state"] == "active"
    assert (await run(read, walk))["headers"] != found["headers"]


async def test_connect_links_are_made_seen_and_taken_back(walk: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    create, watch, revoke = blocks("guides/connect-links.md", "sh")
    (code,) = blocks("guides/connect-links.md", "python")
    await walk.integrate(slug="contacts")

    made = await run(create, walk)
    path = made["url"].removeprefix(walk.hub.base_url)
    assert (await walk.hub.call("GET", path, token="")).status == 303

    (seen,) = (await run(watch, walk))["items"]
    assert (seen["id"], seen["opened_count"]) == (made["id"], 1)

    assert (await run(revoke, walk, **{"cl_...": made["id"]})) == {"status": 204}
    assert (await walk.hub.call("GET", path, token="")).status == 404
    assert (await run(watch, walk))["items"] == []

    names = {"bothways": walk.hub.base_url, "api_key": walk.hub.token}
    await asyncio.to_thread(exec, code, names)
    printed = capsys.readouterr().out.strip()
    assert (await walk.hub.call("GET", printed.removeprefix(walk.hub.base_url), token="")).status == 404


@pytest.mark.parametrize("number", range(len(blocks("guides/add-a-provider.md", "json"))))
def test_every_provider_of_the_guide_passes_the_check(number: int, tmp_path: Path) -> None:
    definition = blocks("guides/add-a-provider.md", "json")[number]
    file = tmp_path / f"{json.loads(definition)['slug']}.json"
    file.write_text(definition)
    report = check([file])
    assert report.passed, report.text()


def test_every_link_between_pages_leads_somewhere() -> None:
    root = DOCS.parent
    pages = [*root.glob("*.md"), *DOCS.rglob("*.md")]
    broken = [
        f"{page.relative_to(root)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / link).exists()
    ]
    assert broken == []
