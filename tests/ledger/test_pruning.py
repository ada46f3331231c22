"""What is dropped from a ledger says nothing that is not said beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from enricher.ledger.pruning import LAST_CHECKS, prune
from enricher.ledger.store import Ledger
from enricher.models import Kind, Status
from tests.fakes import NOON, outcome

URL = "https://a.test/story"
WORDS = {"o": Status.OK, "d": Status.DEAD, "s": Status.SOFT404}


def checked(path: Path, verdicts: str, *, title: str | None = None) -> Ledger:
    """A ledger with one run, and in it one check, for each letter."""
    ledger = Ledger.open(path)
    for night, letter in enumerate(verdicts):
        at = NOON + timedelta(days=night)
        run = ledger.begin("run", at)
        words = None if title is None else f"{title} {night}"
        seen = outcome(URL, WORDS[letter], letter, at=at, title=words)
        with ledger.transaction():
            ledger.checks.commit(run, [seen], ())
        ledger.end(run, at, b"{}")
    return ledger


def kept(ledger: Ledger) -> str:
    return "".join(seen.verdict.reason for _, seen in ledger.targets.history(URL))


@pytest.mark.parametrize(
    ("verdicts", "last", "expected"),
    [
        pytest.param("ooooooooo", 1, "oo", id="the first and the last"),
        pytest.param("ooooooooo", 3, "oooo", id="the first, and the last three"),
        pytest.param("oooodddd", 1, "oodd", id="both sides of a change"),
        pytest.param("ooodooodd", 1, "oodoodd", id="a stretch of one"),
        pytest.param("oddsso", 1, "oddsso", id="nothing to drop"),
        pytest.param("o", 1, "o", id="one check"),
        pytest.param("", 1, "", id="none"),
    ],
)
def test_kept(tmp_path: Path, verdicts: str, last: int, expected: str) -> None:
    with checked(tmp_path / "l.sqlite3", verdicts) as ledger:
        dropped = prune(ledger, last)
        assert kept(ledger) == expected
        assert dropped.checks == len(verdicts) - len(expected)
        assert prune(ledger, last).checks == 0


@pytest.mark.parametrize("verdicts", ["oooodddd", "odoooddoo", "oooooooo", "ddsssooodd"])
def test_the_status_at_the_end_of_every_run_can_still_be_told(
    tmp_path: Path, verdicts: str
) -> None:
    with checked(tmp_path / "l.sqlite3", verdicts) as ledger:
        prune(ledger, 1)
        for run, letter in enumerate(verdicts, start=1):
            seen = [each for then, each in ledger.targets.history(URL) if then <= run]
            assert seen[-1].verdict.reason == letter


def test_facts_that_no_check_tells_of_go_too(tmp_path: Path) -> None:
    with checked(tmp_path / "l.sqlite3", "o" * 20, title="Title") as ledger:
        assert prune(ledger).facts == 20 - LAST_CHECKS - 1
        pages = [seen.page for _, seen in ledger.targets.history(URL)]
        assert next(page.title.text for page in pages if page and page.title) == "Title 0"
        assert all(pages)


def test_what_is_known_of_a_target_stays_as_it_is(tmp_path: Path) -> None:
    with checked(tmp_path / "l.sqlite3", "o" * 20) as ledger:
        before = ledger.targets.latest([(Kind.PAGE, URL)]), ledger.runs()
        prune(ledger)
        assert (ledger.targets.latest([(Kind.PAGE, URL)]), ledger.runs()) == before


def test_the_file_shrinks(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite3"
    checked(path, "o" * 300, title="A long title " * 100).close()
    before = path.stat().st_size
    with Ledger.open(path) as ledger:
        prune(ledger)
    assert path.stat().st_size < before / 3
