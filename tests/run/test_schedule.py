"""From links to work: each target once, the largest site first, the most overdue first."""

from __future__ import annotations

from array import array
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from enricher.config import Fields, Politeness, SiteOverride
from enricher.ledger.links import code, flags_of
from enricher.ledger.targets import Key, KnownTarget
from enricher.models import Description, Kind, Link, Standing, Status
from enricher.run.due import DuePolicy, UrlFilter
from enricher.run.schedule import (
    MAX_DESCRIBING,
    MAX_DESCRIPTIONS,
    PlannedTarget,
    Schedule,
)
from tests.fakes import NOON, link

PAGE = "https://site.test/story"
KEY = (Kind.PAGE, PAGE)


def rules(*, fields: Fields | None = None, **more: Any) -> DuePolicy:
    return DuePolicy(url_filter=UrlFilter(fields or Fields()), now=NOON, **more)


class Planned:
    """A schedule that is told of documents by their links, as a scan tells it."""

    def __init__(self, policy: DuePolicy) -> None:
        self.schedule = Schedule(policy)
        self.links: dict[int, list[Link]] = {}
        self._numbers: dict[Key, int] = {}

    def add(self, document: int, links: list[Link], known: dict[Key, KnownTarget]) -> int:
        for each in links:
            self._numbers.setdefault((each.kind, each.target), len(self._numbers) + 1)
        codes = array(
            "I", (code(self._numbers[each.kind, each.target], flags_of(each)) for each in links)
        )
        unmet = self.schedule.unmet([codes])
        for key, number in self._numbers.items():
            if number in unmet:
                self.schedule.meet(number, key, known.get(key))
        self.links[document] = links
        return self.schedule.add(document, codes)

    def done(self) -> Schedule:
        """All documents are told."""
        self.waits = dict(self.schedule.waiting())
        return self.schedule

    def described(self) -> tuple[Description, ...]:
        """What documents say of the page."""
        return self.done().described([KEY], self.links.__getitem__)[KEY]

    @property
    def targets(self) -> dict[Key, PlannedTarget]:
        return self.schedule.targets


def known(
    *,
    status: Status = Status.OK,
    reason: str = "http-200",
    due_in: timedelta = timedelta(days=3),
    has_tried: bool = False,
    seq: int = 1,
) -> KnownTarget:
    return KnownTarget(
        seq=seq,
        checked_at=NOON - timedelta(days=4),
        due_at=NOON + due_in,
        has_tried=has_tried,
        standing=Standing(status=status, reason=reason, since=NOON),
        status_reason=f"{status}/{reason}",
    )


def test_a_url_in_many_documents_is_one_target() -> None:
    plan = Planned(rules())
    for number in range(5):
        plan.add(
            number,
            [
                link(f"{number}.md", PAGE, title="A story"),
                link(f"{number}.md", PAGE, "originalUrl"),
            ],
            {},
        )
    (site,) = plan.done().sites(Politeness(), by_age=False)
    assert site.keys == tuple(plan.targets) == (KEY,)
    assert plan.targets[KEY].documents == [0, 1, 2, 3, 4]
    assert plan.waits == dict.fromkeys(range(5), 1)


@pytest.mark.parametrize(("refresh", "asked"), [(False, 0), (True, 1)])
def test_what_a_killed_run_asked_is_waited_for_but_not_asked_again(
    refresh: bool, asked: int
) -> None:
    plan = Planned(rules(refresh=refresh))
    plan.add(1, [link("1.md", PAGE)], {KEY: msgspec.structs.replace(known(), is_settled=False)})
    assert len(plan.done().sites(Politeness(), by_age=False)) == asked
    assert plan.waits == {1: 1}


def test_a_task_carries_what_documents_say_most_often_first() -> None:
    plan = Planned(rules())
    for number in range(12):
        said = "Rare" if number == 0 else "Common"
        plan.add(number, [link("a.md", PAGE, title=said), link("a.md", PAGE)], {})
    assert [said.title for said in plan.described()] == [None, "Common", "Rare"]


def test_equal_words_of_different_descriptions_are_held_once() -> None:
    plan = Planned(rules())
    for number, has_images in enumerate((True, False)):
        title = " ".join(["A", *("story",)])  # another object each time
        plan.add(number, [link("a.md", PAGE, title=title, has_images=has_images)], {})
    one, other = plan.described()
    assert (one.has_images, other.has_images) == (True, False)
    assert one.title is other.title


def test_a_task_carries_a_handful_of_descriptions_from_a_bounded_number_of_documents() -> None:
    plan = Planned(rules())
    for number in range(100):
        plan.add(number, [link("a.md", PAGE, title=f"Other {number}")], {})
    read: list[int] = []

    def links(document: int) -> list[Link]:
        read.append(document)
        return plan.links[document]

    described = plan.done().described([KEY], links)[KEY]
    assert len(read) == MAX_DESCRIBING
    assert len(described) == MAX_DESCRIPTIONS


def test_what_is_not_due_is_not_asked_and_costs_no_memory() -> None:
    plan = Planned(rules())
    assert plan.add(1, [link("a.md", PAGE, title="A story")], {KEY: known(seq=7)}) == 7
    assert plan.done().sites(Politeness(), by_age=False) == []
    assert plan.targets[KEY].documents == []


@pytest.mark.parametrize(
    ("more", "known_", "due"),
    [
        ({}, None, True),
        ({}, known(due_in=timedelta(days=-1)), True),
        ({}, known(), False),
        ({"refresh": True}, known(), True),
        ({"max_age": timedelta(days=1)}, known(), True),
        ({"offline": True}, None, False),
        ({}, known(status=Status.RESTRICTED, reason="http-403"), False),
        ({"accepted": (403,)}, known(status=Status.RESTRICTED, reason="http-403"), True),
        ({"accepted": (403,)}, known(reason="accepted-403"), False),
        ({}, known(reason="accepted-403"), True),
    ],
)
def test_due(more: dict[str, Any], known_: KnownTarget | None, *, due: bool) -> None:
    plan = Planned(rules(**more))
    plan.add(1, [link("a.md", PAGE)], {KEY: known_} if known_ else {})
    assert plan.targets[KEY].is_due is due


@pytest.mark.parametrize(
    ("url", "due"), [(PAGE, False), ("http://a b/", True), ("ftp://a.test/", True)]
)
def test_offline_judges_what_needs_no_request(url: str, *, due: bool) -> None:
    plan = Planned(rules(offline=True))
    plan.add(1, [link("a.md", url)], {})
    assert plan.targets[(Kind.PAGE, url)].is_due is due


@pytest.mark.parametrize(
    ("url", "known_", "exclude", "due"),
    [
        ("/local/page", None, (), True),
        (
            "/local/page",
            known(status=Status.BLOCKED, reason="relative", due_in=timedelta(days=-9)),
            (),
            False,
        ),
        ("mailto:a@b.test", known(status=Status.BLOCKED, reason="scheme"), (), False),
        (PAGE, known(), ("site\\.test",), True),
        (
            PAGE,
            known(status=Status.BLOCKED, reason="excluded", due_in=timedelta(days=-9)),
            ("site\\.test",),
            False,
        ),
        (
            PAGE,
            known(status=Status.BLOCKED, reason="excluded", due_in=timedelta(days=-4)),
            (),
            True,
        ),
        (PAGE, known(status=Status.BLOCKED, reason="scheme"), (), False),  # by a redirect
        (PAGE, known(status=Status.BLOCKED, reason="excluded"), (), False),  # by a redirect
        (PAGE, known(status=Status.BLOCKED, reason="private-address"), (), False),
    ],
)
def test_what_our_settings_refuse_is_judged_once_and_again_when_they_change(
    url: str, known_: KnownTarget | None, exclude: tuple[str, ...], *, due: bool
) -> None:
    key: Key = (Kind.PAGE, url)
    plan = Planned(rules(fields=Fields(exclude=exclude)))
    plan.add(1, [link("a.md", url)], {key: known_} if known_ else {})
    assert plan.targets[key].is_due is due


@pytest.mark.parametrize(
    ("known_", "wants_images", "has_images", "due"),
    [
        (known(), True, False, True),
        (known(), True, True, False),
        (known(), False, False, False),
        (known(has_tried=True), True, False, False),
        (known(status=Status.DEAD, reason="http-404"), True, False, False),
    ],
)
def test_a_page_whose_lead_image_was_not_wanted_before_is_due(
    known_: KnownTarget, *, wants_images: bool, has_images: bool, due: bool
) -> None:
    plan = Planned(rules(wants_images=wants_images))
    plan.add(1, [link("a.md", PAGE, has_images=True)], {KEY: known_})
    plan.add(2, [link("b.md", PAGE, has_images=has_images)], {})
    assert plan.targets[KEY].is_due is due
    assert plan.targets[KEY].wants_image is (wants_images and not has_images)


def fill(plan: Planned, site: str, ages: list[int]) -> None:
    for number, age in enumerate(ages):
        url = f"https://{site}/{number}"
        plan.add(1, [link("a.md", url)], {(Kind.PAGE, url): known(due_in=-timedelta(days=age))})


def test_the_site_that_takes_longest_begins_first() -> None:
    plan = Planned(rules())
    fill(plan, "small.test", [9])
    fill(plan, "large.test", [1, 1, 1])
    fill(plan, "slow.test", [1, 1])
    politeness = Politeness(sites={"slow.test": SiteOverride(gap_s=5)})
    queues = plan.done().sites(politeness, by_age=False)
    assert [queue.site for queue in queues] == ["slow.test", "large.test", "small.test"]
    quick = Politeness(gap_s=0)
    assert plan.done().sites(quick, by_age=False)[0].site == "large.test"


def test_with_a_budget_the_most_overdue_site_begins_first_and_its_most_overdue_target() -> None:
    plan = Planned(rules())
    fill(plan, "young.test", [1, 1, 1])
    fill(plan, "old.test", [3, 9])
    queues = plan.done().sites(Politeness(), by_age=True)
    assert [queue.site for queue in queues] == ["old.test", "young.test"]
    assert queues[0].keys[0] == (Kind.PAGE, "https://old.test/1")
