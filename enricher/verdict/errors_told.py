"""Tells a status from what the body shows: articles behind a 404, errors behind a 200."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from enricher.verdict import phrases, soft404, url_kind
from enricher.verdict.case import Case, Look, missed, seen

# Words of visible text. With fewer a page is filled by its scripts, or has nothing to show.
SHELL_WORDS = 60
# Bytes of a body that are read as an object; errors are told in fewer.
MAX_OBJECT_BYTES = 64 * 1024
# Bytes in which an object of either kind begins.
MAX_START_BYTES = 512
# Fields of an object that holds nothing but an error; data has more.
MAX_ERROR_FIELDS = 12
# Fields of an object that is a message: the message, a request's number, a link to the manual.
MAX_BESIDE_MESSAGE = 3
# Of a message; an article is longer.
MAX_MESSAGE_CHARS = 200

# Where the frameworks of single-page sites mount their page (React, Vue, Angular, Next.js, Nuxt,
# Gatsby, Svelte, Ember), and how a 404 page hands the path over to such a site ("Single Page Apps
# for GitHub Pages").
_SHELL = re.compile(
    rb"""id=["']?(?:root|app|app-root|__next|__nuxt|___gatsby|svelte|react-root)["'\s>]
    | <app-root | ng-version= | ng-app | pathsegmentstokeep | sessionstorage\.redirect
    | location\.(?:replace|assign)\( | location(?:\.href|\.hash)?\s*=[^=]
    | history\.replacestate""",
    re.VERBOSE,
)
# A script that hands the address that was asked for on to another page, in storage or in a URL.
_HANDS_ON = re.compile(rb"[=+(,]\s*(?:window\.|document\.|self\.)?location\b")
_XML_ERROR = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:[a-z]+:)?(?:error|fault)[\s>]")
_ERROR_KEYS = frozenset({"error", "errors", "fault", "exception", "error_message", "errormessage"})
# Values of those that say that there was none.
_NO_ERROR: tuple[object, ...] = (
    *(None, False, 0, "", [], {}),
    *("none", "no", "null", "false", "0", "ok"),
)
_STATUS_KEYS = frozenset({"status", "code", "statuscode", "status_code", "httpstatus", "errorcode"})
_FALSE_KEYS = frozenset({"success", "ok", "succeeded"})
# "fail" and "error" as JSend has them (github.com/omniti-labs/jsend).
_FAILED_WORDS = frozenset({"error", "fail", "failed", "failure"})
# What gateways say in a message alone (AWS API Gateway, "Gateway response types"; nginx, Kong).
_TROUBLE = re.compile(
    r"\b(?:internal (?:server )?error|timed out|time-?out|unavailable|forbidden|access denied"
    r"|unauthori[sz]ed|not authori[sz]ed|missing authentication|too many requests"
    r"|(?:rate )?limit exceeded|bad gateway|no route matched|something went wrong)\b",
    re.IGNORECASE,
)
_GONE_CODES = re.compile(r"(?:http)?[_ ]?(?:404|410)\b|no_?such_?key|not_?found", re.IGNORECASE)


def shows_the_article(case: Case) -> Look:
    """4xx or 5xx with the very article in the body: its title or excerpt, and its text."""
    if (case.http_status or 0) < 400 or not _is_proven_by_documents(case):
        return missed("no error status, or nothing in the answer proves the article")
    if not _has_text(case):
        return missed("the page's head is the article's, but its text is not there")
    told = _says_gone(case)
    if told:
        return missed(f"the page names the article, but says “{told}”")
    return seen(f"HTTP {case.http_status}, and yet the page shows the article")


def _says_gone(case: Case) -> str:
    """What title, headline or text say of a missing page, beside the article's own title."""
    for text in (case.signals.html_title, case.signals.h1):
        found = phrases.missing().first(phrases.flat(text))
        described = " ".join(
            phrases.flat(description.title or "") for description in case.descriptions
        )
        if found and found not in described:
            return found
    looks = (soft404.says_not_found(case), soft404.says_removed(case))
    return next((look.saw for look in looks if look.fits), "")


def _is_proven_by_documents(case: Case) -> bool:
    """By what documents say; the address alone is repeated by many error pages."""
    described = any(not description.is_empty for description in case.descriptions)
    return case.is_page and described and case.is_proven


def _has_text(case: Case) -> bool:
    signals = case.signals
    is_enough = signals.is_article or signals.word_count >= soft404.BARE_WORDS
    return signals.has_body and is_enough


def is_app_shell(case: Case) -> Look:
    """404 or 410 with a page that scripts fill, or that sends its readers on to itself."""
    if not case.is_page or case.page is None or case.http_status not in (404, 410):
        return missed("no page that came with 404")
    if case.signals.word_count >= SHELL_WORDS or soft404.says_not_found(case).fits:
        return missed("the page says what is wrong, or shows a text of its own")
    target = case.signals.refresh_url
    if target is not None:
        return _sends_on(target, case.lower_body)
    mark = _SHELL.search(case.lower_body) if b"<script" in case.lower_body else None
    if mark is None:
        return missed("no mark of a page that scripts fill")
    return seen(f"“{mark[0].decode('utf-8', 'replace')}” in a page without text")


def _sends_on(target: str, lower_body: bytes) -> Look:
    """A refresh that carries the path along is the site's own way to show the page."""
    if url_kind.is_home(target) and "?" not in target and not _HANDS_ON.search(lower_body):
        return missed(f"sends its readers to the front page {target}")
    return seen(f"a page without text that sends its readers on to {target}")


def is_object_saying_gone(case: Case) -> Look:
    """An object in place of a page says that there is no such thing."""
    told = _error_of(case)
    if told is None:
        return missed("no error object in place of a page")
    is_gone = _GONE_CODES.search(told) or phrases.missing().first(phrases.flat(told))
    return seen(f"an object in place of a page: {told}") if is_gone else missed(f"{told}: no 404")


def is_error_object(case: Case) -> Look:
    """An object in place of a page tells of an error."""
    told = _error_of(case)
    if told is None:
        return missed("no error object in place of a page")
    return seen(f"an object in place of a page: {told}")


def _error_of(case: Case) -> str | None:
    """What the JSON or XML error in the body says, in one line; None where there is none."""
    body = case.observation.body
    if len(body) > MAX_OBJECT_BYTES or not case.observation.is_whole:
        return None
    start = body[:MAX_START_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _XML_ERROR.match(start.lower()):
        return " ".join(re.sub(rb"<[^>]*>", b" ", body).decode("utf-8", "replace").split())[:200]
    if start[:1] not in (b"{", b"[", b'"'):
        return None
    try:
        found = _unwrapped(json.loads(body.decode("utf-8-sig", "replace")))
    except (ValueError, RecursionError):
        return None
    return ", ".join(_said(found))[:200] if _is_error(case, found) else None


def _unwrapped(found: Any) -> Any:
    """The one object in a list, or under the one key of another."""
    if isinstance(found, list) and len(found) == 1:
        return _unwrapped(found[0])
    if isinstance(found, dict) and len(found) == 1:
        (name, inner), *_ = found.items()
        is_wrapper = isinstance(inner, dict) and name.lower() not in _ERROR_KEYS
        return inner if is_wrapper else found
    return found


def _is_error(case: Case, found: Any) -> bool:
    if isinstance(found, str):
        return _is_trouble(found)
    if not isinstance(found, dict) or len(found) > MAX_ERROR_FIELDS:
        return False
    if case.observation.content_type == "application/problem+json":  # RFC 9457
        return True
    lower = {key.lower(): value for key, value in found.items()}
    return _names_an_error(lower) or _is_message(lower)


def _names_an_error(lower: dict[str, Any]) -> bool:
    """By a field for errors, for success, or for a status."""
    if any(_folded(lower.get(key)) not in _NO_ERROR for key in _ERROR_KEYS):
        return True
    if any(lower.get(key, True) is False for key in _FALSE_KEYS):
        return True
    codes = (str(lower.get(key, "")).lower() for key in _STATUS_KEYS)
    return any(re.fullmatch(r"[45]\d\d", code) or code in _FAILED_WORDS for code in codes)


def _folded(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _is_message(lower: dict[str, Any]) -> bool:
    """Nothing but a message, and the message is that there is nothing, or that it failed."""
    message = next((lower[key] for key in ("message", "detail", "msg") if key in lower), None)
    return isinstance(message, str) and len(lower) <= MAX_BESIDE_MESSAGE and _is_trouble(message)


def _is_trouble(message: str) -> bool:
    if len(message) > MAX_MESSAGE_CHARS:
        return False
    is_missing = phrases.says_only((phrases.missing(), phrases.notices()), message)
    return is_missing or _TROUBLE.search(message) is not None


def _said(value: Any, key: str = "") -> Iterator[str]:
    """Texts and numbers of an object, with their names."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _said(inner, str(name))
    elif isinstance(value, list):
        for inner in value[:5]:
            yield from _said(inner, key)
    elif value is not None:
        yield f"{key}: {value}" if key else str(value)
