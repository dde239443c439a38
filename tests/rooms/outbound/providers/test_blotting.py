"""What a provider repeats is blotted out, however it spells it."""

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.secret import Secret
from bothways.outbound.providers.blotting import without_secrets

SECRET = 'k:3y+W%/7z "=&é9-and-more'


@pytest.mark.parametrize(
    "spelled",
    [
        SECRET,
        quote(SECRET, safe=""),
        quote_plus(SECRET),
        html.escape(SECRET),
        json.dumps(SECRET)[1:-1],
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(f"client:{SECRET}".encode()).decode(),
        base64.b64encode(f"a-client:{quote_plus(SECRET)}".encode()).decode(),
        base64.urlsafe_b64encode(f"the-client:{SECRET}".encode()).decode().rstrip("="),
    ],
)
def test_every_spelling_is_hidden(spelled: str) -> None:
    said = without_secrets(f"The secret {spelled} is wrong.", [Secret(SECRET), None])
    assert said == "The secret [hidden] is wrong."


@pytest.mark.parametrize("size", range(8, len(SECRET)))
def test_a_secret_that_was_cut_is_hidden(size: int) -> None:
    assert without_secrets(f"We got {SECRET[:size]}", [Secret(SECRET)]) == "We got [hidden]"


@pytest.mark.parametrize("size", range(28, 44))
def test_base64_that_was_cut_is_hidden(size: int) -> None:
    encoded = base64.b64encode(f"client:{SECRET}".encode()).decode()[:size]
    assert without_secrets(f"We got Basic {encoded}", [Secret(SECRET)]) == "We got Basic [hidden]"


def test_innocent_words_stay() -> None:
    said = "invalid_client: no such client, see https://docs.example/errors/invalid_client_credentials"
    assert without_secrets(said, [Secret("short"), Secret(SECRET), None]) == said


@given(before=st.text(max_size=30), after=st.text(max_size=30), secret=st.text("ab:%+ /é\"'<", min_size=6, max_size=30))
def test_no_text_around_it_keeps_a_secret(before: str, after: str, secret: str) -> None:
    assert secret not in without_secrets(f"{before}{secret}{after}", [Secret(secret)])
