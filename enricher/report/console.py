"""A run for people: what broke, how we know, what to do next. Functions from a tally to text.

The report goes to standard output, the summary to standard error, so that nothing is told twice on
a terminal.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

from enricher.models import Status
from enricher.report.tally import GRAVITY, Finding, Tally
from enricher.run.results import RunResult

MEANINGS = {
    Status.DEAD: "the server says it is gone, or the name is",
    Status.SOFT404: 'answers, but with "not found" in other words',
    Status.PARKED: "the domain is for sale or taken over",
    Status.DRIFTED: "answers, but no longer with what the document describes",
    Status.INVALID: "no URL",
    Status.UNREACHABLE: "no answer; may be different tomorrow",
    Status.ERROR: "the server failed; may be different tomorrow",
    Status.THROTTLED: "the server asked us to wait; comes first next time",
    Status.RESTRICTED: "the page is there, but not for us: login, paywall, bot wall",
    Status.BLOCKED: "our own policy does not go there",
    Status.MOVED: "moved for good, same article",
    Status.OK: "leads to the article or image",
}
"""What each status means, in a line."""


# ── the report ────────────────────────────────────────────────────────────────────────────


def report(result: RunResult, tally: Tally) -> Iterator[str]:
    """Lines of the text report: every target that is not plainly well, the worst first, with where
    it stands.
    """
    for status in GRAVITY:
        findings = tally.of(status)
        if findings:
            yield f"{status} · {MEANINGS[status]}"
            for finding in findings:
                yield from _finding(finding)
            yield ""
    if len(result.summary.notices) > NOTICES_SHOWN:
        yield "worth knowing"
        yield from (f"  {notice}" for notice in result.summary.notices)
        yield ""


def _finding(finding: Finding) -> Iterator[str]:
    record = finding.record
    yield f"  {record.url}"
    yield f"      {', '.join(_facts(finding))}"
    if record.status is Status.MOVED and record.final_url:
        yield f"      now at {record.final_url}"
    if record.archive is not None:
        yield f"      archived copy of {_day(record.archive.date_time)}: {record.archive.url}"
    for document, place in finding.places:
        yield f"      in {document}: {place}"
    more = finding.fields - len(finding.places)
    if more:
        yield f"      and {plural(more, 'more field')}; --format jsonl names them all"


def _facts(finding: Finding) -> Iterator[str]:
    record = finding.record
    yield record.reason
    yield f"since {_day(record.since)}" + (" (new)" if finding.is_new else "")
    if record.status.is_failing:
        yield "confirmed" if record.confirmed else "not yet confirmed"
    if not record.fresh:
        yield f"checked {_day(record.checked_date_time)}"


# In the summary; the report names them all.
NOTICES_SHOWN = 5

# ── the summary ───────────────────────────────────────────────────────────────────────────


class Mode(StrEnum):
    """What a run was allowed to do."""

    RUN = "run"
    DRY_RUN = "dry-run"
    AUDIT = "audit"


def summary(result: RunResult, tally: Tally) -> Iterator[str]:
    """Lines of the summary: what was done, what was found, what to do next."""
    yield headline(result, tally)
    if tally.records:
        yield ""
        yield from _counts(tally)
    yield ""
    yield news(result, tally)
    yield changes(result, tally)
    yield from result.summary.notices[:NOTICES_SHOWN]
    more = len(result.summary.notices) - NOTICES_SHOWN
    if more > 0:
        yield f"… and {more:,} more such lines; enricher report tells them all."
    steps = list(advice(result, tally))
    if steps:
        yield ""
        yield "Next:"
        for step in steps:
            yield f"  - {step}"


def headline(result: RunResult, tally: Tally) -> str:
    """`5 documents, 31 links (28 different URLs): 20 asked with 25 requests in 2.1 s (41 kB), …`"""
    parts = []
    if result.summary.asked:
        took = duration((result.ended_at - result.started_at).total_seconds())
        requests = plural(result.summary.requests, "request")
        parts.append(f"{result.summary.asked:,} asked with {requests} in {took}")
        parts[0] += f" ({size(result.summary.bytes_read)})"
    else:
        parts.append(
            "nothing was asked" if result.summary.unasked else "nothing was due, nothing was asked"
        )
    if tally.remembered and result.summary.asked:
        parts.append(f"{tally.remembered:,} known from before")
    if result.summary.unasked:
        parts.append(f"{result.summary.unasked:,} left for the next run")
    read = (
        f"{plural(result.summary.documents, 'document')}, {plural(result.summary.links, 'link')} "
        f"({plural(result.summary.targets, 'different URL')})"
    )
    return f"{read}: {', '.join(parts)}."


def _counts(tally: Tally) -> Iterator[str]:
    """One line for each status that occurs."""
    for status in reversed(GRAVITY):
        if tally.targets[status]:
            yield f"  {status:<12}{tally.targets[status]:>7,}  {MEANINGS[status]}"


def news(result: RunResult, tally: Tally) -> str:
    """What broke since the last time, in a sentence."""
    gone = [finding for finding in tally.findings.values() if finding.record.status.is_gone]
    fresh = [finding for finding in gone if finding.is_new]
    if not tally.records:
        return (
            "Nothing is known of these links yet."
            if result.summary.links
            else "There is no link to check."
        )
    if not gone:
        return "No link is broken: every page that answered shows what was cited."
    if result.run == 1:
        return f"{_broken(tally)}. This is the first run; later runs tell what is new."
    if not fresh:
        return f"Nothing new since the last run; {_broken(tally)}."
    before = len(gone) - len(fresh)
    said = f"New since the last run: {plural(len(fresh), 'broken link')}, marked new above"
    return f"{said}; {before:,} more from before." if before else f"{said}."


def _broken(tally: Tally) -> str:
    """`269 links broken (dead 210, soft 404 31, parked 8, other content 20)`; counts URLs."""
    parts = [
        f"{_BROKEN[status]} {tally.targets[status]:,}"
        for status in _BROKEN
        if tally.targets[status]
    ]
    return f"{plural(tally.gone, 'link')} broken ({', '.join(parts)})"


_BROKEN = {
    Status.DEAD: "dead",
    Status.SOFT404: "soft 404",
    Status.PARKED: "parked",
    Status.DRIFTED: "other content",
}


def changes(result: RunResult, tally: Tally) -> str:
    """What was written, in a sentence."""
    if result.kind == Mode.AUDIT:
        return "An audit writes no document."
    if not result.summary.changed:
        return "No document needed a change."
    filled = ", ".join(f"{name} ({count:,})" for name, count in tally.filled.most_common())
    parts = [f"filled {filled}"] if filled else []
    parts += [
        f"{what} ({tally.because[name]:,})"
        for name, what in _CHANGES.items()
        if tally.because[name]
    ]
    done = "Would change" if result.kind == Mode.DRY_RUN else "Changed"
    return f"{done} {plural(len(result.summary.changed), 'document')}" + (
        f": {'; '.join(parts)}." if parts else "."
    )


_CHANGES = {
    "correct": "image sizes corrected",
    "update": "URLs updated",
    "repair": "texts repaired",
    "copy": "isCached",
    "checks": "checks lines",
}


def advice(result: RunResult, tally: Tally) -> Iterator[str]:
    """What to do next; the most urgent first."""
    if len(result.errors):
        yield (
            f"Correct what is named above ({plural(len(result.errors), 'place')}); "
            "it was left as is."
        )
    if result.summary.unasked:
        yield f"{plural(result.summary.unasked, 'URL')} had to wait: run again, they come first."
    worst = next(iter(tally.of(Status.DEAD, Status.SOFT404, Status.PARKED, Status.DRIFTED)), None)
    if worst is not None:
        yield f"How do we know? enricher explain {_quoted(worst.url)}"
        yield f'Wrong verdict? enricher pin {_quoted(worst.url)} ok --note "checked by hand"'
    if tally.archived:
        yield (
            f"{plural(tally.archived, 'archived copy', 'archived copies')} found: archiveUrl in "
            "checks lines."
        )
    for what, (one, many, cure) in _CURES.items():
        if tally.reported[what]:
            yield f"{plural(tally.reported[what], one, many)} {cure}"
    if tally.unsure:
        yield (
            f"{plural(tally.unsure, 'URL')} gave no clear answer: nothing is marked dead for that."
        )
    if result.kind == Mode.DRY_RUN and result.summary.changed:
        yield "Without --dry-run the same changes are written."


_CURES = {
    "update": ("URL", "URLs", 'moved for good: [enrich] moved = "update" rewrites them.'),
    "repair": ("text", "texts", 'with broken characters: [enrich] text = "repair" repairs them.'),
    "correct": ("image size", "image sizes", 'differ: [enrich] size = "correct" corrects them.'),
    "copy": (
        "image is",
        "images are",
        "said to be cached, and [images] cache has no copy: correct isCached if there is none.",
    ),
}
"""What is only reported: its name, and what can be done."""

# ── words ─────────────────────────────────────────────────────────────────────────────────


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 link`, `2 links`, `1,234 links`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size(count: int) -> str:
    """`0 bytes`, `41 kB`, `1.3 MB`; decimal units."""
    if count < 1000:
        return plural(count, "byte")
    power = next((each for each in (1, 2) if count < 999.5 * 1000**each), 3)
    number = count / 1000**power
    unit = ("kB", "MB", "GB")[power - 1]
    return f"{number:.1f} {unit}" if number < 9.95 else f"{number:,.0f} {unit}"


def duration(seconds: float) -> str:
    """`80 ms`, `1.4 s`, `42 s`, `3 min 20 s`, `2 h 5 min`."""
    if seconds < 0.95:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()


def _quoted(url: str) -> str:
    """A URL as a shell takes it."""
    return shlex.quote(url)
