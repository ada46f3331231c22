"""Tells whether a document describes a page in another language or script than the page is in.

Then a title proves nothing either way: a German page may well be cited by an English headline.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from enricher.models import Description
from enricher.verdict import tables

if TYPE_CHECKING:  # comparing texts needs no parser
    from enricher.page.read import AnyPage

# Letters by script, as a set of expressions spells them; what neighbours share (Han in Chinese and
# Japanese) is one. Few pages are in doubt, and to compile all takes 3 ms.
_SCRIPTS = {
    "latin": "a-zA-Z\u00c0-\u024f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "hebrew": "\u0590-\u05ff",
    "arabic": "\u0600-\u06ff\u0750-\u077f",
    "indic": "\u0900-\u0dff",
    "thai": "\u0e00-\u0e7f",
    "caucasian": "\u0530-\u058f\u10a0-\u10ff",
    "korean": "\u1100-\u11ff\uac00-\ud7af",
    "east asian": "\u3040-\u30ff\u3400-\u9fff",
}
# Characters of a page's text that tell its script and language.
SAMPLE_CHARS = 600
# Of letters, from which on a text is in another script than Latin: names of products
# are Latin everywhere.
SHARE_OF_SCRIPT = 0.2
# Frequent words in a sample of this length that tell its language.
WORDS_OF_A_LANGUAGE = 4
_WORD = re.compile(r"[^\W\d_]+")


def speaks_another(told: Description, page: AnyPage) -> bool:
    """True if what a document says is surely in another script or language than the page."""
    described = f"{told.title or ''} {told.excerpt or ''}"
    titles = " ".join(page.signals.titles)
    shown = f"{titles} {page.signals.text[:SAMPLE_CHARS]}"
    scripts = _script(described), _script(shown)
    if None not in scripts and scripts[0] != scripts[1]:
        return True
    return scripts[0] == "latin" and _is_another_language(described, _language(page, shown))


def _script(text: str) -> str | None:
    """The script of a text; None where it has no letters."""
    counts = {name: len(re.findall(f"[{letters}]", text)) for name, letters in _SCRIPTS.items()}
    total, latin = sum(counts.values()), counts.pop("latin")
    name, most = max(counts.items(), key=lambda item: item[1])
    if total and most >= SHARE_OF_SCRIPT * total:
        return name
    return "latin" if latin else None


def _language(page: AnyPage, shown: str) -> str | None:
    """The page's language without its region; by the words of its text where it declares none."""
    declared = (page.facts.language or "").partition("-")[0]
    if declared:
        return declared
    (name, most), *_ = _hits(shown).most_common(1) or [("", 0)]
    return name if most >= WORDS_OF_A_LANGUAGE else None


def _hits(text: str) -> Counter[str]:
    """How many words of a text are frequent in headlines of each language, and of no other."""
    frequent: dict[str, list[str]] = tables.read("headline_words.toml")["words"]
    words = _WORD.findall(text.lower())
    return Counter(
        {name: sum(1 for word in words if word in of_it) for name, of_it in frequent.items()}
    )


def _is_another_language(described: str, page_language: str | None) -> bool:
    """True if words or letters of other languages are in it, and none of the page's language."""
    hits = _hits(described)
    if page_language is None or page_language not in hits:
        return False
    letters: dict[str, str] = tables.read("headline_words.toml")["letters"]
    for name, own in letters.items():
        hits[name] += sum(1 for letter in own if letter in described.lower())
    own_hits = hits.pop(page_language)
    return own_hits == 0 and max(hits.values(), default=0) > 0
