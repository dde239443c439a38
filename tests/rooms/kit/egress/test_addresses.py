"""Which addresses the gate admits (security row: SSRF through addresses that do not look private)."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis.strategies import ip_addresses

from bothways.kit.egress.addresses import Gate, is_public

CLOSED = Gate.of(())
LOOPBACK = Gate.of(["127.0.0.0/8", "::1/128"])


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1"])
def test_public_addresses_are_admitted(address: str) -> None:
    assert CLOSED.admits(address, plain=False)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "100::1",
        "2001:db8::1",
        "2001:2::1",
        "3fff::1",
        "5f00::1",
        "4000::1",
        "64:ff9b:1::a00:1",
    ],
)
def test_special_addresses_are_not_admitted(address: str) -> None:
    assert not CLOSED.admits(address, plain=False)


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:808:808:0:0:80ff:fffe",
        "2001:0:7f00:1:0:0:f7f7:f7f7",
        "2a00::5efe:127.0.0.1",
        "2a00::200:5efe:10.0.0.1",
    ],
)
def test_an_inner_address_is_seen_through_its_wrapping(address: str) -> None:
    assert not CLOSED.admits(address, plain=False)


@pytest.mark.parametrize("address", ["::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"])
def test_wrapped_public_addresses_are_admitted(address: str) -> None:
    assert CLOSED.admits(address, plain=False)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "2130706433", "0x7f000001", "1.2.3.4.5", "::ffff:127.1"])
def test_what_is_not_a_numeric_address_is_not_admitted(text: str) -> None:
    assert not LOOPBACK.admits(text, plain=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1"])
def test_allowed_networks_are_admitted_with_and_without_tls(address: str) -> None:
    assert LOOPBACK.admits(address, plain=False)
    assert LOOPBACK.admits(address, plain=True)


def test_allowing_one_network_opens_no_other() -> None:
    assert not LOOPBACK.admits("10.0.0.1", plain=False)


def test_plain_http_reaches_no_public_address_unless_switched_on() -> None:
    assert not LOOPBACK.admits("8.8.8.8", plain=True)
    assert Gate.of((), plain_http_everywhere=True).admits("8.8.8.8", plain=True)
    assert not Gate.of((), plain_http_everywhere=True).admits("10.0.0.1", plain=True)


@given(ip_addresses())
def test_nothing_that_python_calls_private_is_public(address: IPv4Address | IPv6Address) -> None:
    private = address.is_private or address.is_loopback or address.is_link_local
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    assert not is_public(address) or not (private or special)


@given(ip_addresses(v=4))
def test_a_mapped_address_is_judged_like_the_address(address: IPv4Address) -> None:
    plainly = CLOSED.admits(str(address), plain=False)
    assert plainly == CLOSED.admits(f"::ffff:{address}", plain=False)
    assert plainly == CLOSED.admits(f"64:ff9b::{address}", plain=False)
