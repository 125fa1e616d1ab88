"""From where a request comes, and when two addresses count as one place."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
UNKNOWN = "0.0.0.0"  # noqa: S104 - a word for "unknown", nothing listens there
_OUR_SOCKET = "unix"


def client_address(peer: str, forwarded: str, trusted: Sequence[str]) -> str:
    """Return the address of the browser: the last one that no trusted proxy vouches for.

    *forwarded* is ``X-Forwarded-For``; it is read from its end, and only as far as trusted hands wrote it.
    Without trusted proxies it is not read at all. An empty peer is a local socket, trusted as ``unix``.
    """
    if not is_trusted(peer, trusted):
        return str(_parsed(peer) or UNKNOWN)
    here = _parsed(peer)
    for said in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        there = _parsed(said)
        if there is None:
            break
        here = there
        if not is_trusted(str(there), trusted):
            break
    return str(here or UNKNOWN)


def is_trusted(peer: str, trusted: Sequence[str]) -> bool:
    """Tell whether a peer is one of the proxies that the settings name (addresses, networks, ``unix``)."""
    if not peer:
        return _OUR_SOCKET in trusted
    address = _parsed(peer)
    networks = [ip_network(one.strip(), strict=False) for one in trusted if one.strip() != _OUR_SOCKET]
    return address is not None and any(address in network for network in networks)


def network_of(address: str) -> str:
    """Return what counts as one place: an IPv4 address, or the /64 that one IPv6 customer holds."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, 64), strict=False))
    return str(parsed or UNKNOWN)


def _parsed(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("[") and "]" in text:  # [2001:db8::1]:443
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:443
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
