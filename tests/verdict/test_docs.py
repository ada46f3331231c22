"""docs/verdicts.md names every reason, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from enricher.journey.fragments import FRAGMENT_MISSING
from enricher.models import Failure
from enricher.policy.vantage import VANTAGE_DIFFERS
from enricher.verdict.rules import RULES

DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "verdicts.md"


def test_one_heading_for_each_reason_and_none_besides() -> None:
    text = DOCS.read_text(encoding="utf-8")
    headings = re.findall(r"^### (\S+)$", text, flags=re.MULTILINE)
    assert len(headings) == len(set(headings))
    reasons = {rule.name for rule in RULES} | {failure.value for failure in Failure}
    assert set(headings) == reasons | {VANTAGE_DIFFERS, FRAGMENT_MISSING}


def test_each_section_names_the_statuses_of_its_rules() -> None:
    text = DOCS.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\S+)\n(.*?)(?=^#|\Z)", text, flags=re.MULTILINE | re.DOTALL))
    for rule in RULES:
        assert f"`{rule.status}`" in sections[rule.name], f"{rule.name} does not say {rule.status}"


def test_links_inside_lead_somewhere() -> None:
    text = DOCS.read_text(encoding="utf-8")
    anchors = {heading.lower() for heading in re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
