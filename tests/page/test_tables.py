"""The tables of words: every phrase is an expression, and every example is found by its section."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import enricher.page
from enricher.page import tables
from enricher.page.dates import words
from enricher.page.dates.parsing import parse
from enricher.page.folding import fold

FOLDER = Path(enricher.page.__file__).parent
NAMES = sorted(str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.toml"))
WORDS = [name for name in NAMES if name != "dates/words"]
SECTIONS = [(name, section) for name in WORDS for section in tables.table(name)]
EXAMPLES = [
    (name, section, example)
    for name, section in SECTIONS
    for example in tables.table(name)[section].get("examples", ())
]


def test_all_tables_are_walked() -> None:
    assert NAMES == ["dates/labels", "dates/words", "markup/regions", "people/words", "words"]
    assert len(EXAMPLES) > 80


@pytest.mark.parametrize(("name", "section"), SECTIONS)
def test_every_phrase_is_an_expression_and_stands_once(name: str, section: str) -> None:
    if section == "languages":
        return
    found = tables.phrases(name, section)
    assert all(re.compile(phrase) for phrase in found)
    assert "examples" in tables.table(name)[section] or section == "particles"


@pytest.mark.parametrize(("name", "section", "example"), EXAMPLES)
def test_examples_are_found(name: str, section: str, example: str) -> None:
    folded = fold(example) if name == "dates/labels" else example
    assert re.search(tables.any_of(name, section), folded)


@pytest.mark.parametrize("kind", ["other", "updated", "published"])
def test_labels_say_what_their_section_says(kind: str) -> None:
    assert [
        words.label_of(fold(example)) for example in tables.table("dates/labels")[kind]["examples"]
    ] == [kind] * len(tables.table("dates/labels")[kind]["examples"])


@pytest.mark.parametrize(("text", "month"), tables.table("dates/words")["months_examples"]["rows"])
def test_months(text: str, month: int) -> None:
    found = parse(text)
    assert found is not None
    assert (found.day.year, found.day.month) == (2022, month)


def test_particles_are_plain_words() -> None:
    assert {"von", "'t"} <= set(tables.phrases("people/words", "particles"))
