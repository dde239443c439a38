"""What every test stands on: the event loop, hypothesis' profile, and what happens without a browser."""

from collections.abc import Generator

import hypothesis
import pytest

from tests.support.browser import HOW_TO_GET_IT, find_chromium

pytest_plugins = ["tests.support.chromium", "tests.support.databases", "tests.support.edges", "tests.support.hubs"]

# Two shared cores make single examples slow now and then; pytest's own time limit catches what hangs.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The event loop that the server runs on."""
    return ("asyncio", {"use_uvloop": True})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--require-browser", action="store_true", help="fail when a browser journey was skipped")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    journeys = [item for item in items if item.get_closest_marker("browser")]
    if journeys and find_chromium() is None:
        for item in journeys:
            item.add_marker(pytest.mark.skip(reason="no Chromium was found"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    # Outermost, so that this is the last thing on the screen.
    yield
    if count := len(_skipped_journeys(terminalreporter)):
        terminalreporter.section("browser journeys were SKIPPED", red=True, bold=True)
        terminalreporter.line(f"{count} skipped, reasons above. To get a browser: {HOW_TO_GET_IT}", red=True, bold=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    required = session.config.getoption("--require-browser")
    if required and reporter is not None and _skipped_journeys(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _skipped_journeys(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    return [report for report in reporter.stats.get("skipped", []) if "browser" in getattr(report, "keywords", {})]
