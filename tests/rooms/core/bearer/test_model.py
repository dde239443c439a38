import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.core.bearer.model import ALPHABET, Kind, Mode, digest, mint, parse
from bothways.kit.crypto import SystemEntropy

TOKEN_LENGTH = len("bw_live_sk_") + 43


class Fixed:
    """Randomness of which the test knows the outcome."""

    def __init__(self, outcome: bytes) -> None:
        self.outcome = outcome

    def bytes(self, count: int) -> bytes:
        assert count == len(self.outcome)
        return self.outcome


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("kind", Kind)
def test_a_minted_token_says_what_it_is(kind: Kind, mode: Mode) -> None:
    text = mint(kind, mode, SystemEntropy()).token.reveal()
    assert text.startswith(f"bw_{mode}_{kind}_")
    assert len(text) == TOKEN_LENGTH
    assert parse(text) == (mode, kind)


def test_the_digest_of_a_minted_token_finds_it_again() -> None:
    bearer = mint(Kind.API_KEY, Mode.LIVE, SystemEntropy())
    assert digest(bearer.token.reveal()) == bearer.digest
    assert digest(bearer.token.reveal().encode()) == bearer.digest
    assert len(bearer.digest) == 32


def test_a_hint_tells_keys_apart_and_gives_only_eight_characters_away() -> None:
    bearer = mint(Kind.API_KEY, Mode.TEST, SystemEntropy())
    body = bearer.token.reveal().removeprefix("bw_test_sk_")
    assert bearer.hint == f"bw_test_sk_{body[:4]}...{body[-4:]}"


def test_printing_a_bearer_does_not_print_its_token() -> None:
    bearer = mint(Kind.API_KEY, Mode.LIVE, SystemEntropy())
    assert bearer.token.reveal() not in f"{bearer} {bearer!r} {bearer.token}"


def test_two_tokens_differ() -> None:
    assert len({mint(Kind.TICKET, Mode.LIVE, SystemEntropy()).digest for _ in range(100)}) == 100


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_every_random_bit_reaches_the_token(left: bytes, right: bytes) -> None:
    texts = [mint(Kind.STATE, Mode.LIVE, Fixed(outcome)).token.reveal() for outcome in (left, right)]
    assert (texts[0] == texts[1]) is (left == right)
    assert set(texts[0].removeprefix("bw_live_st_")) <= set(ALPHABET)


@pytest.mark.parametrize("outcome", [bytes(32), b"\xff" * 32])
def test_the_smallest_and_the_largest_secret_have_the_same_length(outcome: bytes) -> None:
    assert len(mint(Kind.API_KEY, Mode.LIVE, Fixed(outcome)).token.reveal()) == TOKEN_LENGTH


BODY = "A" * 43


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bw_live_sk_",
        f"bw_live_sk_{BODY}A",
        f"bw_live_sk_{BODY[1:]}",
        f"bw_live_sk_{BODY}\n",
        f" bw_live_sk_{BODY}",
        f"BW_LIVE_SK_{BODY}",
        f"bw_prod_sk_{BODY}",
        f"bw_live_zz_{BODY}",
        f"bw_live_sk_{BODY[1:]}-",
        f"bw_live_sk_{BODY[1:]}é",
        f"bw_live_sk_{BODY[1:]}٣",
        f"bw_live_sk_{BODY[1:]}\ud800",
    ],
)
def test_what_has_not_the_form_of_a_token_is_none(text: str) -> None:
    assert parse(text) is None


@given(st.text(alphabet=st.characters()))
def test_any_text_can_be_parsed_and_digested(text: str) -> None:
    parse(text)
    assert len(digest(text)) == 32
