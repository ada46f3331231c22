"""From a page's bytes to its facts and signals, each when it is first asked for. Never raises."""

from __future__ import annotations

from datetime import date, timedelta

from enricher.lazy import lazy_property
from enricher.models import DateFact, Fact, ImageCandidate, Page, PageFacts, PageSignals, TextFact
from enricher.page import addresses, dates, excerpt, language, leadimage, site, stop, title
from enricher.page.parsed import ParsedPage
from enricher.page.signals import SignalsReader

ALL_FACTS = frozenset(Fact)


class FactsReader:
    """What a page says about itself. Each fact is read when it is first asked for, and once."""

    def __init__(self, parsed: ParsedPage, bounds: dates.Bounds) -> None:
        """`bounds`: no page was published beyond them."""
        self.parsed = parsed
        self._bounds = bounds

    @lazy_property
    def _sites(self) -> frozenset[str]:
        return site.declared_keys(self.parsed)

    @lazy_property
    def title(self) -> TextFact | None:
        """The headline without the site's name; None where nothing fits."""
        return title.read(self.parsed, self._sites | site.host_keys(self.parsed.url))

    @property
    def _words(self) -> str:
        return self.title.text if self.title else ""

    @lazy_property
    def excerpt(self) -> TextFact | None:
        """What the page says that the article is about, else how the article begins."""
        return excerpt.read(self.parsed, self._words)

    @lazy_property
    def published(self) -> DateFact | None:
        """When the article was published; None where the page shows no date of it."""
        return dates.read(self.parsed, self._words, self._bounds)

    @lazy_property
    def site_name(self) -> TextFact | None:
        """The name of the site or publication."""
        return site.read(self.parsed, self._words)

    @lazy_property
    def _people(self) -> tuple[tuple[str, ...], str]:
        # No default asks for authors, and what reads them takes 10 ms to load.
        from enricher.page.people import authors  # noqa: PLC0415

        return authors.read(self.parsed, self._sites, self._words)

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote the article, in the page's order; empty where no person is named."""
        return self._people[0]

    @property
    def authors_source(self) -> str:
        """Where the authors stood."""
        return self._people[1] if self.authors else ""

    @lazy_property
    def language(self) -> str | None:
        """The language that the page declares, as a BCP 47 tag."""
        return language.read(self.parsed)

    @lazy_property
    def canonical_url(self) -> str | None:
        """The page's preferred address, absolute; its own where it names none."""
        return addresses.canonical_url(self.parsed)

    @lazy_property
    def images(self) -> tuple[ImageCandidate, ...]:
        """Candidates for the lead image, best first, at most a handful; doubtful ones last."""
        return leadimage.candidates(self.parsed, self._words)

    @property
    def image(self) -> ImageCandidate | None:
        """The first of `images`."""
        return self.images[0] if self.images else None

    def read(self, wanted: frozenset[Fact] = ALL_FACTS) -> PageFacts:
        """These facts with their provenance; the others are empty, and cost nothing."""
        names = [name for fact in wanted for name in _FIELDS.get(fact, (fact,))]
        return PageFacts(**{name: getattr(self, name) for name in names})


_FIELDS: dict[str, tuple[str, ...]] = {
    Fact.AUTHORS: ("authors", "authors_source"),
    Fact.IMAGE: ("image", "images"),
}


class PageReader:
    """One page, of which nothing is read before it is asked for; its parts are shared.

    `body` may be cut off anywhere and be anything. `seen_on` is the day of the answer (UTC): no
    page was published after it. Where the head alone proves the facts (`stop.proven_head`), they
    are read from it, whether or not the rest was loaded; signals need the whole page, unless
    loading stopped at this head (`stops_at_head`): how much stands behind it is chance then, and
    not looked at.
    """

    def __init__(
        self,
        body: bytes,
        url: str,
        content_type: str = "",
        *,
        seen_on: date | None = None,
        stops_at_head: bool = False,
    ) -> None:
        self._body = body
        self._named = url, content_type
        self._stops_at_head = stops_at_head
        self._seen_on = seen_on

    @lazy_property
    def facts(self) -> FactsReader:
        """What the page says about itself."""
        head = stop.proven_head(self._body)
        parsed = ParsedPage(head or self._body, *self._named, is_head_only=head is not None)
        bounds = dates.Bounds()
        if self._seen_on is not None:  # somewhere it is tomorrow
            bounds = dates.Bounds(latest=self._seen_on + timedelta(days=1))
        return FactsReader(parsed, bounds)

    @lazy_property
    def signals(self) -> SignalsReader:
        """What rules look at beside the facts."""
        parsed = self.facts.parsed
        is_enough = self._stops_at_head or not parsed.is_head_only
        return SignalsReader(parsed if is_enough else ParsedPage(self._body, *self._named))

    @property
    def is_head_only(self) -> bool:
        """True if loading stopped at a head that proves the facts."""
        return self._stops_at_head and self.facts.parsed.is_head_only

    @lazy_property
    def shown_images(self) -> tuple[ImageCandidate, ...]:
        """The pictures that the text shows, for pages whose declared images cannot be used."""
        title = self.facts.title
        return leadimage.shown(self.signals.page, title.text if title else "")

    def digest(self) -> str:
        """Tells pages apart by all that is read of them."""
        return self.facts.parsed.digest() if self.is_head_only else self.signals.page.digest()


AnySignals = PageSignals | SignalsReader
AnyFacts = PageFacts | FactsReader
AnyPage = Page | PageReader
"""A page as read, or one that is read as far as it is asked."""


def page(body: bytes, url: str, content_type: str, seen_on: date | None = None) -> Page:
    """All that a page says of itself, and the signals beside it."""
    reader = PageReader(body, url, content_type, seen_on=seen_on)
    return Page(facts=reader.facts.read(), signals=reader.signals.read())
