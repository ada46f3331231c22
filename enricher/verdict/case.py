"""Holds everything that a verdict rule may look at, with small questions on it.

Nothing is decided here: a question answers what was seen, never what it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from enricher import url_differences, urls
from enricher.config import Policy
from enricher.lazy import lazy_property
from enricher.models import (
    Description,
    ImageFacts,
    Kind,
    NeedMore,
    NotAnImage,
    Observation,
    PageFacts,
    PageSignals,
    Task,
)
from enricher.page.read import AnyFacts, AnyPage, AnySignals
from enricher.verdict import identity, phrases, words

# Bytes of the body that are searched for marks: challenge pages, landers and templates show what
# they are early.
MARKED_BYTES = 96 * 1024
# Words of an address; fewer are no title.
MIN_SLUG_WORDS = 4


class Look(NamedTuple):
    """What a rule saw when it looked at a case."""

    fits: bool
    saw: str
    """In words for people, whether it fits or not."""


def seen(words: str) -> Look:
    """The rule fits; `words` say what it saw."""
    return Look(fits=True, saw=words)


def missed(words: str) -> Look:
    """The rule does not fit; `words` say what it looked for or saw instead."""
    return Look(fits=False, saw=words)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One target with what was seen of it.

    `page` is None where the body was no HTML or nothing was read.
    """

    task: Task
    observation: Observation
    page: AnyPage | None = None
    image: ImageFacts | NotAnImage | NeedMore | None = None
    probe: Observation | None = None
    """The same site's answer for a path that cannot exist, asked once per run."""
    probe_page: AnyPage | None = None
    second_source: Observation | None = None
    """The answer of the endpoint that `sites.second_source` named (oEmbed)."""
    second_look: Observation | None = None
    """The answer when the target was asked once more, before it is said to have moved."""
    policy: Policy = field(default_factory=Policy)

    @property
    def is_page(self) -> bool:
        return self.task.kind is Kind.PAGE

    @lazy_property
    def http_status(self) -> int | None:
        """The last answer's number; None where there was no whole HTTP exchange."""
        return self.observation.http_status if self.observation.failure is None else None

    @lazy_property
    def is_success(self) -> bool:
        return self.http_status is not None and 200 <= self.http_status <= 299

    @property
    def descriptions(self) -> tuple[Description, ...]:
        return self.task.descriptions

    @property
    def signals(self) -> AnySignals:
        return self.page.signals if self.page else _NO_SIGNALS

    @property
    def facts(self) -> AnyFacts:
        """Of this page; of the last check's page where the server says "not modified"."""
        if self.page:
            return self.page.facts
        kept = self.task.previous.page if self.task.previous and self.http_status == 304 else None
        return kept or _NO_FACTS

    @property
    def start(self) -> str:
        """The address that documents name."""
        return self.observation.url

    @property
    def end(self) -> str:
        """The address that answered."""
        return self.observation.final_url

    @lazy_property
    def lower_body(self) -> bytes:
        """The first part of the body, lower case, for marks in the markup."""
        return self.observation.body[:MARKED_BYTES].lower()

    @lazy_property
    def top(self) -> str:
        """The first words of the page's visible text, flat; "" where only the head was read."""
        return phrases.top(self.signals.text)

    @lazy_property
    def differences(self) -> frozenset[url_differences.Difference]:
        """How the address that answered differs from the one that documents name."""
        return url_differences.differences(self.start, self.end)

    @lazy_property
    def slug(self) -> str:
        """The last part of the address in words; "" where it is too short to be a title.

        Numbers and scraps of identifiers ("5a3f9c") are no words.
        """
        last = next(reversed(urls.path_segments(self.start)), "")
        written = _WORD.findall(last.rpartition(".")[0] or last)
        kept = [word for word in written if not _IDENTIFIER.fullmatch(word.lower())]
        return " ".join(kept) if len(kept) >= MIN_SLUG_WORDS else ""

    @lazy_property
    def similarity(self) -> identity.Similarity:
        """How surely the page is what documents describe."""
        return identity.compare(self.descriptions, self.page, self.slug, urls.site(self.end))

    @property
    def has_title(self) -> bool:
        """True if some document gives it a title."""
        return any(description.title for description in self.descriptions)

    @property
    def is_proven(self) -> bool:
        """True if the page claims to be what a document describes: its words are the topic then."""
        return self.similarity.is_proven

    @lazy_property
    def is_unlike(self) -> bool:
        """True if nothing on the page is what documents, or else the address, say it should be."""
        if self.similarity.score is not None:
            return self.similarity.score < identity.UNLIKE
        promised = words.tokens(self.slug)
        shown = words.with_stems(words.tokens(" ".join(self.signals.titles)))
        return bool(promised) and not words.share_found(promised, shown)


_WORD = re.compile(r"[^\W_]+")
# What holds a digit, single Latin letters, and eight letters or more that are all hexadecimal.
_IDENTIFIER = re.compile(r"\w*\d\w*|[a-z]|[a-f]{8,}")
_NO_SIGNALS = PageSignals()
_NO_FACTS = PageFacts()

Fits = Callable[[Case], Look]


# ── the questions of sections ───────────────────────────────────────────────────────────────────


def has_failed(case: Case) -> bool:
    """True if there was no usable answer."""
    return case.observation.failure is not None


def is_no_success(case: Case) -> bool:
    """True if the last answer's HTTP status is not 2xx."""
    return case.http_status is not None and not case.is_success


def is_image_answer(case: Case) -> bool:
    """True if an image field's URL was answered with 2xx."""
    return not case.is_page and case.is_success


def is_page_answer(case: Case) -> bool:
    """True if a page field's URL was answered with 2xx."""
    return case.is_page and case.is_success


def is_unproven_page(case: Case) -> bool:
    """True if a page field's URL was answered with 2xx by what is not proven to be the article."""
    return is_page_answer(case) and not case.is_proven


def is_any(_: Case) -> bool:
    """True for every case."""
    return True
