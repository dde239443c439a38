"""Bodies and addresses made of any bytes: refused with a reason, nothing written, never a 500."""

import gzip
import json
import zlib
from collections.abc import AsyncIterator
from urllib.parse import quote

import aiohttp
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.journeys.expectations import API, in_turn
from tests.journeys.product import Product
from tests.journeys.world import World, everything_in, on_sqlite, send
from tests.support.hub import Hub

EXAMPLES = 60

JSON = "application/json"
_VALID = b'{"id": "cus-9", "metadata": {"a": "b"}}'

# Each is wrong whatever the operation expects: the body, and headers beside the content type of JSON.
BAD_BODIES: dict[str, tuple[bytes, dict[str, str]]] = {
    "nothing": (b"", {}),
    "no JSON": (b"id=cus-9", {}),
    "a list": (b"[]", {}),
    "a string": (b'"cus-9"', {}),
    "a number": (b"7", {}),
    "null": (b"null", {}),
    "cut off": (_VALID[:-3], {}),
    "two documents": (_VALID + _VALID, {}),
    "a duplicate key": (b'{"id": "cus-9", "id": "cus-8"}', {}),
    "a duplicate key, escaped": (b'{"id": "cus-9", "\\u0069d": "cus-8"}', {}),
    "a duplicate key deep inside": (b'{"id": "cus-9", "metadata": {"a": "b", "a": "c"}}', {}),
    "an unknown field": (b'{"id": "cus-9", "surprise": 1}', {}),
    "NaN": (b'{"id": NaN}', {}),
    "Infinity": (b'{"id": -Infinity}', {}),
    "a number of 10,000 digits": (b'{"id": ' + b"9" * 10_000 + b"}", {}),
    "1e400": (b'{"id": 1e400}', {}),
    "200,000 brackets": (b"[" * 200_000, {}),
    "100,000 braces": (b'{"id":' * 40_000, {}),
    "a lone surrogate": (b'{"id": "cus-\\ud800"}', {}),
    "a lone surrogate as a key": (b'{"id": "cus-9", "metadata": {"\\udfff": "b"}}', {}),
    "not UTF-8": (b'{"id": "cus-\xff\xfe"}', {}),
    "overlong UTF-8": (b'{"id": "cus-\xc0\xaf"}', {}),
    "UTF-16": (_VALID.decode().encode("utf-16"), {}),
    "UTF-16 that says so": (_VALID.decode().encode("utf-16"), {"content_type": "application/json; charset=utf-16"}),
    "a byte order mark": (b"\xef\xbb\xbf" + _VALID, {}),
    "a raw control character": (b'{"id": "cus-\n"}', {}),
    "a NUL": (b'{"id": "cus-\\u0000"}', {}),
    "comments": (b'{"id": "cus-9" /* mine */}', {}),
    "a trailing comma": (b'{"id": "cus-9",}', {}),
    "gzip": (gzip.compress(_VALID), {"content_encoding": "gzip"}),
    "gzip that says nothing": (gzip.compress(_VALID), {}),
    "deflate": (zlib.compress(_VALID), {"content_encoding": "deflate"}),
    "a gzip bomb": (gzip.compress(b" " * 20_000_000), {"content_encoding": "gzip"}),
    "an unknown encoding": (_VALID, {"content_encoding": "br"}),
    "a form": (b"id=cus-9", {"content_type": "application/x-www-form-urlencoded"}),
    "text": (_VALID, {"content_type": "text/plain"}),
    "XML": (b"<id>cus-9</id>", {"content_type": "application/xml"}),
    "megabytes": (b'{"id": "' + b"a" * 900_000 + b'"}', {}),
}


async def test_a_body_that_is_no_strict_json_is_refused_by_every_operation_and_nothing_is_written(
    world: World,
) -> None:
    tenant, wrong = world.acme, {}
    database = tenant.hub.bothways.edges.database
    before = await everything_in(database)
    for method, template, expected in in_turn(API):
        if expected.body is None:
            continue
        for name, (body, headers) in BAD_BODIES.items():
            named = {"authorization": f"Bearer {tenant.hub.token}", "content_type": JSON, **headers}
            answer = await send(tenant.hub, method, tenant.path(template), body, **named)
            reason = answer.data.get("detail") if answer.status < 500 and answer.data else None
            if not 400 <= answer.status < 500 or not reason:
                wrong[f"{name}: {method} {template}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(database) == before


@on_sqlite
async def test_the_answer_names_the_field(world: World) -> None:
    for name, field in {"an unknown field": "surprise", "a duplicate key": "id"}.items():
        body, _ = BAD_BODIES[name]
        headers = {"authorization": f"Bearer {world.acme.hub.token}", "content_type": JSON}
        answer = await send(world.acme.hub, "POST", "/v1/customers", body, **headers)
        assert field in answer.data["detail"]


@on_sqlite
async def test_a_body_without_an_end_is_cut_short(hub: Hub) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'{"id": "'
        while sent < 50_000_000:
            sent += 65_536
            yield b"a" * 65_536

    headers = {"authorization": f"Bearer {hub.token}", "content-type": JSON}
    try:
        async with hub.session.post(hub.base_url + "/v1/customers", data=endless(), headers=headers) as response:
            assert response.status == 413
    except aiohttp.ClientError:
        pass  # Closed while we were still sending, which is as good.
    # What the sockets of both ends take without anybody reading is a few megabytes.
    assert sent < 20_000_000


# ------------------------------------------------------------------------------------------------ any bytes at all

_texts = st.text(st.characters(codec=None), max_size=40)
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=8,
)
_fields = st.sampled_from(
    ["id", "name", "email", "metadata", "customer", "integration", "values", "fields", "credentials", "definition"]
)
_documents = st.dictionaries(_fields | _texts, _values, max_size=5).map(
    lambda value: json.dumps(value, ensure_ascii=True).encode()
)


@st.composite
def _torn(draw: st.DrawFn) -> bytes:
    """A document with something cut out and something put in."""
    body = draw(_documents)
    start = draw(st.integers(0, len(body)))
    end = draw(st.integers(start, len(body)))
    return body[:start] + draw(st.binary(max_size=6)) + body[end:]


def _bodied() -> list[tuple[str, str]]:
    return [(method, template) for method, template, expected in in_turn(API) if expected.body]


@settings(max_examples=EXAMPLES * 2, suppress_health_check=list(HealthCheck))
@given(route=st.sampled_from(_bodied()), body=st.binary(max_size=60) | _documents | _torn())
def test_any_body_is_answered(product: Product, route: tuple[str, str], body: bytes) -> None:
    method, template = route
    answer = product.send(method, product.tenant.path(template), body, content_type=JSON)
    assert answer.status != 500, answer.text
    assert answer.status < 400 or answer.data["request_id"]


def _templates() -> list[tuple[str, str]]:
    return [(method, template) for method, template, _ in in_turn(API) if "{" in template]


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(route=st.sampled_from(_templates()), name=st.binary(min_size=1, max_size=30))
@example(route=("GET", "/v1/customers/{customer_id}"), name=b"\x00")
@example(route=("GET", "/v1/customers/{customer_id}"), name=b"../environment")
@example(route=("GET", "/v1/customers/{customer_id}"), name=b"a/")
@example(route=("GET", "/v1/catalog/{integration}"), name=b"a/")
@example(route=("POST", "/v1/integrations/{integration}/test"), name=b"a/")
@example(route=("GET", "/v1/customers/{customer_id}"), name=b"/")
@example(route=("GET", "/v1/customers/{customer_id}"), name=b"\xff\xfe")
@example(route=("GET", "/v1/customers/{customer_id}"), name=b"' OR '1'='1")
def test_any_name_in_a_path_is_unknown(product: Product, route: tuple[str, str], name: bytes) -> None:
    method, template = route
    at = template.index("{")
    path = template[:at] + quote(name, safe="") + template[template.index("}") + 1 :]
    headers = product.headers_for(f"{method} {template}")
    answer = product.send(method, path, b"{}", content_type=JSON, **headers)
    assert answer.status in {400, 404, 405, 422}, answer.text


_QUERIES = ["/v1/customers", "/v1/connections", "/v1/integrations", "/v1/providers", "/v1/events", "/v1/audit-entries"]


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(_QUERIES),
    name=st.sampled_from(["cursor", "limit", "external_id", "customer", "integration", "type", "subject_id", "q"]),
    value=st.binary(max_size=40),
)
@example(path="/v1/customers", name="external_id", value=b"a\x00b")
@example(path="/v1/events", name="subject_id", value=b"\x00")
@example(path="/v1/audit-entries", name="actor", value=b"\x00")
@example(path="/v1/providers", name="q", value=b"%_\\\x00")
@example(path="/v1/customers", name="cursor", value=b"AAAA")
def test_any_value_in_a_query_is_answered(product: Product, path: str, name: str, value: bytes) -> None:
    answer = product.send("GET", f"{path}?{name}={quote(value, safe='')}")
    assert answer.status in {200, 400, 404, 422}, answer.text
