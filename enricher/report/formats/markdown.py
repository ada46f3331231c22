"""Markdown for an issue or the summary of a CI step."""

from __future__ import annotations

from collections.abc import Iterator

from enricher.report.escape import markdown
from enricher.report.formats import Report
from enricher.report.tally import GRAVITY, Finding, Tally
from enricher.report.words import LEFT_TO_PEOPLE, MEANINGS, day, new_address, plural
from enricher.run.results.records import Record

# GitHub cuts a step summary at 1 MiB and an issue at 65,536 characters; a row has about 300.
MAX_ROWS = 200


def render(report: Report) -> Iterator[str]:
    """Counts, then what is new, what recovered, and what persists."""
    tally = report.tally
    yield "## Links\n\n| status | URLs | meaning |\n| --- | ---: | --- |\n"
    for status in GRAVITY:
        if tally.targets[status]:
            yield f"| {status} | {tally.targets[status]:,} | {markdown(MEANINGS[status])} |\n"
    yield from _table("New", tally.new)
    yield from _table("Recovered", list(tally.recovered.values()))
    new = {id(finding) for finding in tally.new}
    rest = [finding for finding in tally.of(*GRAVITY) if id(finding) not in new]
    yield from _table("Still there" if tally.new else "Findings", rest)
    for what in LEFT_TO_PEOPLE:
        yield from _left(tally, what)


def _left(tally: Tally, what: str) -> Iterator[str]:
    """Changes that policy leaves to people, as a list; those of moved URLs stand with the URLs."""
    left = tally.left.get(what)
    if not left or what == "update":
        return
    one, many, cure = LEFT_TO_PEOPLE[what]
    yield f"\n{markdown(f'{plural(tally.reported[what], one, many)} {cure}')}\n\n"
    for place, _ in left:
        yield f"- {markdown(str(place))}: {markdown(place.field)}\n"
    if tally.reported[what] > len(left):
        yield f"- and {tally.reported[what] - len(left):,} more\n"


def _table(title: str, findings: list[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield f"\n### {title}: {len(findings):,}\n\n"
    yield "| status | URL | where | since | new address, archived copy, replacement |\n"
    yield "| --- | --- | --- | --- | --- |\n"
    for finding in findings[:MAX_ROWS]:
        yield _row(finding)
    if len(findings) > MAX_ROWS:
        yield f"\nand {plural(len(findings) - MAX_ROWS, 'more row')}; the other formats have all.\n"


def _row(finding: Finding) -> str:
    record = finding.record
    where = "<br>".join(markdown(str(place)) for place in finding.places)
    more = finding.fields - len(finding.places)
    where += f"<br>and {more:,} more" if more else ""
    cures = "<br>".join(_cures(record))
    status = f"{record.status} {markdown(record.reason)}"
    url = _link(record.url, record.url)
    return f"| {status} | {url} | {where} | {day(record.since)} | {cures} |\n"


def _cures(record: Record) -> Iterator[str]:
    address = new_address(record)
    if address:
        yield f"now at {_link(address, address)}"
    if record.archive is not None:
        yield _link(record.archive.url, day(record.archive.date_time))
    if record.suggestion is not None:
        said = record.suggestion
        yield f"same story: {_link(said.url, said.title or said.url)}"


def _link(url: str, text: str) -> str:
    """A link where the address is one that may be followed, else its text."""
    if not url.startswith(("http://", "https://")) or any(each in url for each in " <>\n\r\t|"):
        return markdown(text)
    return f"[{markdown(text)}](<{url}>)" if url.isprintable() else markdown(text)
