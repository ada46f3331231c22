"""Which citations are looked at for an article that is gone: near in date or without one, alive, in a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from enricher.ledger.checks import StandingUpdate
from enricher.ledger.documents import DocumentState
from enricher.ledger.store import Ledger
from enricher.models import Kind, Link, Moment, Standing, Status
from enricher.run.results.replacements import Replacements
from tests.fakes import NOON, link, outcome

STORY = "Harbourville council bans police facial recognition"
GONE = "https://gone.test/story"
STATE = DocumentState(stat_key="", fingerprint="", settings="")


def cited(url: str, day: str | None, *path: str | int, title: str | None = STORY) -> Link:
    published = Moment(date.fromisoformat(day)) if day else None
    where = path or ("related", 0, "webUrl")
    return link("a.md", url, *where, title=title, published=published)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger") as opened:
        yield opened


def offered(ledger: Ledger, gone: Link, *links: Link, status: Status = Status.OK) -> str | None:
    """The URL that is offered in the place of one that is gone, where documents cite `links`."""
    with ledger.transaction():
        run = ledger.begin("run", NOON)
        ledger.documents.put(run, "a.md", STATE, links)
        ledger.checks.commit(run, [outcome(each.target, status=status) for each in links], set())
        pending = ledger.checks.pending_of((Kind.PAGE, each.target) for each in links)
        ledger.checks.update_standings(
            [
                StandingUpdate(
                    id=each.id,
                    standing=Standing(status=status, reason="http-200", since=NOON),
                    is_answer=True,
                    due_at=NOON,
                    digest=b"",
                )
                for each in pending
            ]
        )
    found = Replacements.of(ledger).suggest(gone, frozenset())
    return found.citation.url if found else None


@pytest.mark.parametrize(
    ("gone", "day", "is_offered"),
    [
        ("2022-07-29", "2022-07-15", True),
        ("2022-07-29", "2022-07-14", False),
        ("2022-07-29", "2022-08-12", True),
        ("2022-07-29", "2022-08-13", False),
        ("2022-07-29", None, True),
        (None, "2022-07-29", True),
        (None, None, True),
        ("0001-01-02", "0001-01-16", True),
        ("9999-12-30", "9999-12-16", True),
    ],
)
def test_near_in_date(
    ledger: Ledger, gone: str | None, day: str | None, *, is_offered: bool
) -> None:
    found = offered(ledger, cited(GONE, gone), cited("https://b.test/1", day))
    assert (found is not None) is is_offered


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(cited("https://b.test/1", None, "webUrl"), id="a document's own address"),
        pytest.param(cited("https://b.test/1", None, title=None), id="without a title"),
        pytest.param(cited("https://b.test/1", None, title="Another story"), id="another story"),
    ],
)
def test_what_is_no_replacement(ledger: Ledger, other: Link) -> None:
    assert offered(ledger, cited(GONE, None), other) is None


def test_what_is_gone_itself(ledger: Ledger) -> None:
    other = cited("https://b.test/1", None)
    assert offered(ledger, cited(GONE, None), other, status=Status.DEAD) is None


def test_the_one_that_shares_the_rarest_words(ledger: Ledger) -> None:
    many = [
        cited(
            f"https://b{n}.test/1", "2022-07-29", "related", n, "webUrl", title=f"{STORY} again {n}"
        )
        for n in range(40)
    ]
    best = cited(
        "https://best.test/1", "2022-07-29", "related", 40, "webUrl", title=f"{STORY} Tuesday"
    )
    gone = cited(GONE, "2022-07-29", title=f"{STORY} Tuesday")
    assert offered(ledger, gone, *many, best) == "https://best.test/1"
