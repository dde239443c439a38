"""Inputs that do not fit are told by name and reason, never by value."""

import json
from typing import Any

import pytest

from tests.rooms.kit.web import things

KNOWN = "name, owner, count, colour, size, labels, parts, until"
JSON = {"content-type": "application/json"}


async def create(body: Any, **headers: str) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await things.site().send("POST", "/v1/things", content=content, headers={**JSON, **headers})


def errors(response: Any) -> dict[str, str]:
    return {item["field"]: item["reason"] for item in response.json().get("errors", [])}


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ({}, {"name": "is required"}),
        ({"name": ""}, {"name": "must have at least 1 character"}),
        ({"name": "x" * 21}, {"name": "must have at most 20 characters"}),
        ({"name": 7}, {"name": "must be a string, not a whole number"}),
        ({"name": None}, {"name": "must be a string, not null"}),
        ({"name": "a", "admin": True}, {"admin": f"is not known here; known are {KNOWN}"}),
        ({"name": "a", "owner": {"id": "c", "role": "x"}}, {"owner.role": "is not known here; known are id, email"}),
        ({"name": "a", "owner": {}}, {"owner.id": "is required"}),
        ({"name": "a", "count": 11}, {"count": "must be 10 or less"}),
        ({"name": "a", "count": "1"}, {"count": "must be a whole number, not a string"}),
        ({"name": "a", "count": True}, {"count": "must be a whole number, not true or false"}),
        ({"name": "a", "colour": "green"}, {"colour": "must be one of red, blue"}),
        ({"name": "a", "size": "huge"}, {"size": "must be one of small, large"}),
        ({"name": "a", "labels": {"k": 1}}, {"labels[...]": "must be a string, not a whole number"}),
        ({"name": "a", "parts": [{"id": "a"}, {"id": 1}]}, {"parts[1].id": "must be a string, not a whole number"}),
        ({"name": "a", "until": "soon"}, {"until": "must be a date and time such as 2030-01-31T12:00:00Z"}),
        ([], {"body": "must be an object, not a list"}),
        ({"name": 1, "count": 0, "x": 1, "y": 1}, {
            "name": "must be a string, not a whole number",
            "count": "must be 1 or more",
            "x": f"is not known here; known are {KNOWN}",
            "y": "is not known here",
        }),
    ],
)  # fmt: skip
async def test_a_body_that_does_not_fit_is_told_field_by_field(body: Any, wanted: dict[str, str]) -> None:
    response = await create(body)

    assert response.status_code == 422
    assert response.json()["code"] == "invalid_input"
    assert errors(response) == wanted


async def test_a_field_inside_an_optional_object_has_its_whole_path() -> None:
    response = await create({"name": "a", "owner": {"id": ""}})

    assert errors(response) == {"owner.id": "must have at least 1 character"}


async def test_no_value_comes_back() -> None:
    for body in ({"name": "a", "colour": "hunter2"}, {"name": ["hunter2"]}, {"name": "a", "until": "hunter2"}):
        assert "hunter2" not in (await create(body)).text


async def test_a_thousand_wrong_fields_give_a_short_answer() -> None:
    response = await create({"name": "a", **{f"x{number}": 1 for number in range(1000)}})

    assert len(response.json()["errors"]) == 20


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"content-type": "text/plain"}, b"{}", 415),
        ({"content-type": "application/x-www-form-urlencoded"}, b"name=a", 415),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x--", 415),
        ({"content-type": "application/json; charset=latin-1"}, b"{}", 415),
        ({"content-encoding": "gzip"}, b"\x1f\x8b", 415),
        ({}, b"", 400),
        ({}, b'{"name": "a", "name": "b"}', 400),
        ({}, b"[" * 100_000, 400),
        ({}, b'"' + b"x" * 300_000 + b'"', 413),
    ],
)
async def test_a_body_of_the_wrong_kind_is_refused(headers: dict[str, str], body: bytes, status: int) -> None:
    response = await create(body, **headers)

    assert response.status_code == status
    assert response.json()["detail"]


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=UTF-8", "application/ld+json"])
async def test_json_under_its_names_is_read(kind: str) -> None:
    assert (await create({"name": "a"}, **{"content-type": kind})).status_code == 201


async def test_a_body_without_a_content_type_is_refused() -> None:
    site = things.site()
    async with site.anonymous() as client:
        request = client.build_request("POST", "/v1/things", content=b"{}", headers=site.headers)
        assert (await client.send(request)).status_code == 415


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("limit=0", {"limit": "must be 1 or more"}),
        ("limit=-1", {"limit": "must be 1 or more"}),
        ("limit=1000000000", {"limit": "must be 100 or less"}),
        ("limit=x", {"limit": "must be a whole number"}),
        ("limit=", {"limit": "must be a whole number"}),
        ("limit=1&limit=2", {"limit": "may be sent once only"}),
        ("colour=green", {"colour": "must be one of red, blue"}),
        ("deep=perhaps", {"deep": "must be true or false"}),
        ("limt=1", {"limt": "is not a parameter of this operation"}),
    ],
)
async def test_a_query_that_does_not_fit_is_told_by_name(query: str, wanted: dict[str, str]) -> None:
    response = await things.site().send("GET", f"/v1/things?{query}")

    assert response.status_code in {400, 422}
    assert errors(response) == wanted


@pytest.mark.parametrize("query", ["cursor=%ff", "cursor=%00", "&".join(["kinds=a"] * 101), "cursor=" + "a" * 9000])
async def test_a_query_that_cannot_be_read_is_refused(query: str) -> None:
    response = await things.site().send("GET", f"/v1/things?{query}")

    assert response.status_code == 400


async def test_query_parameters_arrive_converted() -> None:
    response = await things.site().send("GET", "/v1/things?limit=7&colour=blue&kinds=a&kinds=b&deep=true&cursor=null")

    assert response.json()["items"][0]["name"] == "env_1 7 null Colour.BLUE ['a', 'b'] True"


async def test_a_page_tolerates_what_others_append_to_its_address() -> None:
    response = await things.site().send("GET", "/page?code=1&utm_source=mail")

    assert response.json() == {"code": "1"}


async def test_a_form_arrives_as_text() -> None:
    response = await things.site().send("POST", "/submit", data={"a": "1", "b": "ü"})

    assert response.json() == {"a": "1", "b": "ü"}


@pytest.mark.parametrize("body", [b"a=1&a=2", b"a=%ff", b"a=%00", b"&".join([b"a=1"] * 201), b"\xff=1"])
async def test_a_form_that_two_readers_could_read_differently_is_refused(body: bytes) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}

    assert (await things.site().send("POST", "/submit", content=body, headers=headers)).status_code == 400


@pytest.mark.parametrize("path", ["/v1/things/a%00b", "/v1/things/a%0ab", "/v1/slow-things/a%00b"])
async def test_a_control_character_in_a_path_names_nothing(path: str) -> None:
    assert (await things.site().send("GET", path)).status_code == 404
