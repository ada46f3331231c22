"""`enricher plan`: the answer as text and JSON; nothing is asked, nothing is kept."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Enricher


def test_text_says_first_how_long_it_takes(folder: Path, enricher: Enricher) -> None:
    ended = enricher("plan")
    assert ended.status == 0, ended.err
    head, due, slowest, _, columns, *rows = ended.out.splitlines()
    assert head == "5 documents, 27 links (23 different URLs)"
    assert due.startswith("23 URLs are due at ")
    assert slowest.startswith("The slowest site is ")
    assert columns.split() == ["URLs", "requests", "at", "least", "site"]
    assert rows
    assert ended.err == ""
    assert not (folder / ".enricher").exists()


def test_json_holds_every_site_with_numbers(folder: Path, enricher: Enricher) -> None:
    told = json.loads(enricher("plan", "seeds", "--format", "json").out)
    assert told["due"] == sum(site["urls"] for site in told["sites"]) > 0
    assert told["seconds"] >= max(site["seconds"] for site in told["sites"])
    assert told["errors"] == []
    assert told["schemaVersion"] == 1


def test_after_a_run_nothing_is_due(after_a_run: Path, enricher: Enricher) -> None:
    assert enricher("plan").out.splitlines()[-1] == "nothing is due: a run would ask nothing"
    assert "nothing is due" not in enricher("plan", "--refresh").out


def test_a_document_that_cannot_be_read_ends_it_with_3(folder: Path, enricher: Enricher) -> None:
    (folder / "seeds" / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    ended = enricher("plan")
    assert ended.status == 3
    assert "broken.md:" in ended.err
    assert " due at " in ended.out


def test_a_file_that_is_no_ledger_ends_it_with_2(folder: Path, enricher: Enricher) -> None:
    (folder / "other.db").write_bytes(b"no database at all, but long enough" * 50)
    assert enricher("plan", "--ledger", "other.db").status == 2
