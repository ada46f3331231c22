"""Judges, normalises and compares URLs; no network, no guessing from names.

The sets of characters that stay unescaped are those of the WHATWG URL standard (sections 1.3 and
4.4), so that a server is asked for what a browser would ask for. Every function takes any text:
what `check` refuses is given back as it is, or as "" or None, never as an exception.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from enricher import hosts
from enricher.models import Failure

DEFAULT_PORTS = {"http": 80, "https": 443}

# Longer than any browser's or server's limit (8,000 octets are the floor in RFC 9110 section 4.1).
MAX_URL_LENGTH = 16_384
# Longer ones are rare, but of pictures written out there may be thousands: they are read anew each
# time.
_MAX_REMEMBERED_CHARS = 2_048

# WHATWG: what the path and the query percent-encode sets leave alone.
_PATH_SAFE = "!$%&'()*+,-./:;=@[]^_|~"
_QUERY_SAFE = _PATH_SAFE + "?`{}\\"

# What `normalise` gives back as it is, by its shape alone: most URLs. No port, address or empty
# path, no segment that begins with a dot, nothing to be escaped; a host of 235 characters at most.
_NORMAL = re.compile(
    r"""https?://(?:[a-z0-9_-]{1,40}\.){1,5}[a-z]{2,30}
        (?:/(?!\.)[A-Za-z0-9!$&'()*+,.:;=@_~-]*)+(?:\?[A-Za-z0-9!$&'()*+,./:;=@_~-]+)?""",
    re.VERBOSE | re.ASCII,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.ASCII | re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_C0_AND_SPACE = "".join(map(chr, range(0x21)))
# What leads a reader astray or cannot be sent: other control characters, and halves of surrogate
# pairs.
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# Applications read these themselves: routes (`#/a`, `#!a`) and lines of a file (`#L10-L20`).
_OF_SCRIPTS = re.compile(r"[!/].*|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?", re.DOTALL)
_TEXT_DIRECTIVE = ":~:"
"""What stands behind it finds words, not places (WICG, "URL Fragment Text Directives")."""


@dataclass(frozen=True, slots=True)
class UrlParts:
    """The parts of a URL that can be asked, normalised but for the case of escapes."""

    scheme: str
    host: str
    """Lower case, A-labels, IPv6 in brackets."""
    port: int
    path: str
    """Escapes in the case they came in."""
    query: str
    fragment: str

    @property
    def authority(self) -> str:
        return self.host if self.port == DEFAULT_PORTS[self.scheme] else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        return f"{self.scheme}://{self.authority}{self.path}{query}"


def read(url: str) -> UrlParts | Failure:
    """Returns the parts of a URL, escapes in upper case; or what is wrong with it."""
    return _read(_with_upper_escapes(url))


def check(url: str) -> Failure | None:
    """Returns what is wrong with a URL before anything is asked; None where it can be asked.

    UNPARSABLE, NO_HOST, SCHEME (not http or https), CREDENTIALS (a user name or password)
    or RELATIVE.
    """
    parts = _read(url)
    return parts if isinstance(parts, Failure) else None


def normalise(url: str) -> str:
    """Returns one spelling for one target; what `check` refuses is returned as it is.

    Lower-case scheme and host, A-labels, no default port, `/` for an empty path, dot segments
    resolved, escapes in upper case, what cannot be sent escaped. The query keeps its order and
    spelling. Idempotent.
    """
    parts = _read(url)
    return url if isinstance(parts, Failure) else _with_upper_escapes(str(parts))


def is_surely_normal(url: str) -> bool:
    """Whether a URL can be asked and is spelled as `normalise` spells it; False: it may be so.

    A glance, at a twentieth of the price of `normalise`.
    """
    return len(url) <= MAX_URL_LENGTH and _NORMAL.fullmatch(url) is not None


def sendable(url: str) -> str:
    """Returns a URL as browsers send it: normalised but for the case of escapes."""
    parts = _read(url)
    return url if isinstance(parts, Failure) else str(parts)


def fragment_to_find(url: str) -> str:
    """Returns the fragment of a URL that must be in the page; "" where it has none.

    Without a text directive; none where browsers go to the top, or a script decides.
    """
    fragment = url.partition("#")[2].partition(_TEXT_DIRECTIVE)[0]
    is_found = fragment.lower() in ("", "top") or _OF_SCRIPTS.fullmatch(fragment)
    return "" if is_found else fragment


def resolve(base: str, reference: str) -> str | None:
    """Returns a reference found at `base`, absolute and normalised.

    None where it leads to nothing that could be asked.
    """
    is_of_host = reference[:1] == "/" and reference[1:2] != "/"
    absolute = origin(base) + reference if is_of_host else reference
    if is_surely_normal(absolute):  # most references, at a tenth of the price
        return absolute
    joined = _joined(base, reference)
    return None if check(joined) is not None else normalise(joined)


def redirected(base: str, location: str) -> str | None:
    """Returns where a redirect leads, absolute and as browsers send it.

    None where it leads to nothing that could be asked.
    """
    joined = _joined(base, location)
    return None if check(joined) is not None else sendable(joined)


def check_reference(base: str, reference: str) -> Failure | None:
    """Returns why `resolve` and `redirected` give None."""
    return check(_joined(base, reference))


def host(url: str) -> str:
    """Returns name or address without port, lower case; "" where there is none."""
    parts = _read(url)
    return "" if isinstance(parts, Failure) else parts.host.strip("[]")


def origin(url: str) -> str:
    """Returns scheme, host and port (RFC 6454), the port left out where it is the default.

    "" where there is none.
    """
    parts = _read(url)
    return "" if isinstance(parts, Failure) else f"{parts.scheme}://{parts.authority}"


def authority(url: str) -> str:
    """Returns host and port as the Host header says them, without a default port.

    "" where there is none.
    """
    parts = _read(url)
    return "" if isinstance(parts, Failure) else parts.authority


def endpoint(url: str) -> tuple[str, str, int]:
    """Scheme, host (IPv6 without brackets) and port to connect to; empty where there is none."""
    parts = _read(url)
    if isinstance(parts, Failure):
        return "", "", 0
    return parts.scheme, parts.host.strip("[]"), parts.port


def site(url: str) -> str:
    """Returns whose server this is: the registrable domain by the Public Suffix List.

    Private section included.

    `host:port` for addresses and single labels, the host itself where it is a public suffix, "" for
    no URL.
    """
    parts = _read(url)
    if isinstance(parts, Failure):
        return ""
    return hosts.site(parts.host) or f"{parts.host}:{parts.port}"


def same_site(a: str, b: str) -> bool:
    """True if both have a site and it is the same."""
    return bool(site(a)) and site(a) == site(b)


def path_segments(url: str) -> tuple[str, ...]:
    """Returns the path's parts that are not empty, unescaped."""
    parts = _read(url)
    if isinstance(parts, Failure):
        return ()
    return tuple(
        [
            unquote(segment) if "%" in segment else segment
            for segment in parts.path.split("/")
            if segment
        ]
    )


def last_segment(url: str) -> str:
    """Returns the last of the path's parts that are not empty, unescaped: a file's name.

    "" where there is none.
    """
    parts = _read(url)
    return "" if isinstance(parts, Failure) else unquote(parts.path.rstrip("/").rpartition("/")[2])


def path_depth(url: str) -> int:
    """Returns how deep it is below the home page; 0 is the home page itself."""
    parts = _read(url)
    return (
        0 if isinstance(parts, Failure) else sum(1 for segment in parts.path.split("/") if segment)
    )


def _joined(base: str, reference: str) -> str:
    """The reference as an absolute URL where the two can be joined, else the reference."""
    trimmed = _trimmed(reference)
    if _SCHEME.match(trimmed):
        return trimmed  # urljoin would lend our host to "http:///x"
    try:
        return urljoin(base, trimmed)
    except ValueError:  # brackets that hold no address, and other things urllib refuses
        return reference


def _trimmed(url: str) -> str:
    """Without the white space that every browser drops.

    At the ends, and tabs and line ends anywhere.
    """
    trimmed = url.strip(_C0_AND_SPACE)
    return trimmed if trimmed.isprintable() else trimmed.translate({9: None, 10: None, 13: None})


def _read(url: str) -> UrlParts | Failure:
    return _remembered(url) if len(url) <= _MAX_REMEMBERED_CHARS else _parts(url)


def _parts(url: str) -> UrlParts | Failure:
    trimmed = _trimmed(url)
    if not trimmed or len(trimmed) > MAX_URL_LENGTH or _UNSENDABLE.search(trimmed):
        return Failure.UNPARSABLE
    try:
        split = urlsplit(trimmed)
    except ValueError:
        return Failure.UNPARSABLE
    refusal = _refusal(split, trimmed)
    if refusal is not None:
        return refusal
    name, port = _host_of(split), _port_of(split)
    if name is None or port is None:
        return Failure.UNPARSABLE
    return UrlParts(
        scheme=split.scheme,
        host=name,
        port=port,
        path=quote(_without_dots(split.path.replace("\\", "/")), safe=_PATH_SAFE) or "/",
        query=quote(split.query, safe=_QUERY_SAFE),
        fragment=split.fragment,
    )


_remembered = lru_cache(maxsize=8192)(_parts)


def _refusal(split: SplitResult, url: str) -> Failure | None:
    """What the rough shape of a URL already forbids."""
    if not split.scheme:
        return _refusal_without_scheme(url)
    if split.scheme not in DEFAULT_PORTS:
        return Failure.SCHEME
    if "\\" in (split.netloc or split.path[:1]):
        # Browsers read "\" as "/", most libraries do not: two readers of one URL would ask two
        # hosts.
        return Failure.UNPARSABLE
    if "@" in split.netloc:
        return Failure.CREDENTIALS
    return Failure.NO_HOST if split.netloc[:1] in {"", ":"} else None


def _refusal_without_scheme(url: str) -> Failure:
    # "htt ps://…" and "​https://…" are broken URLs; "/about" and "//host/x" lean on their page.
    before_query = re.split(r"[?#]", url, maxsplit=1)[0]
    is_relative = "://" not in before_query and "\\" not in before_query
    return Failure.RELATIVE if is_relative else Failure.UNPARSABLE


def _port_of(split: SplitResult) -> int | None:
    try:
        port = split.port
    except ValueError:  # no number, or past 65535
        return None
    if port is None:
        return DEFAULT_PORTS[split.scheme]
    return port or None


def _host_of(split: SplitResult) -> str | None:
    """The host in its one spelling, None where there can be no host of that name."""
    name = split.hostname or ""
    if "[" in split.netloc or ":" in name:
        return hosts.read_ipv6(name) if split.netloc.startswith("[") else None
    return hosts.read(name)


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4, for absolute paths."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for position, segment in enumerate(segments):
        if segment == ".." and kept:
            kept.pop()
        if segment not in {".", ".."}:
            kept.append(segment)
        elif position == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def _with_upper_escapes(url: str) -> str:
    return _ESCAPE.sub(lambda found: found[0].upper(), url) if "%" in url else url
