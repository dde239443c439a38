"""RFC 6749 section 5, and what providers send instead of it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.secret import Secret
from bothways.oauth.foreign import MAX_DEPTH
from bothways.oauth.token import (
    MAX_TOKEN_LENGTH,
    Layout,
    TokenAnswer,
    TokenRefused,
    TokenUnusable,
    kept_values,
    parse_answer,
)

PLANTED = "planted-7f3a9c"


def parse(document: object, layout: Layout | None = None, status: int = 200) -> TokenAnswer:
    return parse_answer(status, "application/json", json.dumps(document).encode(), layout or Layout())


def refusal(document: object, layout: Layout | None = None, status: int = 200) -> TokenRefused:
    with pytest.raises(TokenRefused) as caught:
        parse(document, layout, status)
    return caught.value


def rejected(body: bytes, status: int = 200, content_type: str = "application/json") -> TokenUnusable:
    with pytest.raises(TokenUnusable) as caught:
        parse_answer(status, content_type, body)
    return caught.value


def revealed(secret: Secret[str] | None) -> str | None:
    return None if secret is None else secret.reveal()


def test_the_example_of_the_rfc_is_read_whole() -> None:
    answer = parse(
        {
            "access_token": "2YotnFZFEjr1zCsicMWpAA",
            "token_type": "example",
            "expires_in": 3600,
            "refresh_token": "tGzv3JOkF0XG5Qx2TlKWIA",
            "example_parameter": "example_value",
        }
    )
    assert revealed(answer.access_token) == "2YotnFZFEjr1zCsicMWpAA"
    assert revealed(answer.refresh_token) == "tGzv3JOkF0XG5Qx2TlKWIA"
    assert (answer.token_type, answer.expires_in_seconds) == ("example", 3600)
    assert answer.extra == {"token_type": "example", "expires_in": 3600, "example_parameter": "example_value"}


def test_an_error_is_read_with_its_sentence() -> None:
    refused = refusal({"error": "invalid_grant", "error_description": "Token\r\nexpired"}, status=400)
    assert (refused.error, refused.description, refused.status) == ("invalid_grant", "Token expired", 400)


@pytest.mark.parametrize(
    ("document", "error", "description"),
    [
        ({"error": "invalid_grant"}, "invalid_grant", ""),
        ({"ok": False, "error": "invalid_code"}, "invalid_code", ""),
        ({"ok": False}, "", ""),
        ({"success": False, "message": "no"}, "", "no"),
        ({"error": "invalid_code", "access_token": "still here"}, "invalid_code", ""),
        ({"error": {"type": "OAuthException", "message": "Bad code", "code": 100}}, "OAuthException", "Bad code"),
        ({"error": {"code": 100}}, "100", ""),
        ({"error": 401, "message": "no"}, "401", "no"),
        ({"error": ["odd"]}, "", ""),
        (
            {"errors": [{"errorType": "invalid_grant", "message": "Refresh token invalid"}]},
            "invalid_grant",
            "Refresh token invalid",
        ),
        ({"errors": ["odd"]}, "odd", ""),
        ({"errors": {"odd": 1}}, "", ""),
    ],
)
def test_an_error_with_status_200_is_an_error(document: object, error: str, description: str) -> None:
    refused = refusal(document)
    assert (refused.error, refused.description) == (error, description)


@pytest.mark.parametrize("nothing", [None, "", False, 0, [], {}])
def test_an_empty_error_beside_a_token_is_no_error(nothing: object) -> None:
    assert revealed(parse({"access_token": "t", "error": nothing, "errors": nothing}).access_token) == "t"


def test_a_status_of_success_can_be_demanded_of_the_body() -> None:
    layout = Layout(access_token="data.access_token", ok_path="code", ok_value="0", error="code")
    assert revealed(parse({"code": 0, "data": {"access_token": "t"}}, layout).access_token) == "t"
    assert refusal({"code": 40105, "message": "expired", "data": {}}, layout).error == "40105"
    assert refusal({"data": {"access_token": "t"}}, layout).error == ""


def test_a_plain_sentence_with_status_401_is_a_refusal_without_a_code() -> None:
    refused = refusal({"message": "Bad credentials"}, status=401)
    assert (refused.error, refused.description) == ("", "Bad credentials")


def test_a_token_with_an_error_status_is_not_taken() -> None:
    assert rejected(b'{"access_token":"t"}', 500).status == 500
    assert rejected(b'{"access_token":"t"}', 307).status == 307


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"null",
        b"true",
        b"17",
        b'"token"',
        b"[]",
        b'[{"access_token":"t"}]',
        b"NaN",
        b'{"access_token":"t","expires_in":NaN}',
        b'{"access_token":"t","expires_in":Infinity}',
        b"{}",
        b'{"access_token":"t"',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"access_token":"t","a":' + b"[" * 60 + b"]" * 60 + b"}",
        b"<!doctype html><h1>It works</h1>",
        b"\xff\xfe{}",
        b'{"access_token":"\xff"}',
        b'{"access_token":"t","note":"\\ud800"}',
        b'{"access_token":"t","\\udfff":1}',
        b'{"expires_in":' + b"9" * 6000 + b',"access_token":"t"}',
        b"access_token=a&access_token=b",
        b"token=abc",
        b"=" * 300_000,
        b"&".join(b"a%d=1" % number for number in range(1000)),
    ],
)
def test_rubbish_with_status_200_is_unusable(body: bytes) -> None:
    rejected(body)
    rejected(body, content_type="application/x-www-form-urlencoded")
    rejected(body, content_type="text/html")
    rejected(body, status=502)


@pytest.mark.parametrize("token", [None, "", 17, True, ["t"], {"t": 1}, 1.5])
def test_without_a_text_as_access_token_nothing_is_usable(token: object) -> None:
    rejected(json.dumps({"access_token": token}).encode())


@pytest.mark.parametrize(
    "token", ["a\r\nSet-Cookie: x", "a\n", "\ta", "a\x00b", "a\x7f", "t\u00f6ken", "\u202ea", " a", "a "]
)
def test_a_token_that_a_header_cannot_hold_is_refused(token: str) -> None:
    rejected(json.dumps({"access_token": token}).encode())
    rejected(json.dumps({"access_token": "t", "refresh_token": token}).encode())


def test_a_long_token_is_stored_whole_or_refused() -> None:
    assert revealed(parse({"access_token": "x" * 8192}).access_token) == "x" * 8192
    assert revealed(parse({"access_token": "x" * MAX_TOKEN_LENGTH}).access_token) == "x" * MAX_TOKEN_LENGTH
    rejected(json.dumps({"access_token": "x" * (MAX_TOKEN_LENGTH + 1)}).encode())
    rejected(json.dumps({"access_token": "x" * 65_536}).encode())


@pytest.mark.parametrize("document", [{}, {"refresh_token": None}, {"refresh_token": ""}])
def test_an_absent_refresh_token_means_keep_yours(document: dict[str, Any]) -> None:
    assert parse({"access_token": "t"} | document).refresh_token is None


@pytest.mark.parametrize("refresh_token", [17, True, ["r"], {"r": 1}])
def test_a_refresh_token_of_a_wrong_type_spoils_the_answer(refresh_token: object) -> None:
    rejected(json.dumps({"access_token": "t", "refresh_token": refresh_token}).encode())


@pytest.mark.parametrize(
    ("said", "read"),
    [(None, "Bearer"), ("", "Bearer"), ("bearer", "Bearer"), ("BEARER", "Bearer"), ("bot", "bot"), ("user", "user")],
)
def test_a_missing_token_type_means_bearer(said: str | None, read: str) -> None:
    assert parse({"access_token": "t", "token_type": said}).token_type == read


@pytest.mark.parametrize("said", ["mac", "MAC", "DPoP", "pop", 5, True, ["Bearer"], {}, "a b", "x\r\ny", "x" * 65])
def test_a_token_that_is_no_bearer_token_is_refused(said: object) -> None:
    rejected(json.dumps({"access_token": "t", "token_type": said}).encode())


def test_form_encoded_answers_are_read() -> None:
    body = b"access_token=gho_16C7e42F292c6912E7710c838347Ae178B4a&scope=repo%2Cgist&token_type=bearer"
    for content_type in ("application/x-www-form-urlencoded; charset=utf-8", "text/plain", ""):
        answer = parse_answer(200, content_type, body, Layout(scope_separator=","))
        assert revealed(answer.access_token) == "gho_16C7e42F292c6912E7710c838347Ae178B4a"
        assert answer.scope == ("repo", "gist")


def test_form_encoded_errors_are_read() -> None:
    body = b"error=bad_verification_code&error_description=The+code+passed+is+incorrect+or+expired."
    with pytest.raises(TokenRefused) as caught:
        parse_answer(200, "application/x-www-form-urlencoded", body)
    assert caught.value.error == "bad_verification_code"
    assert caught.value.description == "The code passed is incorrect or expired."


def test_json_is_read_whatever_it_is_called() -> None:
    for content_type in ("text/html", "text/plain", "application/x-www-form-urlencoded", ""):
        assert revealed(parse_answer(200, content_type, b'\xef\xbb\xbf {"access_token":"t"}').access_token) == "t"


SLACK = Layout(scope_separator=",", fallback_object="authed_user", kept=("team.id", "bot_user_id"))


def test_a_nested_object_is_the_fallback() -> None:
    document = {
        "ok": True,
        "team": {"id": "T9TK3CUKW"},
        "authed_user": {
            "id": "U1234",
            "scope": "chat:write,users:read",
            "access_token": "xoxp-1234",
            "token_type": "user",
            "expires_in": 43200,
            "refresh_token": "xoxe-1-abc",
        },
    }
    answer = parse(document, SLACK)
    assert revealed(answer.access_token) == "xoxp-1234"
    assert revealed(answer.refresh_token) == "xoxe-1-abc"
    assert (answer.scope, answer.expires_in_seconds) == (("chat:write", "users:read"), 43200)
    assert "xoxp" not in json.dumps(answer.extra)
    assert "xoxe" not in json.dumps(answer.extra)


def test_the_fallback_is_not_used_beside_a_token_of_its_own() -> None:
    document = {"ok": True, "access_token": "xoxb-bot", "authed_user": {"access_token": "xoxp-user", "id": "U1"}}
    answer = parse(document, SLACK)
    assert revealed(answer.access_token) == "xoxb-bot"
    assert answer.extra["authed_user"] == {"id": "U1"}


def test_paths_reach_into_objects_and_lists() -> None:
    layout = Layout(access_token="data.tokens.0.value", refresh_token="data.tokens.1.value", expires_in="data.ttl")
    answer = parse({"data": {"tokens": [{"value": "a"}, {"value": "r"}], "ttl": "60"}}, layout)
    assert (revealed(answer.access_token), revealed(answer.refresh_token)) == ("a", "r")
    assert answer.expires_in_seconds == 60


def test_kept_values_are_short_clean_texts() -> None:
    layout = Layout(kept=("team.id", "number", "yes", "object", "absent", "dirty"))
    answer = parse(
        {"access_token": "t", "team": {"id": "T1"}, "number": 17, "yes": True, "object": {}, "dirty": "a\r\n\x00b"},
        layout,
    )
    assert kept_values(answer, layout) == {"team.id": "T1", "number": "17", "yes": "true", "dirty": "a b"}


@pytest.mark.parametrize(
    ("said", "separator", "read"),
    [
        ("read write", " ", ("read", "write")),
        ("read,write", ",", ("read", "write")),
        ("read, write", ",", ("read", "write")),
        ("read read", " ", ("read",)),
        (["read", "write", 3, "bad\n"], " ", ("read", "write")),
        ("", " ", ()),
        (None, " ", None),
        (17, " ", None),
        ({"read": True}, " ", None),
    ],
)
def test_granted_scopes_are_read(said: object, separator: str, read: tuple[str, ...] | None) -> None:
    assert parse({"access_token": "t", "scope": said}, Layout(scope_separator=separator)).scope == read


def test_no_secret_shows_in_what_is_printed() -> None:
    answer = parse({"access_token": PLANTED, "refresh_token": PLANTED, "id_token": PLANTED})
    assert PLANTED not in repr(answer)
    refused = refusal({"error": "invalid_grant", "error_description": f"the token {PLANTED} is dead"})
    assert PLANTED not in str(refused) + repr(refused)
    unusable = rejected(b'{"access_token":"' + PLANTED.encode() + b'",,}')
    assert PLANTED not in str(unusable) + repr(unusable) + repr(unusable.__cause__)
    assert unusable.__suppress_context__


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
)
names = st.sampled_from(
    [
        "access_token",
        "refresh_token",
        "token_type",
        "expires_in",
        "expires_at",
        "scope",
        "error",
        "errors",
        "ok",
        "message",
    ]
)
layouts = st.sampled_from(
    [
        Layout(),
        SLACK,
        Layout(expires_at="expires_at", ok_path="ok", kept=("message", "scope")),
        Layout(access_token="message.0", refresh_token="errors.a.b"),
    ]
)


def survives(status: int, content_type: str, body: bytes, layout: Layout) -> None:
    try:
        answer = parse_answer(status, content_type, body, layout)
    except (TokenRefused, TokenUnusable):
        return
    token = answer.access_token.reveal()
    assert 0 < len(token) <= MAX_TOKEN_LENGTH
    assert token.isascii()
    assert token.isprintable()
    assert answer.expires_in_seconds is None or answer.expires_in_seconds > 0
    assert all(value.isprintable() for value in kept_values(answer, layout).values())
    json.dumps(answer.extra, ensure_ascii=False).encode()


@given(st.integers(100, 599), st.text(), st.dictionaries(names, json_values | st.text(min_size=1)), layouts)
def test_no_document_whatever_raises_anything_else(
    status: int, content_type: str, document: dict[str, object], layout: Layout
) -> None:
    survives(status, content_type, json.dumps(document).encode(), layout)


@given(
    st.integers(100, 599),
    st.sampled_from(["", "application/json", "application/x-www-form-urlencoded"]),
    st.binary(),
    layouts,
)
def test_no_bytes_whatever_raise_anything_else(status: int, content_type: str, body: bytes, layout: Layout) -> None:
    survives(status, content_type, body, layout)
    survives(status, content_type, b"{" + body, layout)
    survives(status, content_type, b"access_token=" + body, layout)


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=300))
def test_every_visible_token_comes_through_unchanged(token: str) -> None:
    assert revealed(parse({"access_token": token}).access_token) == token


def test_documents_as_deep_as_allowed_are_read() -> None:
    deep: object = "x"
    for _ in range(MAX_DEPTH - 2):
        deep = [deep]
    assert revealed(parse({"access_token": "t", "deep": deep}).access_token) == "t"
