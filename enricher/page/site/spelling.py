"""A site's name as a text: without slogan, legal form and address; how well it is spelled; does the
host agree?

Law of this file: texts only; where names stand is `ranking`'s and `places`' business.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from enricher import urls
from enricher.page import normalise
from enricher.page.folding import fold
from enricher.page.tables import pattern

MAX_CHARS = 60
# Longer texts are no name with a slogan but a description.
_MAX_TEXT_CHARS = 400
# Longer ones with a bar in them are a slogan and a name, in whatever order.
_LONG_CHARS = 40
_SLOGAN_WORDS = 6
_MIN_ACRONYM = 2
_MAX_ACRONYM = 6
# Shorter names stand in a host's by chance: `sport.example.com`.
_MIN_OF_WHOLE_HOST = 8

_HOST_AGREES = 1.0
_OWNER_ONLY = -2.0
_SLOGAN = -1.5
# A technical default, where the page has a name for people.
_BARE_ADDRESS = -1.0

_TECHNICAL = re.compile(r"^(?:www|m|mobile|amp)\.")
# Behind a name; several may follow one another: `Pty Ltd`.
_LEGAL_FORM = re.compile(
    r"(?:(?<![\s,])[\s,]++(?:g?gmbh|mbh|ag|kg|eg|ug|se|pty|(?:co\.?,? )?ltda?|limited|inc|llc|llp"
    r"|plc|corp|corporation|oyj?|ab|aps|asa|a/s|a\.s|b\.?v|s\.?a\.?(?:r\.?l|s)?|s\.?p\.?a|s\.?r\.?l"
    r"|s\.r\.o|sp\. ?z ?o\. ?o"
    r"|kft|zrt)\.?)"
    r"{1,3}(?:\s*&\s*co\b.{0,12})?$",
    re.IGNORECASE,
)
# In small letters.
_OWNER = re.compile(
    r"verlag(?<!\wverlag)|holdings?(?<!\wholding)(?<!\wholdings)\b|gmbh(?<!\wgmbh)\b"
    r"|all rights reserved\b"
    r"|alle rechte\b|©|\(c\)|copyright"
)
_ABBREVIATED = re.compile(r"\b\w\.\s?\w\.$")
_MARKS = re.compile(r"\s*[©®™]+$")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
# `WinFuture.de`, `Express.co.uk`. Under generic domains the ending is often part of the name:
# `Booking.com`.
_ADDRESS = re.compile(
    r"^(?:https?://)?(?:www\.)?(?P<host>(?P<name>[\w-]+(?:\.[\w-]+)*?)(?:\.(?:com|co|org|net|gov|ac))?\.(?!io\b|tv\b|fm\b|me\b)[a-z]{2})/?$",
    re.IGNORECASE,
)
_ANY_ADDRESS = re.compile(
    r"^(?:https?://)?(?:www\.)?(?P<host>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12})/?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Host:
    """What an address says about its site's name."""

    label: str
    """Key of the registrable label: `bbc` of `news.bbc.co.uk`."""
    site: str
    """Key of the registrable domain: `bbccouk`."""
    whole: str
    """Key of the host."""
    name: str
    """The host as people write it."""

    @classmethod
    def of(cls, url: str) -> Host:
        """The host of an address; all empty where there is none."""
        site, host = urls.site(url), _TECHNICAL.sub("", urls.host(url))
        return cls(
            normalise.key(site.partition(".")[0]), normalise.key(site), normalise.key(host), host
        )

    def agrees(self, name: str) -> bool:
        """Could this host be named after that name? `Müritz` is `muritz` or `mueritz`."""
        if not self.label:
            return False
        for text in {name} if name.isascii() else {fold(name), fold(_spelled_out(name))}:
            mine = normalise.key(text)
            if normalise.is_site(text, (self.label,)) or mine == self.site:
                return True
            if len(mine) >= _MIN_OF_WHOLE_HOST and mine in self.whole:
                return True
            if " " in text and self.label in map(normalise.key, text.split()):
                return True
        return False


def _spelled_out(text: str) -> str:
    return re.sub("[äöüÄÖÜ]", lambda match: match[0] + "e", text)


def key(name: str) -> str:
    """What is left of a name when accents do not count either."""
    return normalise.key(name if name.isascii() else fold(name))


def plain(text: str, host: Host, others: Collection[str] = ()) -> str:
    """The name alone: without slogan and legal form, without the top-level domain where it is the
    host's name.

    Empty where it is no name. `others` are keys of names that the page gives elsewhere.
    """
    name = _trimmed(text) if len(text) <= _MAX_TEXT_CHARS else ""
    if name.endswith((")", "]")):
        name = _trimmed(_ASIDE.sub("", name))
    parts = [part for part in normalise.segments(name) if not _is_no_name(part)]
    if not parts or _is_no_name(name) or ("://" in name and not _ANY_ADDRESS.match(name)):
        return ""
    name = _before_colon(_named_part(name, parts, host, others), host)
    return _without_domain(_trimmed(_LEGAL_FORM.sub("", name)) or name, host)


def _before_colon(name: str, host: Host) -> str:
    before, colon, _ = name.partition(": ")
    return before if colon and host.agrees(before) else name


def _without_domain(name: str, host: Host) -> str:
    address = _ADDRESS.match(name) if "." in name else None
    if address and normalise.key(address["host"]) in host.whole:
        return address["name"]
    address = _ANY_ADDRESS.match(name) if "." in name else None
    return address["host"] if address else name


def _is_no_name(text: str) -> bool:
    return pattern("words", "no_site", "^{}$").match(text.lower()) is not None


def _trimmed(text: str) -> str:
    name = text.strip(" ,;:|-–—·\"'")
    if not name.isascii():
        name = _MARKS.sub("", name)
    return name if name.endswith(".") and _ABBREVIATED.search(name) else name.strip(" .,;:|-–—·\"'")


def _named_part(name: str, parts: list[str], host: Host, others: Collection[str]) -> str:
    """The part of a name with separators that is the name; the whole where nothing tells."""
    if len(parts) == 1:
        return parts[0]
    named = _told(parts, host, others)
    if len(name) > _LONG_CHARS:
        named = named or parts[0]
    elif named != parts[0]:
        named = None
    told = named or parts[-1]
    full = in_full(told, parts)
    return full if full != told else named or name


def _told(parts: list[str], host: Host, others: Collection[str]) -> str | None:
    """The first part that the host or another place of the page names."""
    told = (part for part in parts if host.agrees(part) or key(part) in others)
    return next(told, None)


def in_full(name: str, others: Iterable[str]) -> str:
    """`WSJ` is `Wall Street Journal` where the page says so."""
    if name.isupper() and _MIN_ACRONYM <= len(name) <= _MAX_ACRONYM:
        for other in others:
            initials = "".join(
                word[0] for word in other.split() if word[0].isupper() and word.lower() != "the"
            )
            if initials == name and " " in other:
                return other
    return name


def is_owner(text: str) -> bool:
    """Does this name the company rather than its publication?"""
    if _LEGAL_FORM.search(text.strip(" .")):
        return True
    return _OWNER.search((text if text.isascii() else _MARKS.sub("", text)).lower()) is not None


def is_bare_address(text: str) -> bool:
    """Is this how machines write the site's name?"""
    return text.islower() and bool(_ANY_ADDRESS.match(text))


def quality(text: str, name: str, host: Host) -> float:
    """What a name's own look adds to it or takes from it. `text` is the name as written."""
    agrees = host.agrees(name)
    return (
        _HOST_AGREES * agrees
        # A company that the host is named after is called like its publication.
        + _OWNER_ONLY * (not agrees and is_owner(text))
        + _BARE_ADDRESS * is_bare_address(text.strip())
        + _SLOGAN * (len(name.split()) > _SLOGAN_WORDS)
    )


def spelling(name: str) -> int:
    """How much care is in a spelling: words apart, capitals, accents."""
    return (2 if " " in name else not name.islower()) + (not name.isascii())
