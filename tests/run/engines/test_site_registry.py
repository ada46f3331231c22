"""Which worker may ask which site: laws over any order of events, and what a worker tells the next."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.policy.breaker import Health
from enricher.run.engines import site_registry
from enricher.run.engines.frames import SiteGranted, SiteWanted
from enricher.run.engines.site_registry import SiteRegistry
from enricher.web.site_permits import SitePermits
from enricher.web.site_state import HostState, SiteState

GAP_S = 2.0
SITE = "a.test"


class Now:
    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


def registry(now: Now | None = None) -> SiteRegistry[str]:
    return SiteRegistry(now or Now(), lambda _: GAP_S)


def told(messages: Iterable[tuple[str, SiteGranted | SiteWanted]]) -> list[tuple[str, str]]:
    return [(worker, type(message).__name__) for worker, message in messages]


def test_a_free_site_is_granted_and_a_held_one_is_asked_back_once() -> None:
    sites = registry()
    assert told(sites.asked("one", SITE)) == [("one", "SiteGranted")]
    assert told(sites.asked("two", SITE)) == [("one", "SiteWanted")]
    assert told(sites.asked("three", SITE)) == []
    assert told(sites.asked("two", SITE)) == []
    ((worker, granted),) = sites.returned("one", SITE, SiteState())
    assert (worker, granted) == ("two", SiteGranted(site=SITE, is_wanted=True))
    ((worker, granted),) = sites.returned("two", SITE, SiteState())
    assert (worker, granted) == ("three", SiteGranted(site=SITE))


def test_a_site_comes_back_from_its_holder_only() -> None:
    """A worker that was given up may still answer."""
    sites = registry()
    told(sites.asked("one", SITE))
    told(sites.asked("two", SITE))
    assert told(sites.returned("two", SITE, SiteState())) == []
    assert told(sites.returned("one", "b.test", SiteState())) == []
    assert told(sites.returned("one", SITE, SiteState())) == [("two", "SiteGranted")]


def test_a_unit_comes_with_those_of_its_sites_that_are_free() -> None:
    sites = registry()
    assert [each.site for each in sites.given("one", ["a.test", "b.test"])] == ["a.test", "b.test"]
    assert [each.site for each in sites.given("two", ["b.test", "c.test"])] == ["c.test"]
    assert told(sites.asked("two", "b.test")) == [("one", "SiteWanted")]


def test_the_next_worker_waits_for_what_is_left() -> None:
    now = Now()
    sites = registry(now)
    told(sites.asked("one", SITE))
    paused = HostState(name="www.a.test", pause_s=9.0, health=Health(streak=1))
    state = SiteState(wait_s=3.0, least_gap_s=5.0, hosts=(paused,))
    told(sites.returned("one", SITE, state))
    now.s += 4.0
    ((_, granted),) = sites.asked("two", SITE)
    assert isinstance(granted, SiteGranted)
    later = HostState(name="www.a.test", pause_s=5.0, health=Health(streak=1))
    assert granted.state == SiteState(wait_s=0.0, least_gap_s=5.0, hosts=(later,))


def test_the_sites_of_a_dead_worker_go_on_after_a_gap() -> None:
    sites = registry()
    told(sites.asked("one", SITE))
    told(sites.asked("two", SITE))
    ((worker, granted),) = sites.gone("one")
    assert (worker, granted) == ("two", SiteGranted(site=SITE, state=SiteState(wait_s=GAP_S)))
    assert told(sites.returned("one", SITE, SiteState())) == []


def test_a_dead_worker_waits_for_nothing() -> None:
    sites = registry()
    told(sites.asked("one", SITE))
    told(sites.asked("two", SITE))
    assert told(sites.gone("two")) == []
    assert told(sites.returned("one", SITE, SiteState())) == []
    assert told(sites.asked("three", SITE)) == [("three", "SiteGranted")]


def test_states_that_tell_nothing_any_more_are_forgotten() -> None:
    now = Now()
    sites = registry(now)
    limited = HostState(name="0.test", health=Health(streak=3))
    for number in range(3 * site_registry.KEPT_STATES):
        told(sites.asked("one", f"{number}.test"))
        state = SiteState(wait_s=1.0, hosts=(limited,) if number == 0 else ())
        told(sites.returned("one", f"{number}.test", state))
        now.s += 0.01
    assert len(sites._states) <= site_registry.KEPT_STATES + 200
    assert "0.test" in sites._states


# ── workers and their coordinator, with messages on the way ───────────────────────────────────────


class Pair:
    """Workers with permits of their own, and a registry; messages arrive when told to."""

    def __init__(self, count: int) -> None:
        self.sites: SiteRegistry[int] = SiteRegistry(Now(), lambda _: 0.0)
        self.up: list[list[tuple[str, str]]] = [[] for _ in range(count)]
        self.down: list[list[SiteGranted | SiteWanted]] = [[] for _ in range(count)]
        self.workers = [self._worker(number) for number in range(count)]
        self.using: list[list[str]] = [[] for _ in range(count)]
        self.waiting: list[tuple[int, str, asyncio.Task[None]]] = []

    def _worker(self, number: int) -> SitePermits:
        up = self.up[number]
        permits = SitePermits(
            lambda site: up.append(("ask", site)), lambda site, _: up.append(("return", site))
        )
        permits.attach(Stateless())
        return permits

    def deliver_up(self, number: int) -> None:
        if self.up[number]:
            what, site = self.up[number].pop(0)
            if what == "ask":
                messages = self.sites.asked(number, site)
            else:
                messages = self.sites.returned(number, site, SiteState())
            for worker, message in messages:
                self.down[worker].append(message)

    def deliver_down(self, number: int) -> None:
        if self.down[number]:
            match self.down[number].pop(0):
                case SiteGranted(site=site, is_wanted=is_wanted):
                    self.workers[number].granted(site, SiteState(), is_wanted=is_wanted)
                case SiteWanted(site=site):
                    self.workers[number].wanted(site)

    def act(self, what: str, number: int, site: str) -> None:
        match what:
            case "enter":
                task = asyncio.create_task(self.workers[number].enter(site))
                self.waiting.append((number, site, task))
            case "leave" if self.using[number]:
                self.workers[number].leave(self.using[number].pop(0))
            case "up":
                self.deliver_up(number)
            case "down":
                self.deliver_down(number)
            case "close":
                self.workers[number].close(site)

    async def settle(self) -> None:
        """Lets tasks run, and looks who is where."""
        for _ in range(3):
            await asyncio.sleep(0)
        for number, site, task in self.waiting:
            if task.done():
                self.using[number].append(site)
        self.waiting = [entry for entry in self.waiting if not entry[2].done()]
        for site in ("a.test", "b.test"):
            assert sum(site in using for using in self.using) <= 1

    def go_on(self) -> None:
        """Delivers what is on the way, and ends every request that has begun."""
        for number, using in enumerate(self.using):
            self.deliver_up(number)
            self.deliver_down(number)
            while using:
                self.workers[number].leave(using.pop())


class Stateless:
    def take_over(self, site: str, state: SiteState) -> None:
        pass

    def hand_over(self, site: str) -> SiteState:
        return SiteState()


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(("enter", "leave", "up", "down", "close")),
        st.integers(0, 2),
        st.sampled_from(("a.test", "b.test")),
    ),
    max_size=120,
)


@given(EVENTS)
async def test_no_two_workers_are_ever_at_one_site_and_every_request_has_its_turn(
    events: list[tuple[str, int, str]],
) -> None:
    pair = Pair(3)
    for event in events:
        pair.act(*event)
        await pair.settle()
    rounds = 0
    while pair.waiting and rounds < 1_000:
        rounds += 1
        pair.go_on()
        await pair.settle()
    assert not pair.waiting


class States:
    """Keeps what is taken over until it is handed over."""

    def __init__(self) -> None:
        self.left: dict[str, SiteState] = {}

    def take_over(self, site: str, state: SiteState) -> None:
        self.left[site] = state

    def hand_over(self, site: str) -> SiteState:
        return self.left.pop(site)


def test_what_comes_with_a_site_is_taken_over_and_what_is_left_of_it_goes_back() -> None:
    returned: list[tuple[str, SiteState]] = []
    permits = SitePermits(lambda _: None, lambda *given: returned.append(given))
    states, came = States(), SiteState(wait_s=2.0, least_gap_s=5.0)
    permits.attach(states)
    permits.granted(SITE, came, is_wanted=False)
    assert states.left == {SITE: came}
    permits.close(SITE)
    assert (returned, states.left) == ([(SITE, came)], {})


@pytest.mark.parametrize("is_granted_first", [False, True])
async def test_a_request_that_gave_up_waiting_keeps_no_site(*, is_granted_first: bool) -> None:
    pair = Pair(2)
    first = asyncio.create_task(pair.workers[0].enter(SITE))
    await asyncio.sleep(0)
    if is_granted_first:
        pair.go_on()
    first.cancel()
    await asyncio.sleep(0)
    second = asyncio.create_task(pair.workers[1].enter(SITE))
    for _ in range(5):
        await asyncio.sleep(0)
        pair.go_on()
    assert second.done()


async def test_a_request_that_gives_up_at_the_moment_of_its_turn_is_passed_over() -> None:
    pair = Pair(1)
    first = asyncio.create_task(pair.workers[0].enter(SITE))
    second = asyncio.create_task(pair.workers[0].enter(SITE))
    await asyncio.sleep(0)
    first.cancel()
    pair.go_on()
    pair.go_on()
    await asyncio.wait((first, second))
    assert first.cancelled()
    assert second.exception() is None
