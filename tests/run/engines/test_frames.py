"""Messages between a coordinator and its workers come back from bytes as they were."""

from __future__ import annotations

import asyncio

import pytest

from enricher.config import Config
from enricher.models import Kind, Task
from enricher.policy.breaker import Health
from enricher.run.engines import frames
from enricher.run.engines.frames import Codec
from enricher.run.engines.seam import Chunk, Poison, SiteTasks, Unit, UnitSummary
from enricher.web.site_state import HostState, SiteState
from tests.fakes import outcome

URL = "https://a.test/story"
STATE = SiteState(
    wait_s=1.5,
    least_gap_s=5.0,
    hosts=(HostState(name="www.a.test", pause_s=9.0, health=Health(streak=1)),),
)
SITE = SiteTasks(site="a.test", tasks=(Task(target=URL, kind=Kind.PAGE),), shared_images=(URL,))
GRANTED = frames.SiteGranted(site="a.test", state=STATE, is_wanted=True)
SUMMARY = UnitSummary(begun=2, poison=(Poison(kind=Kind.IMAGE, target=URL, why="KeyError"),))
TO_WORKER: tuple[frames.ToWorker, ...] = (
    frames.RunUnit(unit=Unit(id=1, attempt=2, sites=(SITE,), lease_s=3.0), granted=(GRANTED,)),
    frames.RowsTaken(unit=1, attempt=2, seq=3),
    frames.CancelUnit(unit=1, attempt=2),
    frames.ImageTaken(number=1, wants_more=True),
    GRANTED,
    frames.SiteWanted(site="a.test"),
    frames.Ping(heard_s=None),
)
FROM_WORKER: tuple[frames.FromWorker, ...] = (
    frames.Pong(now_s=1.5, requests=7),
    frames.Rows(chunk=Chunk(unit=1, attempt=2, seq=3, rows=(outcome(URL, title="A “story”"),)), requests=7),
    frames.UnitEnded(unit=1, attempt=2, requests=7, summary=SUMMARY),
    frames.UnitEnded(unit=1, attempt=2, requests=7, why="cancelled"),
    frames.ImageRead(number=1, url=URL, content=bytes(range(256))),
    frames.SiteAsked(site="a.test"),
    frames.SiteReturned(site="a.test", state=STATE),
)  # fmt: skip


@pytest.mark.parametrize("message", TO_WORKER, ids=lambda each: type(each).__name__)
def test_what_a_worker_is_told(message: frames.ToWorker) -> None:
    assert Codec.to_worker(Codec.encode(message)) == message


@pytest.mark.parametrize("message", FROM_WORKER, ids=lambda each: type(each).__name__)
def test_what_a_worker_tells(message: frames.FromWorker) -> None:
    assert Codec.from_worker(Codec.encode(message)) == message


def test_what_a_worker_is_set_up_with() -> None:
    setup = frames.Setup(config=Config(), make="a:b", seed=0.5, lease_s=20.0, wedged_s=15.0)
    assert Codec.setup(Codec.encode(setup)) == setup
    assert not setup.saves_images


@pytest.mark.parametrize("bytes_at_once", [1, 3, 1_000_000])
async def test_frames_are_read_however_they_arrive_and_one_that_is_cut_off_is_none(
    bytes_at_once: int,
) -> None:
    texts = [Codec.encode(message) for message in FROM_WORKER]
    sent = b"".join(map(frames.framed, texts))
    reader = asyncio.StreamReader()
    for start in range(0, len(sent) - 1, bytes_at_once):
        reader.feed_data(sent[:-1][start : start + bytes_at_once])
    reader.feed_eof()
    assert [text async for text in frames.read_frames(reader)] == texts[:-1]
