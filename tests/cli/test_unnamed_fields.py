"""Fields that hold URLs and that no setting names are told by every report: nothing checked is not silently green."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher.config import Config, Fields, Fill, FixSettings, Write
from enricher.document import reading
from tests.cli.conftest import Enricher

NEWS = """\
---
title: "News"
source_url: https://a.test/story
links:
  - https://a.test/1
  - https://a.test/2
---
"""
TOLD = "URL-like fields that no setting names: "


@pytest.mark.parametrize(
    ("fields", "unnamed"),
    [
        ("source_url: https://a.test/1", {"source_url": 1}),
        ("links: [https://a.test/1, https://b.test/2]", {"links[]": 2}),
        ("refs: [{href: https://a.test/1}, {href: //b.test/2}]", {"refs[].href": 2}),
        ("author: {site: {url: https://a.test/}}", {"author.site.url": 1}),
        ('"odd.key": https://a.test/1', {'["odd.key"]': 1}),
        ("webUrl: https://a.test/1", {}),
        ("webUrl: https://a.test/1\nother: &a https://a.test/1", {"other": 1}),
        ("other: &a https://a.test/1\nwebUrl: *a", {}),
        ('webUrl: https://a.test/1\nother: "https:\\/\\/b.test/2"', {"other": 1}),
        ('webUrl: https://a.test/1\nother: "https:\\x2f\\u002fb.test/2"', {"other": 1}),
        ('webUrl: https://a.test/1\nother: "https:/\\\n  /b.test/2"', {"other": 1}),
        ("webUrl: &a https://a.test/1\noriginalUrl: *a\nother: https://b.test/2", {"other": 1}),
        ("source_url: ''\nlist: []\nnone: null", {}),
        ("text: see https://a.test/1 for more", {}),
        ("link: /2021/story", {}),
        ("checks: {webUrl: {status: moved, finalUrl: 'https://a.test/2'}}", {}),
        ("related: [{archiveUrl: 'https://web.archive.org/web/1/https://a.test/1'}]", {}),
        ("images: [{url: https://a.test/1.jpg}]", {}),
        ("mine: https://a.test/1\nyours: https://a.test/2", {"yours": 1}),
        ("cover: {image: https://a.test/1.jpg}", {}),
    ],
)  # fmt: skip
def test_which_fields(fields: str, unnamed: dict[str, int]) -> None:
    config = Config(fields=Fields(unchecked=("mine",)), fill=Fill(image="cover.image"))
    assert reading.read(f"---\n{fields}\n---\n", "a.md", config).passed.unnamed == unnamed


def test_keys_that_are_written_by_us_under_other_names() -> None:
    config = Config(write=Write(key="linkcheck"), fix=FixSettings(archive_key="kept"))
    text = "---\nkept: https://a.test/1\nlinkcheck: {x: https://a.test/2}\nchecks: https://a.test/3\n---\n"
    assert reading.read(text, "a.md", config).passed.unnamed == {"checks": 1}


@pytest.mark.parametrize("ending", ["md", "toml", "json"])
def test_in_every_dialect(ending: str) -> None:
    text = {
        "md": "+++\nsource = 'https://a.test/1'\n+++\n",
        "toml": "source = 'https://a.test/1'\n",
        "json": '{"source": "https://a.test/1"}',
    }[ending]
    assert reading.read(text, f"a.{ending}", Config()).passed.unnamed == {"source": 1}


def test_an_audit_of_urls_under_other_names(enricher: Enricher, folder: Path) -> None:
    (folder / "news").mkdir()
    for number in range(6):
        (folder / "news" / f"{number}.md").write_text(NEWS, encoding="utf-8")
    said = f"{TOLD}links[] (12), source_url (6). "
    for _ in range(2):  # unchanged documents are not read again, and told all the same
        ended = enricher("audit", "news")
        assert ended.status == 1
        assert said in ended.err
        assert "There is no link to check." in ended.err
        assert said in " ".join(ended.out.split())
    assert said in enricher("report").err


def test_they_can_be_left_on_purpose(enricher: Enricher, folder: Path) -> None:
    (folder / "seeds" / "more.md").write_text(NEWS, encoding="utf-8")
    assert f"{TOLD}links[] (2), source_url (1). " in enricher("audit", "--offline").err
    with (folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write('[fields]\nunchecked = ["links[]"]\n')
    assert f"{TOLD}source_url (1). " in enricher("audit", "--offline").err


def test_the_most_frequent_are_named(enricher: Enricher, folder: Path) -> None:
    fields = "".join(f"f{number}: https://a.test/{number}\n" for number in range(11))
    (folder / "seeds" / "more.md").write_text(f"---\n{fields}---\n", encoding="utf-8")
    assert "f6 (1), and 3 more. " in enricher("audit", "--offline").err
