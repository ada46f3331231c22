"""Tells what answers in place of the page: walls, forms to sign in, consent, paywalls.

A wall never says anything about the article. A wall against robots needs a header or cookie of its
maker, or a mark in the body together with a refusing status or a tiny body; a challenge script on a
live page is no wall (microlinkhq/is-antibot, pull request 55).
"""

from __future__ import annotations

import re

from enricher.models import Kind, NotAnImage
from enricher.verdict import phrases, templates, url_kind
from enricher.verdict.case import Case, Look, missed, seen
from enricher.verdict.wall_marks import Header, Wall, walls

# Statuses that challenge pages come with; 202 and 405 are AWS WAF's for its challenge and its
# captcha (docs.aws.amazon.com, "How the CAPTCHA and Challenge actions work").
_CHALLENGE_STATUSES = frozenset({202, 401, 403, 405, 406, 418, 429, 456, 463, 468, 503, 999})
# "Accepted, come back later" (RFC 9110 section 15.3.3) is no answer to a plain GET of an article.
ACCEPTED = 202
# Words of visible text: a challenge page's own; anything longer is an article that carries a
# challenge script.
TINY_WORDS = 80
# More words beside a form to sign in are an article with a form above it.
FORM_WORDS = 120
# A title that says "Sign in" leaves room for small print, and for what members may expect.
FORM_WORDS_BY_TITLE = 400

# Reasons that browser-like headers may change: header checks are the most common wall
# (lycheeverse/lychee 799). 400 and 406 to a plain GET are checks too, of agents and of Accept; 429
# and 503 are no invitation to ask more.
WORTH_ANOTHER_TRY = frozenset(
    # Some sites tell clients that are no browsers that there is nothing.
    {"http-404", "http-410", "app-shell"}
    | {"bot-wall", "http-400", "http-401", "http-403", "http-406"}
    | {"http-418", "http-420", "http-444", "http-999"}
)


def is_bot_wall(case: Case) -> Look:
    """A challenge in place of the page, with its maker's name where it shows."""
    if case.http_status is None or case.is_proven:
        return missed("no answer, or proven to be the article")
    if case.http_status == ACCEPTED and case.signals.word_count <= TINY_WORDS:
        return seen("HTTP 202 in place of a page")
    for wall in walls():
        sign = _sign_of(wall, case)
        if sign is not None:
            return seen(f"{wall.name}: {sign} (HTTP {case.http_status})")
    return missed("no sign of a challenge")


def _sign_of(wall: Wall, case: Case) -> str | None:
    own = _header_of(wall.headers, case)
    if own is not None and (not case.is_success or case.signals.word_count <= TINY_WORDS):
        return own
    refused = case.http_status in _CHALLENGE_STATUSES
    if not refused and not _is_tiny(case):
        return None
    hint = _header_of(wall.hints, case) if case.http_status in (403, 429) else None
    return hint or _mark_of(wall, case, has_refused=refused)


def _is_tiny(case: Case) -> bool:
    """A 200 with hardly any text: too little for an article, enough for a challenge."""
    if not case.is_success:
        return False
    if case.task.kind is Kind.IMAGE:
        return case.image is NotAnImage.HTML
    if not case.observation.is_whole or case.signals.is_article:
        return False
    return case.signals.word_count <= TINY_WORDS


def _header_of(signs: tuple[Header, ...], case: Case) -> str | None:
    for name, part in signs:
        if any(part in value.lower() for value in case.observation.headers_of(name)):
            return f"header {name}" + (f" with {part}" if part else "")
    return None


def _mark_of(wall: Wall, case: Case, *, has_refused: bool) -> str | None:
    title = case.signals.html_title or _title_in(case.lower_body)
    parts = {phrases.flat(part) for part in (title, *phrases.split_title(title))}
    if not parts.isdisjoint(wall.titles):
        return f"title “{title}”"
    marks = wall.body + wall.scripts if has_refused else wall.body
    mark = next((mark for mark in marks if mark in case.lower_body), None)
    return f"“{mark.decode()}” in the page" if mark else None


def _title_in(body: bytes) -> str:
    """Returns the title in markup that was not parsed: of an image that turned out to be a page."""
    found = re.search(rb"<title[^>]{0,200}>([^<]{1,300})", body)
    return found[1].decode("utf-8", "replace").strip() if found else ""


def is_sent_to_sign_in(case: Case) -> Look:
    """Redirected to a page to sign in that was not asked for."""
    if not _is_sent_on(case) or url_kind.is_login(case.start) or not url_kind.is_login(case.end):
        return missed("not sent to sign in")
    return seen(f"sent to sign in at {case.end}")


def is_sent_to_consent(case: Case) -> Look:
    """Redirected to a page that asks for consent."""
    if not _is_sent_on(case) or url_kind.is_consent(case.start):
        return missed("not sent on, or a consent page was asked for")
    if not url_kind.is_consent(case.end):
        return missed("not sent to a consent page")
    return seen(f"sent to {case.end} to consent")


def _is_sent_on(case: Case) -> bool:
    return case.observation.is_redirected and not case.is_proven


def is_login_page(case: Case) -> Look:
    """A form to sign in with little else on the page."""
    if url_kind.is_login(case.start):
        return missed("a form to sign in was asked for")
    title = case.signals.html_title
    login = (phrases.login(),)
    says_so = any(phrases.says_only(login, part) for part in phrases.split_title(title))
    if not case.signals.has_password_field and not says_so:
        return missed("no form to sign in")
    sign = "a password field" if case.signals.has_password_field else f"title “{title}”"
    words = f"{sign} and {case.signals.word_count} words of text"
    limit = FORM_WORDS_BY_TITLE if says_so else FORM_WORDS
    is_short = case.signals.word_count <= limit and not case.signals.is_article
    return seen(words) if is_short else missed(words)


def asks_for_consent(case: Case) -> Look:
    """Nothing but a question for consent to cookies."""
    if not _is_bare(case):
        return missed("no short page")
    found = templates.of("consent").first(case.top)
    return seen(f"“{found}” and little else") if found else missed("does not ask for consent")


def is_region_wall(case: Case) -> Look:
    """The site says that it shows the page in other countries only."""
    if not _is_bare(case):
        return missed("no short page")
    found = templates.of("region").first(case.top)
    return seen(f"“{found}”") if found else missed("nothing about countries or regions")


def _is_bare(case: Case) -> bool:
    signals = case.signals
    return not signals.is_article and signals.has_body and signals.word_count <= FORM_WORDS


def is_refused_but_told(case: Case) -> Look:
    """401, 402 or 403, and the page's own facts prove the article: its text is for subscribers."""
    if case.http_status not in (401, 402, 403) or not case.is_proven:
        return missed("not refused, or nothing in the answer proves the article")
    return seen(f"HTTP {case.http_status}, and the page's own facts are the article's")


def is_paywall(case: Case) -> Look:
    """The article, proven by its own facts, says that its text is not free."""
    if not case.is_success or not case.signals.is_paid:
        return missed("the page does not say that it is not free")
    words = "the page says that it is not accessible for free"
    return seen(words) if case.is_proven else missed("not proven to be the article")
