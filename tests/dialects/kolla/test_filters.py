"""The AIP-160 subset: what it means, what it refuses, and that nothing breaks it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.dialects.kolla.filters import MAX_DEPTH, MAX_TESTS, parse, pinned
from bothways.kit.errors import InvalidInput

FIELDS = frozenset({"state", "consumer_id", "type", "labels."})
FACTS: dict[str, Any] = {"state": "ACTIVE", "consumer_id": "c 1", "type": ["a", "b"], "labels.team": "blue"}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (None, True),
        ("  ", True),
        ('state="ACTIVE"', True),
        ("state=ACTIVE", True),
        ("state = 'ACTIVE'", True),
        ('state!="ACTIVE"', False),
        ('consumer_id="c 1" AND state!="INITIALIZED" AND state!="DISABLED"', True),
        ('consumer_id="c 1" AND state!="ACTIVE"', False),
        ('state="X" OR state="ACTIVE"', True),
        ('type="a" OR type="z"', True),
        ('type="z"', False),
        ('type!="z"', True),
        ('type!="a"', False),
        ('NOT state="ACTIVE"', False),
        ('-state="ACTIVE"', False),
        ('- (state="X")', True),
        # OR binds before AND, as AIP-160 has it.
        ('state="ACTIVE" OR state="X" AND state="Y"', False),
        ('state="ACTIVE" OR (state="X" AND state="Y")', True),
        ('labels.team="blue"', True),
        ('labels.other!="x"', True),
        ('labels.other=""', True),
        (r'consumer_id="c\ 1"', True),
        ('consumer_id="and AND or"', False),
    ],
)
def test_a_filter_means_what_it_says(text: str | None, holds: bool) -> None:
    assert parse(text, FIELDS).holds(FACTS) is holds


@pytest.mark.parametrize(
    "text",
    [
        "colour=red",
        "state",
        "state=",
        '="x"',
        "state==x",
        "state=(x)",
        'state="x',
        'state="x" state="y"',
        'state="x" AND',
        'state="x" XOR state="y"',
        "(state=x",
        "state=x)",
        "AND",
        'state="x" AND OR state="y"',
        "state>x",
        "state:x",
        "State=x",
        "labels=x",
        '"state"="x"',
        "(" * (MAX_DEPTH + 2) + "state=x" + ")" * (MAX_DEPTH + 2),
        " AND ".join(["state=x"] * (MAX_TESTS + 1)),
        "state=" + "x" * 2_000,
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(text, FIELDS)
    assert [fault.field for fault in refused.value.fields] == ["filter"]
    assert len(refused.value.detail) < 400


@given(st.text(max_size=300))
def test_any_text_is_a_filter_or_is_refused(text: str) -> None:
    try:
        parse(text, FIELDS).holds(FACTS)
    except InvalidInput:
        pass


@given(st.text(max_size=60), st.booleans())
def test_any_value_survives_quoting(value: str, single: bool) -> None:
    mark = "'" if single else '"'
    quoted = mark + value.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark
    node = parse(f"consumer_id={quoted}", FIELDS)
    assert pinned(node, "consumer_id") == value
    assert node.holds({"consumer_id": value})


def test_only_what_must_hold_narrows_a_list() -> None:
    assert pinned(parse('state="A" AND consumer_id="c"', FIELDS), "consumer_id") == "c"
    for text in ('consumer_id="c" OR state="A"', 'NOT consumer_id="c"', 'consumer_id!="c"', ""):
        assert pinned(parse(text, FIELDS), "consumer_id") is None
