"""`enricher fix`: nothing without a rule, a preview first, and then what was asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Enricher, bytes_of

BROKEN = "seeds/broken.md"


@pytest.fixture
def mended(after_a_run: Path) -> Path:
    """After a run: one document with a title that was decoded with the wrong charset."""
    text = '---\ntitle: "The cityâ€™s mayor"\nwebUrl: "https://a.test/1"\n---\n'
    (after_a_run / BROKEN).write_text(text, encoding="utf-8")
    return after_a_run


def test_without_a_rule_it_says_which_there_are(after_a_run: Path, enricher: Enricher) -> None:
    ended = enricher("fix")
    assert ended.status == 2
    assert "--rule moved  update URLs that moved for good" in ended.err
    assert ended.out == ""


def test_a_preview_is_a_diff_with_reasons(mended: Path, enricher: Enricher) -> None:
    before = bytes_of(mended)
    ended = enricher("fix", BROKEN, "--rule", "text")
    assert ended.status == 0, ended.err
    assert ended.out.splitlines() == [
        f"# {BROKEN}:2: text title: characters broken by a wrong charset",
        f"--- a/{BROKEN}",
        f"+++ b/{BROKEN}",
        "@@ -1,4 +1,4 @@",
        " ---",
        '-title: "The cityâ€™s mayor"',
        '+title: "The city’s mayor"',
        ' webUrl: "https://a.test/1"',
        " ---",
    ]
    assert ended.err.splitlines() == [
        "1 document: 1 fix would be made in 1",
        "  text: 1 (repair characters broken by a wrong charset)",
        "nothing was written; to do it: the same command with --write",
    ]
    assert bytes_of(mended) == before


def test_write_writes(mended: Path, enricher: Enricher) -> None:
    ended = enricher("fix", BROKEN, "--rule", "text", "--write")
    assert ended.out == f"{BROKEN}:2: text title: characters broken by a wrong charset\n"
    assert "The city’s mayor" in (mended / BROKEN).read_text(encoding="utf-8")
    assert "  fix " in enricher("report", "--list").out.splitlines()[0]
    assert "1 document: nothing to fix" in enricher("fix", BROKEN, "--rule", "text").err


def test_rules_of_the_settings(mended: Path, enricher: Enricher) -> None:
    with (mended / "config.toml").open("a", encoding="utf-8") as file:
        file.write('\n[fix]\nrules = ["text"]\n')
    told = json.loads(enricher("fix", BROKEN, "--format", "json").out)
    (fix,) = told["fixes"]
    assert (fix["rule"], fix["field"], fix["line"]) == ("text", "title", 2)
    assert fix["changes"][0]["to"] == "The city’s mayor"
    assert told["written"] is False
    assert told["schemaVersion"] == 1


def test_without_a_ledger_nothing_is_known(folder: Path, enricher: Enricher) -> None:
    ended = enricher("fix", "--rule", "moved", "--write")
    assert ended.status == 2
    assert "there is no ledger" in ended.err


def test_a_document_that_cannot_be_read_ends_it_with_3(mended: Path, enricher: Enricher) -> None:
    (mended / "seeds" / "worse.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    ended = enricher("fix", "seeds", "--rule", "text", "--write")
    assert ended.status == 3
    assert "worse.md:" in ended.err
    assert "The city’s mayor" in (mended / BROKEN).read_text(encoding="utf-8")
