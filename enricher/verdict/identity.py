"""Compares a page with what documents describe: is it that article?

Two kinds of evidence are kept apart. What a page *claims* to be (titles, headline, descriptions)
proves identity. What it merely *shows* somewhere in its text protects from calling it another
article, but proves nothing after a redirect: a front page also shows the headlines of its articles.

Measured on 385 real pages, each with its own description and with others': docs/verdicts.md,
"Figures".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs
from msgspec.structs import replace

from enricher.models import Description, Moment
from enricher.verdict.page_words import SEPARATORS, PageWords, Words
from enricher.verdict.title_language import speaks_another
from enricher.verdict.words import (
    contains_run,
    mass,
    share_found,
    shingles,
    tokens,
    with_stems,
    without_ellipsis,
)

if TYPE_CHECKING:  # comparing texts needs no parser
    from enricher.page.read import AnyPage

# Scores are 0 to 1, weights are those of `words.mass`.
#
# One short word or two ("Home", "Our work") are not missed in a page.
MISSABLE_MASS = 8
# From here on the page is the article.
PROVEN = 0.5
# Neither proven nor unlike.
AMBIGUOUS = 0.45
# Neither, even with the bonus of a same day: what titles have in common is a word, or the site's
# name.
ONE_WORD = 0.34
# Up to here nothing speaks for the article; between the two we cannot tell. Of 876 pairs of a real
# page and another's title, 99 % are below 0.12; of 142 pairs of differing titles that one real page
# gives itself, 75 % are above 0.23.
UNLIKE = 0.2
# A title of less weight ("Home", "Chatbots") is too short to be found or missed by its words.
SHORT_TITLE_MASS = 12
# Telling words that two titles must share where they are neither equal nor part of each other.
MIN_SHARED_WORDS = 2
# An address has fewer ways to say it than a title: three words, and most of its weight.
MIN_SHARED_WORDS_OF_SLUG = 3
MIN_SHARE_OF_SLUG = 0.6
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
# With a title as like as this, the excerpt adds nothing.
SURE = 0.9

MAX_TITLE_CHARS = 500
MAX_EXCERPT_CHARS = 2_000


class Similarity(msgspec.Struct, frozen=True):
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
        """The article is on the page, whether or not the page claims to be it."""
        return self.score is not None and self.score >= PROVEN


UNKNOWN = Similarity(None)


def compare(
    descriptions: Sequence[Description], page: AnyPage | None, slug: str = "", site: str = ""
) -> Similarity:
    """Returns the best similarity over all that documents say of the page.

    `slug` is the last part of the page's address in words, for pages that no document describes.
    `site` is the page's registrable domain: a title that spells it is the site's name.
    """
    if page is None:
        return UNKNOWN
    words = PageWords(page, descriptions, site)
    told = [_bounded(description) for description in descriptions if not description.is_empty]
    return _best(told, words, page) if told else _by_slug(slug, words)


def _best(told: list[Description], words: PageWords, page: AnyPage) -> Similarity:
    found: list[Similarity] = []
    for description in told:
        similarity = _of_one(description, words, page)
        if similarity.claimed >= SURE:
            return similarity
        found.append(similarity)
    comparable = [similarity for similarity in found if similarity.score is not None]
    if not comparable:
        return UNKNOWN
    best = max(comparable, key=lambda similarity: (similarity.claimed, similarity.score or 0.0))
    is_other = all(similarity.is_other for similarity in found)
    is_other = is_other and not any(speaks_another(description, page) for description in told)
    return replace(best, is_other=is_other)


def _by_slug(slug: str, words: PageWords) -> Similarity:
    """An address says the same before and after a page is replaced: it never speaks against it."""
    told = tokens(slug)
    for title, stems in words.title_stems if told else ():
        share = share_found(told, stems)
        if share < MIN_SHARE_OF_SLUG or not words.shares_enough(
            told, stems, MIN_SHARED_WORDS_OF_SLUG
        ):
            continue
        score = _title_score(told, title, stems, is_cut=False)
        if score >= PROVEN:
            return Similarity(score, score, saw=(f"address {score:.0%} like the page's own title",))
    return UNKNOWN


def _bounded(told: Description) -> Description:
    """A document may hold anything: no more than a headline and a teaser need is compared."""
    title, excerpt = told.title or "", told.excerpt or ""
    if len(title) <= MAX_TITLE_CHARS and len(excerpt) <= MAX_EXCERPT_CHARS:
        return told
    title, excerpt = title[:MAX_TITLE_CHARS], excerpt[:MAX_EXCERPT_CHARS]
    return structs.replace(told, title=title or None, excerpt=excerpt or None)


class _Compared(msgspec.Struct, frozen=True):
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
            return self.excerpt is not None or abs(self.days or 0) > OTHER_TIME_DAYS
        if self.excerpt_shown is None:
            return self.title_shown < TITLE_IN_TEXT
        is_missing = self.excerpt_shown < EXCERPT_IN_TEXT
        return is_missing and self.title_shown < TITLE_IN_TEXT_WITH_EXCERPT

    def in_words(self) -> tuple[str, ...]:
        told = (
            (self.title, "title {:.0%} like the page's own"),
            (self.excerpt, "excerpt {:.0%} like the page's own"),
            (self.title_shown, "{:.0%} of the title's words are in the text"),
            (self.excerpt_shown, "{:.0%} of the excerpt is in the text"),
        )
        words = tuple(form.format(value) for value, form in told if value is not None)
        return words if self.days is None else (*words, f"published {abs(self.days)} days apart")


def _of_one(told: Description, words: PageWords, page: AnyPage) -> Similarity:
    title = _best_title(told.title or "", words)
    if title is not None and title >= SURE:
        return Similarity(title, title, saw=(f"title {title:.0%} like the page's own",))
    excerpt = tokens(without_ellipsis(told.excerpt or "")[0])
    compared = _Compared(
        title=title,
        is_short=mass(tokens(told.title or "")) < MISSABLE_MASS,
        excerpt=_best_excerpt(excerpt, words),
        days=_days_apart(told.published, page),
    )
    if compared.claimed < PROVEN and page.signals.word_count >= MIN_TEXT_WORDS:
        described = tokens(told.title or "")
        compared = replace(
            compared,
            title_shown=words.share_in_text(described) if described else None,
            excerpt_shown=_share_of_runs(excerpt, words),
        )
    return _similarity(compared)


def _similarity(compared: _Compared) -> Similarity:
    parts = (compared.title, compared.excerpt, compared.excerpt_shown)
    if all(part is None for part in parts):
        return UNKNOWN
    score = max(compared.claimed, 0.9 * (compared.excerpt_shown or 0.0))
    saw = compared.in_words()
    return Similarity(score, compared.claimed, is_other=compared.is_other, saw=saw)


def _best_title(told: str, words: PageWords) -> float | None:
    """None where the document or the page has no title that says anything."""
    text, is_cut = without_ellipsis(told)
    parts = [tokens(part) for part in SEPARATORS.split(text) if part]
    if all(words.is_generic(part) for part in parts if part):
        return None
    is_plain = len(parts) == 1 and mass(parts[0]) >= SHORT_TITLE_MASS
    if is_plain and words.has_wording(told):
        return 1.0
    return _title_by_parts(parts, words, is_cut) if words.titles else None


def _title_by_parts(parts: list[Words], words: PageWords, is_cut: bool) -> float:
    score = _best_of_parts(parts, words, is_cut)
    own = _without_edges(parts, words)
    if len(own) == len(parts):
        return score
    # "… - The Daily News" at the end of both may be the site's name: what it proves alone is not
    # proven.
    without = _best_of_parts(own, words, is_cut) if own else 1.0
    return max(without, min(score, AMBIGUOUS))


def _without_edges(parts: list[Words], words: PageWords) -> list[Words]:
    if len(parts) < 2:
        return parts
    start, end = parts[0] in words.firsts, parts[-1] in words.lasts
    return parts[start : len(parts) - end]


def _best_of_parts(parts: Sequence[Words], words: PageWords, is_cut: bool) -> float:
    named = _named_parts(parts, words)
    if any(one in words.titles and mass(one) >= SHORT_TITLE_MASS for one in named):
        return 1.0  # nothing scores more
    scores = (_shared_score(one, words, is_cut) for one in named)
    return max(scores, default=0.0)


def _named_parts(parts: Sequence[Words], words: PageWords) -> list[Words]:
    """The whole title, and the parts that are most of it and say more than the site's name."""
    whole = tuple(token for part in parts for token in part)
    least = mass(whole) / 2
    told = (part for part in dict.fromkeys([whole, *parts]) if part and mass(part) >= least)
    return [part for part in told if not words.is_generic(part)][:4]


def _shared_score(told: Words, words: PageWords, is_cut: bool) -> float:
    """The best score among the page's titles; little where they share a word or a name."""
    best = 0.0
    for title, stems in words.title_stems:
        score = _title_score(told, title, stems, is_cut=is_cut)
        if score > ONE_WORD and told != title:
            is_enough = words.shares_enough(told, stems, MIN_SHARED_WORDS)
            score = score if is_enough else ONE_WORD
        best = max(best, score)
    return best


def _title_score(told: Words, page: Words, stems: frozenset[str], *, is_cut: bool) -> float:
    if told == page:
        return 1.0 if mass(told) >= SHORT_TITLE_MASS else 0.8
    if _is_part(told, page) or (is_cut and _is_cut_off(told, page)):
        return 0.9
    there = share_found(told, stems)
    if mass(page) < max(SHORT_TITLE_MASS, 0.6 * mass(told)):
        return there  # a word or two, or a name, says nothing of the rest
    back = share_found(page, with_stems(told)) if there else 0.0
    return 2 * there * back / (there + back) if there + back else 0.0


def _is_part(told: Words, page: Words) -> bool:
    """One of the two titles is the other with more words around it."""
    return _is_within(told, page) or (mass(page) >= 0.5 * mass(told) and _is_within(page, told))


def _is_cut_off(told: Words, page: Words) -> bool:
    """The page's title goes on where a feed cut the last word of `told`."""
    return len(told) > 3 and page[: len(told) - 1] == told[:-1]


def _is_within(shorter: Words, longer: Words) -> bool:
    if len(shorter) < 3 or len(shorter) > len(longer):
        return False
    return mass(shorter) >= SHORT_TITLE_MASS and contains_run(longer, shorter)


def _best_excerpt(told: Words, words: PageWords) -> float | None:
    if len(told) < MIN_EXCERPT_WORDS:
        return None
    runs = shingles(told)
    others = [shingles(other) for other in words.descriptions if len(other) > 3]
    shares = (len(runs & other) / min(len(runs), len(other)) for other in others)
    return max(shares, default=None)


def _share_of_runs(told: Words, words: PageWords) -> float | None:
    return words.share_of_runs_in_text(told) if len(told) >= MIN_EXCERPT_WORDS else None


def _days_apart(described: Moment | None, page: AnyPage) -> int | None:
    published = page.facts.published
    return (described.day - published.moment.day).days if described and published else None
