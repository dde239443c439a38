import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.core.identity.model import CustomerDetails
from bothways.core.identity.scopes import SCOPES, check_scopes
from bothways.core.identity.text import (
    check_customer,
    check_email,
    check_external_id,
    check_line,
    check_metadata,
    require_none,
)
from bothways.kit.errors import InvalidInput


@pytest.mark.parametrize("text", ["1", "acme", "Acme", "a b", "a/b?c#d%2F", "日本", "é", "..", "-", "x" * 128, "👋"])
def test_an_external_id_may_be_nearly_anything(text: str) -> None:
    assert check_external_id("id", text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "1 to 128"),
        ("x" * 129, "1 to 128"),
        (" a", "white space"),
        ("a\u00a0", "white space"),
        ("a\u3000", "white space"),
        ("a\nb", "control"),
        ("a\x00b", "control"),
        ("a\x7fb", "control"),
        ("a\u200bb", "invisible"),
        ("a\u202eb", "invisible"),
        ("a\u2028b", "control"),
        ("\ufeffa", "invisible"),
        ("a\ud800", "control"),
        ("e\u0301", "normalisation form C"),
        ("\u212b", "normalisation form C"),
    ],
)
def test_an_external_id_that_could_be_taken_for_another_is_refused(text: str, reason: str) -> None:
    [fault] = check_external_id("customer.id", text)
    assert fault.field == "customer.id"
    assert reason in fault.reason


@given(st.text(alphabet=st.characters(), max_size=140), st.sampled_from(["NFC", "NFD"]))
def test_accepted_ids_that_differ_stay_different_when_composed(text: str, form: str) -> None:
    other = unicodedata.normalize(form, text)
    if text != other:
        assert check_external_id("id", text) or check_external_id("id", other)


@pytest.mark.parametrize("text", ["Ada", "Ada Lovelace", "日本", "O'Neil <x>", "=1+1", "x" * 200, "می\u200cخواهم"])
def test_a_name_is_a_line_of_text(text: str) -> None:
    assert check_line("name", text, 200) == []


@pytest.mark.parametrize(
    "text", ["", "   ", "x" * 201, "a\nb", "a\x1b[31m", "a\x00", "a\ud800", "a\u2028b", "a\u202eb"]
)
def test_a_name_with_control_characters_is_refused(text: str) -> None:
    assert [fault.field for fault in check_line("name", text, 200)] == ["name"]


@pytest.mark.parametrize("text", ["jo@example.com", "jo+x@example.com", "jo@localhost", "ü@exämple.com"])
def test_an_email_address_is_roughly_checked(text: str) -> None:
    assert check_email("email", text) == []


@pytest.mark.parametrize(
    "text", ["", "jo", "@example.com", "jo@", "jo @example.com", "jo@x\r\nBcc: y", "<jo@x.y>", "a" * 251 + "@x.y"]
)
def test_what_is_no_email_address_is_refused(text: str) -> None:
    assert [fault.field for fault in check_email("email", text)] == ["email"]


def test_metadata_is_bounded() -> None:
    assert check_metadata("metadata", {"plan": "pro", "note": "line\nbreak\x00"}) == []
    assert check_metadata("metadata", {str(number): "" for number in range(51)})
    assert check_metadata("metadata", {"": "x"})
    assert check_metadata("metadata", {"k" * 41: "x"})
    assert check_metadata("metadata", {"a\nb": "x"})
    assert [fault.field for fault in check_metadata("metadata", {"plan": "x" * 501})] == ["metadata.plan"]


def test_every_wrong_detail_is_named_at_once() -> None:
    faults = check_customer(CustomerDetails(" ", "\n", "x", {"": ""}), "customer.")
    assert [fault.field for fault in faults] == ["customer.id", "customer.name", "customer.email", "customer.metadata"]
    with pytest.raises(InvalidInput) as caught:
        require_none(faults)
    assert caught.value.fields == tuple(faults)


def test_scopes_must_exist_once_each() -> None:
    assert check_scopes(SCOPES) == []
    assert check_scopes([])
    assert check_scopes(["events:read", "events:read"])
    assert [fault.field for fault in check_scopes(["events:read", "Events:read", "*"])] == ["scopes[1]", "scopes[2]"]
