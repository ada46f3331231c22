"""What `report` says after pins, moves and other work of an editor."""

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
