"""From a byline's text to the names of people in it. Precision first: a text that may be no name
gives none.

Law of this file: text only; where a byline stands is `authors`' business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache

from enricher.page import normalise
from enricher.page.dates.words import month_of
from enricher.page.folding import fold
from enricher.page.people import vocabulary
from enricher.page.text import clean, small

MAX_NAME_CHARS = 50
MAX_NAME_WORDS = 6
# In scripts without capitals nothing but its length tells a name from a sentence.
MAX_NAME_WORDS_WITHOUT_CASE = 4
MAX_PEOPLE = 12
# Letters of a site's name that is looked for in people's: as one of their words, and within them.
_LEAST_SITE = 3
_LEAST_WITHIN = 5
# Longer texts are sentences about an author.
MAX_BYLINE_CHARS = 240


class Trust(IntEnum):
    """How sure it is, before looking, that a text is a name."""

    TEXT = 0  # text near the headline: full names only
    MARKED = 1  # an element that its makers call the author's name: `Tobi` is one too
    MACHINE = 2  # metadata: `cindy mangomini` and `c1ph4` are names too


_URL = re.compile(r"\S*://\S*|\bwww\.\S+", re.IGNORECASE)
_HIDDEN_AT = re.compile(r"\s?[\[({]\s?at\s?[\])}]\s?", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"(?:^|(?<=\s))(\S+)\s+\d")
_DASH = re.compile(r"\s+[-–—]+\s+")
# As catalogues write them: `Doe, Jane`. Two first names beside one another are no less likely than
# two in a row.
_LAST_FIRST = re.compile(
    r"(?:^|(?<=; ))((?:[^\W\d_A-Z]{1,5} ){0,3}[^\W\d_][^\s,;]+), "
    r"([^\W\d_][^\s,;]*(?: [^\W\d_][^\s,;]*)?)(?=;|$)"
)
# A tag of a journal holds one person, whose family may have two names: `García López, Ana María`.
_CATALOGUED = re.compile(r"^([^,;]+), ([^\W\d_][^,;]*)$")
_EDGES = " .,:;-–—|·•*©\"“”„‚‘'《》<>()[]（）［］【】〔〕"
# `Martin Luther King, Jr.`: no second person.
_JUNIOR = re.compile(r",(?= [JS]r\b)")
_PICTURES = re.compile("[\u2190-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff]+")
_NICKNAME = re.compile(r"^[^\W\d_][\w.'’-]*$")
_SHORTENED = re.compile(r"\b(?:[JS]r|[^\W\d_])\.$")
_EAST_ASIAN = "\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_EAST_ASIAN_NAME = re.compile(f"^[{_EAST_ASIAN}]{{2,5}}(?:[ \u3000・][{_EAST_ASIAN}]{{1,6}})?$")
# `O’Brien`, `J.R.`, and what a person is called among friends: `Jane “Jay” Doe`.
_INITIALS = re.compile(r"^(?:[A-Za-z]\.?(?: |$)){2,}$")
_NAME_WORD = re.compile(
    r"^(?:['’ʼ`]?[^\W\d_]+(?:['’ʼ`.\u200c-]+[^\W\d_]+)*\.?|[\"“‘'][^\W\d_]+[\"”’'])$"
)
_ADDRESS = re.compile(r"\.(?:com|de|org|net|co|tr|at|ch|fr|io)\b", re.IGNORECASE)


def people(text: str, sites: frozenset[str], trust: Trust) -> tuple[str, ...]:
    """The names of people in a byline's text, each once. `sites`: keys of the site's names."""
    return _people(text, sites, trust) if len(text) <= MAX_BYLINE_CHARS else ()


@lru_cache(
    maxsize=256
)  # elements that hold one another hold the same text, and metadata gives it again
def _people(text: str, sites: frozenset[str], trust: Trust) -> tuple[str, ...]:
    bare = _HIDDEN_AT.sub("@", text)
    bare = _URL.sub("", bare) if "://" in bare or "www." in small(bare) else bare
    bare = _JUNIOR.sub("", vocabulary.dated_prefix().sub("", clean(bare)))
    if trust is Trust.MACHINE and ", " in bare:
        bare = _LAST_FIRST.sub(r"\2 \1", bare)
    bare = _before(vocabulary.SECOND_HAND, _without_prefix(bare))
    names, is_newsroom = _of_parts(bare, sites, trust)
    full = tuple(filter(_is_full, names))
    # Beside full names, single words are roles, places and buttons; behind a newsroom they are
    # where it is.
    return full or (() if is_newsroom else names[:1])


def _of_parts(text: str, sites: frozenset[str], trust: Trust) -> tuple[tuple[str, ...], bool]:
    """The names in a byline's parts, and whether a newsroom stands before them."""
    found: dict[str, str] = {}
    is_newsroom = False
    for chunk in _DASH.split(text):
        if any(map(_is_full, found.values())):
            break  # what a person is, and where, follows
        for name in _writers(vocabulary.SEPARATOR.split(chunk)):
            if is_person(name, sites, trust):
                found.setdefault(normalise.key(name), name)
            is_newsroom |= not found and _is_no_person(name)
    return tuple(found.values())[:MAX_PEOPLE], is_newsroom


def first_last(text: str) -> str:
    """The name of one person as it is said, where journals write it as catalogues do."""
    return text if vocabulary.DEGREES.search(text) else _CATALOGUED.sub(r"\2 \1", text)


def _writers(parts: Sequence[str]) -> Iterator[str]:
    """What may be names in the parts of a byline, up to a role; photographers are left out."""
    is_pictured = False
    for index, part in enumerate(parts):
        lower = small(part)
        if index and vocabulary.anywhere("roles").search(lower):
            break  # for whom follows
        if not is_pictured and not ("(" in lower and vocabulary.PICTURED.search(lower)):
            yield name_in(part)
        is_pictured = vocabulary.PICTURES.match(lower) is not None


def _is_full(name: str) -> bool:
    return " " in name or bool(_EAST_ASIAN_NAME.match(name))


@lru_cache(maxsize=256)  # a page names its author in many places
def name_in(part: str) -> str:
    """A part of a byline without prefix, titles, degrees, and what stands behind the name."""
    bare = _without_prefix(_trimmed(part if part.isascii() else _PICTURES.sub("", part)))
    dated = _BEFORE_NUMBER.search(bare)
    if dated and month_of(fold(dated[1].strip(".,"))):
        bare = bare[: dated.start()]
    name = vocabulary.DEGREES.sub("", vocabulary.TITLES.sub("", _without_end(bare)))
    return _trimmed(vocabulary.WHEN.sub("", " ".join(name.split())))


def _without_prefix(text: str) -> str:
    found = vocabulary.prefix().match(small(text))
    return text[found.end() :] if found else text


def _without_end(text: str) -> str:
    """A text up to where a mail address, a place or something else that is no name begins."""
    lower = small(text)
    end = vocabulary.end().search(lower)
    ends = [
        None if end and vocabulary.LIKE_DAY.match(lower) else end,
        vocabulary.PLACE.search(text),
    ]
    if "@" in text:
        ends.append(vocabulary.MAIL.search(text))
    found = [end.start() for end in ends if end]
    return text[: min(found)].rstrip() if found else text


def _before(pattern: re.Pattern[str], text: str) -> str:
    """A text up to where a pattern of small letters matches."""
    found = pattern.search(small(text))
    return text[: found.start()] if found else text


def _trimmed(text: str) -> str:
    """Without what stands at the edges of names; the full stop of `Jr.` stays."""
    text = text.lstrip(_EDGES).rstrip(_EDGES.replace(".", ""))
    return text if _SHORTENED.search(text) else text.rstrip(_EDGES)


def is_person(name: str, sites: Collection[str], trust: Trust) -> bool:
    """Does this look like the name of one person, and not like the site's, a role or a sentence?"""
    if not 2 <= len(name) <= MAX_NAME_CHARS or _is_no_person(name) or _is_named_after(name, sites):
        return False
    if _EAST_ASIAN_NAME.match(name):
        return True
    return _is_full_name(name, trust) if " " in name else _is_single_name(name, trust)


def _is_full_name(name: str, trust: Trust) -> bool:
    """True if word count and spelling of each word fit a personal name."""
    words = name.split()
    most = MAX_NAME_WORDS if name.lower() != name.upper() else MAX_NAME_WORDS_WITHOUT_CASE
    if len(words) > most or not all(map(_NAME_WORD.match, _without_marks(name).split())):
        return False
    if _is_other(name, words, trust):
        return False
    is_small = not set(filter(str.islower, words)) <= vocabulary.words("particles")
    return not is_small or (trust is Trust.MACHINE and len(words) == 2 and name.islower())


def _is_other(name: str, words: list[str], trust: Trust) -> bool:
    """True for two people by their first names, for initials, for a day in a text."""
    if words[1] in {"e", "y"} or _INITIALS.match(name):
        return True
    return trust is Trust.TEXT and vocabulary.DAY.search(small(name)) is not None


def _without_marks(text: str) -> str:
    """Without the vowel signs of Indian and other scripts, which are no letters."""
    return (
        text
        if text.isascii()
        else "".join(sign for sign in text if not unicodedata.category(sign).startswith("M"))
    )


@lru_cache(maxsize=256)  # as often as the name is found
def _is_no_person(name: str) -> bool:
    """A role, an organization, a button, an address."""
    text = small(name)
    words = text.split()
    doubtful = words[:1] if len(words) == 2 else words
    perhaps = vocabulary.anywhere("perhaps")
    return bool(
        vocabulary.anywhere("no_person").search(text)
        or (not text.isascii() and vocabulary.within("no_person_abroad").search(text))
        or vocabulary.anywhere("agencies").search(name)
        or _ADDRESS.search(name)
        or any(perhaps.search(word) for word in doubtful)
    )


def _is_single_name(word: str, trust: Trust) -> bool:
    """One word may be a name where a trusted place says so; short small ones are initials."""
    if trust is Trust.TEXT or len(word) < 3 or (len(word) == 3 and word.islower()) or "_" in word:
        return False
    return bool(_NAME_WORD.match(word) or (trust is Trust.MACHINE and _NICKNAME.match(word)))


def _is_named_after(name: str, sites: Collection[str]) -> bool:
    """The site itself, or its name with something about it; a short one stands in capitals: `NDR
    Kiel`.

    Or what a site's name begins with, where words know no space between them.
    """
    mine = normalise.key(name)
    if _EAST_ASIAN_NAME.match(name) and _begins_any(mine, sites):
        return True
    capitals = {normalise.key(word) for word in name.split() if word.isupper()}
    long = (site for site in sites if len(site) >= _LEAST_SITE)
    return any(site in {mine, *capitals} or _holds(mine, site) for site in long)


def _holds(mine: str, site: str) -> bool:
    return len(site) >= _LEAST_WITHIN and site in mine


def _begins_any(mine: str, sites: Collection[str]) -> bool:
    return len(mine) >= _LEAST_SITE and any(site.startswith(mine) for site in sites)
