"""Reading: what takes part, what is left out, and what is said of it."""

from __future__ import annotations

import pytest

from enricher.config import Config, DocumentSelection, FieldPattern, Fields
from enricher.document import conditions, frontmatter, reading
from enricher.run.documents.passed_over import PassedOver


def read(text: str, config: Config | None = None) -> reading.ReadDocument:
    return reading.read(text, "d.md", config or Config())


def test_link_fields_that_hold_no_url() -> None:
    text = "---\nwebUrl: [https://a.test/]\noriginalUrl: ''\nwebsite: {url: x}\nrelated: [{webUrl: ~}]\n---\n"
    assert read(text).passed.no_urls == (
        "2: webUrl is a list",
        "3: originalUrl is empty",
        "4: website is a mapping",
    )
    assert read(text).links == ()


def test_a_link_is_ignored_where_its_line_says_so() -> None:
    text = "---\nwebUrl: https://a.test/1  # enricher: ignore\noriginalUrl: https://a.test/2\n---\n"
    assert [link.url for link in read(text).links] == ["https://a.test/2"]


@pytest.mark.parametrize(
    ("condition", "is_met"),
    [
        ("draft = true", True),
        ("draft = false", False),
        ("draft = 'true'", False),
        ("status = review", True),
        ('status = "review"', True),
        ("meta.level = 3", True),
        ("meta.level = 4", False),
        ("tags = private", True),
        ("nothing = true", False),
    ],
)
def test_conditions(condition: str, is_met: bool) -> None:
    text = "---\ndraft: true\nstatus: review\nmeta: {level: 3}\ntags: [news, private]\nwebUrl: https://a.test/\n---\n"
    front = frontmatter.read(text, "d.md")
    assert front is not None
    assert conditions.is_met(front, condition) is is_met
    told = read(text, Config(documents=DocumentSelection(skip_if=("x = 1", condition))))
    assert (told.is_document, told.skipped_by) == (not is_met, condition if is_met else "")


@pytest.mark.parametrize("condition", ["", "draft", "= true", "draft =", "a[ = 1"])
def test_no_condition(condition: str) -> None:
    with pytest.raises(ValueError, match=r"no condition|no field path"):
        conditions.parsed(condition)


def test_one_sentence_counts_each_kind_and_names_the_first() -> None:
    passed = PassedOver()
    config = Config(
        fields=Fields(pages=("webUrl", "source", FieldPattern(path="refs[].href"))),
        documents=DocumentSelection(skip_if=("draft = true",)),
    )
    for name, text in {
        "a.md": "\n---\nwebUrl: x\n---\n",
        "b.md": "----\nwebUrl: x\n----\n",
        "c.md": "---\nwebUrl: ''\n---\n",
        "d.md": "---\ndraft: true\n---\n",
        "e.md": "no frontmatter\n",
    }.items():
        passed.add(name, reading.read(text, name, config))
    assert list(passed.told(config.fields)) == [
        "2 files have frontmatter that is not read; the first: a.md: it does not begin at the very top of the file",
        "1 document left out by [documents] skip_if: d.md: draft = true",
        "1 link field holds no URL: c.md:2: webUrl is empty",
        "[fields] names what no document has: refs[].href, source",
    ]
    passed.add("f.md", reading.read("---\nwebUrl: []\n---\n", "f.md", config))
    passed.add("g.md", reading.read("---\ndraft: true\n---\n", "g.md", config))
    assert list(passed.told(config.fields))[1:3] == [
        "2 documents left out by [documents] skip_if; the first: d.md: draft = true",
        "2 link fields hold no URL; the first: c.md:2: webUrl is empty",
    ]
