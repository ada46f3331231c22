"""One self-contained HTML page: totals, their change, sites, the link-rot curve, and all findings.

The page holds its data as JSON, style and script; it loads nothing from anywhere. Everything that a
page or file says is put into it as text, never as markup, by the script.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from itertools import count
from typing import Any

import msgspec

from enricher import urls
from enricher.report.escape import plain, xml
from enricher.report.formats import Report
from enricher.report.tally import GRAVITY
from enricher.report.words import MEANINGS, day, evidence, plural
from enricher.run.results.records import DescribedRecord, PageRecord, Record

# What would end the script element or begin a comment inside it (HTML standard, section 4.12.1.3).
_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\x7f": "\\u007f"})


def render(report: Report) -> Iterator[str]:
    """The page in pieces."""
    page = _asset("report.html")
    summary = report.result.summary
    links, different = plural(summary.links, "link"), plural(summary.targets, "different URL")
    parts = {
        "{{style}}": _asset("report.css"),
        "{{script}}": _asset("report.js"),
        "{{day}}": xml(day(report.result.ended_at)),
        "{{scope}}": xml(f"{plural(summary.documents, 'document')}, {links} ({different})"),
        "{{data}}": _data(report),
    }
    for mark in ("{{style}}", "{{day}}", "{{scope}}", "{{data}}", "{{script}}"):
        before, _, page = page.partition(mark)
        yield before
        yield parts[mark]
    yield page


def _asset(name: str) -> str:
    file = resources.files("enricher.report.formats").joinpath("assets", name)
    return file.read_text(encoding="utf-8")


class _Numbers:
    """Gives each distinct text a number, so that the page holds it once."""

    def __init__(self) -> None:
        self._next = count()
        self._found: dict[str, int] = {}

    def __getitem__(self, text: str) -> int:
        shown = plain(text)
        if shown not in self._found:
            self._found[shown] = next(self._next)
        return self._found[shown]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)


def _data(report: Report) -> str:
    documents, fields = _Numbers(), _Numbers()
    targets: dict[tuple[str, str], int] = {}
    facts: list[list[Any]] = []
    rows: list[int] = []
    for record in report.result.records:
        key = (record.status.value, record.url)
        if key not in targets:
            targets[key] = len(facts)
            facts.append(_facts(record))
        rows += [
            documents[record.document],
            record.line or 0,
            record.column or 0,
            fields[record.field],
            targets[key],
        ]
    data = {
        "statuses": [[status.value, MEANINGS[status]] for status in GRAVITY],
        "gone": [status.value for status in GRAVITY if status.is_gone],
        "trend": [
            [point.run, day(point.ended_at), {s.value: n for s, n in point.statuses.items()}]
            for point in report.trend
        ],
        "documents": list(documents),
        "fields": list(fields),
        "targets": facts,
        "rows": rows,
    }
    return msgspec.json.encode(data).decode().translate(_MARKUP)


def _facts(record: Record) -> list[Any]:
    """What the page shows of a URL, in the order in which `report.js` names it."""
    year, *titles = _described(record)
    return [
        plain(record.url),
        plain(urls.host(record.url) or ""),
        record.status.value,
        plain(record.reason),
        day(record.since),
        int(record.confirmed),
        record.change or "",
        year,
        record.http_status or 0,
        plain(record.final_url or ""),
        *titles,
        *_archived(record),
        day(record.checked_date_time),
        plain(evidence(record)),
        *_suggested(record),
    ]


def _described(record: Record) -> tuple[int, str, str]:
    """Year of publication, title in the document, title of the page; 0 and "" for none."""
    said, page = record.described or DescribedRecord(), record.page or PageRecord()
    published = said.published_date_time or page.published_date_time or ""
    return _year(published), plain(said.title or ""), plain(page.title or "")


def _year(published: str) -> int:
    """The year of a date as records write it; 0 where there is none."""
    return int(published[:4]) if published[:4].isdigit() else 0


def _suggested(record: Record) -> tuple[str, str]:
    """Address and title of a living article that tells the same story; both empty without one."""
    if record.suggestion is None:
        return "", ""
    return plain(record.suggestion.url), plain(record.suggestion.title or "")


def _archived(record: Record) -> tuple[str, str]:
    """Address and day of the archived copy; both empty where there is none."""
    if record.archive is None:
        return "", ""
    return plain(record.archive.url), day(record.archive.date_time)
