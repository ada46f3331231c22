"""A second vantage point is asked what would be confirmed as failing: `[confirm] vantage`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import msgspec
import pytest

from enricher.config import Config, Confirm, Politeness, Retry
from enricher.fix.rules import FixRule
from enricher.models import Failure
from enricher.run.engines.inline import InlineEngine
from enricher.run.engines.seam import Engine, ImageSaver
from enricher.run.fix import FixJob, fix
from enricher.run.lifecycle import check
from enricher.run.results.records import DocumentWritten, Record
from enricher.run.results.run_result import RunResult
from enricher.run.worker import Services, Worker
from enricher.web.clock import Clock
from tests.fakes import Answer, FakeWeb, failed
from tests.run.workplace import TITLE_A, TITLE_B, A, B, Workplace, document, page, story
from tests.testweb import SmallWeb
from tests.testweb.answers import page as web_page
from tests.testweb.certificates import Certificates

GONE = "https://gone.test/news/the-story"
PROXY = "http://elsewhere.test:3128"


@dataclass
class TwoPlaces:
    """A web as it is seen from here, and as it is seen through the proxy."""

    place: Workplace
    there: dict[str, Answer] = field(default_factory=dict)
    asked_there: list[str] = field(default_factory=list)

    async def nights(self, count: int) -> RunResult:
        """Enough of them confirm what fails."""
        ran = []
        for _ in range(count):
            ran.append(await check(self.place.job(refresh=True), self._opens))
            self.place.clock.pass_by(days=2)
        return ran[-1]

    @asynccontextmanager
    async def _opens(
        self, config: Config, clock: Clock, chance: Callable[[], float], _: ImageSaver | None
    ) -> AsyncIterator[Engine]:
        await anyio.lowlevel.checkpoint()
        is_there = config.fetch.proxy == PROXY
        web = FakeWeb(self.there if is_there else self.place.table, now=clock.now)
        worker = Worker(config, Services(web, clock, chance))
        yield InlineEngine(worker, lambda: web.requests_sent)
        if is_there:
            self.asked_there += [each.url for each in web.asked]


@pytest.fixture
def two(place: Workplace) -> TwoPlaces:
    confirm = Confirm(vantage=PROXY)
    place.config = msgspec.structs.replace(place.config, confirm=confirm)
    place.answers({A: TITLE_A, B: TITLE_B})
    place.put("one.md", document((TITLE_A, A), ("The story that is gone", GONE)))
    return TwoPlaces(place, there={A: page(A, TITLE_A)})


def of(result: RunResult, url: str) -> Record:
    return next(each for each in result.records if each.url == url)


async def test_it_is_asked_only_what_would_be_confirmed_and_then_confirms(two: TwoPlaces) -> None:
    await two.nights(2)
    assert two.asked_there == []
    result = await two.nights(1)
    assert GONE in two.asked_there
    found = of(result, GONE)
    assert (found.status, found.confirmed) == ("dead", True)
    assert found.vantage is not None
    assert (found.vantage.status, found.vantage.http_status) == ("dead", 404)
    two.asked_there.clear()
    await two.nights(1)
    assert two.asked_there == []


async def test_where_it_disagrees_that_is_said_and_nothing_is_marked(two: TwoPlaces) -> None:
    two.there[GONE] = page(GONE, "The story that is gone")
    result = await two.nights(3)
    found = of(result, GONE)
    assert (found.status, found.reason, found.confirmed) == ("restricted", "vantage-differs", False)
    assert found.vantage is not None
    assert found.vantage.status == "ok"
    said = "dead (http-404) from here, ok (http-200) from a second vantage point"
    assert found.evidence[0].saw == said
    assert f"{GONE}: {said}; it is not marked as broken" in result.summary.notices
    assert "dead" not in two.place.read("one.md")
    job = FixJob(
        config=two.place.config,
        paths=(two.place.documents,),
        ledger=two.place.ledger,
        clock=two.place.clock,
        rules=frozenset(FixRule),
    )
    assert fix(job).documents == []
    # it is no news every other week
    again = of(await two.nights(1), GONE)
    assert (again.reason, again.change) == ("vantage-differs", None)


async def test_what_is_gone_there_later_is_counted_again(two: TwoPlaces) -> None:
    two.there[GONE] = page(GONE, "The story that is gone")
    await two.nights(3)
    del two.there[GONE]
    assert of(await two.nights(1), GONE).confirmed is False
    assert of(await two.nights(2), GONE).confirmed is True


async def test_a_point_that_does_not_work_confirms_nothing_and_is_told(two: TwoPlaces) -> None:
    for url in (A, GONE):
        two.there[url] = failed(url, Failure.REFUSED)
    result = await two.nights(5)
    found = of(result, GONE)
    assert (found.status, found.confirmed, found.vantage) == ("dead", False, None)
    assert any(
        notice.startswith("not confirmed, because the second vantage point did not see")
        and notice.endswith(": 1 of the failing links")
        for notice in result.summary.notices
    )
    assert GONE in two.asked_there


async def test_the_document_waits_for_its_word(two: TwoPlaces) -> None:
    """It is written once, with what both saw."""
    await two.nights(2)
    two.place.events.clear()
    await two.nights(1)
    written = [each for each in two.place.events if isinstance(each, DocumentWritten)]
    assert len(written) == 1
    assert "confirmed: true" in two.place.read("one.md")


# ── through a real proxy ──────────────────────────────────────────────────────────────────


async def test_through_a_proxy_on_loopback(
    place: Workplace, testweb: SmallWeb, certificates: Certificates
) -> None:
    """From here the site answers 404; through the proxy it lives."""
    here = testweb.add("http://site.test/story", web_page(status=404))
    control = testweb.add("http://well.test/story", web_page(story(TITLE_A)))
    place.put("one.md", document((TITLE_B, here), (TITLE_A, control)))
    with SmallWeb(certificates) as elsewhere:
        for url, title in ((here, TITLE_B), (control, TITLE_A)):
            elsewhere.add(url, web_page(story(title)))
        hosts = {f"{name}.test": f"127.0.0.1:{testweb.port}" for name in ("site", "well")}
        place.config = msgspec.structs.replace(
            place.config,
            confirm=Confirm(
                checks=1, certain_checks=1, days=0.0, vantage=f"http://127.0.0.1:{elsewhere.port}"
            ),
            fetch=testweb.fetch_settings(connect_to=hosts),
            politeness=Politeness(gap_s=0.0),
            retry=Retry(attempts=1),
        )
        result = await check(place.job())
        told = {each.url: each.reason for each in result.records}
        assert told == {here: "vantage-differs", control: "http-200"}
        assert [each.path for each in elsewhere.requests if each.host == "site.test"] == [here]
