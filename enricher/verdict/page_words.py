"""Folds a page's titles, descriptions and text into words, each kind once and only when needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from enricher.lazy import lazy_property
from enricher.models import Description
from enricher.verdict.words import mass, shingles, stem, tokens, weight, with_stems

if TYPE_CHECKING:  # comparing texts needs no parser
    from enricher.page.read import AnyPage

Words = tuple[str, ...]

SEPARATORS = re.compile(r"\s+[|–—:·»«•/>-]+\s+|\s*[|｜»«•]\s*|:\s+")
# Characters of a text in which words are looked for: more than long articles have.
TEXT_CHARS = 24_000
# Titles that many pages share; equal ones prove nothing.
_GENERIC = frozenset(
    {"home", "homepage", "index", "news", "blog", "video", "videos", "article", "articles"}
    | {"untitled", "welcome", "startseite", "accueil", "inicio", "start", "main", "search", "login"}
    | {"404", "error", "story", "post", "live", "latest", "forbidden", "redirecting", "loading"}
)
# A word of less weight ("the", "new") says nothing of what two titles share.
TELLING_WEIGHT = 4
# This many shared words are a phrase, even if they are short ("A day in the sun").
PHRASE_WORDS = 5
# Letters of a site's label: shorter ones are part of too many words.
MIN_LABEL_CHARS = 3
# A name of the site has at most this many words, and this many letters beyond the site's label.
MAX_NAME_WORDS = 6
MAX_NAME_EXTRA_CHARS = 8


class PageWords:
    """A page's words."""

    def __init__(self, page: AnyPage, descriptions: Sequence[Description], site: str) -> None:
        """`site` is the page's registrable domain: a title that spells it is the site's name."""
        self._page = page
        self._descriptions = descriptions
        self._label = "".join(tokens(site.partition(".")[0]))

    @lazy_property
    def _wordings(self) -> tuple[str, ...]:
        title = self._page.facts.title
        return (*self._page.signals.titles, *([title.text] if title else ()))

    def has_wording(self, title: str) -> bool:
        """True if the page spells its title so; the reader of titles is asked last."""
        return title in self._page.signals.titles or title in self._wordings

    @lazy_property
    def titles(self) -> tuple[Words, ...]:
        """Wordings of the title and their parts, without site names and generic words."""
        parts = (
            part for wording in self._wordings for part in (wording, *SEPARATORS.split(wording))
        )
        found = dict.fromkeys(tokens(part) for part in parts if part)
        return tuple(words for words in found if words and not self.is_generic(words))

    @lazy_property
    def title_stems(self) -> tuple[tuple[Words, frozenset[str]], ...]:
        """Each of `titles` with a set to look words up in."""
        return tuple((title, with_stems(title)) for title in self.titles)

    @lazy_property
    def firsts(self) -> frozenset[Words]:
        """First parts of titles, where no other wording is just that: perhaps the site's name."""
        return self._edges(0)

    @lazy_property
    def lasts(self) -> frozenset[Words]:
        """Last parts, as `firsts`."""
        return self._edges(-1)

    def _edges(self, at: int) -> frozenset[Words]:
        wholes = {tokens(wording) for wording in self._page.signals.titles}
        split = [SEPARATORS.split(wording) for wording in self._page.signals.titles]
        return frozenset(tokens(parts[at]) for parts in split if len(parts) > 1) - wholes

    def is_generic(self, words: Words) -> bool:
        """True for the site's name and for words that many pages have as their title."""
        if words in self._told_names or (len(words) == 1 and words[0] in _GENERIC):
            return True
        # A headline is longer than a name: most pages are not read for theirs. (Scripts without
        # spaces have more words here than there.)
        is_short = len(words) <= MAX_NAME_WORDS or not "".join(words).isascii()
        return self._spells_the_site(words) or (is_short and words in self._names)

    @lazy_property
    def _told_names(self) -> frozenset[Words]:
        told = self._descriptions
        names = {d.provider_name for d in told} | {d.provider_domain for d in told}
        return frozenset(tokens(name) for name in names if name)

    @lazy_property
    def _names(self) -> frozenset[Words]:
        name = self._page.facts.site_name
        return self._told_names | ({tokens(name.text)} if name else frozenset())

    def _spells_the_site(self, words: Words) -> bool:
        """As "The Bay News" spells baynews.test."""
        joined, label = "".join(words), self._label
        if min(len(joined), len(label)) < MIN_LABEL_CHARS or len(words) > MAX_NAME_WORDS:
            return False
        is_longer = label in joined and len(joined) <= len(label) + MAX_NAME_EXTRA_CHARS
        return joined in label or is_longer

    def shares_enough(self, told: Words, among: frozenset[str], least: int) -> bool:
        """True if `told` and another title have `least` telling words in common, or a phrase.

        Short words and those of the site's name tell nothing by themselves: "Houston mayor" and
        "Houston Chronicle" of houstonchronicle.com share none.
        """
        found = {word for word in told if word in among or stem(word) in among}
        telling = [word for word in found if self._is_telling(word)]
        return len(telling) >= least or len(found) >= PHRASE_WORDS

    def _is_telling(self, word: str) -> bool:
        if weight(word) < TELLING_WEIGHT or any(word in name for name in self._names):
            return False
        return len(word) <= MIN_LABEL_CHARS or word not in self._label

    @lazy_property
    def descriptions(self) -> tuple[Words, ...]:
        excerpt = self._page.facts.excerpt
        wordings = (*self._page.signals.descriptions, *([excerpt.text] if excerpt else ()))
        return tuple(dict.fromkeys(words for words in map(tokens, wordings) if words))

    @lazy_property
    def _text(self) -> Words:
        return tokens(self._page.signals.text[:TEXT_CHARS])

    @lazy_property
    def _joined(self) -> str:
        """The words of the text, each between spaces: runs of words are looked for in it."""
        return f" {' '.join(self._text)} "

    def share_in_text(self, told: Words) -> float:
        """Returns how much of the weight of `told` the text has, each word or its stem."""
        whole = frozenset(self._text)
        missing = [word for word in dict.fromkeys(told) if word not in whole]
        found = set(told).difference(missing) | self._inflected(missing)
        return mass(word for word in told if word in found) / (mass(told) or 1)

    def _inflected(self, missing: list[str]) -> set[str]:
        """Those of the words that the text has in another form."""
        by_stem = {stem(word): word for word in missing if stem(word) != word}
        if not by_stem:
            return set()
        beginnings = "|".join(re.escape(each.rstrip("~")) for each in by_stem)
        among = set(re.findall(rf" ((?:{beginnings})[^ ]*)", self._joined))
        return {by_stem[stem(word)] for word in among if stem(word) in by_stem}

    def share_of_runs_in_text(self, told: Words) -> float:
        """Returns how many of all runs of three words of `told` the text has, 0 to 1."""
        runs = shingles(told)
        return sum(f" {' '.join(run)} " in self._joined for run in runs) / len(runs)
