"""RFC 7636, S256 alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.secret import Secret
from bothways.oauth import pkce
from tests.support.entropy import SeededEntropy

UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

# Appendix B.
VERIFIER = Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_example_of_the_rfc() -> None:
    assert pkce.challenge_s256(VERIFIER) == CHALLENGE
    assert pkce.matches(VERIFIER, CHALLENGE)


def test_every_verifier_is_new_and_well_formed() -> None:
    entropy = SeededEntropy()
    verifiers = {pkce.new_verifier(entropy).reveal() for _ in range(100)}
    assert len(verifiers) == 100
    assert all(pkce.is_verifier(verifier) for verifier in verifiers)


def test_a_verifier_is_not_printed() -> None:
    verifier = pkce.new_verifier(SeededEntropy())
    assert verifier.reveal() not in f"{verifier} {verifier!r}"


@pytest.mark.parametrize("text", ["", "a" * 42, "a" * 129, "a" * 42 + "+", "a" * 42 + "é", "a" * 43 + "\n"])
def test_the_grammar_of_a_verifier_is_kept(text: str) -> None:
    assert not pkce.is_verifier(text)
    assert not pkce.matches(Secret(text), CHALLENGE)


@pytest.mark.parametrize("text", ["", CHALLENGE[:-1], CHALLENGE + "=", CHALLENGE + "\n", VERIFIER.reveal()])
def test_the_plain_method_does_not_exist(text: str) -> None:
    assert not pkce.matches(VERIFIER, text)


verifiers = st.text(st.sampled_from(UNRESERVED), min_size=43, max_size=128)


@given(verifiers, verifiers)
def test_only_its_own_verifier_opens_a_challenge(one: str, other: str) -> None:
    challenge = pkce.challenge_s256(Secret(one))
    assert pkce.is_challenge(challenge)
    assert pkce.matches(Secret(one), challenge)
    assert pkce.matches(Secret(other), challenge) is (one == other)
