"""Tells whether a page says "not found" while answering 200.

A page that is proven to be the article is never called missing because of words in it, unless it
says nothing else; and words alone never count on a long article.
"""

from __future__ import annotations

import msgspec

from enricher import urls
from enricher.verdict import phrases, probe, sites, templates
from enricher.verdict.case import Case, Look, missed, seen

# Words of visible text. With fewer a page has little to show beside what it says is missing: error
# pages of news sites carry lists of other articles, up to about 150 words without navigation.
THIN_WORDS = 150
# Fewer words are no article even where the title is the article's.
BARE_WORDS = 60
# Forms and consent pages with their small print are up to this long; an article that replaced
# another may be as short, but then cannot be told from them.
GATE_WORDS = 400
# Where a phrase that is no title or headline must be (words from the start), and how long it must
# be (characters) to count: "404" may be a number.
OPENING_WORDS = 20
OPENING_CHARS = 9
# Characters before a notice, and three times that behind it, in which words belong to it.
NEAR_CHARS = 40
# Articles of more words that call themselves articles are never "not found".
LONG_WORDS = 300
# Bytes of a body that may hold something to read even without visible text, title or image.
MIN_BODY_BYTES = 64

# Classes and ids that templates give to their error pages: WordPress, Drupal, Squarespace, Ghost,
# Hugo themes, …
_MISSING_MARKS = frozenset(
    {"error404", "error-404", "page-404", "page404", "is-404", "template-404", "path-404"}
    | {"system-404", "http-404", "page-error-404", "error_404", "status-404", "route-404", "t-404"}
    | {"is-404-page", "page-template-404", "not-found", "notfound", "page-not-found"}
    | {"not-found-page", "pagenotfound"}
)


def is_gone_by_second_source(case: Case) -> Look:
    """The site's own endpoint (oEmbed, …) says that there is no page."""
    if case.second_source is None:
        return missed("no other endpoint was asked")
    return sites.read_second_source(case.second_source)


def is_like_missing_page(case: Case) -> Look:
    """The site gives the same answer for a path that cannot exist."""
    if case.probe is None:
        return missed("the site was not asked for a missing path")
    return probe.compare(case)


# ── the page says so itself ─────────────────────────────────────────────────────────────────────


class _Signs(msgspec.Struct, frozen=True):
    """What says "not found" on a page; each as the page spells it, "" where nothing does."""

    title: str
    heading: str
    opening: str
    """The first words of a page of few words."""
    mark: str
    """A class or id of the template."""

    def in_words(self) -> tuple[str, ...]:
        told = (
            (self.title, "title"),
            (self.heading, "headline"),
            (self.opening, "beginning"),
            (self.mark, "template mark"),
        )
        return tuple(f"{name} “{sign}”" for sign, name in told if sign)

    @property
    def is_clear(self) -> bool:
        return bool(self.title) or "404" in self.mark


def says_not_found(case: Case) -> Look:
    """Title, headline or template say that the page does not exist."""
    signs = _signs_of_missing(case)
    if signs is None or not signs.in_words():
        return missed("neither title nor headline nor template say so")
    said = " and ".join(signs.in_words())
    words = signs.heading or signs.opening
    if _is_about_that(case, words or case.signals.html_title):
        return missed(f"{said}, but documents describe just that")
    # A headline or opening counts by itself where nothing on the page is the article.
    is_clear = signs.is_clear or (bool(words) and not case.similarity.is_shown)
    is_enough = _is_enough(case, len(signs.in_words()), is_clear=is_clear)
    return seen(f"{said} say not found") if is_enough else missed(f"{said}, but the page says more")


def _signs_of_missing(case: Case) -> _Signs | None:
    """None where there is no page, or where a proven article has none of the signs in its head."""
    if case.page is None:
        return None
    title = _missing_title(case)
    mark = next((mark for mark in case.signals.body_marks if mark in _MISSING_MARKS), "")
    if case.is_proven and not title and not mark:
        return None
    heading = next((text for text in _headings(case) if _says_missing(text)), "")
    return _Signs(title, heading, "" if heading else _opening(case), mark)


def _is_enough(case: Case, count: int, *, is_clear: bool) -> bool:
    """True if `count` signs of a missing page outweigh what else the page shows."""
    if case.is_proven:
        return count >= 2 and not _is_long_article(case)
    if case.signals.is_article and _is_long(case):
        # Every page of some sites calls itself an article, its error page too.
        return (count >= 2 or case.is_unlike) and not _promises(case)
    return is_clear or _is_thin(case) or case.signals.is_noindex or case.is_unlike


def _says_missing(text: str) -> bool:
    return phrases.says_only(_of_missing(), text)


def _of_missing() -> tuple[phrases.Phrases, ...]:
    return phrases.missing(), phrases.notices()


def _missing_title(case: Case) -> str:
    """The page's title, if it says "not found" and nothing else; else ""."""
    title = case.signals.html_title
    if not any(kind.where(phrases.flat(title)) for kind in _of_missing()):  # as in most titles
        return ""
    return title if _says_missing(_without_names(case, title)) else ""


def _headings(case: Case) -> tuple[str, ...]:
    """The headline; where a page has none or hardly any text, what takes its place."""
    if case.signals.h1 and not _is_thin(case):
        return (case.signals.h1,)
    return (case.signals.h1, *case.signals.headings[:3])


def _opening(case: Case) -> str:
    """What a page of few words says first, where it is that something is missing; else ""."""
    if case.is_proven or case.signals.is_article or not case.signals.has_body:
        return ""
    if case.signals.word_count > BARE_WORDS:
        return ""
    # `says_removed` weighs those
    if phrases.notices().first(case.top) or templates.of("gate").first(case.top):
        return ""
    opening = phrases.flat(" ".join(case.signals.text.split()[:OPENING_WORDS]))
    spans = phrases.missing().spans(opening)
    found = max((opening[start:end] for start, end in spans), key=len, default="")
    return found if len(found) >= OPENING_CHARS else ""


def _without_names(case: Case, title: str) -> str:
    """The title without the parts between separators that are the site's name."""
    parts = phrases.split_title(title)
    said = [part for part in parts if _says_missing(part)]
    if not said or len(parts) < 2:
        return title
    # "Page not found | The Daily News": what is beside it is a name, whether or not we know it.
    known = _known_names(case)
    rest = [part for part in parts if part not in said]
    is_name = [_is_name(part, known) for part in rest]
    return " ".join(said) if all(is_name) else title


def _is_name(part: str, known: frozenset[str]) -> bool:
    return phrases.flat(part) in known or len(part.split()) <= phrases.MAX_NAME_WORDS


def _known_names(case: Case) -> frozenset[str]:
    """Flat names of the site and of the article, by documents, the address and the page itself."""
    told = [text for d in case.descriptions for text in (d.provider_name, d.title) if text]
    # Some templates put the headline that the address promises beside "not found".
    told.append(case.slug)
    if case.facts.site_name:
        told.append(case.facts.site_name.text)
    return frozenset(
        {phrases.flat(text) for text in told} | {urls.site(case.end).partition(".")[0]}
    )


def says_removed(case: Case) -> Look:
    """The little text there is begins with a notice that the article is gone."""
    limit = BARE_WORDS if case.is_proven or case.signals.has_video else THIN_WORDS
    if case.signals.has_more_words(limit):  # as most articles have, and no text need be read
        return missed(f"a text of more than {limit} words")
    if not case.signals.has_body:
        return missed("no text to read")
    count = case.signals.word_count
    span = phrases.notices().where(case.top) if count <= limit else None
    if span is None:
        return missed(f"no notice at the top of a text of {count} words")
    notice = case.top[slice(*span)].strip()
    objection = _objection(case, span, notice)
    if objection is not None:
        return missed(f"“{notice}”, but {objection}")
    return seen(f"“{notice}” in {count} words of text")


def _objection(case: Case, span: tuple[int, int], notice: str) -> str | None:
    """Says why a notice at the top does not mean that the article is gone; None where it does."""
    if case.signals.is_paid or _is_about_that(case, notice):
        return "that is what the article is about"
    # A header's "Subscribe" is far from it; "Subscribe to read this" is not.
    near = case.top[max(0, span[0] - NEAR_CHARS) : span[1] + 3 * NEAR_CHARS]
    gate = templates.of("gate").first(near)
    if gate is not None:
        return f"also “{gate}”"
    if case.is_proven and not _is_said_to_be_removed(case):
        return "on the page of the article: not said to be gone for good"
    return None


def _is_said_to_be_removed(case: Case) -> bool:
    """True where "deleted" is said of the article; "unavailable" may be about the viewer."""
    return not case.signals.has_video and templates.of("removal").first(case.top) is not None


def is_in_trouble(case: Case) -> Look:
    """200, but title or headline say that the server has failed or is under maintenance."""
    if case.page is None or case.signals.is_article or case.signals.word_count > THIN_WORDS:
        return missed("no short page that is no article")
    told = (*phrases.split_title(case.signals.html_title), case.signals.h1)
    trouble = (templates.of("trouble"),)
    found = next((text for text in told if phrases.says_only(trouble, text)), None)
    if found is None:
        return missed("neither title nor headline say so")
    return seen(f"“{found}” as title or headline")


# ── the page is nothing, or another ─────────────────────────────────────────────────────────────


def is_empty(case: Case) -> Look:
    """An empty body, or a page without title, text, image or script.

    204 and 205 announce that there is no content (RFC 9110 section 15.3.5): odd for an article, but
    no word of its end.
    """
    if case.http_status in (204, 205) or not case.observation.is_whole:
        return missed("no content was announced, or not all of it was read")
    body = case.observation.body.strip()
    if not body:
        return seen("an empty body")
    if case.page is None or len(body) > MIN_BODY_BYTES or _shows_anything(case):
        return missed("the page has content")
    return seen(f"a page of {len(body)} bytes without title and text")


def _shows_anything(case: Case) -> bool:
    signals = case.signals
    return bool(signals.titles or signals.word_count or signals.script_marks or signals.has_video)


def shows_another_article(case: Case) -> Look:
    """Title, text and date all speak for something else than what documents describe."""
    if case.page is None:
        return missed("no page to read")
    words = "; ".join(case.similarity.saw) or "nothing to compare"
    if not case.similarity.is_other:
        return missed(words)
    form = _form_in_front(case)
    return missed(f"{words}; but {form} in front of it") if form else seen(words)


def _form_in_front(case: Case) -> str | None:
    """What a short page asks for before it shows an article; None where it asks for nothing."""
    if case.signals.word_count > GATE_WORDS or not case.top:
        return None
    if case.signals.has_password_field:
        return "a password field"
    found = templates.of("consent").first(case.top)
    if found is None and _is_thin(case):
        found = templates.of("gate").first(case.top)
    return f"“{found}”" if found else None


# ── small questions ─────────────────────────────────────────────────────────────────────────────


def _is_thin(case: Case) -> bool:
    return case.signals.has_body and case.signals.word_count <= THIN_WORDS


def _is_long(case: Case) -> bool:
    return case.signals.word_count >= LONG_WORDS


def _is_long_article(case: Case) -> bool:
    return case.signals.is_article and case.signals.word_count > THIN_WORDS


def _is_about_that(case: Case, words: str) -> bool:
    """Documents describe the page in the same words, and the page has something to say."""
    told = phrases.flat(words)
    described = (phrases.flat(f"{d.title or ''} {d.excerpt or ''}") for d in case.descriptions)
    if not any(told in text for text in described):
        return False
    return case.signals.is_article or not _is_thin(case)


def _promises(case: Case) -> bool:
    """The address itself speaks of missing pages: an article may be about them."""
    return phrases.missing().where(phrases.flat(case.start)) is not None
