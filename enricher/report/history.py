"""One URL for people: every check of it, and how its latest verdict came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from enricher.document import fieldpath
from enricher.ledger.archive_saves import ArchiveSave
from enricher.ledger.documents import CitingDocument
from enricher.models import Description, Evidence, Kind, Memory, Outcome, PageFacts, Pin, Standing
from enricher.report.tally import Place
from enricher.report.words import MEANINGS, duration, plural, size

NumberedCheck = tuple[int, Outcome]
"""Number of the run, and what it found."""

# Documents that an explanation names; a screen holds them beside the evidence.
CITATIONS_SHOWN = 20


def history(
    target: str, checks: Sequence[NumberedCheck], memories: Mapping[Kind, Memory], now: datetime
) -> Iterator[str]:
    """Lines: every check, oldest first, then what they came to."""
    yield target
    for run, outcome in checks:
        yield f"  {_when(outcome.checked_at)}  run {run}  {_found(outcome)}"
    for kind, memory in memories.items():
        yield ""
        yield f"As {_a(kind)}: {_standing(memory.standing)}"
        due = memory.standing.due_at
        if due is not None:
            yield (
                f"  next check: {'in the next run' if due <= now else 'from ' + _when(due) + ' on'}"
            )
        if memory.pin is not None:
            yield f"  {_pin(memory.pin)}"


def archive_save(save: ArchiveSave) -> Iterator[str]:
    """Lines: when the archive was asked to keep the page, and the copy it has."""
    yield ""
    yield f"Archive asked on {_when(save.at)}: {save.result}"
    if save.copy is not None:
        yield f"  {save.copy.url}"


def _found(outcome: Outcome) -> str:
    parts = [f"{outcome.verdict.status} {outcome.verdict.reason}"]
    if outcome.http_status is not None:
        parts.append(f"HTTP {outcome.http_status}")
    if outcome.final_url and outcome.final_url != outcome.target:
        parts.append(f"at {outcome.final_url}")
    if outcome.failure_detail:
        parts.append(outcome.failure_detail)
    return ", ".join(parts)


def _standing(standing: Standing) -> str:
    said = (
        f"{standing.status} ({standing.reason}) since {_when(standing.since)}: "
        f"{MEANINGS[standing.status]}"
    )
    if standing.failures and standing.first_failure_at is not None:
        counted = (
            f"{plural(standing.failures, 'failing check')} since {_when(standing.first_failure_at)}"
        )
        said += f"; {counted}, {'confirmed' if standing.is_confirmed else 'not yet confirmed'}"
    return said


def _pin(pin: Pin) -> str:
    said = f"pinned as {pin.status} on {_when(pin.pinned_at)}"
    said += f', "{pin.note}"' if pin.note else ""
    return said + (
        f"; holds until we see something else than {pin.seen.replace('/', ' ', 1)}"
        if pin.seen
        else ""
    )


def explanation(
    target: str,
    checks: Sequence[NumberedCheck],
    memories: Mapping[Kind, Memory],
    citations: Sequence[CitingDocument] = (),
) -> Iterator[str]:
    """Lines: what the latest check of each kind saw, step by step, which rule decided, and which
    documents cite the URL.
    """
    latest = {outcome.kind: (run, outcome) for run, outcome in checks}
    for kind, (run, outcome) in latest.items():
        yield target
        yield f"  checked as {_a(kind)} in run {run}, {_when(outcome.checked_at)}"
        yield from _verdict(outcome, citations)
        yield from _over_time(memories.get(kind))
        yield ""
    yield from _cited(citations)
    yield (
        "Every rule that is looked at: enricher explain --again. What each reason means: "
        "docs/verdicts.md"
    )


def explanation_of_now(
    target: str, outcomes: Sequence[Outcome], citations: Sequence[CitingDocument] = ()
) -> Iterator[str]:
    """Lines: what a check of this moment saw, and every rule that was looked at, in order."""
    for outcome in outcomes:
        yield target
        yield f"  asked now as {_a(outcome.kind)}; nothing of it is kept"
        yield from _verdict(outcome, citations)
        yield ""
    yield from _cited(citations)
    yield "What each reason means: docs/verdicts.md"


def _verdict(outcome: Outcome, citations: Sequence[CitingDocument]) -> Iterator[str]:
    verdict = outcome.verdict
    yield from _seen(outcome)
    yield from _compared(outcome, citations)
    yield f"  verdict: {verdict.status}, because of {verdict.reason} · {MEANINGS[verdict.status]}"
    told = list(_folded(verdict.evidence))
    width = max((len(rule) for rule, _ in told), default=0)
    for rule, saw in told:
        yield f"    {rule:<{width}}  {saw}"
    if verdict.identity is not None:
        yield f"    similarity with the cited article: {verdict.identity:.0%}"


def _folded(evidence: Sequence[Evidence]) -> Iterator[tuple[str, str]]:
    """(rule, what it saw); neighbours that saw the same are told as one."""
    for saw, group in groupby(evidence, key=lambda each: each.saw):
        rules = [each.rule for each in group]
        yield (rules[0] if len(rules) == 1 else f"{rules[0]} … {rules[-1]} ({len(rules)})"), saw


def _seen(outcome: Outcome) -> Iterator[str]:
    for hop in outcome.redirects:
        yield f"    HTTP {hop.http_status}: {hop.url} sent us to {hop.location}"
    if outcome.http_status is not None:
        read = (
            f"{size(outcome.bytes_read)} in {duration(outcome.elapsed_s)}, "
            f"{plural(outcome.attempts, 'attempt')}"
        )
        yield f"    HTTP {outcome.http_status} from {outcome.final_url or outcome.target} ({read})"
    if outcome.failure_detail:
        yield f"    {outcome.failure_detail}"
    if outcome.image is not None and outcome.image.width is not None:
        yield (
            f"    {outcome.image.format} image of {outcome.image.width} × {outcome.image.height} "
            "pixels"
        )
    if outcome.archive is not None:
        yield f"    archived copy of {_when(outcome.archive.captured_at)}: {outcome.archive.url}"


def _compared(outcome: Outcome, citations: Sequence[CitingDocument]) -> Iterator[str]:
    """What documents say of the page, each wording once, and what the page says of itself."""
    said = [
        link.description
        for citation in citations
        for link in citation.links
        if link.kind is outcome.kind
    ]
    yield from _titles(outcome.page, said)
    yield from _days(outcome.page, said)


def _titles(page: PageFacts | None, said: Sequence[Description]) -> Iterator[str]:
    for title, count in Counter(each.title for each in said if each.title).items():
        yield f'    documents call it "{title}"' + (f" ({count:,} times)" if count > 1 else "")
    if page is not None and page.title is not None:
        yield f'    the page calls itself "{page.title.text}" ({page.title.source})'
    elif page is not None and said:
        yield "    the page calls itself nothing: no title was found"


def _days(page: PageFacts | None, said: Sequence[Description]) -> Iterator[str]:
    days = dict.fromkeys(str(each.published) for each in said if each.published)
    if days:
        yield f"    documents date it {', '.join(days)}"
    if page is not None and page.published is not None:
        yield f"    the page dates itself {page.published.moment}"


def _cited(citations: Sequence[CitingDocument]) -> Iterator[str]:
    """The documents that cite the URL, once each, with the first place."""
    if not citations:
        return
    yield f"cited by {plural(len(citations), 'document')}"
    for citation in citations[:CITATIONS_SHOWN]:
        first, *more = citation.links
        place = Place(citation.path, first.line, first.column, "")
        title = f', "{citation.title}"' if citation.title else ""
        others = f" and {plural(len(more), 'more field')}" if more else ""
        yield f"  {place}: {fieldpath.show(first.field)}{others}{title}"
    if len(citations) > CITATIONS_SHOWN:
        yield f"  and {plural(len(citations) - CITATIONS_SHOWN, 'more document')}"
    yield ""


def _over_time(memory: Memory | None) -> Iterator[str]:
    if memory is None:
        return
    yield f"  over time: {_standing(memory.standing)}"
    if memory.pin is not None:
        yield f"  {_pin(memory.pin)}"


def _a(kind: Kind) -> str:
    return "an image" if kind is Kind.IMAGE else "a page"


def _when(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
