"""Compares a page with what documents describe: is it that article?

Two kinds of evidence are kept apart. What a page *claims* to be (titles, headline, descriptions)
proves identity. What it merely *shows* somewhere in its text protects from calling it another
article, but proves nothing after a redirect: a front page also shows the headlines of its articles.

Measured on 385 real pages, each with its own description and with others': docs/verdicts.md,
"Figures".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from enricher.models import Description, Moment, Page
from enricher.verdict.words import (
    contains_run,
    mass,
    share_found,
    shingles,
    tokens,
    with_stems,
    without_ellipsis,
)

# One short word or two ("Home", "Our work") are not missed in a page.
MISSABLE_MASS = 8
# From here on the page is the article.
PROVEN = 0.5
# Neither proven nor unlike.
AMBIGUOUS = 0.45
# Up to here nothing speaks for the article; between the two we cannot tell. Of 876 pairs of a real
# page and another's title, 99 % are below 0.12; of 142 pairs of differing titles that one real page
# gives itself, 75 % are above 0.23.
UNLIKE = 0.2
# A title of less weight ("Home", "Chatbots") is too short to be found or missed by its words.
SHORT_TITLE_MASS = 12
# Excerpts with fewer words say too little.
MIN_EXCERPT_WORDS = 6
# Fewer words of visible text are no text to miss anything in.
MIN_TEXT_WORDS = 80
# Of the weight of a title's words: with its headline taken out, a real article's text holds less of
# it in 5 %, and another article's text more of it in 4 % of all pairs.
TITLE_IN_TEXT = 0.4
# Without a text to look in, a page whose title and description are others must also be of another
# time.
OTHER_TIME_DAYS = 30
# An excerpt that is nowhere either weighs more than a few words of the title.
TITLE_IN_TEXT_WITH_EXCERPT = 0.55
# Of an excerpt's runs of three words; 5 % of real excerpts are found less, 99 % of other articles'.
EXCERPT_IN_TEXT = 0.05
# Added to a score for the same day of publishing.
SAME_DAY_BONUS = 0.15

MAX_TITLE_CHARS = 500
MAX_EXCERPT_CHARS = 2_000

_SEPARATORS = re.compile(r"\s+[|–—:·»«•/>-]+\s+|\s*[|｜»«•]\s*|:\s+")
# Titles that many pages share; equal ones prove nothing.
_GENERIC = frozenset(
    {
        "home",
        "homepage",
        "index",
        "news",
        "blog",
        "video",
        "videos",
        "article",
        "articles",
        "untitled",
        "welcome",
    }
    | {
        "startseite",
        "accueil",
        "inicio",
        "start",
        "main",
        "search",
        "login",
        "404",
        "error",
        "story",
        "post",
        "live",
    }
    | {"latest", "forbidden", "redirecting", "loading"}
)


@dataclass(frozen=True, slots=True)
class Similarity:
    """How surely a page is what a document describes, and what speaks for and against it."""

    score: float | None
    """0 to 1, from what the page claims and shows; None where nothing could be compared."""
    claimed: float = 0.0
    """0 to 1, from the page's own titles and descriptions alone."""
    is_other: bool = False
    """All signals agree that the page is about something else."""
    saw: tuple[str, ...] = ()

    @property
    def is_proven(self) -> bool:
        return self.claimed >= PROVEN

    @property
    def is_shown(self) -> bool:
        """The article stands on the page, whether or not the page claims to be it."""
        return self.score is not None and self.score >= PROVEN


UNKNOWN = Similarity(None)


class _PageWords:
    """A page's words, each kind folded once and only when needed."""

    def __init__(self, page: Page, names: frozenset[tuple[str, ...]], label: str = "") -> None:
        self._page = page
        self._names = names
        self._label = label

    @cached_property
    def titles(self) -> tuple[tuple[str, ...], ...]:
        """Wordings of the title and their parts, without site names and generic words."""
        facts = self._page.facts
        wordings = [*self._page.signals.titles, *([facts.title.text] if facts.title else ())]
        parts = [
            part for wording in wordings for part in (wording, *_SEPARATORS.split(wording)) if part
        ]
        found = dict.fromkeys(tokens(part) for part in parts)
        return tuple(words for words in found if words and not self.is_generic(words))

    @cached_property
    def firsts(self) -> frozenset[tuple[str, ...]]:
        """First parts of titles, where no other wording is just that: perhaps the site's name."""
        return self._edges(0)

    @cached_property
    def lasts(self) -> frozenset[tuple[str, ...]]:
        """Last parts, as `firsts`."""
        return self._edges(-1)

    def _edges(self, at: int) -> frozenset[tuple[str, ...]]:
        wholes = {tokens(wording) for wording in self._page.signals.titles}
        split = [_SEPARATORS.split(wording) for wording in self._page.signals.titles]
        return frozenset(tokens(parts[at]) for parts in split if len(parts) > 1) - wholes

    def is_generic(self, words: tuple[str, ...]) -> bool:
        return (
            words in self._names
            or (len(words) == 1 and words[0] in _GENERIC)
            or self._spells_the_site(words)
        )

    def _spells_the_site(self, words: tuple[str, ...]) -> bool:
        """As "The Bay News" spells baynews.test."""
        joined = "".join(words)
        if len(joined) < 3 or len(self._label) < 3 or len(words) > 6:
            return False
        return joined in self._label or (
            self._label in joined and len(joined) <= len(self._label) + 8
        )

    @cached_property
    def descriptions(self) -> tuple[tuple[str, ...], ...]:
        facts = self._page.facts
        wordings = [
            *self._page.signals.descriptions,
            *([facts.excerpt.text] if facts.excerpt else ()),
        ]
        return tuple(dict.fromkeys(words for words in map(tokens, wordings) if words))

    @cached_property
    def text(self) -> tuple[str, ...]:
        return tokens(self._page.signals.text)

    @cached_property
    def text_stems(self) -> frozenset[str]:
        return with_stems(self.text)

    @cached_property
    def text_shingles(self) -> frozenset[tuple[str, ...]]:
        return shingles(self.text)


def compare(
    descriptions: Sequence[Description], page: Page | None, slug: str = "", site: str = ""
) -> Similarity:
    """Returns the best similarity over all that documents say of the page.

    `slug` is the last part of the page's address in words, for pages that no document describes.
    `site` is the page's registrable domain: a title that spells it is the site's name.
    """
    if page is None:
        return UNKNOWN
    label = "".join(tokens(site.partition(".")[0]))
    words = _PageWords(page, _site_names(page, descriptions), label)
    told = [_bounded(description) for description in descriptions if not description.is_empty]
    return _best(told, words, page) if told else _by_slug(slug, words, page)


def _best(told: list[Description], words: _PageWords, page: Page) -> Similarity:
    found = [_of_one(description, words, page) for description in told]
    comparable = [similarity for similarity in found if similarity.score is not None]
    if not comparable:
        return UNKNOWN
    best = max(comparable, key=lambda similarity: (similarity.claimed, similarity.score or 0.0))
    return replace(best, is_other=all(similarity.is_other for similarity in found))


def _by_slug(slug: str, words: _PageWords, page: Page) -> Similarity:
    """An address says the same before and after a page is replaced: it never speaks against it."""
    similarity = _of_one(Description(title=slug), words, page)
    return replace(similarity, is_other=False) if similarity.claimed >= PROVEN else UNKNOWN


def _bounded(told: Description) -> Description:
    """A document may hold anything: no more than what a headline and a teaser need is compared."""
    if len(told.title or "") <= MAX_TITLE_CHARS and len(told.excerpt or "") <= MAX_EXCERPT_CHARS:
        return told
    title, excerpt = (told.title or "")[:MAX_TITLE_CHARS], (told.excerpt or "")[:MAX_EXCERPT_CHARS]
    return replace(told, title=title or None, excerpt=excerpt or None)


def _site_names(page: Page, descriptions: Sequence[Description]) -> frozenset[tuple[str, ...]]:
    names = {d.provider_name for d in descriptions} | {d.provider_domain for d in descriptions}
    if page.facts.site_name:
        names.add(page.facts.site_name.text)
    return frozenset(tokens(name) for name in names if name)


@dataclass(frozen=True, slots=True)
class _Signals:
    """What was compared, each 0 to 1; None where one of the two sides is missing."""

    title: float | None
    """The described title among the page's titles."""
    is_short: bool
    """The described title has too few words to be missed."""
    excerpt: float | None
    """The described excerpt among the page's descriptions."""
    days: int | None
    """Between the described and the page's day of publishing."""
    title_shown: float | None = None
    """By weight, the words of the described title in the text."""
    excerpt_shown: float | None = None
    """The runs of words of the described excerpt in the text."""

    @property
    def claimed(self) -> float:
        found = [value for value in (self.title, self.excerpt) if value is not None]
        if not found:
            return 0.0
        best = max(found)
        return min(1.0, best + SAME_DAY_BONUS) if self.is_same_day and best >= UNLIKE else best

    @property
    def is_same_day(self) -> bool:
        return self.days is not None and abs(self.days) <= 1

    @property
    def is_other(self) -> bool:
        """True if titles and one more thing were compared, and nothing speaks for the article."""
        if self.title is None or self.is_short or self.is_same_day or self.claimed >= UNLIKE:
            return False
        if self.title_shown is None:
            return self.excerpt is not None or (
                self.days is not None and abs(self.days) > OTHER_TIME_DAYS
            )
        if self.excerpt_shown is not None:
            return (
                self.title_shown < TITLE_IN_TEXT_WITH_EXCERPT
                and self.excerpt_shown < EXCERPT_IN_TEXT
            )
        return self.title_shown < TITLE_IN_TEXT

    def in_words(self) -> tuple[str, ...]:
        told = (
            (self.title, "title {:.0%} like the page's own"),
            (self.excerpt, "excerpt {:.0%} like the page's own"),
            (self.title_shown, "{:.0%} of the title's words stand in the text"),
            (self.excerpt_shown, "{:.0%} of the excerpt stands in the text"),
        )
        words = tuple(form.format(value) for value, form in told if value is not None)
        return words if self.days is None else (*words, f"published {abs(self.days)} days apart")


def _of_one(told: Description, words: _PageWords, page: Page) -> Similarity:
    day = page.facts.published.moment if page.facts.published else None
    excerpt = tokens(without_ellipsis(told.excerpt or "")[0])
    signals = _Signals(
        title=_best_title(told.title or "", words),
        is_short=mass(tokens(told.title or "")) < MISSABLE_MASS,
        excerpt=_best_excerpt(excerpt, words),
        days=_days_apart(told.published, day),
    )
    if signals.claimed < PROVEN and page.signals.word_count >= MIN_TEXT_WORDS:
        title = tokens(told.title or "")
        signals = replace(
            signals,
            title_shown=share_found(title, words.text_stems) if title else None,
            excerpt_shown=_share_of_runs(excerpt, words.text_shingles),
        )
    return _likeness(signals)


def _likeness(signals: _Signals) -> Similarity:
    parts = (signals.title, signals.excerpt, signals.excerpt_shown)
    if all(part is None for part in parts):
        return UNKNOWN
    score = max(signals.claimed, 0.9 * (signals.excerpt_shown or 0.0))
    return Similarity(score, signals.claimed, is_other=signals.is_other, saw=signals.in_words())


def _best_title(told: str, words: _PageWords) -> float | None:
    """None where the document or the page has no title that says anything."""
    text, is_cut = without_ellipsis(told)
    parts = [tokens(part) for part in _SEPARATORS.split(text) if part]
    if not words.titles or all(words.is_generic(part) for part in parts if part):
        return None
    score = _best_of_parts(parts, words, is_cut)
    # "… - The Daily News" at the end of both may be the site's name: what it proves alone is not
    # proven.
    own = (
        parts[parts[0] in words.firsts : len(parts) - (parts[-1] in words.lasts)]
        if len(parts) > 1
        else parts
    )
    if len(own) < len(parts):
        without = _best_of_parts(own, words, is_cut) if own else 1.0
        score = max(without, min(score, AMBIGUOUS))
    return score


def _best_of_parts(parts: Sequence[tuple[str, ...]], words: _PageWords, is_cut: bool) -> float:
    named = _named_parts(parts, words)
    if any(one in words.titles and mass(one) >= SHORT_TITLE_MASS for one in named):
        return 1.0  # nothing scores more
    scores = (_title_score(one, page, is_cut) for one in named for page in words.titles)
    return max(scores, default=0.0)


def _named_parts(parts: Sequence[tuple[str, ...]], words: _PageWords) -> list[tuple[str, ...]]:
    """The whole title, and the parts that are most of it and say more than the site's name."""
    whole = tuple(token for part in parts for token in part)
    least = mass(whole) / 2
    told = dict.fromkeys([whole, *parts])
    return [part for part in told if part and mass(part) >= least and not words.is_generic(part)][
        :4
    ]


def _title_score(told: tuple[str, ...], page: tuple[str, ...], is_cut: bool) -> float:
    if told == page:
        return 1.0 if mass(told) >= SHORT_TITLE_MASS else 0.8
    if _is_part(told, page) or (is_cut and _is_cut_off(told, page)):
        return 0.9
    there, back = share_found(told, with_stems(page)), share_found(page, with_stems(told))
    if mass(page) < max(SHORT_TITLE_MASS, 0.6 * mass(told)):
        return there  # a word or two, or a name, says nothing of the rest
    return 2 * there * back / (there + back) if there + back else 0.0


def _is_part(told: tuple[str, ...], page: tuple[str, ...]) -> bool:
    """One of the two titles is the other with more words around it."""
    return _is_within(told, page) or (mass(page) >= 0.5 * mass(told) and _is_within(page, told))


def _is_cut_off(told: tuple[str, ...], page: tuple[str, ...]) -> bool:
    """The page's title goes on where a feed cut the last word of `told`."""
    return len(told) > 3 and page[: len(told) - 1] == told[:-1]


def _is_within(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    return mass(shorter) >= SHORT_TITLE_MASS and len(shorter) >= 3 and contains_run(longer, shorter)


def _best_excerpt(told: tuple[str, ...], words: _PageWords) -> float | None:
    if len(told) < MIN_EXCERPT_WORDS:
        return None
    runs = shingles(told)
    return max(
        (
            len(runs & other) / min(len(runs), len(other))
            for other in map(shingles, words.descriptions)
            if len(other) > 3
        ),
        default=None,
    )


def _share_of_runs(told: tuple[str, ...], runs: frozenset[tuple[str, ...]]) -> float | None:
    if len(told) < MIN_EXCERPT_WORDS:
        return None
    mine = shingles(told)
    return len(mine & runs) / len(mine)


def _days_apart(one: Moment | None, other: Moment | None) -> int | None:
    return (one.day - other.day).days if one and other else None
