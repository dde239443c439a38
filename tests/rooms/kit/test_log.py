"""One wide line per unit of work; never a secret, never a broken line."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.db.errors import DatabaseUnavailable
from bothways.kit.errors import DomainError, Kind
from bothways.kit.log import as_line, configure, describe, note, unit
from bothways.kit.redaction import redact
from bothways.kit.secret import Secret
from tests.support.clock import ManualClock

TOKEN = "bw_live_sk_" + "A1b2" * 10 + "xyz"


class Refused(DomainError):
    code = "refused"
    kind = Kind.DENIED
    next_step = "Go away."


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def start(level: str = "info") -> io.BytesIO:
    stream = io.BytesIO()
    configure(stream, level, ManualClock())
    return stream


def lines(stream: io.BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_unit_is_one_line_with_what_was_noted() -> None:
    stream = start()

    with unit("refresh", connection="conn_1"):
        note(attempt=2)
        note(verdict="ok")

    line = lines(stream)[0]
    assert line.pop("ms") >= 0
    assert line == {
        "at": "2026-03-01T12:00:00Z",
        "level": "info",
        "event": "refresh",
        "outcome": "ok",
        "connection": "conn_1",
        "attempt": 2,
        "verdict": "ok",
    }


def test_a_failed_unit_says_type_and_place_and_lets_the_error_pass() -> None:
    stream = start()

    with pytest.raises(ValueError, match="hunter2"), unit("sweep"):
        raise ValueError("hunter2")

    line = lines(stream)[0]
    assert (line["level"], line["outcome"], line["error"]) == ("error", "failed", "ValueError")
    assert "test_log.py" in line["error_at"][-1]
    assert "hunter2" not in stream.getvalue().decode()


def test_an_expected_failure_is_a_warning_with_its_code() -> None:
    stream = start()

    with pytest.raises(Refused), unit("sweep"):
        raise Refused("no")

    assert (lines(stream)[0]["level"], lines(stream)[0]["problem"]) == ("warning", "refused")


async def test_units_side_by_side_keep_their_notes_apart() -> None:
    stream = start()

    async def one(name: str) -> None:
        with unit(name):
            await asyncio.sleep(0)
            note(mine=name)

    await asyncio.gather(one("a"), one("b"))

    assert {(line["event"], line["mine"]) for line in lines(stream)} == {("a", "a"), ("b", "b")}


def test_a_note_outside_a_unit_is_nothing() -> None:
    note(lost=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("anything", Secret("hunter2")),
        ("anything", b"hunter2"),
        ("access_token", "hunter2"),
        ("client_secret", "hunter2"),
        ("Authorization", "hunter2"),
        ("code", "hunter2"),
        ("state", "hunter2"),
        ("anything", {"nested": {"password": "hunter2"}}),
        ("anything", [{"refresh_token": "hunter2"}, Secret("hunter2")]),
        ("anything", "https://a.example/cb?code=hunter2&state=hunter2#hunter2"),
        ("anything", "Authorization: Bearer hunter2"),
        ("anything", "password=hunter2"),
        ("anything", '{"client_secret": "hunter2"}'),
        ("anything", "postgresql://user:hunter2@host/name"),
    ],
)
def test_no_secret_is_written(name: str, value: object) -> None:
    stream = start()

    structlog.get_logger().warning("something", **{name: value})
    with unit("work", **{name: value}):
        note(**{name: value})

    assert len(lines(stream)) == 2
    assert b"hunter2" not in stream.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        f"key {TOKEN} was used",
        f"Bearer {TOKEN}",
        f"token={TOKEN}",
        f'{{"access_token": "{TOKEN}"}}',
        f"https://example.com/x?y={TOKEN}",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl",
        "x" * 64,
        f"https://user:{TOKEN}@example.com/",
    ],
)
def test_tokens_in_free_text_are_masked(text: str) -> None:
    clean = redact(text)

    assert TOKEN not in clean
    assert "********" in clean


def test_what_says_where_and_who_stays_readable() -> None:
    text = "connection conn_2h7abcdefghijklmnopqrstuvw of /srv/app/main.py line 12 refused: 503 from api.example.com"

    assert redact(text) == text


@given(st.dictionaries(st.text(min_size=1), st.text() | st.integers() | st.lists(st.text())))
def test_any_field_makes_exactly_one_line_of_ascii(fields: dict[str, Any]) -> None:
    line = as_line(fields)

    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert line.isascii()
    assert all(byte >= 0x20 and byte != 0x7F for byte in line[:-1])
    assert set(json.loads(line)) == set(fields)


def test_levels_below_the_chosen_one_are_not_written() -> None:
    stream = start("warning")

    structlog.get_logger().info("quiet")
    with unit("quiet"):
        pass

    assert lines(stream) == []


def test_libraries_are_heard_from_warnings_up_even_at_debug_level() -> None:
    stream = start("debug")
    library = logging.getLogger("oauthlib.oauth2")

    library.debug("Got token %s", "hunter2")
    library.info("POST /token?code=hunter2")
    library.warning("odd answer: code=%s", "hunter2")

    assert [line["logger"] for line in lines(stream)] == ["oauthlib.oauth2"]
    assert b"hunter2" not in stream.getvalue()


def test_what_a_library_was_told_is_not_repeated_above_debug_level() -> None:
    stream = start()

    try:
        raise ValueError("hunter2")
    except ValueError:
        logging.getLogger("asyncio").exception("Task failed: %s", "hunter2")

    line = lines(stream)[0]
    assert (line["event"], line["message"], line["error"]) == ("library", "Task failed: %s", "ValueError")
    assert b"hunter2" not in stream.getvalue()


def test_a_log_record_that_cannot_be_read_does_no_harm() -> None:
    stream = start("debug")

    logging.getLogger("broken").warning("%d", "not a number")

    assert lines(stream)[0]["message"] == "a log record could not be read"


def test_an_exception_given_to_structlog_keeps_its_words_to_itself() -> None:
    stream = start()

    try:
        raise ValueError("hunter2")
    except ValueError:
        structlog.get_logger().exception("failed")

    assert (lines(stream)[0]["level"], lines(stream)[0]["error"]) == ("error", "ValueError")
    assert b"hunter2" not in stream.getvalue()


def test_the_cause_of_a_fault_is_named() -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError as inner:
            raise RuntimeError("outer") from inner
    except RuntimeError as error:
        fields = describe(error)

    assert (fields["error"], fields["cause"]) == ("RuntimeError", "KeyError")


def test_of_a_fault_the_line_says_what_is_wrong() -> None:
    full = DatabaseUnavailable("Not available.", diagnosis="Its disk is full.")
    assert describe(full)["detail"] == "Not available. Its disk is full."
    assert "detail" not in describe(Refused("no"))


def test_text_streams_work_too() -> None:
    raw = io.BytesIO()
    text = io.TextIOWrapper(raw)
    configure(text, "info", ManualClock())

    structlog.get_logger().info("hello", name="\u202e\u2028\x9b")

    assert raw.getvalue().isascii()
    assert json.loads(raw.getvalue())["name"] == "\u202e\u2028\x9b"


def test_a_log_that_nobody_reads_any_more_does_no_harm() -> None:
    stream = start()
    stream.close()

    with unit("work"):
        pass
