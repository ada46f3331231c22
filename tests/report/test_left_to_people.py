"""What policy only reports is named, document and field, in the summary and in what people read."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from enricher.report import summary
from enricher.report.formats import Report, render
from enricher.run.results.records import Change, Plain, Record
from tests.report.builders import record, result, tallied


def reported(because: str, field: str, before: Plain, after: Plain, **more: Any) -> Record:
    change = Change(field=field, before=before, after=after, because=because, is_applied=False)
    return record(changes=(change,), **more)


SIZE = reported("correct", "images[0].width", 100, 1200, line=7, column=10)
TEXT = reported("repair", "title", "The cityâ€™s mayor", "The city’s mayor", document="seeds/b.md")
COPY = reported("copy", "images[0].isCached", True, False, line=9)
MOVED = reported("update", "webUrl", "https://a.test/1", "https://a.test/2")


def shown(name: str, *records: Record) -> str:
    report = Report(result=result(records), tally=tallied(records, None))
    return "".join(render(name, report))


def test_text_names_document_field_and_both_values() -> None:
    assert shown("text", SIZE, TEXT, COPY, MOVED) == dedent(
        """\
        1 text with broken characters: [enrich] text = "repair" repairs them.
          seeds/b.md: title
              "The cityâ€™s mayor" → "The city’s mayor"

        1 image size is not as declared: [enrich] size = "correct" corrects them.
          seeds/a.md:7:10: images[0].width
              100 → 1200

        1 image is said to be cached, and [images] cache has no copy: correct isCached
        if there is none.
          seeds/a.md:9: images[0].isCached
              true → false

        """
    )


def test_markdown_names_document_and_field() -> None:
    told = shown("markdown", SIZE, TEXT)
    assert "\n- seeds/a.md:7:10: images\\[0\\].width\n" in told
    assert "\n- seeds/b.md: title\n" in told


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ((SIZE,), "It is: seeds/a.md:7:10: images[0].width."),
        ((TEXT,), "It is: seeds/b.md: title."),
        ((COPY,), "It is: seeds/a.md:9: images[0].isCached."),
        ((MOVED,), "It is: seeds/a.md: webUrl."),
        ((SIZE, SIZE), "The first: seeds/a.md:7:10: images[0].width."),
    ],
)
def test_the_summary_names_the_first(records: tuple[Record, ...], said: str) -> None:
    (line,) = summary.advice(result(records), tallied(records, None))
    assert line.endswith(said)


def test_only_the_first_twenty_are_named() -> None:
    many = [reported("correct", f"images[{n}].width", 1, 2) for n in range(23)]
    assert "  and 3 more fields; --format jsonl names them all\n" in shown("text", *many)
    assert "- and 3 more\n" in shown("markdown", *many)


def test_long_values_are_cut_and_nothing_acts() -> None:
    told = shown("text", reported("repair", "title", "x" * 90, "\x1b[2J"))
    assert f'      "{"x" * 33}… → "\\u001b[2J"\n' in told
