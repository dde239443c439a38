"""Whatever comes over the wire, it is a result or a BothwaysError."""

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways_client import BothwaysError, Connection, Credentials, Retrying
from bothways_client.answer import Answer
from bothways_client.call import Call
from bothways_client.errors import Unavailable
from bothways_client.reading import Reader, page_reader, reader

CREDENTIALS, CONNECTION, CONNECTIONS = reader(Credentials), reader(Connection), page_reader(Connection)
FULL = {
    "connection_id": "conn_1",
    "type": "oauth2",
    "version": 3,
    "headers": {"Authorization": "Bearer x"},
    "query": {},
    "scopes": ["a"],
    "account": {"id": None, "label": "Ada"},
    "expires_at": "2026-03-01T12:00:00.123456Z",
    "access_token": "x",
}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(SCALARS, lambda of: st.lists(of, max_size=4) | st.dictionaries(st.text(max_size=9), of, max_size=4))
NAMES = st.sampled_from(sorted({field.name for kind in (Credentials, Connection) for field in fields(kind)}))


def result_or_error(answer: Answer, of: Reader[Any]) -> Any:
    try:
        return answer.read(of)
    except BothwaysError:
        return None


@given(st.integers(100, 599), st.binary(max_size=200), st.sampled_from([CREDENTIALS, CONNECTION, CONNECTIONS]))
def test_any_bytes(status: int, body: bytes, of: Reader[Any]) -> None:
    result_or_error(Answer(status, {}, body), of)


@given(st.integers(100, 599), JSON, st.sampled_from([CREDENTIALS, CONNECTION, CONNECTIONS]))
def test_any_document(status: int, document: object, of: Reader[Any]) -> None:
    result_or_error(Answer(status, {}, json.dumps(document).encode()), of)


@given(st.dictionaries(NAMES, JSON, max_size=3))
def test_a_good_document_with_anything_in_it(changes: dict[str, object]) -> None:
    credentials = result_or_error(Answer(200, {}, json.dumps(FULL | changes).encode()), CREDENTIALS)
    assert credentials is None or isinstance(credentials.headers, dict)


@given(st.dictionaries(st.sampled_from(["code", "detail", "next_step", "request_id", "errors"]), JSON))
def test_any_problem(document: dict[str, object]) -> None:
    with pytest.raises(BothwaysError):
        Answer(422, {}, json.dumps(document).encode()).read(CONNECTION)


@given(st.text(max_size=30) | st.datetimes().map(lambda at: at.strftime("%a, %d %b %Y %H:%M:%S GMT")))
def test_any_retry_after(text: str) -> None:
    headers = {"retry-after": text, "date": "Sun, 01 Mar 2026 12:00:00 GMT"}
    with pytest.raises(Unavailable) as raised:
        Answer(503, headers, b"").read(CONNECTION)
    asked = raised.value.retry_after_seconds
    assert asked is None or asked >= 0


@given(
    attempts=st.integers(1, 100),
    longest=st.floats(0, 60),
    asked=st.none() | st.integers(0, 10**6),
    attempt=st.integers(1, 100),
    chance=st.floats(0, 1, exclude_max=True),
)
def test_waits_are_bounded(attempts: int, longest: float, asked: int | None, attempt: int, chance: float) -> None:
    error = Unavailable("", status=503, retry_after_seconds=asked)
    call = Call("GET", "/", (), None, None, CONNECTION)
    wait = Retrying(attempts, longest).wait(call, error, attempt, chance)
    if wait is None:
        assert attempt >= attempts or (asked is not None and asked > longest)
    else:
        assert (asked or 0) <= wait <= longest * 1.25
        assert attempt < attempts


def test_a_document_is_read_as_it_is_described() -> None:
    credentials = CREDENTIALS(FULL)
    assert credentials.account.label == "Ada"
    assert credentials.scopes == ("a",)
    assert credentials.token == "x"
    assert credentials.expires_at is not None
    assert credentials.expires_at.isoformat() == "2026-03-01T12:00:00.123456+00:00"
