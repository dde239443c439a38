"""Buckets that fill with time and never outgrow their memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.limits import TokenBuckets
from tests.support.clock import ManualClock


def test_a_burst_passes_at_once() -> None:
    buckets = TokenBuckets(ManualClock(), rate_per_second=1, burst=3)

    assert [buckets.take("a") for _ in range(4)] == [None, None, None, 1.0]


def test_keys_do_not_share() -> None:
    buckets = TokenBuckets(ManualClock(), rate_per_second=1, burst=1)
    buckets.take("a")

    assert buckets.take("b") is None


def test_waiting_as_told_is_enough() -> None:
    clock = ManualClock()
    buckets = TokenBuckets(clock, rate_per_second=4, burst=1)
    buckets.take("a")
    wait = buckets.take("a")

    assert wait == pytest.approx(0.25)
    clock.advance(0.25)
    assert buckets.take("a") is None


def test_a_long_rest_gives_no_more_than_the_burst() -> None:
    clock = ManualClock()
    buckets = TokenBuckets(clock, rate_per_second=10, burst=2)
    clock.advance(3600)

    assert [buckets.take("a") is None for _ in range(3)] == [True, True, False]


def test_memory_is_bounded_by_forgetting_who_was_seen_longest_ago() -> None:
    clock = ManualClock()
    buckets = TokenBuckets(clock, rate_per_second=0.1, burst=1, max_keys=4)
    for key in ("a", "b", "c", "d", "e"):
        clock.advance(0.1)
        buckets.take(key)

    assert buckets.take("e") is not None
    assert buckets.take("d") is not None
    assert buckets.take("a") is None
    assert len(buckets._buckets) <= 4


def test_who_has_a_full_bucket_again_is_forgotten_first() -> None:
    clock = ManualClock()
    buckets = TokenBuckets(clock, rate_per_second=1, burst=2, max_keys=3)
    buckets.take("idle")
    clock.advance(5)
    for key in ("busy", "busy", "other", "new"):
        buckets.take(key)

    assert set(buckets._buckets) == {"busy", "other", "new"}
    assert buckets.take("busy") is not None


@given(st.lists(st.floats(0, 2), max_size=50), st.integers(1, 5), st.floats(0.5, 20))
def test_no_window_lets_more_pass_than_burst_and_rate_allow(rests: list[float], burst: int, rate: float) -> None:
    clock = ManualClock()
    buckets = TokenBuckets(clock, rate_per_second=rate, burst=burst)
    passed = 0
    for rest in rests:
        clock.advance(rest)
        passed += buckets.take("a") is None

    assert passed <= burst + rate * sum(rests) + 1e-6
