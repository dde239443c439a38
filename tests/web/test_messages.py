"""The messages between an operator's page and our frame: read strictly, in both directions."""

from pathlib import Path
from typing import Any

import pytest

from tests.web.scripts import bundle, call

TICKET = "bw_test_tk_0123456789abcdefghijklmnopqrstuvwxyz01234567"
NEWS = {
    "connection_id": "conn_2h7",
    "integration_id": "intg_2h7",
    "integration": "contacts",
    "state": "active",
    "account_label": "Ada",
}
OPTIONS = {
    "mode": "modal",
    "theme": "auto",
    "locale": "pt-BR",
    "accent": "#36c",
    "background": "#fdf3e3",
    "surface": "#fff",
    "text": "#3d2a14",
    "background_dark": "#081F1A",
    "surface_dark": "#0f2e27",
    "text_dark": "#eff",
    "radius": 8,
    "font": "Inter, Source Sans 3,serif",
    "integration": "contacts",
}
FROM_FRAME: list[dict[str, Any]] = [
    {"type": "ready"},
    {"type": "entered", "session_id": "cs_2h7"},
    {"type": "ticket_needed", "reason": "expired"},
    {"type": "close"},
    {"type": "resize", "height": 480.5},
    {"type": "event", "name": "connection.created", "data": NEWS},
    {"type": "error", "code": "session_over", "message": "It is over.", "next_step": "Open it again."},
    {"type": "focus_out", "direction": "back"},
]
FROM_PAGE: list[dict[str, Any]] = [
    {"type": "enter", "ticket": TICKET, "options": OPTIONS},
    {"type": "enter", "ticket": TICKET, "options": {"mode": "inline"}},
    {"type": "show"},
    {"type": "show", "integration": "contacts"},
    {"type": "hidden"},
    {"type": "refresh"},
    {"type": "focus_in", "direction": "forward"},
    {
        "type": "preview",
        "options": OPTIONS,
        "product": "Acme",
        "logo": "https://a.example/b",
        "shop": {"items": [NEWS]},
    },
]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle("contract/messages.ts", tmp_path_factory.mktemp("messages"))


def read(bundled: Path, reader: str, messages: list[Any]) -> list[Any]:
    return call(bundled, [(reader, message) for message in messages])


@pytest.mark.parametrize(("reader", "messages"), [("readFrameMessage", FROM_FRAME), ("readPageMessage", FROM_PAGE)])
def test_every_message_is_read_as_it_was_written(bundled: Path, reader: str, messages: list[Any]) -> None:
    written = call(bundled, [("written", message) for message in messages])
    assert [one["bothways"] for one in written] == [1] * len(messages)
    assert read(bundled, reader, written) == messages


def test_neither_side_takes_the_other_sides_messages(bundled: Path) -> None:
    from_frame = [{"bothways": 1, **one} for one in FROM_FRAME]
    from_page = [{"bothways": 1, **one} for one in FROM_PAGE]
    assert read(bundled, "readPageMessage", from_frame) == [None] * len(from_frame)
    assert read(bundled, "readFrameMessage", from_page) == [None] * len(from_page)


def test_other_versions_other_types_and_no_messages_at_all_are_nothing(bundled: Path) -> None:
    others = [
        {"type": "close"},
        {"bothways": 2, "type": "close"},
        {"bothways": "1", "type": "close"},
        {"bothways": 1, "type": "constructor"},
        {"bothways": 1, "type": "__proto__"},
        {"bothways": 1, "type": ["close"]},
        {"bothways": 1},
        [1, "close"],
        "close",
        1,
        True,
        None,
        {},
        [],
    ]
    assert read(bundled, "readFrameMessage", others) == [None] * len(others)
    assert read(bundled, "readPageMessage", others) == [None] * len(others)


def test_a_newer_side_may_say_more(bundled: Path) -> None:
    news = {"bothways": 1, "type": "event", "name": "connection.created", "more": 1, "data": {**NEWS, "more": 1}}
    enter = {"bothways": 1, "type": "enter", "ticket": TICKET, "options": {"mode": "modal", "more": "<b>"}}
    assert read(bundled, "readFrameMessage", [news]) == [FROM_FRAME[5]]
    assert read(bundled, "readPageMessage", [enter]) == [
        {"type": "enter", "ticket": TICKET, "options": {"mode": "modal"}}
    ]


WRONG = ["", " ", "<script>", "x" * 1001, "a;b", 'a"b', "http://a", -1, 1e9, 0.5, None, True, [], {}, ["modal"]]


@pytest.mark.parametrize(
    ("reader", "message", "path"),
    [
        *(("readFrameMessage", one, (name,)) for one in FROM_FRAME for name in one if name != "type"),
        *(("readFrameMessage", FROM_FRAME[5], ("data", name)) for name in NEWS),
        *(("readPageMessage", FROM_PAGE[0], (name,)) for name in ("ticket", "options")),
        *(("readPageMessage", FROM_PAGE[0], ("options", name)) for name in OPTIONS),
        ("readPageMessage", FROM_PAGE[3], ("integration",)),
        ("readPageMessage", FROM_PAGE[6], ("direction",)),
        ("readPageMessage", FROM_PAGE[7], ("logo",)),
    ],
)
def test_a_field_of_another_shape_refuses_the_whole_message(
    bundled: Path, reader: str, message: dict[str, Any], path: tuple[str, ...]
) -> None:
    fine: dict[tuple[str, ...], list[Any]] = {
        ("height",): [0.5],
        ("message",): ["", " ", "<script>", "a;b", 'a"b', "http://a"],
        ("next_step",): ["", " ", "<script>", "a;b", 'a"b', "http://a"],
        ("data", "account_label"): ["", " ", "<script>", "a;b", 'a"b', "http://a"],
        ("options", "radius"): [0.5],
    }
    wrong = [one for one in WRONG if one not in fine.get(path, []) or isinstance(one, bool)]
    changed = [{"bothways": 1, **_with(message, path, one)} for one in wrong]
    assert read(bundled, reader, changed) == [None] * len(changed)


def test_a_required_field_must_be_there(bundled: Path) -> None:
    bare = [{"bothways": 1, "type": one["type"]} for one in FROM_FRAME if len(one) > 1]
    assert read(bundled, "readFrameMessage", bare) == [None] * len(bare)
    assert read(bundled, "readPageMessage", [{"bothways": 1, "type": "enter"}]) == [None]


def test_an_option_that_is_wrong_or_unknown_is_named(bundled: Path) -> None:
    asked = [OPTIONS, {**OPTIONS, "accent": "red"}, {**OPTIONS, "colour": "#fff"}, {**OPTIONS, "toString": "x"}]
    assert call(bundled, [("faultyOption", one) for one in asked]) == [None, "accent", "colour", "toString"]


def test_an_enter_with_a_wrong_option_is_answered_and_other_rubbish_is_not(bundled: Path) -> None:
    enter = {"bothways": 1, "type": "enter", "ticket": TICKET}
    asked = [{**enter, "options": {"mode": "modal", "accent": "red"}}, {**enter, "options": OPTIONS}, {"accent": "red"}]
    first, *others = call(bundled, [("complaint", one) for one in asked])
    assert (first["type"], first["code"]) == ("error", "option_invalid")
    assert "accent" in first["message"]
    assert others == [None, None]
    assert read(bundled, "readFrameMessage", [{"bothways": 1, **first}]) == [first]


def _with(message: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    name, *rest = path
    return {**message, name: _with(message[name], tuple(rest), value) if rest else value}
