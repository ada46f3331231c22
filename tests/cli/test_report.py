"""What `report` and `explain` say after pins, moves and other work of an editor."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Enricher

DEAD = "https://www.linkrot-gazette.example/2019/05/a-field-guide-to-dead-links"


def test_an_archived_copy_is_offered_for_what_is_gone_alone(
    after_a_run: Path, enricher: Enricher
) -> None:
    assert "1 archived copy found: see enricher fix --rule archive." in enricher("report").err
    enricher("pin", DEAD, "ok", "--note", "seen in a browser")
    assert "archived cop" not in enricher("report").err


def test_an_explanation_cites_no_document_that_is_gone(
    after_a_run: Path, enricher: Enricher
) -> None:
    old = after_a_run / "seeds" / "2021-06-30-the-internet-is-rotting.md"
    old.rename(old.with_name("new.md"))
    enricher("run", "--offline")
    assert "cited by 1 document\n  seeds/new.md:59:13:" in enricher("explain", DEAD).out
