"""Who is at the other end: nobody can choose it by what they send."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.peers import DIRECT, MOST_HOPS, Proxies, host_of

OURS = Proxies((ip_network("10.0.0.0/8"), ip_network("fd00::/8")))
PROXY, VISITOR = "10.0.0.1", "203.0.113.7"


def test_without_trusted_proxies_only_the_connection_counts() -> None:
    assert DIRECT.client(PROXY, [VISITOR]) == PROXY


def test_a_stranger_that_sends_the_header_is_itself() -> None:
    assert OURS.client("198.51.100.9", [VISITOR]) == "198.51.100.9"


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ([VISITOR], VISITOR),
        (["1.2.3.4, 203.0.113.7"], VISITOR),
        (["1.2.3.4", VISITOR], VISITOR),
        (["203.0.113.7, 10.9.9.9"], VISITOR),
        (["203.0.113.7 ,10.9.9.9,fd00::1"], VISITOR),
        (["203.0.113.7:4711"], VISITOR),
        (["[2001:db8::7]:4711"], "2001:db8::7"),
        (["2001:db8::7"], "2001:db8::7"),
        (["::ffff:203.0.113.7"], VISITOR),
        (["10.9.9.9"], "10.9.9.9"),
        # What cannot be read ends the search: what stands before it is anybody's word.
        (["1.2.3.4, unknown"], PROXY),
        (["1.2.3.4, , 10.9.9.9"], "10.9.9.9"),
        (["1.2.3.4, 203.0.113.7:"], PROXY),
        ([""], PROXY),
        ([], PROXY),
    ],
)
def test_the_list_is_read_from_its_end(forwarded: list[str], client: str) -> None:
    assert OURS.client(PROXY, forwarded) == client


def test_a_proxy_reached_over_both_protocols_is_the_same() -> None:
    assert OURS.client(f"::ffff:{PROXY}", [VISITOR]) == VISITOR


def test_a_list_without_end_is_read_for_a_few_steps() -> None:
    assert OURS.client(PROXY, [",".join([VISITOR, *["10.2.2.2"] * MOST_HOPS])]) == "10.2.2.2"


@given(st.lists(st.text(max_size=30), max_size=5), st.ip_addresses(v=4))
def test_nobody_chooses_who_they_are(written: list[str], real: object) -> None:
    """Whatever a visitor sends, our proxy appends the address that it sees."""
    assert OURS.client(PROXY, [*written, str(real)]) in {str(real), *_ours(written)}
    if not str(real).startswith("10."):
        assert OURS.client(PROXY, [*written, str(real)]) == str(real)


def _ours(written: list[str]) -> set[str]:
    """Behind a proxy of ours that stands before another one, its word counts as well."""
    return {hop.strip() for text in written for hop in text.split(",")} | {PROXY}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
        ("testclient", "testclient", True),
    ],
)
def test_addresses_of_one_host_are_one(one: str, other: str, same: bool) -> None:
    assert (host_of(one) == host_of(other)) == same
