"""From a byline's text to the names of people in it. Precision first: a text that may be no name
gives none.

Law of this file: text only; where a byline stands is `authors`' business. The words of bylines
stand in `words.toml`; most are asked of small letters, which takes a third of the time.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum
from functools import cache, lru_cache

from enricher.page import normalise
from enricher.page.dates.words import month_of
from enricher.page.folding import fold
from enricher.page.tables import any_of, pattern, phrases
from enricher.page.text import clean, small

MAX_NAME_CHARS = 50
MAX_NAME_WORDS = 6
# In scripts without capitals nothing but its length tells a name from a sentence.
MAX_NAME_WORDS_WITHOUT_CASE = 4
MAX_PEOPLE = 12
# Letters of a site's name that is looked for within people's.
_LEAST_WITHIN = 5
# Longer texts are sentences about an author.
MAX_BYLINE_CHARS = 240
_TABLE = "people/words"


class Trust(IntEnum):
    """How sure it is, before looking, that a text is a name."""

    TEXT = 0  # text near the headline: full names only
    MARKED = 1  # an element that its makers call the author's name: `Tobi` is one too
    MACHINE = 2  # metadata: `cindy mangomini` and `c1ph4` are names too


_EDGES = " .,:;-–—|·•*©\"“”„‚‘'《》<>()[]（）［］【】〔〕"
_URL = re.compile(r"\S*(?:://|@)\S*|\bwww\.\S+", re.IGNORECASE)
# As catalogues write them: `Doe, Jane`.
_LAST_FIRST = re.compile(
    r"(?:^|(?<=; ))((?:[^\W\d_A-Z]{1,5} ){0,3}[^\W\d_][^\s,;]+), "
    r"([^\W\d_][^\s,;]*(?: [^\W\d_][^\s,;]*)?)(?=;|$)"
)
_SHORTENED = re.compile(r"\b(?:[JS]r|[^\W\d_])\.$")
# `Martin Luther King, Jr.`: no second person.
_JUNIOR = re.compile(r",(?= [JS]r\b)")
_SEPARATOR = re.compile(
    r"\s*[;|•·／/、，»«]\s*|\s*,\s+(?:and |und |et |y |e )?|\s+[-–—]+\s+|\s*&\s*"
    r"|\s+(?:and|und|et|og|och|en|i|и|та|ve|dan|και|with|mit|avec|con|AND|UND|ET)\s+(?=[^\W\d_a-zß-ÿ])"
    # Before one word alone it joins two families: `Ana Costa e Silva`.
    r"|\s+[ye]\s+(?=[^\W\d_a-zß-ÿ]\S*\s+[^\W\d_])"
)
_BEFORE_NUMBER = re.compile(r"(?:^|(?<=\s))(\S+)\s+\d")
_TITLES = re.compile(
    r"^(?:(?:dr|dra|prof|professor|med|dipl|ing|mag|mgr|lic|hab|h\. ?c|univ|mr|mrs|ms|herr|frau|sir"
    r"|rev|dott(?:\.?ssa)?)\b\.?[-\s]*)+(?=[^\W\d_])",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"(?:,?\s+(?:ph\.?d|m\.d|msc|mba|mph|esq|ll\.?m|m\.a|b\.a)|,\s+(?:rn|md|ma|ba))\.?$",
    re.IGNORECASE,
)
_EAST_ASIAN = "\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_EAST_ASIAN_NAME = re.compile(f"^[{_EAST_ASIAN}]{{2,5}}(?:[ \u3000・][{_EAST_ASIAN}]{{1,6}})?$")
# `O’Brien`, `J.R.`, and what a person is called among friends: `Jane “Jay” Doe`.
_NAME_WORD = re.compile(
    r"^[\"“‘'’ʼ`]?[^\W\d_](?:[^\W\d_]|[\"“”‘'’ʼ`.\u0900-\u0dff\u0e31-\u0e4e\u200c-])*$"
)
_NICKNAME = re.compile(r"^[^\W\d_][\w.'’-]*$")
_ADDRESS = re.compile(r"\.(?:com|de|org|net|co|tr|at|ch|fr|io)\b", re.IGNORECASE)


# ── what stands before and behind a name, in small letters ────────────────────────────────────────


@cache
def _by() -> str:
    """The source of an expression for what leads to a name: `by`, `text by`, `author:`, `記者`."""
    author = rf"{any_of(_TABLE, 'author')}\w{{0,5}}(?:[/:*_]in(?:nen)?)?"
    east_asian = any_of(_TABLE, "east_asian_label")
    ways = (
        rf"{any_of(_TABLE, 'by')}(?![\w'’-])",
        r"(?:di|da|de)(?= (?!las? |los )\S+ \S)",
        rf"{any_of(_TABLE, 'text')}(?: (?:und|and|&|/) \w+)? ?(?:(?:by|von|par|por)(?![\w'’-])|:)",
        rf"(?:the |l['’])?{author} ?:",
        rf"{east_asian}(?: ?[/／:：=＝・]|[ \u3000](?=\S{{2,4}}(?:\s|$)))",
    )
    done = rf"(?:{any_of(_TABLE, 'done')}\b[:.\s]*)*"
    return rf"^[-–—·•|,:(\[（【［\s]*{done}(?:{'|'.join(ways)})[:\s]*"


@cache
def prefix() -> re.Pattern[str]:
    """What stands before a name in a byline: `posted on 5 May by`, `all posts by`, `von`."""
    dated = rf"^[^\n]{{0,60}}\d[^\n]{{0,12}}\s{any_of(_TABLE, 'by_whom')}\s+"
    done = rf"^(?:{any_of(_TABLE, 'done')}\b[:.\s]*)+"
    return re.compile(rf"{dated}|^{any_of(_TABLE, 'all_by')}:? |{_by()}|{done}")


@cache
def byline() -> re.Pattern[str]:
    """A line that begins as bylines do."""
    return re.compile(rf"{_by()}(?=[^\W\d_])")


@cache
def _end() -> re.Pattern[str]:
    """Where what is no name begins: brackets, figures, what a person does and for whom."""
    return re.compile(
        rf"[(\[（]|(?<!\S)(?:\d|@\S)|(?<=\w) (?:on|am|le|el|em|il|op|den|um|at|vom) \d"
        rf"|(?<=[{_EAST_ASIAN}]) ?(?:記者|记者|特派員|기자)$|(?<=\w)[\s,]+{any_of(_TABLE, 'ends')}"
    )


# ── names ─────────────────────────────────────────────────────────────────────────────────────────


def people(text: str, sites: frozenset[str], trust: Trust) -> tuple[str, ...]:
    """The names of people in a byline's text, each once. `sites`: keys of the site's names."""
    return _people(text, sites, trust) if len(text) <= MAX_BYLINE_CHARS else ()


@lru_cache(
    maxsize=256
)  # elements that hold one another hold the same text, and metadata gives it again
def _people(text: str, sites: frozenset[str], trust: Trust) -> tuple[str, ...]:
    bare = _JUNIOR.sub("", _URL.sub("", clean(text)))
    if trust is Trust.MACHINE and ", " in bare:
        bare = _LAST_FIRST.sub(r"\2 \1", bare)
    found: dict[str, str] = {}
    for part in _SEPARATOR.split(_without_prefix(bare)):
        if pattern(_TABLE, "others").search(small(part)):
            break  # what a person is, or who took the pictures: others follow
        name = name_in(part)
        if is_person(name, sites, trust):
            found.setdefault(normalise.key(name), name)
    full = tuple(filter(_is_full, found.values()))
    # Beside full names, single words are roles, places and buttons.
    return full[:MAX_PEOPLE] or tuple(found.values())[:1]


def _is_full(name: str) -> bool:
    return " " in name or bool(_EAST_ASIAN_NAME.match(name))


@lru_cache(maxsize=256)  # a page names its author in many places
def name_in(part: str) -> str:
    """A part of a byline without prefix, titles, degrees, and what stands behind the name."""
    bare = _without_prefix(_trimmed(part))
    dated = _BEFORE_NUMBER.search(bare)
    is_dated = dated is not None and month_of(fold(dated[1].strip(".,"))) is not None
    end = dated if is_dated else _end().search(small(bare))
    if end:
        bare = bare[: end.start()]
    name = _DEGREES.sub("", _TITLES.sub("", bare.rstrip()))
    return _trimmed(" ".join(name.split()))


def _without_prefix(text: str) -> str:
    found = prefix().match(small(text))
    return text[found.end() :] if found else text


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
    if len(words) > most or not all(map(_NAME_WORD.match, words)):
        return False
    is_small = not set(filter(str.islower, words)) <= set(phrases(_TABLE, "particles"))
    return not is_small or (trust is Trust.MACHINE and len(words) == 2 and name.islower())


@lru_cache(maxsize=256)  # as often as the name is found
def _is_no_person(name: str) -> bool:
    """A role, an organization, a button, an address."""
    text = small(name)
    abroad = not text.isascii() and pattern(_TABLE, "no_person_abroad", "{}").search(text)
    return bool(abroad or pattern(_TABLE, "no_person").search(text) or _ADDRESS.search(name))


def _is_single_name(word: str, trust: Trust) -> bool:
    """One word may be a name where a trusted place says so; short small ones are initials."""
    if trust is Trust.TEXT or len(word) < 3 or (len(word) == 3 and word.islower()) or "_" in word:
        return False
    return bool(_NAME_WORD.match(word) or (trust is Trust.MACHINE and _NICKNAME.match(word)))


def _is_named_after(name: str, sites: Collection[str]) -> bool:
    """The site itself, or its name with something about it."""
    mine = normalise.key(name)
    return any(site == mine or (len(site) >= _LEAST_WITHIN and site in mine) for site in sites)
