"""Provider files: what is refused, where it is said to be, and what to do about it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.outbound.providers import shape
from bothways.outbound.providers.check import check
from bothways.outbound.providers.files import Faulty, ProviderFilesWrong, load, read_document, read_file
from bothways.outbound.providers.model import Origin, Provider
from bothways.outbound.providers.problems import Problems
from bothways.outbound.providers.schema import provider_schema
from tests.rooms.outbound.providers.samples import keyed, signed_in


def problems_of(document: Any) -> dict[str, str]:
    """Path to reason."""
    provider, problems = read_document(document, Origin.FOLDER)
    assert (provider is None) == bool(problems)
    assert all(problem.advice.endswith((".", "?")) and problem.reason for problem in problems)
    return {problem.path: problem.reason for problem in problems}


@pytest.mark.parametrize("document", [keyed(), signed_in()])
def test_the_samples_are_good(document: dict[str, Any]) -> None:
    assert problems_of(document) == {}


Change = Callable[[dict[str, Any]], object]


def method(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["methods"][0]
    return found


WRONG: list[tuple[str, Change]] = [
    # the shape
    ("name", lambda d: d.pop("name")),
    ("nmae", lambda d: d.update(nmae="x")),
    ("methods", lambda d: d.update(methods={})),
    ("methods[0].type", lambda d: method(d).update(type="oauth3")),
    ("methods[0].token.url", lambda d: method(d)["token"].update(url=7)),
    ("methods[0].iss_required", lambda d: method(d).update(iss_required="yes")),
    ("methods[0].refresh.rotates", lambda d: method(d).update(refresh={"rotates": 1})),
    ("checked_at", lambda d: d.update(checked_at="yesterday")),
    ("origin", lambda d: d.update(origin="built_in")),
    # the face
    ("slug", lambda d: d.update(slug="Ac me")),
    ("description", lambda d: d.update(description="two\nlines")),
    ("categories", lambda d: d.update(categories=["cars"])),
    ("icon", lambda d: d.update(icon="http://evil.test/x.svg")),
    ("website", lambda d: d.update(website="javascript:alert(1)")),
    ("methods[0].setup_url", lambda d: method(d).update(setup_url="http://acme.example")),
    ("methods", lambda d: d.update(methods=[])),
    ("methods[1]", lambda d: d.update(methods=[method(d), method(d)])),
    # the parts that a type needs
    ("methods[0].token", lambda d: method(d).pop("token")),
    ("methods[0].authorize_url", lambda d: method(d).pop("authorize_url")),
    ("methods[0].client", lambda d: method(d).update(client="customer")),
    ("methods[0].attach", lambda d: method(d).update(attach={})),
    ("methods[0].oauth1", lambda d: method(d).update(oauth1={"request_token_url": "https://acme.example/r"})),
    (
        "methods[0].look_up",
        lambda d: (d.update(values=[{"name": "x", "label": "X", "source": "look_up"}]), method(d).update(values=["x"])),
    ),
    # scopes and parameters
    ("methods[0].scopes.default[0]", lambda d: method(d).update(scopes={"default": ["a b"]})),
    ("methods[0].scopes.default[0]", lambda d: method(d).update(scopes={"default": ["a"], "offered": ["b"]})),
    ("methods[0].scopes.separator", lambda d: method(d).update(scopes={"separator": "&"})),
    ("methods[0].authorize_params.state", lambda d: method(d).update(authorize_params={"state": "x"})),
    ("api.headers.Host", lambda d: d["api"].update(headers={"Host": "evil.test"})),
    ("api.headers.X\r\nY", lambda d: d["api"].update(headers={"X\r\nY": "1"})),
    ("methods[0].verify.blame.200", lambda d: method(d).update(verify={"url": "/me", "blame": {"200": []}})),
    ("methods[0].verify.blame.403", lambda d: method(d).update(verify={"url": "/me", "blame": {"403": ["nobody"]}})),
    # addresses and placeholders
    ("methods[0].token.url", lambda d: method(d)["token"].update(url="http://acme.example/token")),
    ("methods[0].token.url", lambda d: method(d)["token"].update(url="https://evil.test/token")),
    ("methods[0].token.url", lambda d: method(d)["token"].update(url="https://acme.example.evil.test/token")),
    ("methods[0].token.url", lambda d: method(d)["token"].update(url="https://ada@acme.example/token")),
    ("methods[0].token.url", lambda d: method(d)["token"].update(url="https://acme.example/token#x")),
    ("methods[0].token.url", lambda d: method(d)["token"].update(url="https://acme.example/{connection.nowhere}")),
    ("methods[0].token.url", lambda d: method(d)["token"].update(url="https://acme.example/{")),
    ("methods[0].authorize_url", lambda d: method(d).update(authorize_url="https://acme.example/{token.access_token}")),
    ("methods[0].authorize_params.x", lambda d: method(d).update(authorize_params={"x": "{client.secret}"})),
    ("methods[0].attach.Authorization", lambda d: method(d)["attach"]["headers"].update(Authorization="{token.scope}")),
    (
        "methods[0].attach.Authorization",
        lambda d: method(d)["attach"]["headers"].update(Authorization="{client.secret}"),
    ),
    ("methods[0].revoke.url", lambda d: method(d).update(revoke={"url": "https://acme.example/{verify.id}"})),
    ("api.headers.V", lambda d: d["api"].update(headers={"V": "{version.api}"})),
    ("versions.api", lambda d: d.update(versions={"api": {"value": "1", "as_of": "2026-01-01"}})),
    ("hosts[0]", lambda d: d.update(hosts=["https://acme.example"])),
]


@pytest.mark.parametrize(("path", "change"), WRONG, ids=[f"{index}-{path}" for index, (path, _) in enumerate(WRONG)])
def test_a_fault_is_found_where_it_is(path: str, change: Change) -> None:
    document = signed_in()
    change(document)
    assert path in problems_of(document)


WRONG_VALUES: list[tuple[str, Change]] = [
    ("values[0]", lambda d: method(d).update(values=[])),
    ("values[0].default", lambda d: d["values"][0].update(default="a.b")),
    ("values[0].pattern", lambda d: d["values"][0].update(pattern="(a+)+")),
    ("values[0]", lambda d: d["values"][0].update(allow_http=True)),
    ("values[0]", lambda d: d["values"][0].update(kind="choice")),
    ("values[0]", lambda d: d["values"][0].update(source="choice")),
    ("values[0].hosts[0]", lambda d: d["values"][0].update(hosts=["*.example"])),
    (
        "values[0].choices[0].sets.other",
        lambda d: d["values"][0].update(choices=[{"value": "a", "label": "A", "sets": {"other": "x"}}]),
    ),
    ("values[1]", lambda d: d.update(values=[*d["values"], d["values"][0]])),
    ("values[0]", lambda d: d["values"][0].update(name="Site!")),
    ("api.base_url", lambda d: d["values"][0].update(required=False)),
    ("api.base_url", lambda d: d["values"][0].update(kind="text")),
    ("api.base_url", lambda d: d["api"].update(base_url="{connection.site}/api")),
    ("methods[0].fields", lambda d: method(d).update(fields=[], attach={"headers": {"X": "y"}})),
    ("methods[0].fields[0]", lambda d: method(d).update(attach={"headers": {"X": "y"}})),
    ("methods[0].fields[1].name", lambda d: method(d).update(fields=[*method(d)["fields"], *method(d)["fields"]])),
    ("methods[0].fields[0].pattern", lambda d: method(d)["fields"][0].update(pattern="[")),
    ("methods[0].fields[0].help_url", lambda d: method(d)["fields"][0].update(help_url="http://acme.example")),
    ("methods[0].attach.basic", lambda d: method(d).update(type="basic")),
    ("methods[0].client", lambda d: method(d).update(client="operator")),
    ("methods[0].token", lambda d: method(d).update(token={"url": "https://acme.example"})),
    ("methods[0].verify.url", lambda d: d.update(verify={"url": "https://evil.test/{credential.nothing}"})),
]


@pytest.mark.parametrize(
    ("path", "change"), WRONG_VALUES, ids=[f"{index}-{path}" for index, (path, _) in enumerate(WRONG_VALUES)]
)
def test_a_fault_in_values_and_fields_is_found_where_it_is(path: str, change: Change) -> None:
    document = keyed()
    change(document)
    assert path in problems_of(document)


def test_all_faults_of_a_file_are_named_at_once() -> None:
    document = signed_in(typ="x", authorize_url=None)
    document |= {"slug": 7, "colour": "red"}
    assert problems_of(document).keys() == {"slug", "colour", "methods[0].typ"}


def test_a_misspelt_key_is_told_its_right_name() -> None:
    _, problems = read_document(keyed(descripton="x"), Origin.FOLDER)
    assert [problem.advice for problem in problems] == ["Did you mean description?"]


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9000/token", "http://auth:8080/token", "http://10.1.2.3/token", "http://auth.internal/token"],
)
def test_plain_http_is_for_the_operators_own_network(url: str) -> None:
    document = signed_in(token={"url": url})
    del document["hosts"]
    assert problems_of(document) == {}


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/token",
        "http://{connection.site}/token",
        "http://acme.example/token",
        "file:///etc/passwd",
        "//acme.example",
    ],
)
def test_plain_http_goes_nowhere_else(url: str) -> None:
    document = signed_in(token={"url": url}, values=["site"])
    document["values"] = [{"name": "site", "label": "Site", "kind": "label"}]
    del document["hosts"]
    assert "methods[0].token.url" in problems_of(document)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


@given(JSON)
def test_no_document_is_too_strange_to_be_refused(document: Any) -> None:
    assert problems_of(document)


@given(st.sampled_from([keyed(), signed_in()]), st.data())
def test_nothing_put_into_a_good_file_breaks_the_reader(document: dict[str, Any], data: st.DataObject) -> None:
    bent: Any = json.loads(json.dumps(document))
    place, key = bent, data.draw(st.sampled_from(sorted(bent)))
    while isinstance(place[key], (dict, list)) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(JSON)
    problems_of(bent)


def test_what_is_read_is_written_again() -> None:
    for document in (keyed(), signed_in()):
        provider = shape.read(Provider, document, Problems())
        assert provider is not None
        assert read_document(shape.write(provider), Origin.BUILT_IN) == (provider, ())


def test_the_schema_agrees_with_the_reader() -> None:
    schema = provider_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for document in (keyed(), signed_in()):
        validator.validate(document)
    assert not validator.is_valid(keyed(colour="red"))
    assert not validator.is_valid(keyed(name=7))


BROKEN = {
    "": "it is not valid JSON",
    "{": "it is not valid JSON",
    '{"slug": "a", "slug": "b"}': "it is not valid JSON: the key 'slug' stands twice in one object",
    '{"slug": NaN}': "it is not valid JSON: NaN is no JSON",
    "[" * 100_000: "it is not valid JSON",
    "[]": "an object was expected here",
    '"' + "x" * 300_000 + '"': "it is larger than 256 kB",
}


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_is_named_and_nothing_more(text: str, tmp_path: Path) -> None:
    file = tmp_path / "acme.json"
    file.write_text(text)
    found = read_file(file, Origin.FOLDER)
    assert isinstance(found, Faulty)
    assert found.problems[0].reason.startswith(BROKEN[text])


def test_a_file_bears_its_slugs_name(tmp_path: Path) -> None:
    (tmp_path / "acne.json").write_text(json.dumps(keyed()))
    with pytest.raises(
        ProviderFilesWrong, match=r"acne\.json: slug: the file is called acne\.json\. Call the file acme"
    ):
        load([tmp_path / "acne.json"], Origin.FOLDER)


def test_the_report_names_file_place_reason_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "acme.json").write_text(json.dumps(keyed(icon="x")))
    (tmp_path / "good.json").write_text(json.dumps(keyed(slug="good")))
    report = check([tmp_path])
    assert not report.passed
    assert report.text() == "\n".join(
        [
            f"{tmp_path}/acme.json",
            "  icon: it names no icon",
            "      Write simple-icons:name or logos:name, or null for a monogram.",
            "2 files checked, 1 cannot be used.",
        ]
    )
    assert json.loads(json.dumps(report.json())) == {
        "passed": False,
        "checked": 2,
        "problems": [
            {
                "file": f"{tmp_path}/acme.json",
                "path": "icon",
                "reason": "it names no icon",
                "advice": "Write simple-icons:name or logos:name, or null for a monogram.",
            }
        ],
    }


def test_checking_nothing_is_no_success(tmp_path: Path) -> None:
    assert not check([tmp_path]).passed
    assert not check([tmp_path / "missing.json"]).passed
    assert (
        check([tmp_path / "missing.json"]).faulty[0].problems[0].reason
        == "it cannot be read: No such file or directory"
    )
