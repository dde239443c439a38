"""The API document: complete, the same each time, and true."""

import json
from typing import Any

import jsonschema
import pytest

from tests.rooms.kit.web import things


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(json.dumps(things.site().border.document(things.routes())))


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for item in value.values() for found in references(item)]
    return [found for item in value for found in references(item)] if isinstance(value, list) else []


async def test_the_served_document_is_the_generated_one(document: dict[str, Any]) -> None:
    response = await things.site().send("GET", "/openapi.json")

    assert response.json() == document


def test_the_same_table_gives_the_same_text() -> None:
    first, second = (json.dumps(things.site().border.document(things.routes())) for _ in range(2))

    assert first == second


def test_hidden_routes_are_left_out(document: dict[str, Any]) -> None:
    assert [path for path in document["paths"] if not path.startswith("/v1/")] == []


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in references(document):
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


def test_every_schema_is_one(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_operations_are_named_after_their_handlers(document: dict[str, Any]) -> None:
    operation = document["paths"]["/v1/things"]["get"]

    assert (operation["operationId"], operation["summary"]) == ("list_things", "List things")
    assert operation["description"] == "Newest first.\n\nScope `things:read`."
    assert operation["tags"] == ["Things"]


def test_who_may_call_is_said(document: dict[str, Any]) -> None:
    assert document["paths"]["/v1/things"]["get"]["security"] == [{"apiKey": []}]
    assert document["paths"]["/v1/my/things"]["get"]["security"] == [{"session": []}]
    assert document["components"]["securitySchemes"]["session"] == {
        "type": "http",
        "scheme": "bearer",
        "description": "A session.",
    }


def test_parameters_have_their_limits_and_words(document: dict[str, Any]) -> None:
    found = {item["name"]: item for item in document["paths"]["/v1/things"]["get"]["parameters"]}

    assert found["limit"] == {
        "name": "limit",
        "in": "query",
        "required": False,
        "description": "How many items to return at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 25},
    }
    assert found["cursor"]["schema"] == {"type": "string"}
    assert found["kinds"]["schema"] == {"type": "array", "items": {"type": "string"}}
    assert document["paths"]["/v1/things/{thing_id}"]["get"]["parameters"][0]["required"] is True


def test_a_page_of_things_is_a_thing_page(document: dict[str, Any]) -> None:
    content = document["paths"]["/v1/things"]["get"]["responses"]["200"]["content"]

    assert content == {"application/json": {"schema": {"$ref": "#/components/schemas/ThingPage"}}}


def test_instants_say_that_they_are(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["Thing"]["properties"]["made_at"] == {
        "type": "string",
        "format": "date-time",
    }


def test_bodies_refuse_what_they_do_not_know(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["NewThing"]["additionalProperties"] is False


def test_nothing_to_say_is_204(document: dict[str, Any]) -> None:
    responses = document["paths"]["/v1/things/{thing_id}"]["delete"]["responses"]

    assert "content" not in responses["204"]


def test_the_idempotency_key_is_documented_where_it_works(document: dict[str, Any]) -> None:
    post = document["paths"]["/v1/things"]["post"]

    assert {"$ref": "#/components/parameters/IdempotencyKey"} in post["parameters"]
    assert document["components"]["parameters"]["IdempotencyKey"]["in"] == "header"


def test_every_operation_has_its_errors_and_a_default(document: dict[str, Any]) -> None:
    for item in document["paths"].values():
        for operation in item.values():
            content = operation["responses"]["default"]["content"]
            assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            assert {"internal_error", "too_many_requests", "unauthenticated"} <= set(operation["x-error-codes"])
            assert set(operation["x-error-codes"]) <= set(document["x-errors"])
    assert "thing_not_found" in document["paths"]["/v1/things/{thing_id}"]["get"]["x-error-codes"]
    assert document["x-errors"]["thing_not_found"] == {
        "status": 404,
        "description": "There is no such thing.",
        "next_step": "Look at the list.",
    }


@pytest.mark.parametrize("path", ["/v1/things", "/v1/things/a", "/v1/things/missing", "/v1/things?limit=0"])
async def test_answers_keep_the_documented_shape(path: str, document: dict[str, Any]) -> None:
    site = things.site()
    response = await site.send("GET", path)
    template = "/v1/things" if "?" in path or path == "/v1/things" else "/v1/things/{thing_id}"
    kind = response.headers["content-type"]
    schema = document["paths"][template]["get"]["responses"][str(response.status_code)]["content"][kind]["schema"]

    jsonschema.validate(response.json(), {**schema, "components": document["components"]})
