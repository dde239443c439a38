"""The rules by themselves: lifetimes, states, what an answer is worth, how long to wait."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.secret import Secret
from bothways.outbound.connections.lease import Fate, Mark, Phase, fate_of_answer, idle, was_rolled_back
from bothways.outbound.connections.lifetime import Freshness, Lifetime, ahead_at, freshness, lifetime, margin, usable
from bothways.outbound.connections.material import (
    Current,
    Renewal,
    Tokens,
    read_current,
    read_renewal,
    read_tokens,
    write_current,
    write_renewal,
    write_tokens,
)
from bothways.outbound.connections.model import SENTENCES, TRANSITIONS, Connection, Kind, Reason, Signal, State
from bothways.outbound.connections.pace import next_look, retry_at, still_waiting
from bothways.outbound.connections.waiting import Watch
from bothways.outbound.providers.model import RefreshBehaviour
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECONDS = st.one_of(st.none(), st.integers(1, 10 * 365 * 86_400))
BEHAVIOURS = st.builds(
    RefreshBehaviour,
    access_token_expires=st.booleans(),
    access_token_lifetime_seconds=SECONDS,
    refresh_token_lifetime_seconds=SECONDS,
)
LIVES = st.builds(
    lambda seconds, behaviour, renewable: lifetime(NOW, seconds, behaviour, renewable=renewable),
    SECONDS,
    BEHAVIOURS,
    st.booleans(),
)
OFFSETS = st.timedeltas(timedelta(days=-400), timedelta(days=4000))


@given(LIVES)
def test_nothing_is_due_the_moment_it_arrives_or_after_it_expired(life: Lifetime) -> None:
    if life.refresh_due_at is not None:
        assert life.obtained_at < life.refresh_due_at
        assert life.expires_at is None or life.refresh_due_at < life.expires_at


@given(st.integers(1, 10**9))
def test_the_margin_is_a_fifth_between_a_second_and_a_quarter_of_an_hour(seconds: int) -> None:
    length = timedelta(seconds=seconds)
    assert timedelta(0) < margin(length) <= min(timedelta(minutes=15), length / 2)
    if 5 <= seconds <= 4500:
        assert margin(length) == length / 5


@given(LIVES, OFFSETS)
def test_what_is_handed_out_without_renewal_has_not_expired(life: Lifetime, offset: timedelta) -> None:
    if freshness(life, NOW + offset) is not Freshness.SPENT:
        assert usable(life, NOW + offset)


@given(LIVES, st.timedeltas(timedelta(0), timedelta(days=4000)), st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_credentials_only_grow_older(life: Lifetime, first: timedelta, later: timedelta) -> None:
    order = [Freshness.FRESH, Freshness.DUE, Freshness.SPENT]
    before, after = freshness(life, NOW + first), freshness(life, NOW + first + later)
    assert order.index(before) <= order.index(after)


@given(LIVES, st.floats(0, 0.999))
def test_the_worker_comes_after_the_readers_and_before_the_end(life: Lifetime, share: float) -> None:
    at = ahead_at(life, share)
    if life.refresh_due_at is not None:
        assert at is not None
        assert at >= life.refresh_due_at
        assert life.expires_at is None or at < life.expires_at
    else:
        assert at == life.expires_at


def test_a_clock_set_back_makes_credentials_doubtful_only_beyond_minutes() -> None:
    life = lifetime(NOW, 3600, RefreshBehaviour(), renewable=True)
    assert freshness(life, NOW - timedelta(minutes=4)) is Freshness.FRESH
    assert freshness(life, NOW - timedelta(minutes=6)) is Freshness.SPENT


@given(LIVES, BEHAVIOURS, st.integers(0, 100))
def test_the_worker_always_knows_when_to_look_at_what_ends(
    life: Lifetime, behaviour: RefreshBehaviour, unasked: int
) -> None:
    at = next_look(life, behaviour, unasked=unasked, entropy=SeededEntropy())
    assert at is None or at > life.obtained_at
    if life.refresh_due_at is None:
        assert at == life.expires_at


@given(st.integers(1, 10_000), st.one_of(st.none(), st.floats(0, 1e18)))
def test_waits_stay_between_a_second_and_an_hour(attempt: int, asked: float | None) -> None:
    again = retry_at(NOW, attempt, asked, SeededEntropy())
    assert NOW + timedelta(seconds=1) <= again <= NOW + timedelta(hours=1)
    assert still_waiting(again, NOW)
    assert not still_waiting(again, NOW + timedelta(hours=1))
    assert not still_waiting(again, NOW - timedelta(days=1))


def test_a_disconnected_connection_stays_so_and_lost_ones_are_lost_once() -> None:
    assert [pair for pair in TRANSITIONS if pair[0] is State.DISCONNECTED] == []
    assert (State.NEEDS_REAUTH, Signal.LOST) not in TRANSITIONS
    assert {after for (_, signal), after in TRANSITIONS.items() if signal is Signal.DISCONNECTED} == {
        State.DISCONNECTED
    }


def test_every_reason_has_a_sentence_for_people() -> None:
    assert set(SENTENCES) == set(Reason)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


def test_an_answer_is_kept_while_the_credentials_are_those_it_was_asked_with() -> None:
    held = a_connection(version=4)
    taken_over = replace(idle(held), fence=9, owner="other", phase=Phase.ASKED)
    assert fate_of_answer(held, taken_over, base_version=4, fence=3) is Fate.KEEP
    given_up = replace(held, state=State.NEEDS_REAUTH, reason=Reason.ANSWER_LOST)
    assert fate_of_answer(given_up, taken_over, base_version=4, fence=3) is Fate.KEEP


def test_of_two_answers_to_the_same_credentials_the_one_asked_for_later_counts() -> None:
    held = a_connection(version=5)
    sibling = replace(idle(held), committed_base=4, committed_fence=3)
    assert fate_of_answer(held, sibling, base_version=4, fence=4) is Fate.KEEP
    assert fate_of_answer(held, replace(sibling, committed_fence=5), base_version=4, fence=4) is Fate.SUPERSEDED


def test_an_answer_does_not_undo_a_reconnect_or_a_disconnect() -> None:
    held = a_connection(version=5)
    assert fate_of_answer(held, idle(held), base_version=4, fence=9) is Fate.SUPERSEDED
    gone = replace(held, version=4, state=State.DISCONNECTED)
    assert fate_of_answer(gone, idle(held), base_version=4, fence=9) is Fate.GONE
    assert fate_of_answer(None, None, base_version=4, fence=9) is Fate.GONE


def test_a_row_older_than_what_was_kept_last_was_put_back() -> None:
    held = a_connection(version=4)
    assert not was_rolled_back(held, idle(held))
    assert was_rolled_back(held, replace(idle(held), committed_version=5))


def test_an_owner_is_dead_after_a_lease_of_silence_and_not_before() -> None:
    clock = ManualClock()
    watch = Watch(clock, 15)
    assert not watch.dead(Mark(1, 0))
    clock.advance(14)
    assert not watch.dead(Mark(1, 1))
    clock.advance(14.9)
    assert not watch.dead(Mark(1, 1))
    clock.advance(0.1)
    assert watch.dead(Mark(1, 1))
    assert not watch.dead(Mark(2, 0))


TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=40)
MAPS = st.dictionaries(TEXTS, TEXTS, max_size=3)


@given(st.one_of(st.none(), TEXTS), TEXTS, st.one_of(st.none(), TEXTS), MAPS, MAPS)
def test_credentials_survive_the_way_through_the_vault(
    token: str | None, kind: str, secret: str | None, extra: dict[str, str], fields: dict[str, str]
) -> None:
    current = Current(hidden(token), kind, hidden(secret), extra, {name: Secret(text) for name, text in fields.items()})
    assert shown(read_current(Secret(write_current(current)))) == shown(current)
    renewal = Renewal(hidden(token), current.fields)
    assert shown(read_renewal(Secret(write_renewal(renewal)))) == shown(renewal)


@given(TEXTS, st.one_of(st.none(), TEXTS), SECONDS, st.one_of(st.none(), st.lists(TEXTS, max_size=3)), MAPS)
def test_answers_survive_it_too(
    token: str, refresh: str | None, seconds: int | None, scopes: list[str] | None, extra: dict[str, str]
) -> None:
    given_scopes = None if scopes is None else tuple(scopes)
    tokens = Tokens(Secret(token), "Bearer", hidden(refresh), seconds, given_scopes, extra, extra)
    assert shown(read_tokens(Secret(write_tokens(tokens)))) == shown(tokens)


@pytest.mark.parametrize("holder", [Current(Secret("s3cret"), extra={"x": "s3cret"}), Renewal(Secret("s3cret"))])
def test_no_secret_is_printed_by_accident(holder: object) -> None:
    assert "s3cret" not in repr(holder)


def hidden(text: str | None) -> Secret[str] | None:
    return None if text is None else Secret(text)


def shown(value: object) -> object:
    """Dataclasses with their secrets revealed, for comparing."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, dict):
        return {name: shown(item) for name, item in value.items()}
    return (
        {name: shown(item) for name, item in vars(value).items()} if hasattr(value, "__dataclass_fields__") else value
    )


def a_connection(**changes: object) -> Connection:
    known = Connection(
        id="conn_1",
        environment_id="env_1",
        customer_id="cust_1",
        integration_id="intg_1",
        provider="acme",
        method_id="oauth2",
        kind=Kind.OAUTH2,
        state=State.ACTIVE,
        reason=None,
        label="",
        account_id=None,
        account_label=None,
        replaced_account=None,
        scopes=(),
        own_scopes=None,
        values={},
        metadata={},
        sealed=b"",
        sealed_renewal=b"",
        version=1,
        obtained_at=NOW,
        expires_at=None,
        refresh_due_at=None,
        retry_at=None,
        trouble=None,
        created_at=NOW,
        updated_at=NOW,
        disconnected_at=None,
    )
    return replace(known, **changes)  # type: ignore[arg-type]
