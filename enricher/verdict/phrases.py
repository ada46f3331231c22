"""Finds the phrases of all languages in titles, headings and texts.

A phrase is only tried where its longest word stands in the text, so that a text costs about what
splitting it into words costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product

import msgspec

from enricher.verdict import language
from enricher.verdict.language import Language
from enricher.verdict.words import fold

_NOT_WORD = re.compile(r"[\W_]+")
_GAP = r"((?: \S+){0,7}?)"
_CHOICE = re.compile(r"\(([^()]*)\)")
# Share of a title's letters, fillers not counted, that phrases must make up to be all it says: they
# are all of "Error 404: page not found", and half of "Page not found: the history of the 404".
SAYS_NOTHING_ELSE = 0.75
# Fillers cannot be told apart where words are not.
SAYS_NOTHING_ELSE_SPACELESS = 0.6
# Characters of a page's text that are searched: error pages say what they have to say at their top.
TOP_CHARS = 1500


@lru_cache(maxsize=1024)
def flat(text: str) -> str:
    """Returns a text folded, with one space in place of everything between words."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


class Phrase(msgspec.Struct, frozen=True):
    """One phrase of one language."""

    key: str
    """Must stand in a text for the phrase to have a chance."""
    pattern: str
    is_spaceless: bool

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yields the spans of the phrase's own words in a flat text, gaps left out."""
        for found in _compiled(self.pattern).finditer(text):
            if found.re.groups and found.start(1) >= 0:
                yield found.start(), found.start(1)
                yield found.end(1), found.end()
            else:
                yield found.span()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# Scripts without spaces, in which a phrase may stand inside a longer run: Thai, Kana, Han.
_IS_SPACELESS = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def written_out(phrase: str) -> Iterator[str]:
    """Yields a phrase once for each way to choose from its `(a|b)`."""
    parts = _CHOICE.split(phrase)  # text, choice, text, choice, …, text
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    return (" ".join("".join(chosen).split()) for chosen in product(*choices))


def _phrase(written: str, nouns: str) -> Phrase:
    literal = written.replace("{n}", " ").replace("…", " ")
    is_spaceless = bool(_IS_SPACELESS.search(literal))
    words = flat(literal).split()
    key = flat(literal) if is_spaceless else max(words, key=len)
    body = before = ""
    for piece in re.split(r"(\{n\}|…)", written):
        if piece == "…":
            body += _GAP
        elif piece.strip():
            told = f"(?:{nouns})" if piece == "{n}" else re.escape(flat(piece)).replace(r"\ ", " ")
            # "l'{n}": folding joins what an apostrophe holds together.
            body += told if not body or before.endswith("'") else f" {told}"
        before = piece
    pattern = body if is_spaceless else rf"(?<!\S){body}(?!\S)"
    return Phrase(key, pattern, is_spaceless)


class Phrases:
    """All phrases of one kind, looked for together."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_key: dict[str, list[Phrase]] = {}
        self._spaceless: list[Phrase] = []
        for phrase in dict.fromkeys(phrases):
            if phrase.is_spaceless:
                self._spaceless.append(phrase)
            else:
                self._by_key.setdefault(phrase.key, []).append(phrase)
        self._keys = frozenset(self._by_key)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yields where phrases stand in a flat text, in no order; their own words only."""
        for word in self._keys & _words(text):
            for phrase in self._by_key[word]:
                yield from phrase.find(text)
        if self._spaceless and not text.isascii():
            for phrase in self._spaceless:
                if phrase.key in text:
                    yield from phrase.find(text)

    def first(self, text: str) -> str | None:
        """Returns the words of the phrase that stands first in a flat text.

        None where none does.
        """
        found = self.where(text)
        return text[found[0] : found[1]].strip() if found else None

    def where(self, text: str) -> tuple[int, int] | None:
        """Returns the span of the phrase that stands first in a flat text; None where none does."""
        return min(self.spans(text), default=None)


@lru_cache(maxsize=64)  # one page's top is searched for several kinds of phrases
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def of(phrases: Iterable[str]) -> Phrases:
    """Returns phrases as templates.toml writes them, ready to be looked for."""
    return Phrases(_phrase(one, "") for phrase in phrases for one in written_out(phrase))


def _of_kind(kind: str) -> Phrases:
    return Phrases(
        phrase for spoken in language.languages() for phrase in _of_language(spoken, kind)
    )


def _of_language(spoken: Language, kind: str) -> Iterator[Phrase]:
    named = [flat(noun) for noun in spoken.nouns]
    named += [
        f"l{noun}" for noun in named if noun[0] in "aeiou"
    ]  # "l'article", of Romance languages
    nouns = "|".join(sorted(map(re.escape, named), key=len, reverse=True)).replace(r"\ ", " ")
    for written in getattr(spoken, kind):
        yield from (_phrase(one, nouns) for one in written_out(written.phrase))


@cache
def missing() -> Phrases:
    """Returns what says "not found" and may stand alone as a title."""
    return _of_kind("missing")


@cache
def notices() -> Phrases:
    """Returns parts of sentences that explain that something is missing."""
    return _of_kind("notices")


@cache
def login() -> Phrases:
    """Returns what stands over a form to sign in."""
    return _of_kind("login")


@cache
def _fillers() -> frozenset[str]:
    written = (filler for spoken in language.languages() for filler in spoken.fillers)
    return frozenset(word for filler in written for word in flat(filler).split())


def says_only(phrases: Iterable[Phrases], text: str) -> bool:
    """True if `text`, spelled as on the page, holds one of the phrases and hardly anything else."""
    told = flat(text)
    spans = [span for kind in phrases for span in kind.spans(told)]
    if not spans:
        return False
    covered = bytearray(len(told))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    said, other = _weighed(told, covered)
    enough = SAYS_NOTHING_ELSE_SPACELESS if _IS_SPACELESS.search(told) else SAYS_NOTHING_ELSE
    return said >= enough * (said + other)


def _weighed(told: str, covered: bytearray) -> tuple[int, int]:
    """Returns how many letters belong to phrases, and how many to words that are no fillers."""
    said = other = 0
    for word in re.finditer(r"\S+", told):
        inside = sum(covered[word.start() : word.end()])
        said += inside
        if word[0] not in _fillers():
            other += len(word[0]) - inside
    return said, other


def top(text: str) -> str:
    """Returns the first words of a page's text, flat."""
    return flat(text[:TOP_CHARS])


# `:` and `-` separate only between spaces or before one; a bare hyphen joins words.
_BETWEEN = re.compile(r"\s+[|–—:·»«•/>~-]+\s+|\s*[|｜»«•]\s*")
# "The Daily News of Newburyport" has five.
MAX_NAME_WORDS = 6


def split_title(title: str) -> tuple[str, ...]:
    """Returns the parts of a title between its separators."""
    return tuple(part.strip() for part in _BETWEEN.split(title) if part.strip())
