"""`--accept` and `[policy] accept`: HTTP statuses that count as alive, from the next command on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Enricher

DEAD = "https://www.linkrot-gazette.example/2019/05/a-field-guide-to-dead-links"


def verdict(ended: Ended) -> tuple[str, bool]:
    """Status and reason of the link that answers 404, and whether it was asked."""
    records = map(json.loads, ended.out.splitlines())
    (found,) = (each for each in records if each["url"] == DEAD)
    return f"{found['status']} {found['reason']}", found["fresh"]


@pytest.mark.parametrize("text", ["404", "4xx", "linkrot-gazette.example=404"])
def test_from_the_next_command_on_and_no_longer_without_it(
    after_a_run: Path, enricher: Enricher, text: str
) -> None:
    audit = ("audit", "--format", "jsonl", "--only", "site=linkrot-gazette.example")
    assert verdict(enricher(*audit)) == ("dead http-404", False)
    assert verdict(enricher(*audit, "--accept", text)) == ("ok accepted-404", True)
    assert verdict(enricher(*audit, "--accept", text)) == ("ok accepted-404", False)
    assert verdict(enricher(*audit)) == ("dead http-404", True)


def test_it_adds_to_the_settings(after_a_run: Path, enricher: Enricher) -> None:
    with (after_a_run / "config.toml").open("a", encoding="utf-8") as file:
        file.write('\n[policy]\naccept = ["linkrot-gazette.example=404"]\n')
    audit = ("audit", "--format", "jsonl", "--only", "site=linkrot-gazette.example")
    assert verdict(enricher(*audit, "--accept", "403")) == ("ok accepted-404", True)
