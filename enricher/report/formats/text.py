"""Plain text for terminals and mails of 80 columns: what is new first, then the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from textwrap import wrap

import msgspec

from enricher import urls
from enricher.report.escape import plain
from enricher.report.formats import Report
from enricher.report.tally import GRAVITY, Finding, Tally
from enricher.report.words import LEFT_TO_PEOPLE, MEANINGS, day, new_address, plural
from enricher.run.results.records import Plain

# A mail is read in 80 columns (RFC 5322 section 2.1.1 asks for 78); only URLs and paths are longer.
WIDTH = 78
# Of a value before and after a change; two fit on a line.
VALUE_CHARS = 34
PAUSED = "host-paused"
"""Reason of links that were not asked because their host was paused: told as one line a host."""


def render(report: Report) -> Iterator[str]:
    """Lines: new, recovered, then every other finding by status; nothing where all is well."""
    tally = report.tally
    yield from _section("new", tally.new, shows_status=True)
    yield from _section("recovered", list(tally.recovered.values()), shows_status=True)
    if report.is_brief:
        return
    new = {id(finding) for finding in tally.new}
    for status in GRAVITY:
        rest = [finding for finding in tally.of(status) if id(finding) not in new]
        yield from _section(f"{status} · {MEANINGS[status]}", rest)
    for what in LEFT_TO_PEOPLE:
        yield from _left(report.tally, what)
    yield from _notices(report)


def _section(title: str, findings: list[Finding], *, shows_status: bool = False) -> Iterator[str]:
    if not findings:
        return
    yield f"{title}\n"
    paused: Counter[str] = Counter()
    for finding in findings:
        if finding.record.reason == PAUSED:
            paused[urls.host(finding.url) or finding.url] += 1
        else:
            yield from _finding(finding, shows_status=shows_status)
    for host, count in sorted(paused.items()):
        yield f"  {plain(host)} paused: {plural(count, 'link')} left for the next run\n"
    yield "\n"


def _finding(finding: Finding, *, shows_status: bool) -> Iterator[str]:
    record = finding.record
    yield f"  {plain(record.url)}\n"
    status = f"{record.status} " if shows_status else ""
    yield f"      {status}{', '.join(_facts(finding))}\n"
    address = new_address(record)
    if address:
        yield f"      now at {plain(address)}\n"
    if record.archive is not None:
        yield f"      archived copy of {day(record.archive.date_time)}:\n"
        yield f"      {plain(record.archive.url)}\n"
    if record.suggestion is not None:
        yield f"      the same story lives at ({record.suggestion.similarity:.0%} alike):\n"
        yield f"      {plain(record.suggestion.url)}\n"
    for place in finding.places:
        yield f"      {plain(str(place))}: {plain(place.field)}\n"
    more = finding.fields - len(finding.places)
    if more:
        yield f"      and {plural(more, 'more field')}; --format jsonl names them all\n"


def _facts(finding: Finding) -> Iterator[str]:
    record = finding.record
    yield plain(record.reason)
    yield f"since {day(record.since)}"
    if record.status.is_failing:
        yield "confirmed" if record.confirmed else "not yet confirmed"


def _left(tally: Tally, what: str) -> Iterator[str]:
    """Changes that policy leaves to people; those of moved URLs stand with the URLs."""
    left = tally.left.get(what)
    if not left or what == "update":
        return
    one, many, cure = LEFT_TO_PEOPLE[what]
    title = f"{plural(tally.reported[what], one, many)} {cure}"
    yield from (f"{line}\n" for line in _wrapped(title))
    for place, change in left:
        yield f"  {plain(str(place))}: {plain(place.field)}\n"
        before, after = _values(change.before, change.after)
        yield f"      {before} → {after}\n"
    more = tally.reported[what] - len(left)
    if more:
        yield f"  and {plural(more, 'more field')}; --format jsonl names them all\n"
    yield "\n"


def _values(before: Plain, after: Plain) -> tuple[str, str]:
    """Two values as JSON, cut to the width of a line about the first place where they differ."""
    texts = [plain(msgspec.json.encode(each).decode()) for each in (before, after)]
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    start = 0 if max(map(len, texts)) <= VALUE_CHARS else max(0, same - VALUE_CHARS // 2)
    one, other = (_cut(text, start) for text in texts)
    return one, other


def _cut(text: str, start: int) -> str:
    """As much of a text as a line holds twice, with marks where more stands before and behind."""
    end = start + VALUE_CHARS - bool(start)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _wrapped(text: str, width: int = WIDTH) -> list[str]:
    return wrap(plain(text), width, break_long_words=False, break_on_hyphens=False)


def _notices(report: Report) -> Iterator[str]:
    notices = report.result.summary.notices
    if not notices:
        return
    yield "worth knowing\n"
    for notice in notices:
        for line in _wrapped(notice, WIDTH - 2):
            yield f"  {line}\n"
    yield "\n"
