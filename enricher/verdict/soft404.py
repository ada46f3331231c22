"""Does this page say "not found" while answering 200?

Law of this file: a page that is proven to be the article is never called missing because of words in it, unless it
says nothing else; and words alone never count on a long article.
"""

from __future__ import annotations

from enricher import urls
from enricher.verdict import identity, phrases, probe, sites, templates, url_kind, words
from enricher.verdict.case import Case, Look, missed, seen

# With fewer words of visible text a page has little to show beside what it says is missing. Error pages of news
# sites carry lists of other articles, up to about 150 words without navigation and footer.
THIN_WORDS = 150
# So few words are no article even where the title is the article's.
BARE_WORDS = 60
# Doors and consent pages with their small print are up to so long; an article that replaced another may be as short,
# but then cannot be told from them.
GATE_WORDS = 400
# Where in them, and how long, a phrase must be that counts without being a title or headline ("404" may be a number).
OPENING_WORDS = 20
OPENING_CHARS = 9
# So near to a notice, and three times that behind it, words belong to it.
NEAR_CHARS = 40
# Longer articles that call themselves articles are never "not found".
LONG_WORDS = 300
# Without any visible text, title or image there is nothing to read.
MIN_BODY_BYTES = 64

# Classes and ids that templates give to their error pages: WordPress, Drupal, Squarespace, Ghost, Hugo themes, …
_MISSING_MARKS = frozenset(
    {
        "error404",
        "error-404",
        "page-404",
        "page404",
        "is-404",
        "template-404",
        "path-404",
        "system-404",
        "http-404",
    }
    | {
        "page-error-404",
        "error_404",
        "status-404",
        "route-404",
        "t-404",
        "is-404-page",
        "page-template-404",
    }
    | {"not-found", "notfound", "page-not-found", "not-found-page", "pagenotfound"}
)


def is_gone_by_second_source(case: Case) -> Look:
    """The site's own endpoint for such pages (oEmbed, …) says that there is none."""
    if case.second_source is None:
        return missed("no other endpoint was asked")
    return sites.read_witness(case.second_source)


def is_like_missing_page(case: Case) -> Look:
    """The site gives the same answer for a path that cannot exist."""
    if case.probe is None:
        return missed("the site was not asked for a missing path")
    if not _is_open(case):
        return missed("nothing to compare: no page that answered, or proven to be the article")
    return probe.compare(case)


def says_not_found(case: Case) -> Look:
    """Title, headline or template say that there is no such page."""
    if not _is_readable(case):
        return missed("no page to read")
    kinds = (phrases.missing(), phrases.notices())
    title = phrases.says_only(kinds, _without_names(case, case.signals.html_title))
    heading = next((text for text in _headings(case) if phrases.says_only(kinds, text)), "")
    opening = "" if heading else _opening(case)
    mark = next((mark for mark in case.signals.body_marks if mark in _MISSING_MARKS), "")
    saw = [f"title “{case.signals.html_title}”"] if title else []
    saw += [f"headline “{heading}”"] if heading else []
    saw += [f"“{opening}” in {case.signals.word_count} words of text"] if opening else []
    saw += [f"template mark “{mark}”"] if mark else []
    if not saw:
        return missed("neither title nor headline nor template say so")
    if _is_about_that(case, heading or opening or case.signals.html_title):
        return missed(f"{' and '.join(saw)}, but documents describe just that")
    said = " and ".join(saw)
    is_clear = title or "404" in mark or bool((heading or opening) and not case.similarity.is_shown)
    is_enough = _is_enough(case, len(saw), is_clear=is_clear)
    return (
        seen(f"{said} say not found")
        if is_enough
        else missed(f"{said}, but the page has more to say")
    )


def _is_enough(case: Case, count: int, *, is_clear: bool) -> bool:
    """Whether `count` signs of a missing page, `is_clear` or vague, outweigh what else the page shows."""
    if case.is_proven:
        return count >= 2 and not _is_long_article(case)
    if case.signals.is_article and _is_long(case):
        # Every page of some sites calls itself an article, its error page too.
        return (count >= 2 or _is_unlike(case)) and not _promises(case)
    return is_clear or _is_thin(case) or case.signals.is_noindex or _is_unlike(case)


def says_removed(case: Case) -> Look:
    """The little text there is begins with a notice that the article is gone."""
    if not _is_readable(case) or not case.signals.has_body:
        return missed("no text to read")
    words = case.signals.word_count
    top = phrases.top(case.signals.text)
    span = phrases.notices().where(top)
    if span is None:
        return missed("no notice at the top of the text")
    notice = top[slice(*span)].strip()
    if _is_about_that(case, notice) or case.signals.is_paid:
        return missed(f"“{notice}”, but that is what the article is about")
    # A header's "Subscribe" stands far from it; "Subscribe to read this" does not.
    gate = templates.gate().first(top[max(0, span[0] - NEAR_CHARS) : span[1] + 3 * NEAR_CHARS])
    if gate is not None:
        return missed(f"“{notice}”, but also “{gate}”")
    if case.is_proven and (case.signals.has_video or not templates.removal().first(top)):
        return missed(f"“{notice}” on the page of the article: not said to be gone for good")
    limit = BARE_WORDS if case.is_proven or case.signals.has_video else THIN_WORDS
    said = f"“{notice}” in {words} words of text"
    return seen(said) if words <= limit else missed(f"{said}, too many for a notice")


def is_in_trouble(case: Case) -> Look:
    """200, but title or headline say that the server has failed or is under maintenance."""
    if (
        not _is_readable(case)
        or case.is_proven
        or case.signals.is_article
        or case.signals.word_count > THIN_WORDS
    ):
        return missed("no short page that is not the article")
    told = (*phrases.split_title(case.signals.html_title), case.signals.h1)
    found = next((text for text in told if phrases.says_only((templates.trouble(),), text)), None)
    return (
        seen(f"“{found}” as title or headline")
        if found
        else missed("neither title nor headline say so")
    )


def lands_on_error_page(case: Case) -> Look:
    """Redirected to an address that names itself an error page."""
    if not _left(case) or not url_kind.is_error(case.end) or url_kind.is_error(case.start):
        return missed(f"{case.end} is no error page's address")
    return missed("proven to be the article") if case.is_proven else seen(f"sent on to {case.end}")


def lands_on_home(case: Case) -> Look:
    """A link to one article ended on a front page.

    A front page that *was* the original link does not count, nor does its sending readers to their own country; a
    section that got a host of its own (`/blog` to `blog.…`) is a move.
    """
    if not _left(case) or not url_kind.is_home(case.end) or url_kind.is_home(case.start):
        return missed(f"{case.end} is no front page, or was asked for")
    if case.is_proven:
        return missed("proven to be the article")
    if not url_kind.names_an_article(case.start) and not case.has_title:
        return missed(f"{case.start} names no single article")
    if _became_a_host(case):
        return missed("a section that moved to a host of its own")
    if urls.Difference.HOST in case.differences and not case.has_title and not case.slug:
        return missed("an address without words that stands for another host's front page")
    return seen(f"sent to the front page {case.end}")


def lands_on_search(case: Case) -> Look:
    """A link to one article ended on a search."""
    if not _left(case) or not url_kind.is_search(case.end) or url_kind.is_search(case.start):
        return missed(f"{case.end} is no search, or was asked for")
    return (
        missed("proven to be the article")
        if case.is_proven
        else seen(f"sent to the search {case.end}")
    )


def lands_on_section(case: Case) -> Look:
    """A link to one article ended on a shallower page that is no article."""
    if not _left(case) or not url_kind.is_section_of(case.end, case.start):
        return missed(f"{case.end} is no section above {case.start}")
    if case.is_proven or case.signals.is_article:
        return missed(f"{case.end} is a section by its address, but shows an article")
    if not url_kind.is_above(case.end, case.start) and not _is_unlike(case):
        return missed(f"{case.end} is a shallow page elsewhere, and nothing speaks against it")
    return seen(f"sent to the section {case.end}")


def is_empty(case: Case) -> Look:
    """Nothing came back where something was announced: an empty body, or a page without title, text, image or script.

    204 and 205 announce that there is no content (RFC 9110 section 15.3.5): odd for an article, but no word of its end.
    """
    if not case.is_page or not case.is_success or case.http_status in (204, 205):
        return missed("no page that answered with content")
    if not case.observation.is_whole:
        return missed("the page was not read to its end")
    body = case.observation.body.strip()
    if not body:
        return seen("an empty body")
    said = (
        case.signals.word_count
        or case.signals.titles
        or case.signals.script_marks
        or case.signals.has_video
    )
    if case.page is None or said or len(body) > MIN_BODY_BYTES:
        return missed("the page has content")
    return seen(f"a page of {len(body)} bytes without title and text")


def shows_another_article(case: Case) -> Look:
    """Title, text and date all speak for something else than what documents describe."""
    if not _is_readable(case):
        return missed("no page to read")
    words = "; ".join(case.similarity.saw) or "nothing to compare"
    if not case.similarity.is_other:
        return missed(words)
    top = phrases.top(case.signals.text) if case.signals.word_count <= GATE_WORDS else ""
    gate = (
        "a password field"
        if top and case.signals.has_password_field
        else templates.consent().first(top)
    )
    if gate is None and _is_thin(case):
        gate = templates.gate().first(top)
    return missed(f"{words}; but {gate} stands in front") if gate else seen(words)


# ── small questions ───────────────────────────────────────────────────────────────────────────────────────────


def _is_readable(case: Case) -> bool:
    return case.is_page and case.is_success and case.page is not None


def _is_open(case: Case) -> bool:
    return case.is_page and case.is_success and not case.is_proven


def _left(case: Case) -> bool:
    """Redirected to another path or host."""
    return (
        case.is_page
        and case.is_success
        and case.observation.is_redirected
        and bool(case.differences)
    )


def _is_thin(case: Case) -> bool:
    return case.signals.has_body and case.signals.word_count <= THIN_WORDS


def _is_long(case: Case) -> bool:
    return case.signals.word_count >= LONG_WORDS


def _is_long_article(case: Case) -> bool:
    return case.signals.is_article and case.signals.word_count > THIN_WORDS


def _headings(case: Case) -> tuple[str, ...]:
    """The headline, or what stands in its place where a page has none or hardly any text."""
    return (
        (case.signals.h1,)
        if case.signals.h1 and not _is_thin(case)
        else (case.signals.h1, *case.signals.headings[:3])
    )


def _opening(case: Case) -> str:
    """What a page of few words says first, where it is that something is missing."""
    if (
        not case.signals.has_body
        or case.signals.word_count > BARE_WORDS
        or case.signals.is_article
        or case.is_proven
    ):
        return ""
    top = phrases.top(case.signals.text)
    if phrases.notices().first(top) or templates.gate().first(top):  # `says_removed` weighs those
        return ""
    opening = phrases.flat(" ".join(case.signals.text.split()[:OPENING_WORDS]))
    found = max(
        (opening[start:end] for start, end in phrases.missing().spans(opening)), key=len, default=""
    )
    return found if len(found) >= OPENING_CHARS else ""


def _without_names(case: Case, title: str) -> str:
    """The title without the parts between separators that are the site's name."""
    parts = [part for part in phrases.split_title(title) if part]
    told = [text for d in case.descriptions for text in (d.provider_name, d.title) if text]
    # Some templates put the headline that the address promises beside "not found".
    names = {phrases.flat(text) for text in (*told, case.slug)} | {
        urls.site(case.end).partition(".")[0]
    }
    if case.facts.site_name:
        names.add(phrases.flat(case.facts.site_name.text))
    said = [
        part for part in parts if phrases.says_only((phrases.missing(), phrases.notices()), part)
    ]
    if said and len(parts) > 1:
        rest = [part for part in parts if part not in said]
        # "Page not found | The Daily News": what stands beside is a name, whether or not we know it.
        if all(
            phrases.flat(part) in names or len(part.split()) <= phrases.MAX_NAME_WORDS
            for part in rest
        ):
            return " ".join(said)
    return title


def _is_about_that(case: Case, words: str) -> bool:
    """Documents describe the page in the same words, and the page has something to say."""
    told = phrases.flat(words)
    if not any(
        told in phrases.flat(f"{d.title or ''} {d.excerpt or ''}") for d in case.descriptions
    ):
        return False
    return case.signals.is_article or not _is_thin(case)


def _is_unlike(case: Case) -> bool:
    """Documents, or else the words of the address, say what the page should be, and nothing speaks for that."""
    if case.similarity.score is not None:
        return case.similarity.score < identity.UNLIKE
    promised = words.tokens(case.slug)
    return bool(promised) and not words.share_found(
        promised, words.with_stems(words.tokens(" ".join(case.signals.titles)))
    )


def _promises(case: Case) -> bool:
    """The address itself speaks of missing pages: an article may be about them."""
    return next(phrases.missing().spans(phrases.flat(case.start)), None) is not None


def _became_a_host(case: Case) -> bool:
    """`site.test/blog` became `blog.site.test` or `blog.test`."""
    first = next(iter(urls.path_segments(case.start)), "").lower()
    return (
        bool(first)
        and urls.host(case.end).startswith(f"{first}.")
        and urls.path_depth(case.start) == 1
    )
