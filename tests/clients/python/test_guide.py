"""The guide's code runs as it stands there, against the product."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.hubs import Walk

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "python-client.md"
README = Path(__file__).parents[3] / "clients" / "python" / "README.md"


def code_of(page: Path) -> list[str]:
    """Its blocks of Python, in their order."""
    return re.findall(r"^```python\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)


async def run(page: Path, addresses: tuple[str, str], **names: Any) -> dict[str, Any]:
    """Run all blocks of a page as one program, outside of this event loop, with an address in place of another.

    Returns what its names stand for in the end.
    """
    program = "\n".join(code_of(page)).replace(*addresses)
    await asyncio.to_thread(exec, compile(program, str(page), "exec"), names)
    names["hub"].close()
    return names


async def test_the_guide_runs(walk: Walk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    await walk.integrate(slug="contacts")
    connection_id = await walk.connect("contacts", "customer-42")
    monkeypatch.setenv("API_KEY", walk.hub.token)
    names = await run(GUIDE, ("http://127.0.0.1:8700", walk.hub.base_url))
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("Ada Lovelace until ")
    assert printed[-1] == "oauth2 ['connection.created']"
    assert names["credentials"].connection_id == connection_id
    assert "send_the_browser_to" not in names
    assert names["connection"].customer.external_id == "customer-43"


async def test_three_lines_are_enough(walk: Walk) -> None:
    await walk.integrate(slug="slack")
    await walk.connect("slack", "acme-1")
    names = await run(README, ("https://connect.example.com", walk.hub.base_url), api_key=walk.hub.token)
    assert names["credentials"].headers
    assert len([line for line in code_of(README)[0].splitlines() if line]) == 3
