"""From a byline's text to the names of people in it. Precision first: a text that may be no name gives none.

Law of this file: text only; where a byline stands is `authors`' business.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum

from enricher.page import datewords, wording
from enricher.page.text import clean

MAX_NAME_CHARS = 50
MAX_NAME_WORDS = 6
MAX_PEOPLE = 12
# Longer texts are sentences about an author.
MAX_BYLINE_CHARS = 240


class Trust(IntEnum):
    """How sure it is, before looking, that a text is a name."""

    TEXT = 0  # text near the headline: full names only
    MARKED = 1  # an element that its makers call the author's name: `Tobi` is one too
    MACHINE = 2  # metadata: `cindy mangomini` and `c1ph4` are names too


_DONE = (
    r"(?:originally )?(?:posted|written|published|reviewed|reported|compiled|created|submitted|added|updated|edited|words)"
    r"|geschrieben|veröffentlicht|verfasst|eingestellt|erstellt|gepostet|publié|écrit|rédigé|publicado|escrito|scritto"
    r"|pubblicato|skrevet|skriven|napisał\w?|dodał\w?|über d(?:en|ie) autor(?::?in)?|about the author|artículo|artikel|article"
)
_BY = (
    r"by|von|vom|par|por|door|di|da|de|af|av|od|przez|από|του|oleh"
    r"|(?:text|story|words|interview|report|reportage|kommentar|analyse|tekst|texte|texto|testo|article)(?: (?:und|and|&|/) \w+)? ?(?:by|von|par|por|:)"
    r"|(?:the |l['’])?(?:author|autor|auteur|autore|yazar|penulis|reporter|redakteur|journalist|skribent|автор|текст)\w{0,5} ?:"
    r"|(?:作者|文|記者|撰文|記事|责任编辑|編集) ?[/／:：]"
)
_PREFIX = re.compile(rf"^[-–—·•|,:\s]*(?:(?:{_DONE})\b[:\s]*)*(?:(?:{_BY})(?![\w'’-])[:\s]*)?", re.IGNORECASE)
HAS_PREFIX = re.compile(rf"^[-–—·•|,:\s]*(?:(?:{_DONE})\b[:\s]*)*(?:{_BY})(?![\w'’-])[:\s]*(?=[^\W\d_])", re.IGNORECASE)
# `Posted by`: whoever follows is a person, full name or not.
DONE = re.compile(rf"^(?:{_DONE})\s+(?:{_BY})\s", re.IGNORECASE)
LABEL = re.compile(
    r"^(?:(?:the |l['’])?(?:author|autor|auteur|autore|yazar|penulis|автор|текст)\w{0,5}|text|words|redakteur(?:in)?) ?: ?(?=\S)"
    r"|^(?:作者|文|記者|撰文|责任编辑) ?[/／:：] ?(?=\S)",
    re.IGNORECASE,
)
# `Posted on September 21, 2020 by Adi Tzlil`
_DATED_PREFIX = re.compile(r"^[^\n]{0,60}\d[^\n]{0,12}\s(?:by|von|par|por|door|di|af|av)\s+", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*[;|•·／/、，\n\t»«]\s*|\s*,\s+(?:and |und |et |y |e )?|\s+[-–—]+\s+|\s*&\s*"
    r"|\s+(?:and|und|et|y|e|og|och|en|i|и|та|ve|dan|και|with|mit|avec|con)\s+(?=[^\W\d_a-zß-ÿ])"
)
# From here on it is no longer the name.
_END = re.compile(
    r"\s*(?:\(.*|\[.*|(?<!\S)@\S+.*|\S+@\S+.*|(?<!\S)\d.*|\b(?:stand|updated|datum|date|fotos?|bilder|sagt|says) ?:.*"
    r"|\b(?:twitter|facebook|instagram|linkedin|e-?mail|follow|folgen|published|updated|posted on|aktualisiert|publicado|publié"
    r"|min read|read more|said|illustration(?:en)?|photography|photos? by|fotos? von|vor \d|hace \d|il y a"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tue|wed|thu|fri|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_URL = re.compile(r"\S*://\S*|\bwww\.\S+", re.IGNORECASE)
_TITLES = re.compile(
    r"^(?:(?:dr|prof|professor|med|dipl|ing|mag|univ|mr|mrs|ms|herr|frau|sir)\b\.?[-\s]*)+(?=[^\W\d_])", re.IGNORECASE
)
_DEGREES = re.compile(r",?\s+(?:ph\.?d|m\.?d|msc|mba|mph|rn|esq|ll\.?m|m\.?a|b\.?a)\.?$", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"(?:^|(?<=\s))(\S+)\s+\d")
_EDGES = " .,:;-–—|·•*\"“”„‚‘'《》<>()"
# Particles of names that are written small.
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "do",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
    ]
    + ["ibn", "abu", "ben", "ter", "ten", "zu", "zum", "zur", "y", "e", "und", "af", "av", "op", "'t", "st."]
)
# Whoever is called this is no person, or is not named.
_NOBODY = re.compile(
    r"\b(?:admin\w*|webmaster|redak\w*|redac\w*|rédaction|redazione|toimitus|editor(?:s|ial)?|staff|team|newsroom|desk"
    r"|agenc\w+|agentur\w*|press(?:e|emitteilung|estelle)?|correspondents?|contribut\w+|reporters?|writers?|columnist|journalists?"
    r"|author|autor(?:in|en)?|guest|gast\w*|user|unknown|anonymous|online|service|services|media|medien|news|nachrichten|magazine?"
    r"|zeitung|verlag|journal|times|gmbh|inc|llc|ltd|corp|university|universität|institut\w*|foundation|stiftung|verein|verband|bund"
    r"|associated press|reuters|afp|dpa|apa|ansa|efe|tass|xinhua|bloomberg|getty|images?|foto\w*|photo\w*|video|source|quelle"
    r"|managing|senior|chief|head|director|president|professor of|ceo|cto|founder|manager|producer|analyst|fellow|intern|volontär\w*"
    r"|leiter\w*|stand|publiziert|publicado|publié|chefredak\w*|ressort\w*|herausgeber\w*|comments?|kommentare?|share|teilen|subscri\w+|newsletter|home|profile?|view all"
    r"|more|mehr|posts?|articles?|artikel|category|kategorie|sign|log ?in|minut\w*|read|today|heute|ago|vor|uhr|updated|published"
    r"|with|for|from|the|this|and|your|is|are|was|has|ist|sind|hat|wird)\b",
    re.IGNORECASE,
)
_EAST_ASIAN = "\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_EAST_ASIAN_NAME = re.compile(f"^[{_EAST_ASIAN}]{{2,5}}(?:[ \u3000・][{_EAST_ASIAN}]{{1,6}})?$")
_NAME_WORD = re.compile(r"^['’ʼ`]?[^\W\d_]+(?:['’ʼ`.-]+[^\W\d_]+)*\.?$")
_ADDRESS = re.compile(r"^\s*(?:https?:|www\.|@)|\.(?:com|de|org|net|co|tr|is|at|ch|fr|io)\b", re.IGNORECASE)


def people(text: str, sites: Collection[str], trust: Trust) -> list[str]:
    """The names of people in a byline's text, in order, each once. `sites` are keys of the site's names."""
    if len(text) > MAX_BYLINE_CHARS:
        return []
    bare = _DATED_PREFIX.sub("", clean(_URL.sub(" ", text)))
    found: dict[str, str] = {}
    for part in _SEPARATOR.split(_PREFIX.sub("", bare)):
        name = name_in(part or "")
        if is_person(name, sites, trust):
            found.setdefault(wording.key(name), name)
    names = list(found.values())[:MAX_PEOPLE]
    full = [name for name in names if " " in name or _EAST_ASIAN_NAME.match(name)]
    # Beside full names, single words are roles, places and buttons.
    return full or names[:1]


def name_in(part: str) -> str:
    """A part of a byline without prefix, titles, degrees, and whatever stands behind the name."""
    bare = _PREFIX.sub("", part.strip(_EDGES))
    dated = _BEFORE_NUMBER.search(bare)
    if dated and datewords.month_of(datewords.fold(dated[1].strip(".,"))):
        bare = bare[: dated.start()]
    name = _DEGREES.sub("", _TITLES.sub("", _END.sub("", bare)))
    return " ".join(name.split()).strip(_EDGES.replace(".", "")).removesuffix(" .")


def is_person(name: str, sites: Collection[str], trust: Trust) -> bool:
    """Does this look like the name of one person, and not like the site's, a role or a sentence?"""
    if len(name) < 2 or len(name) > MAX_NAME_CHARS or _NOBODY.search(name) or _ADDRESS.search(name):
        return False
    if _is_named_after(name, sites):
        return False
    if _EAST_ASIAN_NAME.match(name):
        return True
    words = name.split()
    if len(words) == 1:
        return _is_single_name(name, trust)
    if len(words) > MAX_NAME_WORDS or not all(_NAME_WORD.match(word) for word in words):
        return False
    small = [word for word in words if word.islower() and word not in _PARTICLES]
    return not small or (trust >= Trust.MACHINE and len(words) == 2 and name.islower())


def _is_single_name(word: str, trust: Trust) -> bool:
    """One word may be a name where a trusted place says so; short small ones are initials, others are handles."""
    if trust is Trust.TEXT or len(word) < 3 or (len(word) == 3 and word.islower()) or "_" in word:
        return False
    return trust is Trust.MACHINE or bool(_NAME_WORD.match(word))


def _is_named_after(name: str, sites: Collection[str]) -> bool:
    """The site itself, or its name with something about it."""
    mine = wording.key(name)
    return any(len(site) >= 3 and (mine == site or (len(site) >= 5 and site in mine)) for site in sites)
