"""The worker: journeys followed side by side, outcomes sent home in time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

import anyio
import pytest
from msgspec.structs import replace

from enricher.config import Archive, Config, Fetch, Fields, Politeness, SiteOverride
from enricher.models import (
    ClientIdentity,
    Description,
    Kind,
    Observation,
    Outcome,
    Request,
    Status,
    Task,
)
from enricher.run.engines.inline import InlineEngine
from enricher.run.engines.seam import Chunk, Done, Failed, SiteTasks, Unit
from enricher.run.worker import CHUNK_ROWS, Services, Worker, sites_at_once
from tests.fakes import Answer, FakeWeb, ManualClock, answer
from tests.run.workplace import page, story

CONFIG = Config(archive=Archive(enabled=False))


def worker(table: dict[str, Answer], config: Config = CONFIG) -> tuple[Worker, FakeWeb]:
    web = FakeWeb(table)
    return Worker(config, Services(web, ManualClock(), lambda: 0.5)), web


def pages(site: str, count: int, title: str = "") -> tuple[Task, ...]:
    said = (Description(title=title),) if title else ()
    return tuple(
        Task(target=f"https://{site}/{n}/story", kind=Kind.PAGE, descriptions=said)
        for n in range(count)
    )


def unit(*lanes: SiteTasks, lease_s: float | None = None) -> Unit:
    return Unit(id=7, attempt=1, sites=lanes, lease_s=lease_s)


async def outcomes(worker: Worker, unit: Unit) -> list[Outcome]:
    found: list[Outcome] = []

    async def emit(rows: tuple[Outcome, ...]) -> None:
        await anyio.lowlevel.checkpoint()
        found.extend(rows)

    await worker.work(unit, emit)
    return found


async def test_every_task_has_one_outcome() -> None:
    one, web = worker({})
    found = await outcomes(
        one,
        unit(
            SiteTasks(site="a.test", tasks=pages("a.test", 7)),
            SiteTasks(site="b.test", tasks=pages("b.test", 3)),
        ),
    )
    assert sorted(o.target for o in found) == sorted(
        t.target for s, n in (("a.test", 7), ("b.test", 3)) for t in pages(s, n)
    )
    assert len(web.asked) == 10


async def test_requests_say_whose_work_waits_for_them() -> None:
    """A lead image on another host goes as one of the site's own."""
    (task,) = pages("a.test", 1, title="A title of some words")
    head = '<title>A title of some words</title><meta property="og:image" content="https://i.test/1.png">'
    one, web = worker({task.target: answer(task.target, head)})
    site = SiteTasks(site="a.test", tasks=(replace(task, wants_image=True),))
    await outcomes(one, unit(site))
    assert "https://i.test/1.png" in [request.url for request in web.asked]
    assert [request.for_site for request in web.asked] == ["", "a.test"]


async def test_outcomes_go_home_in_chunks() -> None:
    one, _ = worker({})
    chunks: list[Chunk] = []

    async def on_rows(chunk: Chunk) -> None:
        await anyio.lowlevel.checkpoint()
        chunks.append(chunk)

    engine = InlineEngine(one, lambda: 0)
    result = await engine.run(unit(SiteTasks(site="a.test", tasks=pages("a.test", 250))), on_rows)
    assert isinstance(result, Done)
    assert result.summary.begun == 250
    assert sum(len(chunk.rows) for chunk in chunks) == 250
    assert max(len(chunk.rows) for chunk in chunks) <= CHUNK_ROWS
    assert [chunk.seq for chunk in chunks] == list(range(1, len(chunks) + 1))


@pytest.mark.parametrize(
    ("alone", "can_open", "asked"),
    [(False, True, (3, 0)), (True, True, (0, 3)), (True, False, (3, 0))],
)
async def test_what_must_be_alone_gets_a_worker_of_its_own_where_one_can_be_opened(
    alone: bool, can_open: bool, asked: tuple[int, int]
) -> None:
    (one, web), (other, its_web) = worker({}), worker({})
    opened = (lambda: nullcontext(other)) if can_open else None
    collected: list[Chunk] = []

    async def on_rows(chunk: Chunk) -> None:
        await anyio.lowlevel.checkpoint()
        collected.append(chunk)

    engine = InlineEngine(one, lambda: 0, opened)
    site = SiteTasks(site="a.test", tasks=pages("a.test", 3))
    assert isinstance(await engine.run(unit(site), on_rows, alone=alone), Done)
    assert (len(web.asked), len(its_web.asked)) == asked
    assert collected


async def test_outcomes_that_are_on_their_way_at_the_end_come_home_too() -> None:
    home: list[Outcome] = []

    async def slow_emit(rows: tuple[Outcome, ...]) -> None:
        for _ in range(40):
            await anyio.lowlevel.checkpoint()
        home.extend(rows)

    one, _ = worker({})
    await one.work(unit(SiteTasks(site="a.test", tasks=pages("a.test", 9))), slow_emit)
    assert len(home) == 9


async def test_a_site_is_probed_once_however_many_of_its_pages_are_in_doubt() -> None:
    doubtful = f"<title>Our pages</title><p>{'Read the news of the day, of the week and of the month. ' * 30}</p>"
    table: dict[str, Answer] = {
        task.target: answer(task.target, doubtful) for task in pages("a.test", 9)
    }
    one, web = worker(table)
    await outcomes(one, unit(SiteTasks(site="a.test", tasks=pages("a.test", 9))))
    asked = [request.url for request in web.asked]
    assert len([url for url in asked if url.endswith("nnnn")]) == 1


async def test_an_image_that_is_a_link_too_is_measured_once() -> None:
    lead = "https://a.test/lead.png"
    task = replace(pages("a.test", 1, title="A story")[0], wants_image=True)
    table: dict[str, Answer] = {
        task.target: page(
            task.target, "A story", head=f"<meta property='og:image' content='{lead}'>"
        ),
        lead: answer(lead, b"GIF89a\x80\x02\xe0\x01\x00\x00\x00;", content_type="image/gif"),
    }
    one, web = worker(table)
    found = await outcomes(
        one, unit(SiteTasks(site="a.test", tasks=(task, Task(target=lead, kind=Kind.IMAGE))))
    )
    assert [request.url for request in web.asked].count(lead) == 1
    assert {o.target for o in found} == {task.target, lead}


@pytest.mark.parametrize(
    "url", ["/local/page", "mailto:editor@a.test", "http://", "https://a.test/private/x"]
)
async def test_what_is_refused_never_reaches_the_web(url: str) -> None:
    config = Config(fields=Fields(exclude=("/private/",)), archive=Archive(enabled=False))
    one, web = worker({}, config)
    (found,) = await outcomes(
        one, unit(SiteTasks(site="", tasks=(Task(target=url, kind=Kind.PAGE),)))
    )
    assert web.asked == []
    assert found.verdict.status in (Status.BLOCKED, Status.INVALID)
    assert found.requests == 0


async def test_no_task_is_begun_after_the_lease() -> None:
    clock = ManualClock()

    def slow(request: Request) -> Observation:
        clock.ticks += 10
        return answer(request.url, story("A story"))

    tasks = pages("a.test", 20, title="A story")
    web = FakeWeb({task.target: slow for task in tasks})
    one = Worker(CONFIG, Services(web, clock, lambda: 0.5))
    found = await outcomes(one, unit(SiteTasks(site="a.test", tasks=tasks), lease_s=45))
    assert 5 <= len(found) <= 8
    assert len(web.asked) == len(found)


async def test_a_cancelled_unit_sends_home_what_it_learnt() -> None:
    tasks = pages("a.test", 4, title="A story")
    home: list[Outcome] = []

    class Hanging(FakeWeb):
        async def fetch(self, request: Request) -> Observation:
            if request.url == tasks[3].target:
                for _ in range(50):  # the other three come to their end
                    await anyio.lowlevel.checkpoint()
                scope.cancel()
                await anyio.sleep_forever()
            return await super().fetch(request)

    async def emit(rows: tuple[Outcome, ...]) -> None:
        await anyio.lowlevel.checkpoint()
        home.extend(rows)

    web = Hanging({task.target: page(task.target, "A story") for task in tasks})
    one = Worker(CONFIG, Services(web, StandingClock(), lambda: 0.5))
    with anyio.CancelScope() as scope:
        await one.work(unit(SiteTasks(site="a.test", tasks=tasks)), emit)
    assert scope.cancelled_caught
    assert {o.target for o in home} <= {task.target for task in tasks[:3]}
    assert home


class StandingClock(ManualClock):
    """A task that waits for it never wakes up."""

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep_forever()


async def test_our_own_mistake_costs_one_target_its_verdict() -> None:
    def breaks(_: Request) -> Observation:
        raise KeyError("ours")

    tasks = pages("a.test", 3, title="A story")
    table: dict[str, Answer] = {task.target: page(task.target, "A story") for task in tasks[:2]}
    one, _ = worker(table | {tasks[2].target: breaks})
    rows: list[Outcome] = []

    async def on_rows(chunk: Chunk) -> None:
        await anyio.lowlevel.checkpoint()
        rows.extend(chunk.rows)

    result = await InlineEngine(one, lambda: 0).run(
        unit(SiteTasks(site="a.test", tasks=tasks)), on_rows
    )
    assert isinstance(result, Done)
    (poison,) = result.summary.poison
    assert (poison.kind, poison.target) == (Kind.PAGE, tasks[2].target)
    assert poison.why.startswith("KeyError: 'ours' (test_worker.py:")
    assert {o.target for o in rows} == {task.target for task in tasks[:2]}


async def test_a_unit_that_cannot_be_worked_at_all_fails() -> None:
    class Broken(FakeWeb):
        async def close_site(self, site: str) -> None:
            raise KeyError("ours")

    async def on_rows(_: Chunk) -> None:
        await anyio.lowlevel.checkpoint()

    one = Worker(CONFIG, Services(Broken({}), ManualClock(), lambda: 0.5))
    result = await InlineEngine(one, lambda: 0).run(
        unit(SiteTasks(site="a.test", tasks=pages("a.test", 1))), on_rows
    )
    assert isinstance(result, Failed)
    assert result.why.startswith("KeyError: 'ours' (test_worker.py:")


@pytest.mark.parametrize(
    ("lane", "sites", "client_identity"),
    [
        (ClientIdentity.HONEST, {}, ClientIdentity.HONEST),
        (ClientIdentity.BROWSER, {}, ClientIdentity.BROWSER),
        (
            ClientIdentity.BROWSER,
            {"a.test": SiteOverride(client_identity="honest")},
            ClientIdentity.HONEST,
        ),
        (
            ClientIdentity.HONEST,
            {"a.test": SiteOverride(client_identity="browser")},
            ClientIdentity.BROWSER,
        ),
    ],
)
async def test_a_lane_keeps_the_manner_that_worked_unless_a_person_set_one(
    lane: ClientIdentity, sites: dict[str, SiteOverride], client_identity: ClientIdentity
) -> None:
    config = Config(politeness=Politeness(sites=sites), archive=Archive(enabled=False))
    (task,) = pages("a.test", 1, title="A story")
    one, web = worker({task.target: page(task.target, "A story")}, config)
    await outcomes(one, unit(SiteTasks(site="a.test", tasks=(task,), client_identity=lane)))
    assert [request.client_identity for request in web.asked] == [client_identity]


async def test_a_manner_that_worked_once_is_used_for_the_rest_of_the_site() -> None:
    def wall(title: str) -> Callable[[Request], Observation]:
        def reply(request: Request) -> Observation:
            is_let_in = request.client_identity is ClientIdentity.BROWSER
            return (
                page(request.url, title)
                if is_let_in
                else answer(request.url, "<title>No</title>", 403)
            )

        return reply

    tasks = pages("a.test", 30, title="A story")
    config = Config(politeness=Politeness(browser_retry=True), archive=Archive(enabled=False))
    one, web = worker({task.target: wall("A story") for task in tasks}, config)
    await outcomes(one, unit(SiteTasks(site="a.test", tasks=tasks)))
    honest = [request for request in web.asked if request.client_identity is ClientIdentity.HONEST]
    assert len(honest) <= 4


@pytest.mark.parametrize(
    ("concurrency", "per_site", "gap_s", "sites"),
    [
        (64, 2, 0.5, 288),  # the defaults: sites rest most of the time
        (100, 2, 0.0, 75),  # no distance to keep: few sites, whose connections are kept
        (1, 2, 0.0, 1),
        (64, 1, 30.0, 1_000),  # bounded, however polite
    ],
)
def test_as_many_sites_at_once_as_politeness_leaves_room_for(
    concurrency: int, per_site: int, gap_s: float, sites: int
) -> None:
    config = Config(
        fetch=Fetch(concurrency=concurrency),
        politeness=Politeness(concurrency=per_site, gap_s=gap_s),
    )
    assert sites_at_once(config) == sites
