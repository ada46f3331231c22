"""Decides which addresses we may connect to, after resolution, whatever the spelling of a name.

What is open is listed by what is closed: the special-purpose registries of IANA (RFC 6890 and its
updates) for IPv4; for IPv6 only global unicast, 2000::/3, and in it the same registries. Addresses
that carry an IPv4 address are judged by the one they carry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from enricher.errors import ConfigError
from enricher.models import Failure

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_CLOSED_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "this network"),  # 0.0.0.0 connects to this machine on Linux
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a carrier's network"),  # RFC 6598; holds Alibaba's metadata service, too
        ("127.0.0.0/8", "this machine"),
        ("169.254.0.0/16", "link-local, where clouds keep their metadata services"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "reserved for protocols"),  # holds Oracle's metadata service
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a relay that is no more"),  # RFC 7526
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        # A public address, and yet it answers inside every Azure machine with that machine's own
        # affairs.
        ("168.63.129.16/32", "Azure's metadata service"),
    )
)

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_CLOSED_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("2001::/23", "reserved for protocols"),  # Teredo, ORCHID, benchmarks
        ("2001:db8::/32", "for documentation"),
        ("3fff::/20", "for documentation"),
    )
)
_CLOSED_V6_WORDS: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::/128", "no address"),
        ("::1/128", "this machine"),
        ("64:ff9b:1::/48", "a network's own translation"),  # RFC 8215
        ("fc00::/7", "a private network"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "a private network"),
        ("ff00::/8", "multicast"),
    )
)

# Where an IPv6 address carries an IPv4 one: network, and how many bits stand behind it.
_CARRIERS: tuple[tuple[IPv6Network, int], ...] = tuple(
    (IPv6Network(network), bits_behind)
    for network, bits_behind in (
        ("::/96", 0),  # IPv4-compatible, RFC 4291 section 2.5.5.1
        ("::ffff:0:0/96", 0),  # IPv4-mapped
        ("::ffff:0:0:0/96", 0),  # IPv4-translated, RFC 2765
        ("64:ff9b::/96", 0),  # NAT64, RFC 6052: how IPv6-only networks reach the IPv4 web
        ("2002::/16", 80),  # 6to4, RFC 3056
    )
)


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """The networks of `[fetch] allow_addresses`.

    A single address is a network of one. Raises ConfigError.
    """
    found: list[Network] = []
    for text in texts:
        try:
            found.append(ip_network(text.strip(), strict=False))
        except ValueError as error:
            raise ConfigError(
                f"[fetch] allow_addresses: {text!r} is no network: {error}"
            ) from error
    return tuple(found)


def judge(ip: str, allowed: tuple[Network, ...] = ()) -> Failure | None:
    """PRIVATE_ADDRESS where a connection to this address is refused.

    What is no address is refused, too.
    """
    return None if why_closed(ip, allowed) is None else Failure.PRIVATE_ADDRESS


@lru_cache(maxsize=4096)
def why_closed(ip: str, allowed: tuple[Network, ...] = ()) -> str | None:
    """What kind of place an address is, in words for people; None where we may connect."""
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return "no address"
    faces = (address, *_carried(address))
    if _is_listed(faces, allowed):
        return None
    carried = [_why_closed_v4(face) for face in faces if isinstance(face, IPv4Address)]
    if carried:
        return carried[0]
    return _why_closed_v6(address) if isinstance(address, IPv6Address) else None


def is_listed(ip: str, allowed: tuple[Network, ...]) -> bool:
    """Returns whether `allowed` names an address, in whatever form it is carried."""
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    return _is_listed((address, *_carried(address)), allowed)


def _is_listed(faces: tuple[IPv4Address | IPv6Address, ...], allowed: tuple[Network, ...]) -> bool:
    return any(
        face.version == network.version and face in network for face in faces for network in allowed
    )


def _why_closed_v4(address: IPv4Address) -> str | None:
    return next((what for network, what in _CLOSED_V4 if address in network), None)


def _why_closed_v6(address: IPv6Address) -> str | None:
    if address in _GLOBAL_UNICAST:
        return next((what for network, what in _CLOSED_V6 if address in network), None)
    return next(
        (what for network, what in _CLOSED_V6_WORDS if address in network), "no public address"
    )


def _carried(address: Address) -> Iterator[IPv4Address]:
    if (
        isinstance(address, IPv6Address) and int(address) > 1
    ):  # "::" and "::1" have a meaning of their own
        for network, bits_behind in _CARRIERS:
            if address in network:
                yield IPv4Address(int(address) >> bits_behind & 0xFFFF_FFFF)
