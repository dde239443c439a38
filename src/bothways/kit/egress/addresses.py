"""Which addresses egress may reach. Pure.

The public Internet is named rather than what is to be kept out of: an address block that
nobody thought of is then closed. Sources: the IANA special-purpose address registries
(RFC 6890 and its updates).
"""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_NOT_PUBLIC_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network, unspecified (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # shared between a provider and its customers (RFC 6598); a cloud's metadata too
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's metadata on an address that looks public
        "169.254.0.0/16",  # link-local (RFC 3927), metadata
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # protocol assignments (RFC 6890), metadata
        "192.0.2.0/24",  # documentation (RFC 5737)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# All that is handed out so far (RFC 4291 section 2.4); outside lie loopback, unique local, link-local,
# site-local, multicast, discard and everything reserved.
_PUBLIC_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, with Teredo inside (RFC 2928)
        "2001:db8::/32",  # documentation (RFC 3849)
        "2002::/16",  # 6to4 (RFC 7526)
        "3fff::/20",  # documentation (RFC 9637)
    )
)

_MAPPED = IPv6Network("::ffff:0:0/96")  # RFC 4291 section 2.5.5.2
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")  # RFC 2765
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291 section 2.5.5.1
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_SIX_TO_FOUR = IPv6Network("2002::/16")  # RFC 3056
_TEREDO = IPv6Network("2001::/32")  # RFC 4380
# The interface part of ISATAP, under any prefix (RFC 5214 section 6.1).
_ISATAP_MARKS = (0x00005EFE, 0x02005EFE)


@dataclass(frozen=True)
class Gate:
    """Decides about addresses. `allowed` networks may be reached whatever they are, and without TLS."""

    allowed: tuple[Network, ...]
    plain_http_everywhere: bool = False

    @classmethod
    def of(cls, allowed: Collection[Network | str], *, plain_http_everywhere: bool = False) -> "Gate":
        """Raises ValueError for a network that is none."""
        return cls(tuple(ip_network(network) for network in allowed), plain_http_everywhere)

    def admits(self, text: str, *, plain: bool) -> bool:
        """Whether a connection to this numeric address may be made; `plain` means without TLS.

        An address that carries an IPv4 address inside is judged by the one inside.
        """
        address = _parse(text)
        if address is None:
            return False
        inner = _inside(address)
        if self._is_allowed(address) or (inner and all(map(self._is_allowed, inner))):
            return True
        if plain and not self.plain_http_everywhere:
            return False
        return all(map(is_public, inner or (address,)))

    def _is_allowed(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self.allowed)


def is_public(address: Address) -> bool:
    """Whether this address, taken as it stands, belongs to the public Internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_V4)
    return address in _PUBLIC_V6 and not any(address in network for network in _NOT_PUBLIC_V6)


def _parse(text: str) -> Address | None:
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _inside(address: Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that a packet to this address may end up at."""
    if isinstance(address, IPv4Address):
        return ()
    number = int(address)
    if any(address in network for network in (_MAPPED, _TRANSLATED, _COMPATIBLE, _NAT64)):
        return (_v4(number),)
    if address in _SIX_TO_FOUR:
        return (_v4(number >> 80),)
    if address in _TEREDO:
        # The relay's server, and the client's address with every bit turned.
        return (_v4(number >> 64), _v4(~number))
    if (number >> 32) & 0xFFFFFFFF in _ISATAP_MARKS:
        return (_v4(number),)
    return ()


def _v4(number: int) -> IPv4Address:
    return IPv4Address(number & 0xFFFFFFFF)
