"""Addresses that policy forbids, in every spelling, at the link's own place and behind a redirect."""

from __future__ import annotations

from tests.run.hostile import Row, unasked
from tests.testweb.answers import redirect

SPELLINGS = (
    "127.0.0.1",
    "127.1",
    "127.0.0.1.",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0X7F.0x0.0x0.0x1",
    "0177.0.0.1",
    "017700000001",
    "00000177.1",
    "0",
    "0.0.0.0",
    "127.255.255.254",
    "\uff11\uff12\uff17\u30020\u30020\u30021",
    "\u2460\u2461\u2466.0.0.1",
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "localhost",
    "10.0.0.1",
    "167772161",
    "192.168.1.1",
    "0xc0a80101",
    "172.16.0.1",
    "172.31.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "169.254.43518",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000::0001]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::FFFF:7f00:1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "[2001:db8::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
)
NO_ADDRESSES = (
    "256.0.0.1",
    "127.0.0.0.1",
    "0x100000000",
    "4294967296",
    "09.0.0.1",
    "1.2.3.4.5",
    "[::1%25lo]",
    "[1::2::3]",
    "[::ffff:999.0.0.1]",
    "[]",
    "[::1",
)
"""Browsers take none of these for an address, nor for a name."""
BEHIND_A_REDIRECT = (
    "127.0.0.1",
    "0x7f.1",
    "2852039166",
    "[::ffff:7f00:1]",
    "localhost",
    "[fd00:ec2::254]",
)

ROWS = (
    *(
        unasked(f"at {spelling}", "blocked/private-address", f"http://{spelling}/latest/{n}")
        for n, spelling in enumerate(SPELLINGS)
    ),
    *(
        unasked(f"no address {spelling}", "invalid/unparsable", f"http://{spelling}/{n}")
        for n, spelling in enumerate(NO_ADDRESSES)
    ),
    *(
        Row(
            f"redirect inside {n}",
            "blocked/private-address",
            redirect(f"http://{host}/latest/", 302),
        )
        for n, host in enumerate(BEHIND_A_REDIRECT)
    ),
)
