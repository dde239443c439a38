"""Who is at the other end: the address of a connection, or what a trusted proxy says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

MOST_HOPS = 32

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Proxies:
    """The networks whose machines pass requests on and say truthfully for whom, by `X-Forwarded-For`.

    Each proxy appends whom it heard from, so the list is read from its end: the first address that is no proxy of ours
    is the client. Whatever stands before it was written by the client and is not believed; without trusted networks
    nothing is.
    """

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def client(self, peer: str, forwarded: Iterable[str]) -> str:
        """The client of a connection from `peer`, given the request's `X-Forwarded-For` headers in order.

        What cannot be read as an address ends the search at the proxy that passed it on.
        """
        if not self._trusts(peer):
            return peer
        hops = [hop for header in forwarded for hop in header.split(",")]
        for hop in reversed(hops[-MOST_HOPS:]):
            named = _named(hop.strip())
            if named is None:
                return peer
            peer = str(named)
            if not self._trusts(peer):
                return peer
        return peer

    def _trusts(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in self.networks)


DIRECT = Proxies()


def host_of(peer: str) -> str:
    """What one host holds: an IPv4 address, or a /64 of IPv6. Counting single addresses of it would hand out 2^64
    allowances.
    """
    address = _address(peer)
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> 64 << 64))
    return peer if address is None else str(address)


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _named(hop: str) -> Address | None:
    """An entry of the list: some proxies add a port, and brackets around IPv6."""
    if hop.startswith("["):
        return _address(hop[1:].partition("]")[0])
    host, colon, port = hop.partition(":")
    return _address(host if colon and port.isdigit() and "." in host else hop)
