"""A page's addresses: the one it prefers for itself, and its AMP version's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from enricher import urls
from enricher.page.parsed import ParsedPage
from enricher.page.text import clean
from enricher.url_secrets import masked

# Templates with nothing filled in, and developers' machines.
_PLACEHOLDER = re.compile(
    r"^https?://(?:localhost|127\.)|(?:%7B|\{)(?:%7B|\{)|/(?:undefined|null)/?$|\$(?:%7B|\{)",
    re.IGNORECASE,
)
_ROOTED = re.compile(r"(?:https?:)?/", re.IGNORECASE)


def canonical_url(page: ParsedPage) -> str | None:
    """The page's own preferred address, absolute (RFC 6596); None where it names none.

    A canonical link to another site names whom the article was bought from, or a sister paper; then
    an address that the page gives of its own site is its own. One with a token or session that the
    page's own does not hold is for us alone.
    """
    first: str | None = None
    for address in _canonicals(page):
        if _is_mistaken(address) or (_is_home(address) and not _is_home(page.url)):
            continue
        if masked(address, page.url) != address:
            continue
        if urls.same_site(address, page.url):
            return address
        first = first or address
    return first


def _is_home(address: str) -> bool:
    """Templates that are wrong give the front page for every article."""
    return urls.path_depth(address) == 0 and "?" not in address


def _is_mistaken(address: str) -> bool:
    """No address; or one without a scheme, which browsers take for a path: `https://a.test/x/a.test/y`."""
    rest = address.partition("://")[2]
    return bool(_PLACEHOLDER.search(address)) or f"/{urls.host(address)}/" in rest


def _canonicals(page: ParsedPage) -> Iterator[str]:
    yield from page.links.get("canonical", ())
    for name in (
        "og:url",
        "twitter:url",
        "al:web:url",
        "dc.identifier",
        "sailthru.url",
        "parsely-link",
    ):
        for text in page.meta.get(name, ()):
            if address := _absolute(page, text):
                yield address
    article: dict[str, Any] = page.article or {}
    for value in (article.get("mainEntityOfPage"), article.get("url"), article.get("@id")):
        named = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(named, str) and (address := _absolute(page, clean(named))):
            yield address


def _absolute(page: ParsedPage, text: str) -> str | None:
    if not _ROOTED.match(text):
        return None
    return urls.resolve(page.base, text)
