"""A page with the title that it is found to have, as readers of its other facts are given it."""

from __future__ import annotations

from enricher.page import site, title
from enricher.page.parsed import ParsedPage


def titled(page: ParsedPage) -> tuple[ParsedPage, str]:
    found = title.read(page, site.declared_keys(page) | site.host_keys(page.url))
    return page, found.text if found else ""
