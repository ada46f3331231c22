"""`plan` foretells what a run would ask, and keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher.config import Config, Fetch, Fields, Politeness, SiteOverride
from enricher.ledger.store import Ledger
from enricher.models import Kind
from enricher.run.documents.scan import Scan
from enricher.run.plan import REQUEST_S, forecast, plan
from enricher.run.schedule import SiteTargets
from tests.run.workplace import TITLE_A, TITLE_B, A, B, Workplace, document

# ── what is due ───────────────────────────────────────────────────────────────────────────


def test_without_a_ledger_everything_is_due_and_none_is_made(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    place.put("two.md", document((TITLE_A, A)))
    found = plan(place.job())
    assert (found.documents, found.links, found.urls, found.due) == (2, 3, 2, 2)
    assert {site.site for site in found.sites} == {"a.test", "b.test"}
    assert not place.ledger.exists()


async def test_after_a_run_nothing_is_due_and_after_days_it_is_again(place: Workplace) -> None:
    place.answers({A: TITLE_A, B: TITLE_B})
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    await place.run()
    assert plan(place.job()).due == 0
    assert plan(place.job(refresh=True)).due == 2
    place.clock.pass_by(days=30)
    foretold = plan(place.job())
    await place.run()
    assert foretold.due == len(place.asked) == 2


async def test_a_new_link_is_due_and_the_ledger_stays_as_it_is(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document((TITLE_A, A)))
    await place.run()
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B)))
    before = _known(place.ledger)
    assert [site.site for site in plan(place.job()).sites] == ["b.test"]
    assert _known(place.ledger) == before


async def test_a_plan_does_not_wait_for_a_run_that_holds_the_ledger(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A)))
    with Ledger.open(place.ledger):
        assert plan(place.job()).due == 1


def test_what_is_never_sent_is_not_foretold(place: Workplace) -> None:
    place.config = Config(fields=Fields(exclude=(r"b\.test",)))
    place.put("one.md", document((TITLE_A, A), (TITLE_B, B), ("Mail", "mailto:a@b.test")))
    assert [site.site for site in plan(place.job()).sites] == ["a.test"]


def test_documents_that_cannot_be_read_are_told(place: Workplace) -> None:
    place.put("one.md", "---\ntitle: [\n---\n")
    place.put("two.md", document((TITLE_A, A)))
    found = plan(place.job())
    assert [Path(error.path).name for error in found.errors] == ["one.md"]
    assert found.due == 1


def _known(ledger: Path) -> tuple[int, list[str]]:
    with Ledger.read(ledger) as opened:
        links = opened.documents.citing(A)
        return len(opened.runs()), [link.url for found in links for link in found.links]


# ── how long it takes ─────────────────────────────────────────────────────────────────────


def site(name: str, count: int) -> SiteTargets:
    return SiteTargets(name, tuple((Kind.PAGE, f"https://{name}/{n}") for n in range(count)))


SLOW = {"slow.test": SiteOverride(gap_s=5.0)}


@pytest.mark.parametrize(
    ("politeness", "sites", "requests", "seconds"),
    [
        pytest.param(Politeness(), [], 0, 0.0, id="nothing"),
        pytest.param(Politeness(), [site("a.test", 1)], 1, REQUEST_S, id="one request"),
        pytest.param(
            Politeness(gap_s=2.0), [site("a.test", 11)], 11, 20 + REQUEST_S, id="gaps between them"
        ),
        pytest.param(
            Politeness(gap_s=2.0),
            [site("a.test", 11), site("b.test", 3)],
            14,
            20 + REQUEST_S,
            id="sites side by side: the slowest counts",
        ),
        pytest.param(
            Politeness(sites=SLOW), [site("slow.test", 3)], 3, 10 + REQUEST_S, id="a site's own gap"
        ),
        pytest.param(
            Politeness(gap_s=0.0, concurrency=2),
            [site("a.test", 100)],
            100,
            50 * REQUEST_S,
            id="no gap: two at a time",
        ),
        pytest.param(
            Politeness(gap_s=1.0, robots=True),
            [site("a.test", 2)],
            3,
            2 + REQUEST_S,
            id="robots.txt is asked, too",
        ),
    ],
)
def test_seconds(
    politeness: Politeness, sites: list[SiteTargets], requests: int, seconds: float
) -> None:
    found = forecast(sites, Scan(), 0, Config(politeness=politeness))
    assert found.requests == requests
    assert found.seconds == pytest.approx(seconds)


def test_many_small_sites_take_as_long_as_all_requests_together() -> None:
    sites = [site(f"s{n}.test", 1) for n in range(100)]
    found = forecast(sites, Scan(), 0, Config(fetch=Fetch(concurrency=10)))
    assert found.seconds == pytest.approx(100 * REQUEST_S / 10)


def test_the_slowest_site_comes_first() -> None:
    sites = [site("a.test", 2), site("b.test", 9), site("c.test", 3)]
    found = forecast(sites, Scan(), 0, Config())
    assert [each.site for each in found.sites] == ["b.test", "c.test", "a.test"]
