"""Tells whether a page belongs to a seller of the domain, or to a server without a site.

An article about parked domains is no parked page. So it takes an address that only parking services
use, or a for-sale phrase that is the title or headline, or two weaker signs on a page of few words.
"""

from __future__ import annotations

import re
from functools import cache

from enricher import urls
from enricher.verdict import phrases, tables, templates
from enricher.verdict.case import Case, Look, missed, seen

# Words of visible text. Landers show a list of "related searches"; real pages that happen to name a
# marketplace are longer.
LANDER_WORDS = 250
BARE_WORDS = 80

# Registrars and marketplaces are also sites that people link to; for them only these paths are
# landers.
_LANDER_PATHS = re.compile(
    r"/(?:forsale|for-sale|domain-for-sale|buy-domain|domain_profile|domains?/|parking|lander"
    r"|search/details)"
)
# Hosts that browsers are sent through: `ww1.`, `ww25.`, …
_LANDER_HOST = re.compile(r"^ww\d{1,3}\.")
_LANDER_JUMP = re.compile(
    rb"""location(?:\.href)?\s*=\s*["'](?:/lander|https?://ww\d{1,3}\.|[^"']*[?&]gp=1)"""
)


@cache
def _marks() -> tuple[bytes, ...]:
    """Marks in the markup of parking templates."""
    return tuple(mark.encode() for mark in tables.read("parking.toml")["marks"])


def is_for_sale(case: Case) -> Look:
    """The domain is offered for sale, or earns money with links until it is sold."""
    address = _lander_address(case)
    if address is not None:
        return seen(address)
    if case.signals.is_article or case.signals.word_count > LANDER_WORDS:
        return missed(f"an article, or {case.signals.word_count} words of text at {case.end}")
    clear, vague = _clear_signs(case), _vague_signs(case)
    if not clear and not vague:
        return missed("no sign of a sale")
    is_enough = clear or len(vague) >= 2 or case.signals.word_count <= BARE_WORDS
    return seen(" and ".join(clear + vague)) if is_enough else missed(f"{vague[0]} alone")


def _clear_signs(case: Case) -> list[str]:
    """Signs of which one is enough."""
    phrase, jump = _sale_phrase(case), _jump(case)
    signs = [f"“{phrase}” as title or headline"] if phrase else []
    return [*signs, f"a script sends on: {jump}"] if jump else signs


def _vague_signs(case: Case) -> list[str]:
    """Signs that an article on the subject may show, too."""
    mark, phrase = _mark(case), templates.of("sale").first(case.top)
    signs = [f"“{mark}” in the markup"] if mark else []
    return [*signs, f"“{phrase}” in the text"] if phrase else signs


def _mark(case: Case) -> str:
    return next((mark for mark in _marks() if mark in case.lower_body), b"").decode()


def _jump(case: Case) -> str:
    """The script of a bare page that sends on to a lander."""
    if case.signals.word_count > BARE_WORDS:
        return ""
    found = _LANDER_JUMP.search(case.lower_body)
    return found[0].decode("utf-8", "replace") if found else ""


def _lander_address(case: Case) -> str | None:
    """Says where the redirect leads, if only parking services use that address."""
    if not case.observation.is_redirected:
        return None
    host = urls.host(case.end)
    if _LANDER_HOST.match(host) and not _LANDER_HOST.match(urls.host(case.start)):
        return f"sent to {case.end}"
    if urls.same_site(case.start, case.end):
        return _own_lander(case)
    site = urls.site(case.end)
    if site not in tables.words("parking.toml", "hosts"):
        return None
    is_about_it = urls.site(case.start) in case.end or _LANDER_PATHS.search(case.end)
    if not is_about_it and urls.path_depth(case.end) > 0:
        return None
    return f"sent to {site.partition('.')[0]}, a service that parks and sells domains"


def _own_lander(case: Case) -> str | None:
    lander = ("lander",)
    if urls.path_segments(case.end) != lander or urls.path_segments(case.start) == lander:
        return None
    return f"sent to the lander {case.end}"


def _sale_phrase(case: Case) -> str:
    """The title or headline that offers the domain and says little else; "" where none does."""
    domain = phrases.flat(urls.site(case.start))
    sale = (templates.of("sale"),)
    titles = phrases.split_title(case.signals.html_title)
    for text in (*titles, case.signals.h1, *case.signals.headings[:2]):
        # "old.test is for sale" and "this domain is for sale" say the same.
        told = f" {phrases.flat(text)} ".replace(f" {domain} ", " domain ")
        if phrases.says_only(sale, told):
            return text
    return ""


def is_default_page(case: Case) -> Look:
    """A server without a site: default pages, suspended accounts, "coming soon"."""
    if case.signals.is_article:
        return missed("an article")
    told = f"title “{case.signals.html_title}”"
    if case.signals.word_count > LANDER_WORDS:
        return missed(f"{case.signals.word_count} words of text")
    title = phrases.flat(case.signals.html_title)
    parts = {phrases.flat(part) for part in phrases.split_title(case.signals.html_title)} | {title}
    if not parts.isdisjoint(tables.words("parking.toml", "default_titles")):
        return seen(told)
    if case.signals.word_count > BARE_WORDS:
        return missed(told)
    if title == "index of" or _is_unbuilt(parts, case):
        return seen(f"{told} and little else")
    found = templates.of("default_site").first(case.top)
    return seen(f"“{found}” and little else") if found else missed("no server's default page")


def _is_unbuilt(parts: set[str], case: Case) -> bool:
    """Says "coming soon", where the address does not promise just that."""
    said = parts & tables.words("parking.toml", "unbuilt_titles")
    return bool(said) and not any(word in phrases.flat(case.start) for word in said)
