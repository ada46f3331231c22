"""axe-core finds nothing serious in the HTML report, light and dark, as it opens and with evidence shown."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.report.formats.test_html_in_a_browser import (
    Opens,
    browser,
    fill,
    opens,
    pytestmark,
    some,
)

__all__ = [
    "browser",
    "opens",
    "pytestmark",
]  # fixtures and the mark of the other tests in a browser

ROOT = Path(__file__).parent.parent.parent.parent
AXE = Path(os.environ.get("AXE_CORE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
needs_axe = pytest.mark.skipif(
    not AXE.is_file(), reason="no axe-core (npm install --no-save axe-core, or set AXE_CORE)"
)

# Every rule of WCAG 2.2 up to level AA, and axe's own best practices.
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(
  (found) => done(found.violations.map((each) => [each.impact, each.id, each.nodes[0].html])),
  (error) => done([["critical", "axe itself", String(error)]]));
"""


def violations(browser: Any) -> list[list[str]]:
    """What axe finds, as (impact, rule, the first element)."""
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    found: list[list[str]] = browser.execute_async_script(RUN)
    return found


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["as it opens", "evidence shown", "filtered", "nothing found"])
def test_axe_finds_nothing(browser: Any, opens: Opens, scheme: str, state: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    opens(some(60, 60))
    if state == "evidence shown":
        browser.find_element("id", "table").send_keys("\ue015\ue007")  # arrow down, enter
    elif state == "filtered":
        fill(browser, "status", "moved")
    elif state == "nothing found":
        fill(browser, "search", "no such words")
    assert violations(browser) == []


@needs_axe
def test_axe_finds_what_is_wrong(browser: Any, opens: Opens) -> None:
    opens(some(20, 20))
    browser.execute_script("document.querySelector('label').replaceWith('')")
    browser.execute_script("document.body.append(document.createElement('button'))")
    assert "button-name" in {rule for _, rule, _ in violations(browser)}
