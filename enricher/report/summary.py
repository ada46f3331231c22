"""The summary of a run on standard error: what was done, what is new, what to do next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from enum import StrEnum

from enricher.models import Status
from enricher.report.baseline import BASE
from enricher.report.escape import plain
from enricher.report.tally import GRAVITY, Tally
from enricher.report.words import LEFT_TO_PEOPLE, MEANINGS, duration, plural, size
from enricher.run.results.run_result import PRESENT, RunResult

# In the summary; the report names them all.
NOTICES_SHOWN = 5


class Mode(StrEnum):
    """What a run was allowed to do."""

    RUN = "run"
    DRY_RUN = "dry-run"
    AUDIT = "audit"


def summary(result: RunResult, tally: Tally) -> Iterator[str]:
    """Lines of the summary: what was done, what was found, what to do next."""
    yield headline(result, tally)
    if tally.findings:
        yield ""
        yield from _counts(tally)
        yield ""
    yield news(result, tally)
    if result.kind != PRESENT:
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
    if result.kind == PRESENT:
        parts.append("as the ledger knows them")
    elif result.summary.asked:
        took = duration((result.ended_at - result.started_at).total_seconds())
        requests = plural(result.summary.requests, "request")
        parts.append(f"{result.summary.asked:,} asked with {requests} in {took}")
        parts[0] += f" ({size(result.summary.bytes_read)})"
    else:
        parts.append(
            "nothing was asked" if result.summary.unasked else "nothing was due, nothing was asked"
        )
    if tally.remembered and result.summary.asked and result.kind != PRESENT:
        parts.append(f"{tally.remembered:,} known from before")
    if result.summary.unasked:
        parts.append(f"{result.summary.unasked:,} left for the next run")
    read = (
        f"{plural(result.summary.documents, 'document')}, {plural(result.summary.links, 'link')} "
        f"({plural(result.summary.targets, 'different URL')})"
    )
    if result.summary.unplaced:
        read += f" and {plural(result.summary.unplaced, 'lead image')} that no document names"
    return f"{read}: {', '.join(parts)}."


def _counts(tally: Tally) -> Iterator[str]:
    """One line for each status that occurs."""
    for status in reversed(GRAVITY):
        if tally.targets[status]:
            yield f"  {status:<12}{tally.targets[status]:>7,}  {MEANINGS[status]}"


def news(result: RunResult, tally: Tally) -> str:
    """What broke and what recovered since the run compared with, in a sentence."""
    if not tally.records:
        links = result.summary.links
        return "Nothing is known of these links yet." if links else "There is no link to check."
    if result.base is None:
        said = _broken(tally) if tally.gone else _WELL
        return f"{said} There is no earlier run over these documents to compare with."
    parts = [
        plural(count, one, many)
        for count, one, many in (
            (len(tally.new), "new problem", "new problems"),
            (len(tally.recovered), "link recovered", "links recovered"),
        )
        if count
    ]
    since = "the baseline" if result.base == BASE else f"run {result.base}"
    said = f"Since {since}: {', '.join(parts)}." if parts else f"Nothing new since {since}."
    return f"{said} {_broken(tally)}" if tally.gone else f"{said} {_WELL}"


_WELL = "No link is broken."


def _broken(tally: Tally) -> str:
    """`269 links broken (dead 210, soft 404 31, parked 8, other content 20).`; counts URLs."""
    parts = [
        f"{_BROKEN[status]} {tally.targets[status]:,}"
        for status in _BROKEN
        if tally.targets[status]
    ]
    return f"{plural(tally.gone, 'link')} broken ({', '.join(parts)})."


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
    undone = len({error.path for error in result.errors})
    left = f"{plural(undone, 'document')} could not be read or written in full: see above."
    if not result.summary.changed:
        return f"No document was changed. {left}" if undone else _unchanged(result)
    done = "Would change" if result.kind == Mode.DRY_RUN else "Changed"
    kinds = "; ".join(_kinds_of_change(tally))
    said = (
        f"{done} {plural(len(result.summary.changed), 'document')}{': ' if kinds else ''}{kinds}."
    )
    return f"{said} {left}" if undone else said


def _kinds_of_change(tally: Tally) -> Iterator[str]:
    """What was filled, then the other kinds of change, with their counts."""
    filled = ", ".join(f"{name} ({count:,})" for name, count in tally.filled.most_common())
    if filled:
        yield f"filled {filled}"
    for name, what in _CHANGES.items():
        if tally.because[name]:
            yield f"{what} ({tally.because[name]:,})"


def _unchanged(result: RunResult) -> str:
    """What to say of a run that changed no document, and met none that could not be done."""
    if result.summary.is_interrupted or result.summary.no_network or result.summary.unasked:
        return "No document was changed; what was not asked is left for the next run."
    return "No document needed a change."


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
        found = plural(tally.archived, "archived copy", "archived copies")
        yield f"{found} found: {_ARCHIVED.get(result.kind, _NOT_WRITTEN)}."
    for what, (one, many, cure) in LEFT_TO_PEOPLE.items():
        if tally.reported[what]:
            yield f"{plural(tally.reported[what], one, many)} {cure} {_first_of(tally, what)}"
    if tally.unsure:
        yield (
            f"{plural(tally.unsure, 'URL')} gave no clear answer: nothing is marked dead for that."
        )
    if result.kind == Mode.DRY_RUN and result.summary.changed:
        yield "Without --dry-run the same changes are written."


_ARCHIVED: dict[str, str] = dict.fromkeys((Mode.RUN, Mode.DRY_RUN), "archiveUrl in checks lines")
_NOT_WRITTEN = "see enricher fix --rule archive"


def _first_of(tally: Tally, what: str) -> str:
    """`The first: seeds/a.md:12:5: images[0].width.`; the report names more."""
    place, _ = tally.left[what][0]
    return f"{'The first' if tally.reported[what] > 1 else 'It is'}: {place}: {place.field}."


def _quoted(url: str) -> str:
    """A URL as a shell takes it, without control characters."""
    return shlex.quote(plain(url))
