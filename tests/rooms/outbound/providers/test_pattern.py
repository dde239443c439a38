"""Patterns: small enough that no text can make them slow."""

import time

import pytest

from bothways.outbound.providers.pattern import fault_of_pattern, matches


@pytest.mark.parametrize(
    "pattern",
    ["[a-z]{2}[0-9]+", "(sk|rk)_(live|test)_[A-Za-z0-9]+", r"SG\.[\w-]+\.[\w-]+", "AC[0-9a-f]{32}", "[^)]*", r"\(x\)?"],
)
def test_the_patterns_that_keys_need_are_allowed(pattern: str) -> None:
    assert fault_of_pattern(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|aa){30}", "(x)*", "a*b*c*", "(?=a)b", "(?P<x>a)", r"(a)\1", "a?a?a?a?a?a?a?", "[", "(", "a" * 201],
)
def test_a_pattern_that_may_run_for_years_is_refused(pattern: str) -> None:
    assert fault_of_pattern(pattern)


def test_the_worst_allowed_pattern_ends_soon() -> None:
    pattern = "[a-z]*a?a?a?a?a?a?[a-z]*!"
    assert fault_of_pattern(pattern) is None
    started = time.perf_counter()
    assert not matches(pattern, "a" * 1_024)
    assert time.perf_counter() - started < 10


def test_a_text_beyond_measure_does_not_match() -> None:
    assert not matches("a*", "a" * 1_025)
