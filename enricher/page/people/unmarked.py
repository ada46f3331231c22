"""Bylines that no element marks: lines of text that begin, or stand, as bylines do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice

from enricher.page import normalise
from enricher.page.dates.vocabulary import label_of
from enricher.page.folding import fold
from enricher.page.people.byline import MAX_SHORT_CHARS, NEAR_CHARS, View, lines
from enricher.page.people.names import MAX_BYLINE_CHARS, Trust, name_in, people, without_site
from enricher.page.people.vocabulary import (
    ALONE,
    AND,
    BARE_LABEL,
    BARE_LABELS,
    BEHIND_DATE,
    BOOK,
    DATED,
    DONE,
    DONE_BY,
    ENDS_WITH_BY,
    HAS_PREFIX,
    JOINS,
    LABEL,
    NICKNAME,
    NICKNAMED,
    NOT_NAMES,
    OVER,
    POST,
    SIGNED,
)
from enricher.page.text import small

# Of text, and lines of it looked at: where there is no headline, below it, and just above it.
NEAR_CHARS_AT_ALL = 40_000
LINES_BELOW = 40
LINES_ABOVE = 5
LINES_STANDING = 20
LINES_AT_ALL = 400
# `Autor:` alone in its element.
MAX_LABEL_CHARS = 14
# … without a colon.
MAX_ALONE_CHARS = max(map(len, ALONE))
# Lines that may be so labelled; more are a table.
MAX_LABELLED = 200
# `(Reporting by`, a few names with what joins them, and what follows.
SIGNED_LINES = 8
# `by`, `door`.
MAX_BY_CHARS = 4
# What is said of a book stands in so many lines about its author's.
BOOK_LINES = 6
# Above its text an article links to its comments, too.
LEAST_ARTICLE_CHARS = 250
MAX_OVER_CHARS = 40
# A page's date, and its author beside it, stand so near below the headline.
DATE_LINES = 12
MAX_DATED_CHARS = 60
# Whoever posted stands above the date of the post at once.
NICKNAME_LINES = 3
MAX_DATED_NAME_WORDS = 3
# What designers put between a name and a date, in elements of its own.
BETWEEN_LINES = frozenset("|·•/,")
PARTS = re.compile(r"\s*[|·•/\u3000]\s*|\s[-–—]\s|\s(?=作者)")
# Written small beside the date in its line; more are a sentence.
MAX_WORDS_BESIDE_DATE = 2
_DIGIT = re.compile(r"\d")


def in_text(view: View, sites: frozenset[str]) -> tuple[str, ...]:
    """Names in a line near the headline that begins as bylines do: `Von Roland Brockmann und Sebastian Drescher`.

    Where the headline is not found in the text, its beginning is near it. A line that says `Autor:` is believed
    wherever it stands, a name beside the page's date only below the headline.
    """
    text = view.text
    above, below = _about(view)
    names = _beginning(below, sites) or _beginning(above, sites)
    if names:
        return names
    texts = lines(text)
    labelled = islice(_labels(texts), MAX_LABELLED)
    names = next(
        (
            names
            for index in labelled
            if (names := _labelled(texts, index, sites)) and not _is_of_book(texts, index)
        ),
        (),
    )
    if names or view.place is None:
        return names
    beginning = _of_article(below[: DATE_LINES + 1])
    names = _beside_date(beginning, sites) or _above_post(beginning, sites)
    is_title = normalise.key(view.title) in map(normalise.key, names)
    return () if is_title or (names and _is_in_menu(view, names)) else names


def _about(view: View) -> tuple[list[str], list[str]]:
    """The lines near above the headline and, from itself on, below it; where it is not found, how the text begins."""
    text = view.text
    if view.place is None:
        return [], lines(text[:NEAR_CHARS_AT_ALL])[:LINES_AT_ALL]
    start, end = view.place
    above = lines(text[max(0, start - NEAR_CHARS) : start])[-LINES_ABOVE:]
    below = [view.title, *lines(text[end : end + NEAR_CHARS])]
    return above, below[:LINES_BELOW]


def _of_article(texts: list[str]) -> list[str]:
    """The lines above those of comments and other articles."""
    length = 0
    for index, line in enumerate(texts):
        if length > LEAST_ARTICLE_CHARS and len(line) <= MAX_OVER_CHARS and OVER.match(small(line)):
            return texts[:index]
        length += len(line)
    return texts


def _is_in_menu(view: View, names: tuple[str, ...]) -> bool:
    """Do these stand above the headline, too, each as a line? Sections do: `Real Estate`."""
    body = view.page.tree.body
    text = (body.text(separator="\n", skip_empty=True) or "") if body is not None else ""
    headline = view.text[slice(*view.place)] if view.place is not None else ""
    return not {*names}.isdisjoint(lines(text[: max(0, text.find(headline))]))


def _beginning(texts: list[str], sites: frozenset[str]) -> tuple[str, ...]:
    """The names in the first line that begins as bylines do."""
    for index, line in enumerate(texts):
        if len(line) > MAX_SHORT_CHARS:
            continue
        names = (
            _said(texts, index, HAS_PREFIX, sites)
            or _nicknamed(texts, index)
            or _next(texts, index, sites)
        )
        if names and not _is_of_book(texts, index):
            return names if len(_of_article(texts[: index + 1])) > index else ()
    return ()


def _next(texts: list[str], index: int, sites: frozenset[str]) -> tuple[str, ...]:
    """Names in the line below `Posted 3 hours ago by`."""
    line = texts[index].rstrip(":")
    _, blank, last = line.rpartition(" ")
    if (
        not blank
        or last not in ENDS_WITH_BY
        or len(line) > MAX_DATED_CHARS
        or index + 1 == len(texts)
    ):
        return ()
    is_done = DONE.match(small(line))
    if not is_done and not DATED.search(line):
        return ()
    beginning = "posted by" if is_done else "by"
    return _said(
        [f"{beginning} {texts[index + 1]}", *texts[index + 2 : index + 6]], 0, HAS_PREFIX, sites
    )


def signed(view: View, sites: frozenset[str]) -> tuple[str, ...]:
    """Names in an agency's `(Reporting by Jane Doe; editing by John Roe)`: said of texts that others publish."""
    texts = lines(view.text) if "eporting by" in view.text else []
    for index, line in enumerate(texts):
        # Links part the names from what stands before them.
        found = SIGNED.match(
            " ".join(texts[index : index + SIGNED_LINES]) if line.endswith("eporting by") else line
        )
        if found:
            return people(found["names"], sites, Trust.TEXT)
    return ()


def standing(view: View, keys: Collection[str]) -> frozenset[str]:
    """Those of `keys` that are a line's about the headline, without what bylines begin with."""
    above, below = _about(view)
    near = above + _of_article(below[:LINES_STANDING])
    may_be = (
        line
        for line in near
        if len(line) <= MAX_SHORT_CHARS and any(key in normalise.key(line) for key in keys)
    )
    return frozenset(normalise.key(name_in(line)) for line in may_be).intersection(keys)


def _labels(texts: list[str]) -> Iterator[int]:
    """Which lines may begin with a label: cheap, for every line of the page comes by."""
    for index, line in enumerate(texts):
        start = line[:MAX_LABEL_CHARS]
        is_bare = line[0] in BARE_LABELS and len(line) <= MAX_SHORT_CHARS and BARE_LABEL.match(line)
        if (
            is_bare
            or ":" in start
            or "：" in start
            or (len(line) <= MAX_ALONE_CHARS and line in ALONE)
        ):
            yield index


def _labelled(texts: list[str], index: int, sites: frozenset[str]) -> tuple[str, ...]:
    """Names behind `Autor:`; without a colon, where they are all of the line."""
    line = texts[index]
    if index + 1 < len(texts) and line in ALONE:
        return _whole(texts[index + 1], sites)
    bare = BARE_LABEL.match(line)
    return _whole(line[bare.end() :], sites) if bare else _said(texts, index, LABEL, sites)


def _is_of_book(texts: list[str], index: int) -> bool:
    """Stands among what is said of a book: its author is not the page's."""
    return any(map(BOOK.match, texts[max(0, index - BOOK_LINES) : index + BOOK_LINES]))


def _nicknamed(texts: list[str], index: int) -> tuple[str, ...]:
    """`by janed on May 5, 2015`: whoever it is, full name or not.

    A line that is nothing but `by` with its neighbours: links part bylines into lines.
    """
    line = texts[index]
    if len(line) <= MAX_BY_CHARS:
        line = " ".join(texts[max(0, index - 1) : index + 3])
    found = NICKNAMED.match(line) if len(line) <= MAX_DATED_CHARS and _DIGIT.search(line) else None
    return people(found[1] or found[2], frozenset(), Trust.MACHINE) if found else ()


def _beside_date(texts: list[str], sites: frozenset[str]) -> tuple[str, ...]:
    """Who is named on the line of the page's date, or on the next or the last one, and nothing else there."""
    texts = [line for line in texts if line not in BETWEEN_LINES]
    for index, line in enumerate(texts):
        may_be_dated = index and len(line) <= MAX_DATED_CHARS and _DIGIT.search(line)
        dated = DATED.search(line) if may_be_dated else None
        if not dated:
            continue
        beside = line[: dated.start()], line[dated.end() :]
        around = (
            texts[near]
            for near in (index + 1, index - 1)
            if 0 < near < len(texts) and not _is_sentence(beside)
        )
        by = BEHIND_DATE.match(beside[1])
        if by and (names := people(beside[1][by.end() :], sites, Trust.TEXT)):
            return names
        has_label = ":" in line or "：" in line
        parts = (
            (part for text in reversed(beside) for part in PARTS.split(text)) if has_label else ()
        )
        labelled = next((part for part in parts if LABEL.match(small(part))), "")
        if names := people(labelled, sites, Trust.TEXT):
            return names
        for text in (*reversed(beside), *around):
            names = _whole(text, sites)
            if names and all(len(name.split()) <= MAX_DATED_NAME_WORDS for name in names):
                return names
        if (
            1 < index <= NICKNAME_LINES + 1
            and NICKNAME.match(texts[index - 1])
            and not _says_when(texts[index - 1])
        ):
            return people(texts[index - 1], sites, Trust.MACHINE)
    return ()


def _is_sentence(beside: tuple[str, str]) -> bool:
    """Does what stands beside a date in its line read on, rather than say what date it is?"""
    words = " ".join(beside).split()
    is_long = sum(word.isalpha() and word.islower() for word in words) > MAX_WORDS_BESIDE_DATE
    return is_long and label_of(fold(" ".join(beside))) not in {"published", "updated"}


def _above_post(texts: list[str], sites: frozenset[str]) -> tuple[str, ...]:
    """Who stands above `Technology reporter`, or before it in its line."""
    for index, line in enumerate(texts):
        if not index or len(line) > MAX_DATED_CHARS:
            continue
        name, _, post = line.partition(", ")
        offers = ((name, post), (texts[index - 1] if index > 1 else "", line))
        names = next(
            (
                names
                for name, post in offers
                if POST.match(small(post)) and (names := _whole(name, sites))
            ),
            (),
        )
        if names:
            return names
    return ()


def _says_when(text: str) -> bool:
    """What dates are labelled with: `Last Updated`."""
    return bool(label_of(fold(text)))


def _whole(text: str, sites: frozenset[str]) -> tuple[str, ...]:
    """The names in a text that holds full names alone."""
    bare = without_site(text.strip(" |,·•–-/\t"), sites).strip(" |,·•–-/")
    if NOT_NAMES.search(small(text)):
        return ()
    names = people(bare, sites, Trust.TEXT)
    is_whole = normalise.key("".join(names)) == normalise.key(AND.sub("", bare))
    return names if is_whole and not _says_when(text) else ()


def _said(
    texts: list[str], index: int, beginning: re.Pattern[str], sites: frozenset[str]
) -> tuple[str, ...]:
    """Names in a line with such a beginning; where the beginning or a comma is all of a line, in the next one too."""
    line = texts[index]
    if len(line) > MAX_SHORT_CHARS:
        return ()
    found = beginning.match(f"{small(line)} x")
    if not found:
        return ()
    if found.end() > len(line) and index + 1 < len(texts):
        index += 1
        line = f"{line} {texts[index]}"
        if len(line) > MAX_SHORT_CHARS:
            return ()
    while (
        index + 2 < len(texts) and len(line) <= MAX_BYLINE_CHARS and JOINS.match(texts[index + 1])
    ):
        line = f"{line} {texts[index + 1]} {texts[index + 2]}"
        index += 2
    return people(line, sites, Trust.MARKED if DONE_BY.match(small(line)) else Trust.TEXT)
