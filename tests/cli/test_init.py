"""`enricher init`: settings for documents that it looks at; nothing is overwritten, nothing asked."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from enricher.settings import reader
from tests.cli.conftest import Enricher

POST = '---\ntitle: "One"\nlink: "https://a.test/1"\nrefs:\n  - {href: "https://b.test/1", label: "Two"}\n---\n'


@pytest.fixture
def site(folder: Path) -> Path:
    """A site made with Hugo, without settings of ours."""
    (folder / "config.toml").unlink()
    (folder / "hugo.toml").write_text("baseURL = 'https://a.test/'\n", encoding="utf-8")
    for name in ("one.md", "two.md"):
        (folder / "content").mkdir(exist_ok=True)
        (folder / "content" / name).write_text(POST, encoding="utf-8")
    return folder


def test_settings_for_a_site_and_what_a_first_audit_would_ask(
    site: Path, enricher: Enricher
) -> None:
    ended = enricher("init")
    assert ended.status == 0, ended.err
    assert ended.out == ""
    config = reader.load(site / "config.toml")
    assert (config.seeds, config.fields.preset) == (("content",), "hugo")
    assert "2 documents made with hugo (hugo.toml)" in ended.err
    assert "  link: 2 pages, such as https://a.test/1" in ended.err
    assert "A first audit would ask 2 URLs at 2 sites: at least " in ended.err
    assert ended.err.endswith("wrote config.toml; look through it, then: enricher audit\n")
    assert not (site / ".enricher").exists()


def test_what_a_run_wrote_is_no_field_of_the_document(site: Path, enricher: Enricher) -> None:
    enricher("init")
    before = enricher("init", "--stdout").out
    line = '{status: moved, finalUrl: "https://a.test/2"}'
    written = f'checks:\n  link: {line}\narchiveUrl: "https://archive.test/1"\n---\n'
    for path in (site / "content").iterdir():
        path.write_text(POST.removesuffix("---\n") + written, encoding="utf-8")
    assert enricher("init", "--stdout").out == before


def test_what_it_wrote_is_what_plan_foretells(site: Path, enricher: Enricher) -> None:
    enricher("init")
    assert "2 URLs are due at 2 sites" in enricher("plan").out


def test_a_file_that_exists_is_left_alone(site: Path, enricher: Enricher) -> None:
    (site / "config.toml").write_text("# mine\n", encoding="utf-8")
    ended = enricher("init")
    assert ended.status == 2
    assert "config.toml is there already, and is not overwritten" in ended.err
    assert (site / "config.toml").read_text(encoding="utf-8") == "# mine\n"
    assert enricher("init", "--output", "other.toml").status == 0
    assert reader.load(site / "other.toml").fields.preset == "hugo"


def test_stdout_writes_no_file(site: Path, enricher: Enricher) -> None:
    ended = enricher("init", "content/one.md", "--stdout")
    assert reader.parse(ended.out).seeds == ("content/one.md",)
    assert not (site / "config.toml").exists()


def test_on_a_full_disk_nothing_is_written_and_nothing_else_is_told(
    site: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    before = sorted(site.iterdir())
    ended = enricher("init")
    assert ended.status == 3
    said = "config.toml could not be written: No space left on device. Nothing was changed."
    assert ended.err == f"enricher: {said}\n"
    assert sorted(site.iterdir()) == before


def test_documents_that_cannot_be_read_are_told(site: Path, enricher: Enricher) -> None:
    (site / "content" / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    ended = enricher("init")
    assert ended.status == 0
    assert "enricher: content/broken.md:" in ended.err


@pytest.mark.parametrize("paths", [["empty"], ["missing"]])
def test_without_documents_nothing_is_written(
    site: Path, enricher: Enricher, paths: list[str]
) -> None:
    (site / "empty").mkdir()
    assert enricher("init", *paths).status == 2
    assert not (site / "config.toml").exists()
