"""The laws of editing over real documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from enricher import files
from enricher.config import Fields
from enricher.discovery import discover
from enricher.document import editing, frontmatter, links
from enricher.document.frontmatter import Frontmatter
from enricher.models import Edit, Kind, Value
from tests.laws.test_documents import ENTRY, texts
from tests.material import CORPUS, needs_corpus

PATHS = (
    []
    if CORPUS is None
    else sorted(path for path in discover([CORPUS]) if path.name != "README.md")
)
NEW_LINE = re.compile(
    r" *(?:- url: |images:|(?:width|height|isCached): |checks:|(?:webUrl|originalUrl|website|url): \{status: moved, )"
)

pytestmark = needs_corpus


def read(path: Path) -> tuple[str, Frontmatter]:
    source = files.read(path)
    front = frontmatter.read(source.text, path.name)
    assert front is not None, "every document of the corpus has frontmatter"
    return source.text, front


def test_there_is_enough_to_read() -> None:
    assert len(PATHS) >= 250


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem[:40])
def test_round_trip(path: Path) -> None:
    """No edits, no bytes; with edits, only new lines of the known kind, where a person would have put them."""
    text, front = read(path)
    assert editing.apply_edits(front, []).text == text
    assert text.encode("utf-8") == path.read_bytes()
    found = links.find(front, Fields())
    edits = [
        Edit(
            field=(*link.field[:-1], "checks", link.field[-1]),
            before=None,
            after=ENTRY,
            because="checks",
        )
        for link in found
    ]
    image: Value = [
        {
            "url": "https://i.test/a b.jpg",
            "width": 1200,
            "height": 630,
            "isCached": False,
            "checks": {"url": ENTRY},
        }
    ]
    lacking = {
        link.field[:-1]
        for link in found
        if link.kind is Kind.PAGE and link.description.has_images is False
    }
    edits += [
        Edit(field=(*owner, "images"), before=None, after=image, because="fill")
        for owner in sorted(lacking, key=str)
    ]
    result = editing.apply_edits(front, edits)
    assert result.done == tuple(edits)
    assert result.refused == ()
    check_lines(text, result.text)
    again = frontmatter.read(result.text, path.name)
    assert again is not None
    out = [
        Edit(field=edit.field, before=again.get(edit.field), after=None, because="checks")
        for edit in edits
        if edit.because == "checks"
    ]
    if not lacking:
        assert editing.apply_edits(again, out).text == text


def check_lines(before: str, after: str) -> None:
    """Nothing is taken away; what is new is ours, at a column where such keys stand."""
    old = iter([*before.split("\n"), None])
    awaited = next(old)
    for line in after.split("\n"):
        if line == awaited:
            awaited = next(old)
        elif line.strip():
            assert NEW_LINE.match(line), line
            assert (len(line) - len(line.lstrip())) % 2 == 0, line
    assert awaited is None, f"taken away or moved: {awaited}"


@pytest.mark.parametrize("path", PATHS[::7], ids=lambda path: path.stem[:40])
def test_setting_every_text(path: Path) -> None:
    """Each text of the document replaced by another: the lines of these, and no others, differ."""
    text, front = read(path)
    assert front.root is not None
    edits: list[Edit] = []
    for link in links.find(front, Fields()):
        for name in ("title", "excerpt", link.field[-1]):
            field = (*link.field[:-1], name)
            held = front.get(field)
            if isinstance(held, str) and all(edit.field != field for edit in edits):
                edits.append(
                    Edit(field=field, before=held, after=f'{held}: "new" #1', because="law")
                )
    result = editing.apply_edits(front, edits)
    assert result.refused == ()
    lines = {front.line(edit.field) for edit in edits}
    old, new = text.split("\n"), result.text.split("\n")
    assert len(old) == len(new)
    assert {
        number for number, pair in enumerate(zip(old, new, strict=True), 1) if pair[0] != pair[1]
    } == lines
    assert frontmatter.read(result.text, "d.md") is not None
    assert texts(front.root)
