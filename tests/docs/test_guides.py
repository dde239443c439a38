"""The guides are executed: what they print works, word for word, against the running product."""

import asyncio
import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from bothways.cli.main import main
from bothways.core.staff.model import Caller
from bothways.kit.secret import Secret
from bothways.migrations.run import upgrade
from bothways.outbound.providers.check import check
from bothways.settings import Settings, describe
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Hub, running_hub
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
    _, integrate, test, session, read, report, bring = blocks("start/getting-started.md", "sh")

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

    brought = await run(bring, walk)
    assert (brought["state"], brought["customer"]["external_id"]) == ("active", "customer-43")


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


PAGES = [*DOCS.parent.glob("*.md"), *DOCS.rglob("*.md")]
COMMAND_LINES = sorted(
    {
        line
        for page in PAGES
        for line in re.findall(r"(?:^ {4}|`)(bothways [a-z][^`\n]*)", page.read_text(), re.MULTILINE)
    }
)


def test_guides_name_commands() -> None:
    assert len(COMMAND_LINES) > 8


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_every_command_of_the_guides_can_be_typed(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as the command line itself can tell: it and its options exist, and what is required is there."""
    monkeypatch.chdir(tmp_path)
    command: click.Command = main
    arguments = shlex.split(line)[1:]
    for name in arguments:
        if name == "FILE" or name.endswith(".json"):
            (tmp_path / name).touch()
    while isinstance(command, click.Group) and arguments:
        command = command.commands[arguments.pop(0)]
    if arguments:
        command.make_context(line, arguments)


def test_every_setting_of_the_pages_exists() -> None:
    known = {one.variable for one in describe(Settings())}
    named = {name for page in PAGES for name in re.findall(r"BOTHWAYS_[A-Z_]+[A-Z]", page.read_text())}
    assert len(named) > 8
    assert named - known == set()


def test_every_link_between_pages_leads_somewhere() -> None:
    root = DOCS.parent
    broken = [
        f"{page.relative_to(root)}: {link}"
        for page in PAGES
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / link).exists()
    ]
    assert broken == []


async def test_staff_are_let_in_promoted_helped_and_sent_away_by_the_commands(
    bare_database_url: str, clock: ManualClock, entropy: SeededEntropy
) -> None:
    await upgrade(bare_database_url)
    async with running_hub(bare_database_url, clock, entropy) as hub:
        await follow(hub)


async def follow(hub: Hub) -> None:
    """The guide, block by block."""
    guide = "guides/staff-and-sign-in.md"
    invite, show, manage, rescue, allow = blocks(guide, "sh")
    staff, workspace = hub.bothways.staff, hub.environment.workspace_id
    invited = await command(invite, hub)
    assert invited["role"] == "owner"
    token = invited["url"].rpartition("/")[2]
    await staff.accept(token, "Sam", Secret("a long enough password"), Caller("127.0.0.1"))
    grace = await staff.create(workspace, "grace@acme.example", "Grace", Secret("a long enough password"), actor="test")
    assert {one["email"] for one in await command(show, hub)} == {"sam@acme.example", "grace@acme.example"}

    promote, remove = manage.splitlines()
    assert (await command(promote, hub))["role"] == "owner"
    assert (await command(remove, hub))["id"] == grace.id

    link, reset = rescue.splitlines()
    assert (await command(link, hub))["purpose"] == "password_reset"
    assert (await command(reset, hub))["email"] == "sam@acme.example"

    assert (await command(allow.replace("ws_...", workspace), hub))["only_sso"] is False
    assert [one["email"] for one in await command(show, hub)] == ["sam@acme.example"]


async def command(line: str, hub: Hub) -> Any:
    """Run a command over the hub's database; the JSON that it prints."""
    settings = hub.bothways.edges.settings
    assert settings.master_keys is not None
    environment = {
        "BOTHWAYS_DATABASE_URL": settings.database_url.reveal(),
        "BOTHWAYS_MASTER_KEYS": settings.master_keys.reveal(),
        "BOTHWAYS_PUBLIC_URL": hub.base_url,
    }
    program, *arguments = shlex.split(line)
    assert program == "bothways"
    # In this process, as ten starts of Python take longer than everything that they do.
    result = await asyncio.to_thread(CliRunner().invoke, main, arguments, env=environment)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
