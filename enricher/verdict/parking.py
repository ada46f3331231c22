"""Does this page belong to somebody who sells the domain, or to nobody at all?

Law of this file: an article about parked domains is no parked page. So it takes an address that only parking services
use, or a for-sale phrase that is the title or headline, or two weaker signs on a page of few words.
"""

from __future__ import annotations

import re

from enricher import urls
from enricher.verdict import phrases, templates
from enricher.verdict.case import Case, Look, missed, seen

# Landers show a list of "related searches"; real pages that happen to name a marketplace are longer.
LANDER_WORDS = 250
BARE_WORDS = 80

# Where landers are hosted, and where sold names are sent: the services that Vissers, Joosen and Nikiforakis, "Parking
# Sensors" (2015) studied, and those that the registrars themselves name in their manuals.
_HOSTS = frozenset(
    {
        "sedoparking.com",
        "sedo.com",
        "parkingcrew.net",
        "parkingcrew.com",
        "bodis.com",
        "above.com",
        "hugedomains.com",
    }
    | {
        "dan.com",
        "afternic.com",
        "undeveloped.com",
        "domainmarket.com",
        "uniregistry.com",
        "cashparking.com",
    }
    | {
        "smartname.com",
        "fabulous.com",
        "voodoo.com",
        "parklogic.com",
        "ztomy.com",
        "domainsponsor.com",
        "skenzo.com",
    }
    | {
        "buydomains.com",
        "brandbucket.com",
        "squadhelp.com",
        "atom.com",
        "efty.com",
        "domain.com.parked",
        "sav.com",
    }
    | {
        "namedrive.com",
        "rookdns.com",
        "dsnextgen.com",
        "hastydns.com",
        "domainnamesales.com",
        "tonic.to",
        "epik.com",
    }
    | {
        "parkeddomains.com",
        "dnparking.com",
        "internettraffic.com",
        "domaincntrol.com",
        "perfectdomain.com",
        "spaceship.com",
    }
    | {
        "expireddomains.com",
        "trafficz.com",
        "sedo.de",
        "domain-for-sale.com",
        "godaddy.com",
        "giantpanda.com",
    }
)
# Registrars and marketplaces are also sites that people link to; for them only these paths are landers.
_LANDER_PATHS = re.compile(
    r"/(?:forsale|for-sale|domain-for-sale|buy-domain|domain_profile|domains?/|parking|lander|search/details)"
)
# Hosts that browsers are sent through: `ww1.`, `ww25.`, …
_LANDER_HOST = re.compile(r"^ww\d{1,3}\.")
_LANDER_JUMP = re.compile(
    rb"""location(?:\.href)?\s*=\s*["'](?:/lander|https?://ww\d{1,3}\.|[^"']*[?&]gp=1)"""
)

# Marks in the markup of parking templates.
_MARKS = (
    *(
        "img.sedoparking.com",
        "sedoparking.com/",
        "parkingcrew.net",
        "d38psrni17bvxu.cloudfront.net",
        "cdn.bodis.com",
    ),
    *(
        "parking.bodiscdn.com",
        "google.com/adsense/domains/caf.js",
        "adsense/domains/caf.js",
        "parkingpagecontent",
    ),
    *(
        "window.park =",
        "window.park=",
        "data-adblockkey",
        "img1.wsimg.com/parking-lander",
        "parking-lander",
        "uniregistry.com/buy",
    ),
    *(
        "dan.com/buy-domain",
        "afternic.com/forsale",
        "hugedomains.com/domain_profile",
        "domainmarket.com/buynow",
    ),
    *("above.com/marketplace", "parklogic.com", "voodoo.com/", "domain_profile.cfm"),
    *(
        "sedo.com/search/details",
        "porkbun.com/parking",
        "namebright.com/cpc",
        "dynadot.com/market",
        "searchvity.com",
    ),
)

_DEFAULT_TITLES = frozenset(
    {
        "welcome to nginx",
        "apache2 ubuntu default page it works",
        "apache2 debian default page it works",
        "it works",
    }
    | {
        "apache2 default page it works",
        "iis windows server",
        "iis7",
        "iis windows",
        "test page for the apache http server",
    }
    | {
        "test page for the nginx http server on fedora",
        "apache http server test page powered by centos",
    }
    | {
        "test page for the http server on red hat enterprise linux",
        "default web site page",
        "default page",
    }
    | {
        "web server s default page",
        "web servers default page",
        "domain default page",
        "plesk default page",
        "welcome page",
    }
    | {
        "account suspended",
        "this account has been suspended",
        "website suspended",
        "site suspended",
        "hosting suspended",
    }
    | {"domain not configured"}
    | {
        "default parallels plesk page",
        "directadmin default page",
        "hosting default page",
        "welcome to openresty",
    }
    | {"site not found", "website expired", "caddy works", "apache tomcat"}
    | {
        "bandwidth limit exceeded",
        "http server test page powered by rocky linux",
        "welcome to caddy",
    }
)


_UNBUILT = frozenset(
    {"under construction", "coming soon", "site under construction", "website coming soon"}
)


def is_for_sale(case: Case) -> Look:
    """The domain is offered for sale, or earns money with links until somebody buys it."""
    if not case.is_page or not case.is_success:
        return missed("no page that answered")
    if case.is_proven:
        return missed("proven to be the article")
    address = _lander_address(case)
    if address is not None:
        return seen(address)
    if case.signals.word_count > LANDER_WORDS or case.signals.is_article:
        return missed(f"{case.signals.word_count} words of text at {case.end}")
    phrase = _sale_phrase(case)
    mark = next((mark for mark in _MARKS if mark.encode() in case.lower_body), None)
    jump = _LANDER_JUMP.search(case.lower_body) if case.signals.word_count <= BARE_WORDS else None
    signs = [f"“{phrase}” as title or headline"] if phrase else []
    signs += [f"“{mark}” in the markup"] if mark else []
    signs += [f"a script sends on: {jump[0].decode('utf-8', 'replace')}"] if jump else []
    in_text = templates.sale().first(phrases.top(case.signals.text))
    signs += [f"“{in_text}” in the text"] if in_text and not phrase else []
    if not signs:
        return missed("no sign of a sale")
    enough = bool(phrase or jump) or len(signs) >= 2 or case.signals.word_count <= BARE_WORDS
    return seen(" and ".join(signs)) if enough else missed(f"{signs[0]} alone")


def _lander_address(case: Case) -> str | None:
    """The address that answered is one that only parking services use."""
    if not case.observation.is_redirected or urls.same_site(case.start, case.end):
        if urls.path_segments(case.end) == ("lander",) and urls.path_segments(case.start) != (
            "lander",
        ):
            return f"sent to the lander {case.end}"
        moved_in = case.observation.is_redirected and _LANDER_HOST.match(urls.host(case.end))
        return (
            f"sent to {case.end}"
            if moved_in and not _LANDER_HOST.match(urls.host(case.start))
            else None
        )
    if _LANDER_HOST.match(urls.host(case.end)):
        return f"sent to {case.end}"
    site = urls.site(case.end)
    if site not in _HOSTS:
        return None
    told = site.partition(".")[0]
    named = (
        urls.site(case.start) in case.end
        or _LANDER_PATHS.search(case.end)
        or urls.path_depth(case.end) == 0
    )
    return f"sent to {told}, a service that parks and sells domains" if named else None


def _sale_phrase(case: Case) -> str | None:
    """The title or headline that offers the domain and says little else."""
    domain = phrases.flat(urls.site(case.start))
    for text in (
        *phrases.split_title(case.signals.html_title),
        case.signals.h1,
        *case.signals.headings[:2],
    ):
        # "old.test is for sale" and "this domain is for sale" say the same.
        told = f" {phrases.flat(text)} ".replace(f" {domain} ", " domain ")
        if phrases.says_only((templates.sale(),), told):
            return text
    return None


def is_default_page(case: Case) -> Look:
    """A server without a site: default pages, suspended accounts, empty directories, "coming soon"."""
    if not case.is_page or not case.is_success or case.is_proven or case.signals.is_article:
        return missed("no page that answered, or an article")
    title = phrases.flat(case.signals.html_title)
    if case.signals.word_count > LANDER_WORDS:
        return missed(f"{case.signals.word_count} words of text")
    parts = {phrases.flat(part) for part in phrases.split_title(case.signals.html_title)} | {title}
    if not parts.isdisjoint(_DEFAULT_TITLES):
        return seen(f"title “{case.signals.html_title}”")
    if case.signals.word_count > BARE_WORDS:
        return missed(f"title “{case.signals.html_title}”")
    if title == "index of" or _is_unbuilt(parts, case):
        return seen(f"title “{case.signals.html_title}” and little else")
    found = templates.default_site().first(phrases.top(case.signals.text))
    return seen(f"“{found}” and little else") if found else missed("no server's default page")


def _is_unbuilt(parts: set[str], case: Case) -> bool:
    """Says "coming soon", where the address does not promise just that."""
    said = parts & _UNBUILT
    return bool(said) and not any(word in phrases.flat(case.start) for word in said)
