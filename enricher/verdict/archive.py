"""Looks up an archived copy of what is gone: requests to make, and how to read the answers.

Protocol: RFC 7089 (Memento). A TimeGate gets the original address and an `Accept-Datetime`, and
answers with a redirect to the nearest capture (section 4.1), or with the capture itself (section
4.2), telling its date in `Memento-Datetime` or, for web.archive.org, in the 14 digits of the
capture's address.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from enricher import urls
from enricher.config import Archive
from enricher.models import Kind, Memento, Moment, Observation, Request, Stop
from enricher.url_secrets import masked
from enricher.verdict.case import Case
from enricher.verdict.judge import judge

# A TimeGate's redirect has hardly a body, and an error page of it is of no interest.
TIMEGATE_MAX_BYTES = 16 * 1024

# `/web/20220728212700/http://…`, with or without the replay form (`id_`, `if_`, …) behind the
# digits. `id_` asks for the capture as it was received, without the archive's own header and
# rewritten links (Internet Archive, "Wayback Machine URL flags").
_REPLAY = re.compile(
    r"^(?P<before>https?://[^/]+/(?:[^/]+/)*?)(?P<digits>\d{14})(?P<form>[a-z]{2}_)?(?P<after>/.+)$"
)
_RAW_HOSTS = frozenset({"archive.org"})
_LINK = re.compile(
    r'<(?P<target>[^<>]*)>(?P<parameters>(?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s;,"]*))*)'
)
_PARAMETER = re.compile(r'([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))')


def timegate_request(case: Case, archive: Archive) -> Request | None:
    """Asks for the capture nearest to when the article was right.

    None where the target has no usable address.
    """
    if not archive.enabled or urls.check(case.task.target) is not None:
        return None
    return Request(
        url=archive.timegate + case.task.target,
        kind=Kind.PAGE,
        stop=Stop.NEVER,
        max_bytes=TIMEGATE_MAX_BYTES,
        headers=(accept_datetime(anchor(case)),),
        follows_redirects=False,
    )


def accept_datetime(at: datetime) -> tuple[str, str]:
    """The header that asks a TimeGate for the capture nearest to a moment."""
    return "accept-datetime", format_datetime(at, usegmt=True)


def anchor(case: Case) -> datetime:
    """The moment whose capture is wanted: the article's date, else its last good check, else now.

    The newest capture of something that is gone is most often a capture of its error page.
    """
    dates = [described.published for described in case.descriptions if described.published]
    if dates:
        return _instant(dates[0])
    previous = case.task.previous
    if previous is not None and previous.page is not None and previous.page.published is not None:
        return _instant(previous.page.published.moment)
    if previous is not None and previous.verdict.status.is_good:
        return previous.checked_at
    return case.observation.seen_at


def _instant(moment: Moment) -> datetime:
    # An hour into the next day: no time zone's day of publishing is over before, and captures
    # follow publishing.
    day = min(moment.day, date.max - timedelta(days=1))  # 9999-12-31 stands for "never"
    return moment.instant or datetime.combine(day, time(1), tzinfo=UTC) + timedelta(days=1)


def candidate(answer: Observation, case: Case, archive: Archive) -> Memento | None:
    """The capture that a TimeGate's answer names, not yet verified.

    None where it names none, or one too far away.
    """
    found = named_by(answer, case.task.target)
    if found is None:
        return None
    distance = abs(found.captured_at - anchor(case))
    return found if distance <= timedelta(days=archive.max_distance_days) else None


def named_by(answer: Observation, target: str) -> Memento | None:
    """The capture of a target that an answer of the archive names.

    None where it names none, or one whose address holds a secret that the target's does not.
    """
    found = _named_by(answer)
    return found if found is not None and masked(found.url, target) == found.url else None


def _named_by(answer: Observation) -> Memento | None:
    if answer.failure is not None or answer.http_status is None:
        return None
    if answer.http_status == 200 and answer.header("memento-datetime"):
        return _memento(answer.header("content-location") or answer.final_url, answer)
    if 300 <= answer.http_status <= 399:
        location = answer.header("location") or _redirected_to(answer)
        if location is not None:
            return _memento(location, answer)
    linked = _link_to_memento(answer)
    return linked if answer.http_status < 400 else None


def _redirected_to(answer: Observation) -> str | None:
    return answer.hops[-1].location if answer.hops else None


def _memento(reference: str, answer: Observation) -> Memento | None:
    url = urls.resolve(answer.final_url, reference)
    at = _captured_at(url, answer.header("memento-datetime")) if url else None
    return Memento(url=url, captured_at=at) if url and at else None


def _captured_at(url: str, header: str | None) -> datetime | None:
    found = _REPLAY.match(url)
    if found:
        try:
            return datetime.strptime(found["digits"], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            return None
    return _http_date(header) if header else None


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):  # the last day of all time, in another zone
        return None


def _link_to_memento(answer: Observation) -> Memento | None:
    """Returns the capture in a `Link` header (RFC 7089 section 2.2), if any.

    It looks like `<address>; rel="first memento"; datetime="…"`.
    """
    for header in answer.headers_of("link"):
        for link in _LINK.finditer(header):
            told = {
                name.lower(): quoted or bare
                for name, quoted, bare in _PARAMETER.findall(link["parameters"])
            }
            url = urls.resolve(answer.final_url, link["target"])
            at = _http_date(told.get("datetime", ""))
            if "memento" in told.get("rel", "").split() and url and at:
                return Memento(url=url, captured_at=at)
    return None


def capture_request(memento: Memento, max_bytes: int) -> Request:
    """Asks for the capture itself, raw where the archive has a raw form."""
    return Request(url=_raw(memento.url), kind=Kind.PAGE, stop=Stop.NEVER, max_bytes=max_bytes)


def _raw(url: str) -> str:
    found = _REPLAY.match(url)
    if found is None or urls.site(url) not in _RAW_HOSTS:
        return url
    return f"{found['before']}{found['digits']}id_{found['after']}"


def is_same_article(copy: Case) -> bool:
    """True if the capture, fetched, is a 200 that shows the article.

    Where nothing describes the article: that it is no missing page. `copy.observation` is of the
    capture; a stored 404 is answered with 404 in replay.
    """
    if copy.http_status != 200 or copy.page is None:
        return False
    can_tell = copy.similarity.score is not None or copy.has_title
    return (
        copy.is_proven if can_tell else judge(copy).status.is_good and copy.signals.word_count > 0
    )
