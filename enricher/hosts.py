"""Spells hosts of URLs in one way, and says whose site a name belongs to."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import cache, lru_cache
from urllib.parse import unquote

import idna
from publicsuffixlist import PublicSuffixList

# RFC 1035 section 2.3.4, without the final dot.
MAX_HOST_LENGTH = 253
MAX_LABEL_LENGTH = 63
IPV4_PARTS = 4

# Underscores and hyphens at the edges break RFC 952, and yet names with them live
# (my_blog.tumblr.com, -x.tumblr.com).
_LABEL = re.compile(r"[a-z0-9_-]+", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)


@lru_cache(maxsize=8192)
def read(name: str) -> str | None:
    """Returns a host name or IPv4 address as a URL spells it, in lower case and A-labels.

    None where there can be none.
    """
    try:
        return _read(unquote(name, errors="strict"))
    except (ValueError, idna.IDNAError):  # IDNAError is a ValueError today; say so all the same
        return None


def read_ipv6(name: str) -> str | None:
    """Returns an IPv6 address, given without brackets, in them and in its shortest form.

    An IPv4 address within it is spelled in hexadecimal, as browsers do (WHATWG URL, 3.6): Python
    from 3.13 on spells it with dots, and a URL must be the same target on every Python.
    """
    if "%" in name:  # a zone is a matter of one machine
        return None
    try:
        address = ipaddress.IPv6Address(name)
    except ValueError:
        return None
    if address.ipv4_mapped is None:
        return f"[{address}]"
    inner = int(address.ipv4_mapped)
    return f"[::ffff:{inner >> 16:x}:{inner & 0xFFFF:x}]"


@lru_cache(maxsize=8192)
def site(host: str) -> str:
    """Returns the registrable domain of a host that was read, private section included.

    "" for addresses and single labels.
    """
    if "." not in host or "[" in host or host.rpartition(".")[2].isdigit():
        return ""
    return _suffixes(has_a_labels="xn--" in host).privatesuffix(host) or host


def _read(name: str) -> str | None:
    if not name.isascii():
        name = _to_ascii(name)
    name = name.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > MAX_HOST_LENGTH or not all(
        len(label) <= MAX_LABEL_LENGTH and _LABEL.fullmatch(label) for label in labels
    ):
        return None
    return _ipv4(labels) if _NUMBER.fullmatch(labels[-1]) else name


def _to_ascii(name: str) -> str:
    """A-labels as browsers make them: UTS 46, not transitional (WHATWG URL, "domain to ASCII").

    The stricter IDNA 2008 refuses emoji and other names that are registered and answer. Raises
    ValueError for code points that UTS 46 does not allow.
    """
    mapped = idna.uts46_remap(name, std3_rules=False, transitional=False)
    return ".".join(_to_a_label(label) for label in mapped.split("."))


def _to_a_label(label: str) -> str:
    if label.isascii():
        return label
    if unicodedata.category(label[0]).startswith("M"):
        raise ValueError("a label that begins with a combining mark")  # UTS 46 section 4.1, 6
    for position, letter in enumerate(label):
        if letter in "\u200c\u200d" and not idna.valid_contextj(label, position):
            raise ValueError("a joiner that joins nothing")  # UTS 46 section 4.1, 8
    return f"xn--{label.encode('punycode').decode('ascii')}"


def _ipv4(parts: list[str]) -> str | None:
    """An address as every browser reads it, 0x7f.1 included (WHATWG, "IPv4 parser"); else None."""
    if len(parts) > IPV4_PARTS or not all(map(_NUMBER.fullmatch, parts)):
        return None
    try:
        *first, last = map(_number, parts)
    except ValueError:  # 08 and 09
        return None
    if max(first, default=0) > 0xFF or last >= 256 ** (IPV4_PARTS - len(first)):
        return None
    high = sum(number << 8 * (3 - i) for i, number in enumerate(first))
    return str(ipaddress.IPv4Address(high + last))


def _number(part: str) -> int:
    """Reads 127, 0177 and 0x7f; raises ValueError for 08."""
    if part[:2] == "0x":
        return int(part[2:] or "0", 16)
    return int(part, 8 if part[0] == "0" else 10)


@cache
def _suffixes(*, has_a_labels: bool) -> PublicSuffixList:
    # The list that ships with the library: no download, ever. Parsing it costs 12 ms, and 40 where
    # its names are spelled in A-labels, too: so only once and when needed.
    return PublicSuffixList(accept_encoded_idn=has_a_labels)
