"""The Python API: what programs can import, and that importing it costs nothing until it is used."""

from __future__ import annotations

import inspect
import subprocess
import sys
import typing
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

import enricher
from enricher import api
from enricher.demo import play
from enricher.demo.web import small_web
from tests.material import SEEDS

DOCUMENT = """---
title: "A storm"   # as printed
webUrl: https://news.test/storm
related:
  - webUrl: https://news.test/flood
---
The body stays.
"""

PAGE = b"""<html lang="en"><head><title>A storm hits the bay | The Bay News</title>
<meta property="og:title" content="A storm hits the bay">
<meta property="og:site_name" content="The Bay News">
</head><body><h1>A storm hits the bay</h1></body></html>"""


@pytest.fixture(scope="module")
def config() -> Iterator[enricher.Config]:
    """The shipped settings, every host led to the small web of the demo."""
    with small_web() as port:
        yield play.config(port)


# ── what there is ─────────────────────────────────────────────────────────────────────────


def test_the_package_offers_what_the_api_module_does() -> None:
    assert set(enricher.__all__) - {"__version__"} == set(api.__all__)
    assert dir(enricher) == enricher.__all__


@pytest.mark.parametrize("name", api.__all__)
def test_each_name_can_be_imported_from_the_package(name: str) -> None:
    assert getattr(enricher, name) is getattr(api, name)


def test_another_name_is_none_of_its_own() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scan'"):
        _ = enricher.scan


@pytest.mark.parametrize("name", ["apply_edits", "check", "edit", "read_page"])
def test_functions_are_typed_and_explained(name: str) -> None:
    function = getattr(api, name)
    hints = typing.get_type_hints(function)
    parameters = inspect.signature(function).parameters
    assert hints.keys() == {*parameters, "return"}
    said = inspect.getdoc(function) or ""
    assert "Args:" in said
    for parameter in parameters:
        assert f"{parameter}:" in said


def test_the_package_is_marked_as_typed() -> None:
    assert Path(enricher.__file__).with_name("py.typed").is_file()


def test_importing_the_package_loads_nothing_but_itself() -> None:
    code = (
        "import sys; before = set(sys.modules); import enricher; new = set(sys.modules) - before; "
        "print([name for name in new if name.split('.')[0] not in sys.stdlib_module_names])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['enricher']"


# ── check ─────────────────────────────────────────────────────────────────────────────────


def test_check_finds_and_writes_nothing(config: enricher.Config, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in SEEDS.iterdir()}
    found = enricher.check(SEEDS, config=config, ledger=tmp_path / "ledger.sqlite3")
    statuses = {record.status for record in found.records}
    assert {enricher.Status.OK, enricher.Status.MOVED, enricher.Status.DEAD} <= statuses
    assert found.summary.changed == ()
    assert {path: path.read_bytes() for path in SEEDS.iterdir()} == before


def test_check_writes_when_asked_to(config: enricher.Config, tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    copy.write_bytes(next(SEEDS.glob("2022-*")).read_bytes())
    found = enricher.check(str(copy), config=config, ledger=tmp_path / "ledger", write=True)
    assert found.summary.changed == (str(copy),)
    assert b"checks:" in copy.read_bytes()
    assert not found.is_incomplete


def test_check_asks_again_what_is_older_than_max_age(
    config: enricher.Config, tmp_path: Path
) -> None:
    def asked(max_age: timedelta | None = None) -> int:
        ledger = tmp_path / "ledger.sqlite3"
        found = enricher.check(SEEDS, config=config, ledger=ledger, max_age=max_age)
        return found.summary.asked

    first = asked()
    assert first > 0
    assert asked() == 0
    assert asked(timedelta()) == first


def test_check_takes_the_documents_of_the_settings_where_none_are_named(
    config: enricher.Config, tmp_path: Path
) -> None:
    found = enricher.check(
        config=msgspec.structs.replace(config, seeds=(str(SEEDS),)),
        ledger=tmp_path / "ledger.sqlite3",
    )
    assert len({record.document for record in found.records}) == 5


def test_check_takes_a_settings_file_and_tells_its_errors(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[fetch]\ncontact = 1\n", encoding="utf-8")
    with pytest.raises(enricher.ConfigError, match=r"settings\.toml:2: fetch\.contact"):
        enricher.check(SEEDS, config=tmp_path / "settings.toml")


def test_check_refuses_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(enricher.EnricherError, match=r"no such file or folder: .*/lost"):
        enricher.check(tmp_path / "lost", ledger=tmp_path / "ledger")
    assert not (tmp_path / "ledger").exists()


# ── read_page ─────────────────────────────────────────────────────────────────────────────


def test_read_page_gives_facts_with_their_places() -> None:
    facts = enricher.read_page(PAGE, "https://bay.test/storm", "text/html")
    assert facts.title is not None
    assert (facts.title.text, facts.language) == ("A storm hits the bay", "en")
    assert facts.site_name is not None
    assert (facts.site_name.text, facts.published) == ("The Bay News", None)


def test_read_page_decodes_as_the_content_type_says() -> None:
    body = "<title>A storm for 5 €</title>".encode("iso-8859-15")
    facts = enricher.read_page(body, "https://bay.test/", "text/html; charset=iso-8859-15")
    assert facts.title is not None
    assert facts.title.text == "A storm for 5 €"


@pytest.mark.parametrize("body", [b"", b"\x00\xff", PAGE[:70]])
def test_read_page_never_raises_for_what_a_page_holds(body: bytes) -> None:
    assert enricher.read_page(body, "https://bay.test/").published is None


# ── apply_edits ───────────────────────────────────────────────────────────────────────────


def test_apply_edits_changes_the_named_fields_only() -> None:
    moved = enricher.edit("webUrl", "https://news.test/storm", "https://news.test/2021/storm")
    filled = enricher.edit("related[0].title", None, "A flood", because="it was missing")
    result = enricher.apply_edits(DOCUMENT, [moved, filled])
    assert result.done == (moved, filled)
    assert [edit.because for edit in result.done] == ["edit", "it was missing"]
    assert result.refused == ()
    assert result.text == DOCUMENT.replace("/storm", "/2021/storm").replace(
        "  - webUrl: https://news.test/flood\n",
        '  - title: "A flood"\n    webUrl: https://news.test/flood\n',
    )


def test_apply_edits_refuses_what_is_stale_and_does_the_rest() -> None:
    stale = enricher.edit("title", "A flood", "A storm surge")
    filled = enricher.edit("language", None, "en")
    result = enricher.apply_edits(DOCUMENT, [stale, filled], name="storm.md")
    assert result.done == (filled,)
    assert str(result.refused[0]).startswith("storm.md:2: title: ")


def test_apply_edits_needs_frontmatter() -> None:
    with pytest.raises(enricher.DocumentError, match=r"notes\.md: there is no frontmatter"):
        enricher.apply_edits("No fences.\n", [], name="notes.md")


@pytest.mark.parametrize("field", ["related[]", "a b", ""])
def test_edit_needs_the_path_of_one_field(field: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        enricher.edit(field, None, "x")
