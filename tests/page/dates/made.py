"""Pages made up to be dated, and what is read of them."""

from __future__ import annotations

import json

from enricher.models import DateFact
from enricher.page import dates
from enricher.page.dates.parsed_date import ParsedDate
from enricher.page.parsed import ParsedPage
from tests.page.titled import titled

URL = "https://example.com/news/story"


def read(html: str, url: str = URL) -> DateFact | None:
    return dates.read(*titled(ParsedPage(html.encode(), url, "text/html; charset=utf-8")))


def shown(fact: DateFact | None) -> tuple[str, str] | None:
    return (str(fact.moment), fact.source) if fact is not None else None


def linked(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


TITLE = "<title>A story of some length - The Paper</title>"
HEADLINE = f"{TITLE}<body><h1>A story of some length</h1>"
OTHER = '<h3><a href="/other">Quite another matter</a></h3>'


def shown_date(parsed: ParsedDate | None) -> str | None:
    """A parsed as the tables write it: `Z` where the zone is known, nothing where it is not."""
    if parsed is None:
        return None
    if parsed.is_exact:
        return str(parsed.moment())
    return f"{parsed.day}" if parsed.clock is None else f"{parsed.day} {parsed.clock:%H:%M}"
