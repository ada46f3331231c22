"""Which addresses are open, and which are closed in whatever dress they come."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.errors import ConfigError
from enricher.models import Failure
from enricher.policy import address

OPEN = [
    "1.1.1.1",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "198.20.0.1",
    "223.255.255.255",
    "2606:2800:220:1:248:1893:25c8:1946",
    "2a00:1450:4001:82a::200e",
    "::ffff:93.184.216.34",
    "64:ff9b::5db8:d822",  # 93.184.216.34 as IPv6-only networks reach it
    "2002:5db8:d822::1",
]
CLOSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",  # Alibaba's metadata service
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",  # Azure's
    "169.254.169.254",  # everybody else's
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",  # Oracle's
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",  # IPv4-compatible
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "::ffff:0:127.0.0.1",  # IPv4-translated
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "64:ff9b:1::93.184.216.34",
    "100::1",
    "2001::1",  # Teredo
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::1",  # 6to4 around 127.0.0.1
    "2002:a9fe:a9fe::1",
    "2002:c0a8:101::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",  # Amazon's metadata service over IPv6
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
    "not an address",
    "",
    "2130706433",  # resolved before it is judged; as text it is no address
]


@pytest.mark.parametrize("ip", OPEN)
def test_open(ip: str) -> None:
    assert address.judge(ip) is None


@pytest.mark.parametrize("ip", CLOSED)
def test_closed(ip: str) -> None:
    assert address.judge(ip) is Failure.PRIVATE_ADDRESS
    assert address.why_closed(ip)


@pytest.mark.parametrize(
    ("ip", "allowed", "is_open"),
    [
        ("10.1.2.3", "10.1.0.0/16", True),
        ("10.2.2.3", "10.1.0.0/16", False),
        ("::ffff:10.1.2.3", "10.1.0.0/16", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.2", "127.0.0.1", False),
        ("::1", "::1", True),
        ("::1", "127.0.0.0/8", False),
        ("fd00::5", "fd00::/8", True),
        ("10.1.2.3", "10.1.2.3/8", True),  # host bits are forgiven
    ],
)
def test_what_the_user_opens(ip: str, allowed: str, is_open: bool) -> None:
    assert (address.judge(ip, address.networks([allowed])) is None) == is_open


def test_a_network_that_is_none() -> None:
    with pytest.raises(ConfigError, match=r"allow_addresses: '10\.0\.0\.0/33'"):
        address.networks(["10.0.0.0/33"])


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "::ffff:0:{}", "64:ff9b::{}"]))
def test_a_carried_address_is_judged_as_itself(ip: ipaddress.IPv4Address, dress: str) -> None:
    """No dress opens what is closed."""
    if int(ip) > 1:
        assert address.judge(dress.format(ip)) == address.judge(str(ip))


@given(st.ip_addresses())
def test_never_more_open_than_the_standard_library(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        inner = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
        carries = isinstance(ip, ipaddress.IPv6Address) and (
            inner or ip in ipaddress.ip_network("64:ff9b::/96")
        )
        assert carries or address.judge(str(ip)) is Failure.PRIVATE_ADDRESS
