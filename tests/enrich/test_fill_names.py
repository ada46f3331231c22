"""Under which names facts are filled: by the preset, by `[fill]`, and as a pattern declares."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from enricher import enrich
from enricher.config import Config, Enrich, FieldPattern, Fields, Fill, Write
from enricher.document import editing, links
from enricher.models import PageFacts
from tests.enrich.knowing import ALWAYS, FACTS, IMAGE, URL, Known, page, picture, read

TOLD: PageFacts = replace(FACTS, authors=("Ada Lovelace", "Alan Turing"), language="en")
HUGO = Fields(preset="hugo")
DECLARED = Fields(
    pages=(FieldPattern(path="refs[].href", title="label", published="day"),),
    images=("cover.image",),
)


def enriched(yaml: str, config: Config) -> str:
    """The frontmatter afterwards; a second look finds nothing more to do."""
    known = Known().put(page(facts=TOLD)).put(picture())
    front = read(yaml)
    found = links.find(front, config.fields, config.fill)
    result = editing.apply_edits(front, enrich.edits(front, found, known, config))
    assert result.refused == ()
    again = links.find(result.front, config.fields, config.fill)
    assert enrich.edits(result.front, again, known, config) == []
    return result.text.removeprefix("---\n").removesuffix("---\nbody\n")


@pytest.mark.parametrize(
    ("fields", "fill", "yaml", "after"),
    [
        pytest.param(
            HUGO, Fill(), f"title: {TOLD.title.text}\ncanonicalURL: {URL}\n",  # type: ignore[union-attr]
            f"title: {TOLD.title.text}\ncanonicalURL: {URL}\n"  # type: ignore[union-attr]
            "description: What the page is about, in one sentence.\ndate: 2022-07-28T21:27:00Z\n",
            id="the preset's names",
        ),
        pytest.param(
            HUGO, Fill(excerpt="summary", published="", site_name="source", image="cover.image"),
            f"title: {TOLD.title.text}\ncanonicalURL: {URL}\n",  # type: ignore[union-attr]
            f"title: {TOLD.title.text}\ncanonicalURL: {URL}\n"  # type: ignore[union-attr]
            "summary: What the page is about, in one sentence.\nsource: The A News\n"
            f"cover:\n  image: {IMAGE}\n",
            id="other names",
        ),
        pytest.param(
            HUGO, Fill(title="", excerpt="", published="", image="images[]"),
            f"canonicalURL: {URL}\nimages: []\n",
            f"canonicalURL: {URL}\nimages:\n  - {IMAGE}\n",
            id="a list of URLs",
        ),
        pytest.param(
            DECLARED, Fill(image="", site_name=""),
            f"refs:\n  - href: {URL}\n    label: {TOLD.title.text}\n",  # type: ignore[union-attr]
            f"refs:\n  - href: {URL}\n    label: {TOLD.title.text}\n"  # type: ignore[union-attr]
            "    excerpt: What the page is about, in one sentence.\n    day: 2022-07-28T21:27:00Z\n",
            id="declared names beside the URL",
        ),
        pytest.param(
            Fields(), Fill(image="", authors="authors", language="inLanguage"),
            f"title: {TOLD.title.text}\nexcerpt: x.\npublishedDateTime: 2022-01-01\nwebUrl: {URL}\n",  # type: ignore[union-attr]
            f"title: {TOLD.title.text}\nexcerpt: x.\npublishedDateTime: 2022-01-01\nwebUrl: {URL}\n"  # type: ignore[union-attr]
            "authors:\n  - Ada Lovelace\n  - Alan Turing\ninLanguage: en\n",
            id="authors and language, where they have a name",
        ),
        pytest.param(
            Fields(pages=("book_url",)), Fill(), f"title: My diary\nbook_url: {URL}\n",
            f"title: My diary\nbook_url: {URL}\n", id="nothing beside what nothing describes",
        ),
    ],
)  # fmt: skip
def test_filled(fields: Fields, fill: Fill, yaml: str, after: str) -> None:
    config = Config(fields=fields, fill=fill, write=Write(when="never"))
    assert enriched(yaml, config) == after


def test_one_url_of_an_image_gets_its_line_beside_it() -> None:
    policy = Enrich(fill=("images",))
    config = Config(
        fields=Fields(preset="hugo"), fill=Fill(image="cover.image"), enrich=policy, write=ALWAYS
    )
    after = enriched(f"title: {TOLD.title.text}\ncanonicalURL: {URL}\n", config)  # type: ignore[union-attr]
    assert f"cover:\n  image: {IMAGE}\n  checks:\n    image: {{status: ok" in after
