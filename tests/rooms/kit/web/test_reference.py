"""The reference that people read."""

import json
import shlex

from markupsafe import escape

from bothways.kit.web import reference
from bothways.kit.web.prose import inline, prose
from tests.rooms.kit.web import things


def section(name: str) -> reference.Section:
    described = things.site().border.document(things.routes())
    found = {item.id: item for group in reference.groups(described) for item in group.sections}
    return found[name]


async def test_every_operation_and_every_error_stands_on_the_page() -> None:
    site = things.site()

    page = (await site.send("GET", "/reference")).text

    for name in ("list_things", "get_thing", "create_thing", "delete_thing", "my_things"):
        assert f'<section class="operation" id="{name}"' in page
    for code in ("thing_not_found", "invalid_input", "internal_error", "too_many_requests"):
        assert f'id="error-{code}"' in page


async def test_the_page_loads_nothing_from_elsewhere_and_nothing_inline() -> None:
    response = await things.site().send("GET", "/reference")

    assert "https://" not in response.text.replace("https://app.example.com/", "")
    assert "<style" not in response.text
    assert " style=" not in response.text
    assert "<script>" not in response.text
    assert "script-src 'self'" in response.headers["content-security-policy"]


def test_a_body_is_explained_down_to_its_leaves() -> None:
    body = {item.name: item for item in section("create_thing").body}

    assert (body["name"].type, body["name"].required) == ("string", True)
    assert body["name"].limits == "At least 1 character, at most 20 characters"
    assert body["owner"].type == "object | null"
    assert [item.name for item in body["owner"].children] == ["id", "email"]
    assert body["colour"].type == "blue | red"
    assert body["parts"].type == "list of object"


def test_the_example_call_is_one_that_works() -> None:
    words = shlex.split(section("create_thing").curl.replace("\\\n", " "))

    assert words[:4] == ["curl", "-X", "POST", "$BOTHWAYS_URL/v1/things"]
    assert "Authorization: Bearer $API_KEY" in words
    assert json.loads(words[words.index("-d") + 1]) == {"name": "Acme"}


def test_path_parameters_become_variables() -> None:
    assert "/v1/things/$THING_ID" in section("get_thing").curl


def test_the_example_answer_fits_its_schema() -> None:
    answer = json.loads(section("get_thing").answer_example)

    assert answer["made_at"] == "2030-01-31T12:00:00Z"
    assert set(answer) == {"id", "name", "made_at", "owner"}


def test_docstrings_become_paragraphs_lists_and_code() -> None:
    assert prose("One `a`\ntwo.\n\n- b\n- c") == (
        '<p class="soft">One <code>a</code> two.</p><ul class="soft"><li>b</li><li>c</li></ul>'
    )


def test_docstrings_are_text() -> None:
    hostile = "<b>` <i>`</b>"

    assert str(escape("<i>")) in inline(hostile)
    assert "<i>" not in inline(hostile)


async def test_without_script_the_server_searches() -> None:
    page = (await things.site().send("GET", "/reference?q=CREATE%20thing")).text

    assert 'id="create_thing"' in page
    assert 'id="list_things"' not in page
    assert 'value="CREATE thing"' in page


async def test_a_search_that_finds_nothing_says_so_and_repeats_it_as_text() -> None:
    page = (await things.site().send("GET", "/reference?q=%22%3E%3Cscript%3E")).text

    assert "Nothing is called &#34;&gt;&lt;script&gt;." in page


async def test_a_search_is_short() -> None:
    assert (await things.site().send("GET", f"/reference?q={'x' * 101}")).status_code == 422
