"""Values and fields: tidied, completed, and every fault named at once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.errors import InvalidInput
from bothways.kit.web.problems import problem
from bothways.outbound.providers.files import read_document
from bothways.outbound.providers.model import Origin, Provider, ValueSource
from bothways.outbound.providers.values import MAX_FIELD_LENGTH, asked_values, check_fields, check_values, take_values
from tests.rooms.outbound.providers.samples import keyed, signed_in


def provider_of(document: dict[str, Any]) -> Provider:
    provider, problems = read_document(document, Origin.BUILT_IN)
    assert provider is not None, problems
    return provider


def checked(provider: Provider, given_values: dict[str, str], source: ValueSource = ValueSource.ASK) -> dict[str, str]:
    return check_values(provider, provider.methods[0], given_values, source=source)


def faults(error: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {fault.field: fault.reason for fault in error.value.fields}


@pytest.mark.parametrize(
    "typed",
    [
        "north",
        " north ",
        "North",
        "north.acme.example",
        "https://north.acme.example/",
        "https://north.acme.example/x?y#z",
    ],
)
def test_people_may_paste_the_whole_address(typed: str) -> None:
    assert checked(provider_of(keyed()), {"site": typed}) == {"site": "north"}


@pytest.mark.parametrize(
    "typed",
    [
        "evil.test/#",
        "\N{LATIN SMALL LETTER LONG S}hop",
        "x@y",
        "127.0.0.1:9440/",
        "a.b",
        "https://evil.test/",
        "https://north.acme.example@evil.test/",
        "..",
    ],
)
def test_what_is_no_label_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(InvalidInput) as error:
        checked(provider_of(keyed()), {"site": typed})
    assert faults(error) == {"values.site": "use letters, digits and hyphens only; just the part before .acme.example"}


def test_missing_and_unknown_values_are_named_together() -> None:
    with pytest.raises(InvalidInput) as error:
        checked(provider_of(keyed()), {"color": "red"})
    assert faults(error) == {"values.color": "give only: site", "values.site": "fill this in"}


REGION = {
    "values": [
        {
            "name": "region",
            "label": "Region",
            "kind": "choice",
            "required": False,
            "default": "us",
            "choices": [
                {"value": "us", "label": "US", "sets": {"host": "us.acme.example"}},
                {"value": "eu", "label": "EU", "sets": {"host": "eu.acme.example"}},
            ],
        },
        {"name": "host", "label": "Host", "kind": "hostname", "source": "choice"},
    ],
    "api": {"base_url": "https://{connection.host}"},
}


def with_region() -> Provider:
    document = keyed(**REGION)
    document["methods"][0]["values"] = ["region"]
    return provider_of(document)


def test_a_choice_brings_the_values_that_come_with_it() -> None:
    assert checked(with_region(), {"region": "eu"}) == {"region": "eu", "host": "eu.acme.example"}


def test_a_default_is_a_choice_too() -> None:
    assert checked(with_region(), {}) == {"region": "us", "host": "us.acme.example"}
    assert with_region().defaults() == {"region": "us", "host": "us.acme.example"}


def test_what_comes_with_a_choice_cannot_be_given() -> None:
    with pytest.raises(InvalidInput) as error:
        checked(with_region(), {"host": "evil.test"})
    assert faults(error) == {"values.host": "give only: region"}


def test_the_operator_and_the_customer_are_asked_for_different_values() -> None:
    document = keyed()
    document["values"][0]["source"] = "integration"
    provider = provider_of(document)
    assert asked_values(provider, provider.methods[0]) == ()
    assert checked(provider, {"site": "north"}, ValueSource.INTEGRATION) == {"site": "north"}
    with pytest.raises(InvalidInput) as error:
        checked(provider, {"site": "north"})
    assert faults(error) == {"values.site": "nothing is asked for here"}


KINDS = {
    "uuid": ("123e4567-e89b-12d3-a456-426614174000", "123"),
    "digits": ("00123", "12a"),
    "email": ("ada@acme.example", "ada"),
    "hostname": ("north.acme.example", "north"),
    "url": ("https://north.acme.example:8443/x", "http://north.acme.example"),
    "text": ("any thing", "a\tb"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_takes_its_own(kind: str) -> None:
    good, bad = KINDS[kind]
    provider = provider_of(
        keyed(
            values=[{"name": "x", "label": "X", "kind": kind}],
            api={"base_url": "https://a.example", "headers": {"X-X": "{connection.x}"}},
        )
        | {"methods": [{**keyed()["methods"][0], "values": ["x"]}]}
    )
    assert checked(provider, {"x": good}) == {"x": good}
    with pytest.raises(InvalidInput):
        checked(provider, {"x": bad})


def test_values_of_an_answer_are_checked_like_typed_ones() -> None:
    document = signed_in(values=["instance"])
    document["values"] = [
        {
            "name": "instance",
            "label": "Instance",
            "kind": "url",
            "source": "token_answer",
            "path": "at.url",
            "hosts": ["acme.example"],
        }
    ]
    provider = provider_of(document)
    take = {"at": {"url": "https://eu.acme.example"}}
    method = provider.methods[0]
    assert take_values(provider, method, ValueSource.TOKEN_ANSWER, take) == {"instance": "https://eu.acme.example"}
    for evil in (
        "https://evil.test",
        "https://acme.example.evil.test",
        "http://eu.acme.example",
        "https://evilacme.example",
    ):
        with pytest.raises(InvalidInput):
            take_values(provider, method, ValueSource.TOKEN_ANSWER, {"at": {"url": evil}})
    with pytest.raises(InvalidInput, match="fill this in"):
        take_values(provider, method, ValueSource.TOKEN_ANSWER, {"at": None})


def test_each_reason_has_a_code_for_pages_in_other_languages() -> None:
    with pytest.raises(InvalidInput) as values:
        checked(provider_of(keyed()), {"site": "a b"})
    with pytest.raises(InvalidInput) as fields:
        check_fields(provider_of(keyed()).methods[0], {"key": "k" * 10_000})
    told = [
        (one.code, one.params) for one in problem(values.value, "req_1").errors + problem(fields.value, "req_1").errors
    ]
    assert told == [("label_before", {"suffix": ".acme.example"}), ("too_long", {"most": str(MAX_FIELD_LENGTH)})]


ROW_17 = {
    "a\r\nb": "it holds characters that a key cannot hold; copy it again",
    " a": "it begins or ends with a blank; paste it without",
    "a\n": "it begins or ends with a blank; paste it without",
    "k" * 100_000: f"it is longer than {MAX_FIELD_LENGTH} characters",
    "schlüssel": "it holds characters that a key cannot hold; copy it again",
    "": "fill this in",
}


@pytest.mark.parametrize("typed", ROW_17)
def test_a_key_that_cannot_be_one_is_refused_and_not_echoed(typed: str) -> None:
    method = provider_of(keyed()).methods[0]
    with pytest.raises(InvalidInput) as error:
        check_fields(method, {"key": typed})
    assert faults(error) == {"fields.key": ROW_17[typed]}
    assert len(str(error.value)) < 200


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200))
def test_a_key_is_kept_exactly_as_typed(typed: str) -> None:
    method = provider_of(keyed()).methods[0]
    assert check_fields(method, {"key": typed})["key"].reveal() == typed


def test_a_password_for_basic_may_hold_any_letters() -> None:
    document = keyed()
    document["methods"][0] |= {
        "type": "basic",
        "attach": {"basic": {"username": "ada", "password": "{credential.key}"}},
    }
    assert check_fields(provider_of(document).methods[0], {"key": "schlüssel"})["key"].reveal() == "schlüssel"


def test_a_pattern_says_what_the_key_should_look_like() -> None:
    document = keyed()
    document["methods"][0]["fields"][0] |= {"pattern": "sk_[a-z0-9]+", "placeholder": "sk_…"}
    with pytest.raises(InvalidInput) as error:
        check_fields(provider_of(document).methods[0], {"key": "pk_1"})
    assert faults(error) == {"fields.key": "it does not look right; it should look like sk_…"}
