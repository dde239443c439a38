"""Notes outlive the process, bother nobody, and are never needed."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bothways.kit.notebook import KEPT, MOST_IN_MEMORY, Notebook
from tests.support.clock import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def test_the_last_note_under_a_key_is_there_next_time(clock: ManualClock, tmp_path: Path) -> None:
    path = tmp_path / "state" / "notes.db"
    first = Notebook(clock, path)
    first.write("conn_1", "one")
    first.write("conn_1", "two")
    first.write("conn_2", "three")
    first.close()

    second = Notebook(clock, path)
    assert (second.lasts, second.read("conn_1"), second.read("conn_2"), second.read("conn_3")) == (
        True,
        "two",
        "three",
        None,
    )
    second.close()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_processes_of_a_machine_share_it(clock: ManualClock, tmp_path: Path) -> None:
    one, other = Notebook(clock, tmp_path / "notes.db"), Notebook(clock, tmp_path / "notes.db")
    one.write("key", "by one")
    assert other.read("key") == "by one"
    one.close()
    other.close()


def test_what_nobody_wrote_anew_for_a_year_is_dropped(clock: ManualClock, tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    first = Notebook(clock, path)
    first.write("old", "x")
    clock.advance(KEPT.total_seconds() - 1)
    first.write("young", "x")
    first.close()
    clock.advance(timedelta(seconds=2).total_seconds())
    second = Notebook(clock, path)
    assert (second.read("old"), second.read("young")) == (None, "x")
    second.close()


def test_without_a_file_notes_end_with_the_process_and_are_bounded(clock: ManualClock) -> None:
    notebook = Notebook(clock)
    for number in range(MOST_IN_MEMORY + 1):
        notebook.write(str(number), "x")
    assert (notebook.lasts, notebook.read("0"), notebook.read("1")) == (False, None, "x")
    notebook.close()


@pytest.mark.parametrize("trouble", ["a folder", "rubbish", "no folder can be made"])
def test_a_file_that_cannot_be_used_stops_nobody(clock: ManualClock, tmp_path: Path, trouble: str) -> None:
    path = tmp_path / "notes.db"
    if trouble == "a folder":
        path.mkdir()
    elif trouble == "rubbish":
        path.write_bytes(b"rubbish" * 1000)
    else:
        path.write_text("")
        path = path / "below" / "notes.db"
    notebook = Notebook(clock, path)
    notebook.write("key", "x")
    assert (notebook.lasts, notebook.read("key")) == (False, "x")
    notebook.close()


def test_a_file_that_somebody_else_holds_stops_nobody(clock: ManualClock, tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    notebook = Notebook(clock, path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    notebook.write("key", "x")
    holder.rollback()
    holder.close()
    assert notebook.read("key") is None
    notebook.close()
