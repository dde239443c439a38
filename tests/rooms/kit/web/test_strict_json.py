"""JSON that two readers could read differently is refused, with the reason."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.web.problems import MalformedRequest
from bothways.kit.web.strict_json import check

TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(SCALARS | TEXT, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)


@given(VALUES, st.booleans())
def test_what_json_allows_is_read_as_it_was_written(value: object, escaped: bool) -> None:
    assert check(json.dumps(value, ensure_ascii=escaped).encode()) == value


@given(st.binary())
def test_any_bytes_are_either_a_value_or_a_refusal(body: bytes) -> None:
    with contextlib.suppress(MalformedRequest):
        json.dumps(check(body)).encode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"a": 1, "a": 2}', "'a' twice"),
        (b'{"x": {"b": 1, "\\u0062": 2}}', "'b' twice"),
        (b'{"secret": "v1", "secret": "v2"}', "'secret' twice"),
        (b"[" * 33 + b"]" * 33, "deeper than 32"),
        (b'{"a":' * 100_000, "deeper than 32"),
        (b"NaN", "NaN is not a JSON number"),
        (b'{"a": -Infinity}', "-Infinity is not"),
        (b"1e999", "past what 64 bits"),
        (b"9223372036854775808", "past 64 bits"),
        (b"1" * 5000, "past 64 bits"),
        (b'"\\ud800"', "surrogate"),
        (b'{"\\udc00x": 1}', "surrogate"),
        (b'"\\u0000"', "U+0000"),
        (b'"\\\\\\u0000"', "U+0000"),
        (b'"\xff"', "not UTF-8: see byte 1"),
        (b'"\xed\xa0\x80"', "not UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"a": 1,}', "not JSON"),
        (b"{'a': 1}", "not JSON"),
        (b'{"a": 01}', "not JSON"),
        (b'"a\nb"', "not JSON"),
        (b"{} {}", "extra data"),
        (b" ", "not JSON"),
    ],
)
def test_what_readers_disagree_on_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        check(body)

    assert reason in refusal.value.detail


def test_thirty_two_levels_are_read() -> None:
    assert check(b"[" * 32 + b"]" * 32)


def test_brackets_inside_strings_are_no_nesting() -> None:
    body = json.dumps(["[{" * 100, '"\\[' * 50]).encode()

    assert check(body) == ["[{" * 100, '"\\[' * 50]


def test_an_escaped_backslash_before_u0000_is_text() -> None:
    assert check(b'"\\\\u0000"') == "\\u0000"


def test_a_value_is_never_quoted() -> None:
    for body in (b'{"a": hunter2}', b'{"a": "hunter2}', b'"hunter2" x', b'{"a": 1hunter2}'):
        with pytest.raises(MalformedRequest) as refusal:
            check(body)
        assert "hunter2" not in refusal.value.detail


def test_a_name_of_the_callers_making_is_shown_short_and_printable() -> None:
    name = "\\u001b[31m" + "x" * 500

    with pytest.raises(MalformedRequest) as refusal:
        check(f'{{"{name}": 1, "{name}": 2}}'.encode())

    assert len(refusal.value.detail) < 200
    assert "\x1b" not in refusal.value.detail
