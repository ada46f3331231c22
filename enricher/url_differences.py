"""Tells in what two URLs differ: the target, or only marks of a visit, language or device."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum

from enricher import urls
from enricher.models import Failure
from enricher.url_tracking import is_tracking
from enricher.urls import DEFAULT_PORTS, UrlParts


class Difference(StrEnum):
    """In what two URLs differ; the first seven are values of `[policy] moved_ignores`."""

    TRACKING = "tracking"
    SCHEME = "scheme"
    WWW = "www"
    SLASH = "slash"
    SESSION = "session"  # marks of one visit: `;jsessionid=…`, `?cookieSet=1`
    LOCALE = "locale"  # the language or country a reader seems to want: `/en-us/`, `?lang=en`
    DEVICE = "device"  # pages for phones: `m.`, `/amp/`, `?mobile=1`
    QUERY = "query"  # beyond tracking parameters
    PATH = "path"  # beyond a final slash
    PORT = "port"  # beyond the default port of each scheme
    HOST = "host"  # beyond a leading "www."
    SITE = "site"  # another registrable domain; comes with HOST
    FRAGMENT = "fragment"


Mark = tuple[Difference, Callable[[UrlParts], UrlParts]]
"""How URLs differ by it, and how to take it away."""


def differences(a: str, b: str) -> frozenset[Difference]:
    """Returns in what two URLs differ once both are normalised.

    Marks of one visit, of a language or of a device are told first; the rest is compared without
    them.
    """
    if a == b:
        return frozenset()
    one, other = urls.read(a), urls.read(b)
    if isinstance(one, Failure) or isinstance(other, Failure):
        return _ANOTHER
    plain = _differ(one, other)
    return _beyond_marks(one, other, plain) if plain else plain


def _beyond_marks(
    one: UrlParts, other: UrlParts, plain: frozenset[Difference]
) -> frozenset[Difference]:
    """What is left of the plain differences without marks, and by which marks they differ."""
    marks = list(_VISITOR_MARKS)
    bare = _differ(_stripped(one, marks), _stripped(other, marks))
    if not bare - _TRIFLES < plain:
        return plain
    for mark in _VISITOR_MARKS:
        others = [each for each in marks if each is not mark]
        if _differ(_stripped(one, others), _stripped(other, others)) == bare:
            marks = others  # this one makes no difference
    return bare | {difference for difference, _ in marks}


def _stripped(parts: UrlParts, marks: Iterable[Mark]) -> UrlParts:
    for _, without in marks:
        parts = without(parts)
    return parts


# What is no URL that can be asked differs in everything.
_ANOTHER = frozenset({Difference.HOST, Difference.SITE, Difference.PATH})
# What may be left when a mark is taken away: `m.news.test` for `www.news.test`.
_TRIFLES = frozenset({Difference.WWW, Difference.SLASH})


def _differ(one: UrlParts, other: UrlParts) -> frozenset[Difference]:
    found = _host_differences(one, other) | _query_differences(one.query, other.query)
    if one.scheme != other.scheme:
        found.add(Difference.SCHEME)
    if one.path != other.path:
        is_slash = one.path.rstrip("/") == other.path.rstrip("/")
        found.add(Difference.SLASH if is_slash else Difference.PATH)
    if one.fragment != other.fragment:
        found.add(Difference.FRAGMENT)
    return frozenset(found)


def _host_differences(one: UrlParts, other: UrlParts) -> set[Difference]:
    found: set[Difference] = set()
    if one.host != other.host:
        if one.host.removeprefix("www.") == other.host.removeprefix("www."):
            found.add(Difference.WWW)
        else:
            found.add(Difference.HOST)
            if not urls.same_site(str(one), str(other)):
                found.add(Difference.SITE)
    has_own_port = any(part.port != DEFAULT_PORTS[part.scheme] for part in (one, other))
    if one.port != other.port and has_own_port:
        found.add(Difference.PORT)
    return found


def _query_differences(one: str, other: str) -> set[Difference]:
    if one == other:
        return set()
    kept = [_without(query.split("&"), is_tracking) for query in (one, other)]
    found = {Difference.QUERY} if kept[0] != kept[1] else set()
    if kept != [one, other]:
        found.add(Difference.TRACKING)
    return found


def _without(pairs: Iterable[str], is_mark: Callable[[str], object]) -> str:
    return "&".join(pair for pair in pairs if not is_mark(pair))


# ── marks ───────────────────────────────────────────────────────────────────────────────────────

# Sources: the manuals of servlet containers (jsessionid), PHP, ASP.NET ("cookieless") and
# ColdFusion; the others are what sites add to see whether a cookie came back, or that consent was
# given.
_SESSION_PAIR = re.compile(
    r"""(?: jsessionid | phpsessid | aspsessionid\w* | cfid | cftoken | session_?id | sessid | zenid
    | s?sid(?==[\w-]{16,}\Z) | oscsid | cookies?_?(?:set|check|test|support|ok|enabled|accepted)?
    | autologin | (?:check|test|has|set|no|accept|gc|nfs)_?cookies?\w* | __cf_\w+ | guccounter
    | guce_\w+ | consent\w{0,12} | gdpr\w{0,12} )(?:=.*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_SESSION_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sid|cfid|cftoken)=[^/;]*|/\((?:[A-Z]\([^)/]*\))+\)", re.IGNORECASE
)
# As sites write a language with its region or script (BCP 47): `en-us`, `en_GB`, `zh-hans`.
_LOCALE = re.compile(r"[a-z]{2}[-_](?:[a-z]{2}|[a-z]{4}|[0-9]{3})", re.IGNORECASE)
# Two letters alone may be a section ("tv"); these are languages and countries that sites send to.
_SHORT_LOCALES = frozenset(
    {"ar", "at", "au", "be", "bg", "br", "ca", "ch", "cn", "cs", "da", "de", "el", "en", "es", "et"}
    | {"fa", "fi", "fr", "gb", "he", "hi", "hr", "hu", "id", "ie", "in", "it", "ja", "jp", "ko"}
    | {"lt", "lv", "mx", "nb", "nl", "no", "nz", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv"}
    | {"th", "tr", "uk", "us", "vi", "zh", "intl", "global", "international", "emea", "apac"}
)
_LOCALE_PAIR = re.compile(
    r"(?:lang|language|locale|hl|country|countrycode|country_code|region|edition|geo)(?:=.*)?",
    re.IGNORECASE,
)
_DEVICE_LABELS = frozenset({"m", "mobile", "mobil", "amp", "touch", "wap"})
_DEVICE_SEGMENTS = frozenset({"amp", "m", "mobile", "amp.html"})
# `?m=1` is Blogger's page for phones.
_DEVICE_PAIR = re.compile(
    r"m=[01]|(?:amp|mobile|is_?mobile|device|outputtype|mobile_?view)(?:=.*)?", re.IGNORECASE
)
_DEVICE_FILE = re.compile(r"[.-]amp(?=(?:\.html?)?/?$)", re.IGNORECASE)


def _without_session(parts: UrlParts) -> UrlParts:
    path = _SESSION_PATH.sub("", parts.path) or "/"
    return replace(
        parts, path=path, query=_without(parts.query.split("&"), _SESSION_PAIR.fullmatch)
    )


def _without_locale(parts: UrlParts) -> UrlParts:
    first, _, rest = parts.path[1:].partition("/")
    label, _, host = parts.host.partition(".")
    return replace(
        parts,
        path=f"/{rest}" if _is_locale(first) else parts.path,
        host=host if "." in host and _is_locale(label) else parts.host,
        query=_without(parts.query.split("&"), _LOCALE_PAIR.fullmatch),
    )


def _is_locale(word: str) -> bool:
    return word.lower() in _SHORT_LOCALES or _LOCALE.fullmatch(word) is not None


def _without_device(parts: UrlParts) -> UrlParts:
    *names, domain, top = parts.host.split(".") if "." in parts.host else ("", parts.host, "")
    labels = [name for name in names if name and name not in _DEVICE_LABELS]
    host = ".".join([*labels, domain, top]) if top else parts.host
    path = _DEVICE_FILE.sub("", _without_device_segment(parts.path)) or "/"
    query = _without(parts.query.split("&"), _DEVICE_PAIR.fullmatch)
    return replace(parts, host=host, path=path, query=query)


def _without_device_segment(path: str) -> str:
    """Without `amp` and the like as the first or last part of a path."""
    first, _, rest = path[1:].partition("/")
    if first.lower() in _DEVICE_SEGMENTS:
        return f"/{rest}"
    before, _, last = path.rstrip("/").rpartition("/")
    return f"{before}/" if last.lower() in _DEVICE_SEGMENTS else path


_VISITOR_MARKS: tuple[Mark, ...] = (
    (Difference.SESSION, _without_session),
    (Difference.LOCALE, _without_locale),
    (Difference.DEVICE, _without_device),
)
