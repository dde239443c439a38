"""Where the browser journeys find Chromium, and how they start it."""

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

# Long enough for two slow cores, far shorter than a test's own limit.
PATIENCE_MS = 15_000

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

HOW_TO_GET_IT = "apt-get install chromium (Debian, Ubuntu), or put one of these on PATH: " + ", ".join(NAMES)

# Chromium refuses its sandbox to root, which is who CI is; the rest keeps it from calling home.
ARGUMENTS = [
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine: a page that asks for more is told that there is nothing more.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def find_chromium() -> str | None:
    """The path of a Chromium on this machine, if there is one."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


async def press_to_close(window: "Page", button: "Locator") -> None:
    """Press what closes the window, which may be gone before the press was reported."""
    from playwright.async_api import Error

    async with window.expect_event("close"):
        with contextlib.suppress(Error):
            await button.click()
