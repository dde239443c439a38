"""Whatever arrives: no fault of ours, the documented shape, and nobody let in without a key."""

import asyncio
import json
from typing import Any

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.kit.web import things
from tests.rooms.kit.web.test_shell import call

SITE = things.site(rate=1e9)
DOCUMENT: dict[str, Any] = json.loads(json.dumps(SITE.border.document(things.routes())))

METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"])
PARTS = st.sampled_from(["v1", "things", "slow-things", "my", "submit", "page", "assets", "..", "", "%00"]) | st.text()
PATHS = st.lists(PARTS, max_size=5).map(lambda parts: "/" + "/".join(parts)) | st.sampled_from(
    ["/v1/things", "/v1/things/a", "/v1/my/things", "/submit", "/page", "/openapi.json", "/metrics", "/readyz"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["name", "owner", "id", "count", "x"]), inner),
    max_leaves=8,
)
BODIES = st.binary() | JSON.map(lambda value: json.dumps(value).encode()) | st.just(b"")
QUERIES = st.binary(max_size=40) | st.sampled_from(
    [b"limit=1", b"limit=9999", b"cursor=%ff", b"a=b", b"kinds=a&kinds=b"]
)
TOKENS = st.sampled_from([b"Bearer key-1", b"Bearer session-1", b"Bearer nobody", b"", b"\xff", b"Basic a"])
FORM = b"application/x-www-form-urlencoded"
TYPES = st.sampled_from([b"application/json", b"text/html", b"", FORM, b"\xff;charset=\xff"])
NAMES = st.sampled_from([b"accept", b"origin", b"cookie", b"host", b"range"])
HEADERS = st.lists(st.tuples(NAMES, st.binary(max_size=30)))


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(METHODS, PATHS, QUERIES, TOKENS, TYPES, BODIES, HEADERS)
def test_any_request_gets_a_proper_answer(
    method: str,
    path: str,
    query: bytes,
    token: bytes,
    kind: bytes,
    body: bytes,
    more: list[tuple[bytes, bytes]],
) -> None:
    headers = [(b"authorization", token), (b"content-type", kind), *more]
    message = {"type": "http.request", "body": body, "more_body": False}
    sent = asyncio.run(call(SITE.app, message, method=method, path=path, query_string=query, headers=headers))

    start, answer = sent[0], sent[-1].get("body", b"")
    names = dict(start["headers"])
    assert start["status"] < 500
    assert names[b"x-request-id"].startswith(b"req_")
    if names.get(b"content-type") == b"application/problem+json":
        schema = {"$ref": "#/components/schemas/Problem", "components": DOCUMENT["components"]}
        jsonschema.validate(json.loads(answer), schema)
    if path.startswith("/v1/") and start["status"] < 300 and method != "OPTIONS":
        assert token in {b"Bearer key-1", b"Bearer session-1"}
