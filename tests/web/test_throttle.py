"""Slots: which request is sent when. Time jumps, so minutes of pauses take no time at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher.config import Politeness, Retry, SiteOverride
from enricher.models import Failure
from enricher.policy.breaker import Refusal
from enricher.web.site_state import SiteState
from enricher.web.throttle import Refused, Slot, Throttle
from tests.web.support import JumpClock


@dataclass
class Diary:
    """Who started when, who was told what, and how many were inside together."""

    clock: JumpClock
    throttle: Throttle
    starts: list[tuple[str, float]] = field(default_factory=list)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    inside: dict[str, int] = field(default_factory=dict)
    most_inside: dict[str, int] = field(default_factory=dict)
    group: anyio.abc.TaskGroup | None = None

    def ask(
        self,
        name: str,
        *,
        site: str = "site.test",
        host: str = "",
        connect_s: float = 0.0,
        answer_s: float = 0.0,
        status: int | Failure = 200,
        pause_s: float | None = None,
        for_site: str = "",
    ) -> None:
        """Put one visitor into the line; it connects, starts, waits for its answer and leaves."""

        async def visit() -> None:
            slot = await self.throttle.enter(site, host or site, for_site)
            if isinstance(slot, Refusal):
                self.refusals[name] = slot
                return
            self.inside[site] = self.inside.get(site, 0) + 1
            self.most_inside[site] = max(self.most_inside.get(site, 0), self.inside[site])
            try:
                await self.clock.sleep(connect_s)
                await slot.start()
                self.starts.append((name, self.clock.monotonic()))
                written_at = self.clock.monotonic()
                await self.clock.sleep(answer_s)
                if isinstance(status, Failure):
                    slot.failed(status)
                else:
                    slot.answered(status, pause_s, self.clock.monotonic() - written_at)
            except Refused as word:
                self.refusals[name] = word.refusal
            finally:
                self.inside[site] -= 1
                slot.leave()

        assert self.group is not None
        self.group.start_soon(visit)


@asynccontextmanager
async def diary(
    politeness: Politeness, retry: Retry | None = None, concurrency: int = 64
) -> AsyncIterator[Diary]:
    async with (
        JumpClock().running() as clock,
        Throttle(politeness, retry or Retry(), concurrency, clock) as throttle,
    ):
        book = Diary(clock, throttle)
        async with anyio.create_task_group() as book.group:
            yield book


async def test_first_come_first_served_with_a_gap() -> None:
    async with diary(Politeness(gap_s=0.5)) as book:
        for name in "abcd":
            book.ask(name)
    assert book.starts == [("a", 0.0), ("b", 0.5), ("c", 1.0), ("d", 1.5)]


async def test_at_most_so_many_at_once() -> None:
    async with diary(Politeness(gap_s=0.0, concurrency=2)) as book:
        for name in "abcde":
            book.ask(name, answer_s=10.0)
    assert book.most_inside == {"site.test": 2}
    assert [at for _, at in book.starts] == [0.0, 0.0, 10.0, 10.0, 20.0]


async def test_the_gap_is_kept_where_the_request_is_written() -> None:
    """A slow handshake must not bring two requests together."""
    async with diary(Politeness(gap_s=0.5, concurrency=2)) as book:
        book.ask("slow", connect_s=0.5)
        book.ask("quick")
        book.ask("third")
    assert sorted(at for _, at in book.starts) == [0.5, 1.0, 1.5]


async def test_the_gap_is_kept_by_a_process_that_is_late() -> None:
    """Busy past the instant planned for a request, it does not write the next one as planned."""
    async with diary(Politeness(gap_s=0.5, concurrency=3)) as book:
        for name, connect_s in (("a", 2.0), ("b", 1.5), ("c", 1.0)):
            book.ask(name, connect_s=connect_s)
        await book.clock.sleep(2.25)
        book.clock.stall(0.75)
    assert sorted(at for _, at in book.starts) == [2.0, 3.0, 3.5]


async def test_sites_do_not_wait_for_each_other() -> None:
    async with diary(Politeness(gap_s=5.0)) as book:
        book.ask("a", site="one.test")
        book.ask("b", site="two.test")
    assert book.starts == [("a", 0.0), ("b", 0.0)]


async def test_everywhere_together_at_most_so_many() -> None:
    async with diary(Politeness(gap_s=0.0), concurrency=3) as book:
        for number in range(6):
            book.ask(str(number), site=f"site{number}.test", answer_s=1.0)
    assert [at for _, at in book.starts] == [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]


async def test_a_site_of_its_own_client_identities() -> None:
    sites = {"slow.test": SiteOverride(gap_s=10.0, concurrency=1)}
    async with diary(Politeness(gap_s=0.0, sites=sites)) as book:
        for name in "ab":
            book.ask(name, site="slow.test")
            book.ask(name + "2", site="else.test")
    assert dict(book.starts) == {"a": 0.0, "a2": 0.0, "b2": 0.0, "b": 10.0}


async def test_a_crawl_delay_slows_the_site_down() -> None:
    async with diary(Politeness(gap_s=0.5)) as book:
        book.throttle.slow_down("site.test", 3.0)
        book.throttle.slow_down("site.test", 1.0)  # never faster again
        for name in "abc":
            book.ask(name)
    assert [at for _, at in book.starts] == [0.0, 3.0, 6.0]


async def test_retry_after_stops_the_whole_host() -> None:
    """Also those that have their slot already and only have not written yet."""
    async with diary(Politeness(gap_s=1.0, concurrency=2)) as book:
        book.ask("limited", status=429, pause_s=30.0)
        book.ask("at the door", connect_s=5.0)
        book.ask("in line")
    assert book.starts[0] == ("limited", 0.0)
    assert all(at >= 30.0 for _, at in book.starts[1:])
    assert len(book.starts) == 3


async def test_other_hosts_of_the_site_go_on_meanwhile() -> None:
    async with diary(Politeness(gap_s=1.0, concurrency=2)) as book:
        book.ask("limited", host="a.site.test", status=429, pause_s=30.0)
        book.ask("same", host="a.site.test")
        book.ask("same too", host="a.site.test")
        book.ask("else", host="b.site.test")
        book.ask("else too", host="b.site.test")
    times = dict(book.starts)
    assert times["else"] < 5.0
    assert times["else too"] < 5.0
    assert times["same"] >= 30.0
    assert times["same too"] >= 31.0


async def test_a_429_without_a_word_backs_off_further_each_time() -> None:
    async with diary(
        Politeness(gap_s=0.0, concurrency=1), Retry(first_wait_s=2.0, max_wait_s=60.0)
    ) as book:
        for name in "abcd":
            book.ask(name, status=429)
    assert [at for _, at in book.starts] == [0.0, 2.0, 6.0, 14.0]


async def test_a_pause_that_is_too_long_closes_the_host() -> None:
    async with diary(Politeness(gap_s=0.0, concurrency=1), Retry(max_wait_s=60.0)) as book:
        book.ask("limited", status=429, pause_s=61.0)
        book.ask("in line")
        book.ask("else", host="b.site.test")
    assert {name for name, _ in book.starts} == {"limited", "else"}
    assert book.refusals["in line"].failure is Failure.HOST_PAUSED
    assert book.refusals["in line"].http_status == 429


async def test_failures_in_a_row_close_the_host() -> None:
    async with diary(Politeness(gap_s=0.0, concurrency=2, failures_to_pause=5)) as book:
        for number in range(20):
            book.ask(str(number), status=500, answer_s=1.0)
    assert len(book.starts) == 6  # the fifth failure came while the sixth request was under way
    assert len(book.refusals) == 14
    assert {refusal.http_status for refusal in book.refusals.values()} == {500}


async def test_a_host_that_refuses_is_learnt() -> None:
    async with diary(Politeness(gap_s=0.0, concurrency=1)) as book:
        for number in range(10):
            book.ask(str(number), status=Failure.REFUSED)
    assert len(book.starts) == 3
    assert {refusal.failure for refusal in book.refusals.values()} == {Failure.REFUSED}


async def test_a_host_that_is_closed_turns_away_who_stands_at_its_door() -> None:
    async with diary(Politeness(gap_s=0.0, concurrency=2), Retry(max_wait_s=60.0)) as book:
        book.ask("connecting", connect_s=5.0)
        book.ask("limited", status=429, pause_s=3600.0)
    assert [name for name, _ in book.starts] == ["limited"]
    assert book.refusals["connecting"].failure is Failure.HOST_PAUSED


async def test_who_leaves_the_line_does_not_hold_it_up() -> None:
    async with (
        JumpClock().running() as clock,
        Throttle(Politeness(concurrency=1), Retry(), 64, clock) as throttle,
    ):
        first = await throttle.enter("site.test", "site.test")
        assert isinstance(first, Slot)
        with anyio.move_on_after(0.01):
            await throttle.enter("site.test", "site.test")
        assert not throttle.has_waiting("site.test")
        first.leave()
        second = await throttle.enter("site.test", "site.test")
        assert isinstance(second, Slot)
        second.leave()


async def test_who_is_cancelled_with_a_slot_gives_it_back() -> None:
    async with (
        JumpClock().running() as clock,
        Throttle(Politeness(concurrency=1, gap_s=0.0), Retry(), 1, clock) as throttle,
    ):
        other = await throttle.enter("else.test", "else.test")
        assert isinstance(other, Slot)
        with anyio.move_on_after(0.01):  # has its slot at the site, waits for its slot everywhere
            await throttle.enter("site.test", "site.test")
        other.leave()
        with anyio.fail_after(60):
            again = await throttle.enter("site.test", "site.test")
        assert isinstance(again, Slot)
        again.leave()


async def test_what_is_worth_nothing_is_forgotten() -> None:
    async with (
        JumpClock().running() as clock,
        Throttle(Politeness(gap_s=1.0), Retry(max_wait_s=60.0), 64, clock) as throttle,
    ):
        for status in (200, 429):
            slot = await throttle.enter("site.test", "site.test")
            assert isinstance(slot, Slot)
            await slot.start()
            slot.answered(status, 3600.0 if status == 429 else None)
            slot.leave()
            await clock.sleep(10.0)
            throttle.forget("site.test")
        assert throttle.refusal("site.test", "site.test") is not None
        throttle.forget("never.test")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a.site.test", "b.site.test"]),
            st.floats(0, 3),
            st.floats(0, 3),
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([0.0, 0.5, 2.0]),
    st.integers(1, 3),
)
def test_laws_of_the_throttle(
    visits: list[tuple[str, float, float, bool]], gap_s: float, slots: int
) -> None:
    """Whatever comes: no request starts early, no more are open than may be, and none is forgotten."""

    async def go() -> Diary:
        retry = Retry(first_wait_s=1.0, max_wait_s=8.0)
        async with diary(
            Politeness(gap_s=gap_s, concurrency=slots, failures_to_pause=4), retry
        ) as book:
            for number, (host, connect_s, answer_s, is_limited) in enumerate(visits):
                status = 429 if is_limited else 200
                book.ask(
                    str(number), host=host, connect_s=connect_s, answer_s=answer_s, status=status
                )
        return book

    book = anyio.run(go)
    assert len(book.starts) + len(book.refusals) == len(visits)
    assert book.most_inside.get("site.test", 0) <= slots
    times = [at for _, at in book.starts]
    assert all(later - earlier >= gap_s - 1e-9 for earlier, later in pairwise(times))


@pytest.mark.parametrize("status", [200, 404])
async def test_a_good_answer_forgives(status: int) -> None:
    async with diary(Politeness(gap_s=0.0, concurrency=1, failures_to_pause=3)) as book:
        for one in (500, 500, status, 500, 500, status):
            book.ask(f"{len(book.refusals)}", status=one)
    assert not book.refusals


# ── adaptive pace ──


def adaptive(**changes: Any) -> Politeness:
    return Politeness(adaptive=True, adaptive_ceiling=4.0, gap_s=1.0, concurrency=1, **changes)


def gaps(book: Diary) -> list[float]:
    return [round(later - earlier, 3) for (_, earlier), (_, later) in pairwise(book.starts)]


async def test_a_site_that_answers_fast_is_asked_faster_up_to_the_ceiling() -> None:
    async with diary(adaptive()) as book:
        for number in range(100):
            book.ask(str(number), answer_s=0.01)
    assert gaps(book)[0] == 1.0
    assert gaps(book)[-1] == 0.25
    assert gaps(book) == sorted(gaps(book), reverse=True)


async def test_a_site_that_answers_slowly_keeps_the_plain_pace() -> None:
    async with diary(adaptive()) as book:
        for number in range(30):
            book.ask(str(number), answer_s=0.7)
    assert set(gaps(book)) == {1.0}


@pytest.mark.parametrize("complaint", [429, 503, Failure.READ_TIMEOUT, Failure.CONNECT_TIMEOUT])
async def test_a_complaint_halves_the_pace(complaint: int | Failure) -> None:
    async with diary(adaptive(), Retry(first_wait_s=0.0)) as book:
        for number in range(80):
            book.ask(str(number))
        book.ask("complaint", status=complaint)
        book.ask("next")
        book.ask("last")
    assert gaps(book)[-1] == 0.5


async def test_more_are_asked_at_once_where_that_is_well_received() -> None:
    polite = Politeness(adaptive=True, adaptive_ceiling=4.0, gap_s=0.2, concurrency=1)
    async with diary(polite) as book:
        for number in range(120):
            book.ask(str(number), answer_s=0.45)
    assert book.most_inside == {"site.test": 4}


async def test_a_crawl_delay_holds_however_fast_the_answers_are() -> None:
    async with diary(adaptive()) as book:
        book.throttle.slow_down("site.test", 0.6)
        for number in range(80):
            book.ask(str(number))
    assert min(gaps(book)) == 0.6


async def test_nothing_adapts_by_default() -> None:
    async with diary(Politeness(gap_s=1.0)) as book:
        for number in range(50):
            book.ask(str(number))
    assert set(gaps(book)) == {1.0}


async def test_another_worker_goes_on_where_a_site_was_left() -> None:
    async with diary(Politeness(gap_s=0.5)) as book:
        book.throttle.slow_down("site.test", 5.0)
        book.ask("limited", host="a.test", status=429, pause_s=9.0)
        await book.clock.sleep(1.0)
        left = book.throttle.hand_over("site.test")
        assert book.throttle.hand_over("site.test") == SiteState()
        book.throttle.take_over("site.test", left)
        assert book.throttle.hand_over("site.test") == left
        book.throttle.take_over("site.test", left)
        book.ask("paused", host="a.test")
        book.ask("other host", host="b.test")
    assert (left.wait_s, left.least_gap_s, left.hosts[0].health.streak) == (4.0, 5.0, 1)
    assert book.starts[1:] == [("other host", 5.0), ("paused", 10.0)]
