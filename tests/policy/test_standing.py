"""Standing over time: rows of verdicts with their days, and the laws of the state machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from enricher.config import Confirm, Freshness
from enricher.ledger.settling import zone_of
from enricher.models import Kind, Outcome, Pin, Standing, Status, Verdict
from enricher.policy import standing
from enricher.policy.standing import SiteFailure, SiteFold

START = datetime(2026, 11, 1, 2, 30, tzinfo=UTC)
CONFIRM = Confirm()


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def verdict(told: str) -> Verdict:
    status, _, reason = told.partition("/")
    return Verdict(status=Status(status), reason=reason or REASONS.get(status, status))


REASONS = {
    "ok": "http-200",
    "moved": "http-301",
    "dead": "http-404",
    "error": "http-500",
    "unreachable": "refused",
}


def after(*seen: tuple[float, str]) -> Standing:
    """The standing after verdicts on days."""
    now: Standing | None = None
    for at, told in seen:
        now = standing.advance(now, verdict(told), day(at), CONFIRM)
    assert now is not None
    return now


# fmt: off
ROWS: list[tuple[str, list[tuple[float, str]], str, bool, float]] = [
    # what it shows                              days and verdicts                              status, confirmed, since
    ("good at once",                             [(0, "ok")],                                           "ok", False, 0),
    ("since stays while the status stays",       [(0, "ok"), (7, "ok"), (14, "ok")],                    "ok", False, 0),
    ("moved is another status",                  [(0, "ok"), (7, "moved")],                             "moved", False, 7),
    ("gone shows at once, unconfirmed",          [(0, "ok"), (7, "dead")],                              "dead", False, 7),
    ("gone twice is not enough",                 [(0, "dead"), (4, "dead")],                            "dead", False, 0),
    ("gone three times over three days",         [(0, "dead"), (1, "dead"), (3, "dead")],               "dead", True, 0),
    ("three times, but within two days",         [(0, "dead"), (1, "dead"), (2, "dead")],               "dead", False, 0),
    ("checks of one day count once",             [(0, "dead"), (.1, "dead"), (.2, "dead"), (.3, "dead")], "dead", False, 0),
    ("same-day repeats later do not help",       [(0, "dead"), (3, "dead"), (3.1, "dead")],             "dead", False, 0),
    ("410 needs two",                            [(0, "dead/http-410"), (1, "dead/http-410")],          "dead", True, 0),
    ("NXDOMAIN needs two",                       [(0, "dead/dns-nxdomain"), (1, "dead/dns-nxdomain")],  "dead", True, 0),
    ("what is confirmed stays so",               [(0, "dead/http-410"), (1, "dead/http-410"), (1.1, "dead")],
                                                                                                        "dead", True, 0),
    ("two on one day are one",                   [(0, "dead/http-410"), (.1, "dead/http-410")],         "dead", False, 0),
    ("other gone statuses need three",           [(0, "drifted"), (2, "drifted"), (4, "drifted")],      "drifted", True, 0),
    ("soft404 turning dead goes on counting",    [(0, "soft404"), (2, "soft404"), (4, "dead")],         "dead", True, 0),
    ("one bad night changes nothing",            [(0, "ok"), (7, "unreachable")],                       "ok", False, 0),
    ("two bad nights change nothing",            [(0, "ok"), (7, "error"), (8, "error")],               "ok", False, 0),
    ("a bad week does",                          [(0, "ok"), (7, "error"), (8, "error"), (10, "error")], "error", True, 7),
    ("passing failures of all kinds add up",     [(0, "ok"), (7, "error"), (8, "throttled"), (10, "unreachable")],
                                                                                                        "unreachable", True, 7),
    ("a good night in between starts anew",      [(0, "ok"), (7, "error"), (8, "ok"), (9, "error"), (10, "error")],
                                                                                                        "ok", False, 0),
    ("restricted is better than a bad night",    [(0, "restricted"), (7, "error")],                     "restricted", False, 0),
    ("nothing better known: shown, unconfirmed", [(0, "unreachable")],                                  "unreachable", False, 0),
    ("… as the last night was bad",              [(0, "unreachable"), (1, "error")],                    "error", False, 1),
    ("and confirmed in time",                    [(0, "unreachable"), (1, "unreachable"), (3, "unreachable")],
                                                                                                        "unreachable", True, 0),
    ("recovery counts at once",                  [(0, "dead"), (2, "dead"), (4, "dead"), (34, "ok")],   "ok", False, 34),
    ("after recovery it all starts anew",        [(0, "dead"), (2, "dead"), (4, "dead"), (5, "ok"), (6, "dead")],
                                                                                                        "dead", False, 6),
    ("bad nights do not bring back the gone",    [(0, "dead"), (2, "dead"), (3, "error")],              "dead", False, 0),
    ("nor do they kill it",                      [(0, "dead"), (1, "error"), (4, "error"), (9, "error")], "dead", False, 0),
    ("nor do they interrupt its counting",       [(0, "dead"), (1, "error"), (2, "dead"), (4, "dead")], "dead", True, 0),
    ("gone after bad nights is counted alone",   [(0, "ok"), (1, "error"), (2, "error"), (5, "dead")],  "dead", False, 5),
    ("restricted never becomes dead",            [(n, "restricted") for n in range(60)],                "restricted", False, 0),
    ("blocked never becomes dead",               [(n, "blocked") for n in range(60)],                   "blocked", False, 0),
    ("restricted ends a streak",                 [(0, "dead"), (2, "restricted"), (4, "dead")],         "dead", False, 4),
    ("blocked says nothing to hold on to",       [(0, "blocked"), (2, "error")],                        "error", False, 2),
]
# fmt: on


@pytest.mark.parametrize(
    ("shows", "seen", "status", "is_confirmed", "since"), ROWS, ids=[row[0] for row in ROWS]
)
def test_standing(
    shows: str, seen: list[tuple[float, str]], status: str, is_confirmed: bool, since: float
) -> None:
    found = after(*seen)
    assert (found.status, found.is_confirmed, found.since) == (
        Status(status),
        is_confirmed,
        day(since),
    ), shows


@pytest.mark.parametrize(
    ("seen", "is_confirmed"),
    [([(0, "dead/http-410")], False), ([(0, "dead"), (2, "dead"), (4, "dead")], True)],
)
def test_a_check_that_confirms_nothing(seen: list[tuple[float, str]], is_confirmed: bool) -> None:
    """It counts, and takes no confirmation away."""
    before = after(*seen)
    again = standing.advance(before, verdict(seen[-1][1]), day(9), None)
    assert (before.is_confirmed, again.is_confirmed) == (is_confirmed, is_confirmed)
    assert again.failures == before.failures + 1


def test_not_modified_keeps_the_reason() -> None:
    assert after((0, "ok/paywall"), (7, "ok/not-modified")).reason == "paywall"
    assert after((0, "moved/http-308"), (7, "ok/not-modified")).reason == "not-modified"
    assert after((0, "ok/paywall"), (7, "ok/http-200")).reason == "http-200"


def test_last_good_check_is_remembered() -> None:
    found = after((0, "ok"), (7, "error"), (8, "error"), (11, "error"), (12, "dead"))
    assert found.last_ok_at == day(0)
    assert after((0, "ok"), (7, "restricted")).last_ok_at == day(0)
    assert after((0, "restricted")).last_ok_at is None


STATUSES = st.sampled_from([s.value for s in Status])
STORIES = st.lists(st.tuples(st.floats(0.01, 40), STATUSES), min_size=1, max_size=25)


def told(story: list[tuple[float, str]]) -> list[tuple[datetime, Verdict, Standing]]:
    at, now, found = START, None, []
    for gap, status in story:
        at += timedelta(days=gap)
        now = standing.advance(now, verdict(status), at, CONFIRM)
        found.append((at, verdict(status), now))
    return found


@given(STORIES)
def test_law_a_recovery_counts_at_once(story: list[tuple[float, str]]) -> None:
    for _, seen, now in told(story):
        if seen.status.is_good:
            assert now.status is seen.status
            assert now.failures == 0


@given(STORIES)
def test_law_dead_was_said_by_a_server(story: list[tuple[float, str]]) -> None:
    """No standing is gone that no verdict ever called just that."""
    said: set[Status] = set()
    for _, seen, now in told(story):
        said.add(seen.status)
        assert now.status in said


@given(STORIES)
def test_law_confirmed_means_often_enough_for_long_enough(story: list[tuple[float, str]]) -> None:
    for at, _, now in told(story):
        if now.is_confirmed:
            assert now.status.is_failing
            assert now.failures >= CONFIRM.checks
            assert now.first_failure_at is not None
            assert (at.date() - now.first_failure_at.date()).days >= CONFIRM.days


@given(STORIES)
def test_law_since_moves_only_with_the_status(story: list[tuple[float, str]]) -> None:
    previous: Standing | None = None
    for at, _, now in told(story):
        assert now.since <= at
        if previous is not None and previous.status is now.status:
            assert now.since == previous.since
        previous = now


@given(STORIES)
def test_law_the_same_day_adds_nothing(story: list[tuple[float, str]]) -> None:
    at, seen, now = told(story)[-1]
    again = standing.advance(now, seen, at + timedelta(seconds=1), CONFIRM)
    if (at + timedelta(seconds=1)).date() == at.date() and seen.status.is_failing:
        assert again == now


# ── when to ask again ─────────────────────────────────────────────────────────────────────────────────────────

FRESHNESS = Freshness()


@pytest.mark.parametrize(
    ("seen", "at_least", "at_most"),
    [
        ([(0, "ok")], 7, 10),
        ([(0, "moved")], 7, 10),
        ([(0, "restricted")], 14, 17),
        ([(0, "dead")], 1, 1),
        ([(0, "ok"), (7, "error")], 1, 1),
        ([(0, "dead"), (1, "dead"), (3, "dead")], 30, 33),
        ([(0, "error"), (1, "error"), (3, "error")], 1, 4),
    ],
)
def test_due(seen: list[tuple[float, str]], at_least: float, at_most: float) -> None:
    found = after(*seen)
    for number in range(20):
        wait = standing.due_at(found, f"https://news.test/{number}", day(0), FRESHNESS) - day(0)
        assert timedelta(days=at_least) <= wait <= timedelta(days=at_most)


def test_targets_are_spread_and_keep_their_day() -> None:
    healthy = after((0, "ok"))
    waits = [
        standing.due_at(healthy, f"https://news.test/{n}", day(0), FRESHNESS) for n in range(300)
    ]
    assert len({at.date() for at in waits}) >= 3
    assert waits[0] == standing.due_at(healthy, "https://news.test/0", day(0), FRESHNESS)


# ── a person's word ───────────────────────────────────────────────────────────────────────────────────────────

PIN = Pin(status=Status.OK, note="opens in my browser", pinned_at=day(0), seen="dead/http-404")


@pytest.mark.parametrize(
    ("seen", "holds"),
    [
        ("dead/http-404", True),
        ("unreachable/refused", True),  # a bad night is no change
        ("throttled/http-429", True),
        ("dead/http-410", False),
        ("ok/http-200", False),
        ("soft404/not-found-text", False),
    ],
)
def test_a_pin_holds_until_the_result_changes(seen: str, holds: bool) -> None:
    assert (standing.hold(PIN, verdict(seen)) is not None) is holds


def test_a_pin_before_the_first_check_takes_what_it_sees() -> None:
    fresh = replace(PIN, seen=None)
    assert standing.hold(fresh, verdict("unreachable/refused")) == fresh
    first = standing.hold(fresh, verdict("dead/http-410"))
    assert first is not None
    assert first.seen == "dead/http-410"


def test_all_that_is_good_is_one_result() -> None:
    pin = replace(PIN, status=Status.DEAD, seen="good")
    for told_ in ("ok/http-200", "ok/not-modified", "moved/http-301", "ok/paywall"):
        assert standing.hold(pin, verdict(told_)) == pin


def test_a_pinned_standing_shows_the_person_s_word() -> None:
    shown = standing.pinned(after((0, "dead"), (1, "dead"), (3, "dead")), PIN)
    assert (shown.status, shown.reason, shown.is_confirmed) == (Status.OK, "pinned", False)
    assert standing.pinned(after((0, "ok")), replace(PIN, status=Status.DEAD)).is_confirmed


def test_a_pinned_status_is_as_old_as_the_word_or_as_what_was_seen_before() -> None:
    pin = replace(PIN, pinned_at=day(5))
    assert standing.pinned(after((0, "dead")), pin).since == day(5)
    assert standing.pinned(after((0, "ok")), pin).since == day(0)


# ── a whole site ──────────────────────────────────────────────────────────────────────────────────────────────


def fold(told_: list[str], previous: SiteFailure | None = None, at: float = 0) -> SiteFold:
    outcomes = tuple(
        Outcome(
            target=f"https://news.test/{n}", kind=Kind.PAGE, verdict=verdict(t), checked_at=day(at)
        )
        for n, t in enumerate(told_)
    )
    return standing.fold_site("news.test", outcomes, previous, day(at), CONFIRM)


@pytest.mark.parametrize(
    ("seen", "is_held"),
    [
        (["dead", "dead", "dead"], True),
        (["unreachable", "error", "throttled"], True),
        (["drifted"] * 7, True),
        (["parked"] * 3, True),
        (["dead", "dead"], False),  # too few to be a site
        (["dead", "dead", "dead", "ok"], False),  # one answers
        (["dead", "dead", "soft404"], False),  # not alike
        (["dead", "dead", "dead", "restricted"], False),
        (["dead", "dead", "dead", "blocked"], True),  # our own policy says nothing of the site
        (["blocked"] * 5, False),
        (["restricted"] * 5, False),
        (["ok"] * 5, False),
        ([], False),
    ],
)
def test_a_site_that_fails_as_a_whole_is_held_once(seen: list[str], is_held: bool) -> None:
    found = fold(seen)
    assert found.is_held is is_held
    assert (found.failure is not None) is is_held
    assert bool(found.notice) is is_held


def test_the_next_run_that_says_the_same_counts() -> None:
    first = fold(["dead"] * 5)
    second = fold(["dead"] * 4, first.failure, 1)
    assert not second.is_held
    assert second.failure is not None
    assert (second.failure.runs, second.failure.first_seen_at) == (2, day(0))


def test_a_few_targets_that_are_due_again_can_confirm_the_site() -> None:
    assert fold(["dead"], fold(["dead"] * 5).failure, 1).failure is not None


def test_another_failure_is_a_new_observation() -> None:
    assert fold(["unreachable"] * 5, fold(["dead"] * 5).failure, 1).is_held


def test_one_answer_ends_it() -> None:
    assert fold(["dead", "ok"], fold(["dead"] * 5).failure, 1) == SiteFold(
        is_held=False, failure=None
    )


@pytest.mark.parametrize(
    ("seen", "before", "is_news"),
    [
        ("dead", None, True),
        ("dead", [(0, "ok")], True),
        ("dead", [(0, "dead")], False),
        ("dead", [(0, "ok"), (1, "error")], False),
        ("dead", [(0, "restricted")], True),
        ("ok", [(0, "dead")], True),
    ],
)
def test_what_failed_before_is_no_news(
    seen: str, before: list[tuple[float, str]] | None, is_news: bool
) -> None:
    outcome = Outcome(
        target="https://news.test/", kind=Kind.PAGE, verdict=verdict(seen), checked_at=day(5)
    )
    assert standing.is_news(outcome, after(*before) if before else None) is is_news


def test_a_run_that_learnt_nothing_keeps_the_record() -> None:
    before = fold(["dead"] * 5).failure
    assert fold(["blocked"], before, 1).failure == before


# fmt: off
SINCE = [
    # what it shows                                    days and verdicts                                     since which day
    ("one bad night",                                  [(0, "ok"), (7, "error")],                            7),
    ("kinds of trouble are one streak",                [(0, "ok"), (7, "error"), (8, "throttled")],          7),
    ("a good night ends it",                           [(0, "ok"), (7, "error"), (8, "ok")],                 None),
    ("trouble of what is gone",                        [(0, "dead"), (1, "error"), (2, "unreachable")],      1),
    ("what is gone, seen gone again, begins anew",     [(0, "dead"), (1, "error"), (2, "dead"), (4, "error")], 4),
    ("what is gone, and answers",                      [(0, "dead"), (1, "error"), (2, "ok")],               None),
]
# fmt: on


@pytest.mark.parametrize(("told", "since"), [row[1:] for row in SINCE], ids=[r[0] for r in SINCE])
def test_since_when_trouble_that_may_pass_is_seen(
    told: list[tuple[float, str]], since: float | None
) -> None:
    expected = None if since is None else day(since)
    assert standing.failing_since(after(*told)) == expected


# ── calendar days ───────────────────────────────────────────────────────────────────────────────

NIGHT = datetime(
    2026, 3, 27, 2, 15, 10, tzinfo=UTC
)  # 03:15 in Berlin; summer time begins on the 29th


def nights(told: str, seconds: list[float], zone: tzinfo) -> list[bool]:
    """Whether the status is confirmed after each of the nights, which begin some seconds off."""
    now, found = None, []
    for number, off in enumerate(seconds):
        at = NIGHT + timedelta(days=number, seconds=off)
        now = standing.advance(now, verdict(told), at, CONFIRM, zone)
        found.append(now.is_confirmed)
    return found


@pytest.mark.parametrize(
    ("told", "seconds", "confirmed"),
    [
        ("dead", [0, 0, 0, 0], [False, False, False, True]),
        ("dead", [0, -3, -5, -8], [False, False, False, True]),  # cron began earlier each night
        ("dead", [0, 40, 80, -10], [False, False, False, True]),
        ("error", [0, -3, -5, -8], [False, False, False, True]),
        ("dead/http-410", [0, -9], [False, True]),
        ("dead", [0, 0, 0, -3600], [False, False, False, True]),  # by wall clock, after the change
    ],
)
def test_days_are_calendar_days(told: str, seconds: list[float], confirmed: list[bool]) -> None:
    assert nights(told, seconds, ZoneInfo("Europe/Berlin")) == confirmed


def test_days_are_the_user_s() -> None:
    """23:30 and 00:30 are two days in Berlin, one in New York."""
    late = datetime(2026, 11, 1, 22, 30, tzinfo=UTC)
    for zone, failures in (("Europe/Berlin", 2), ("America/New_York", 1)):
        now = None
        for at in (late, late + timedelta(hours=1)):
            now = standing.advance(now, verdict("dead"), at, CONFIRM, ZoneInfo(zone))
        assert now is not None
        assert now.failures == failures


@pytest.mark.parametrize(
    ("first", "last", "confirmed"),
    [
        # summer time ends on 25 October: 00:30 is 22:30 UTC before, 23:30 UTC after
        (datetime(2026, 10, 23, 22, 30, tzinfo=UTC), datetime(2026, 10, 26, 23, 30, tzinfo=UTC), True),
        (datetime(2026, 10, 23, 22, 30, tzinfo=UTC), datetime(2026, 10, 26, 22, 30, tzinfo=UTC), False),
        # and begins on 29 March: 00:30 is 23:30 UTC before, 22:30 UTC after
        (datetime(2026, 3, 27, 23, 30, tzinfo=UTC), datetime(2026, 3, 30, 22, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 27, 22, 30, tzinfo=UTC), datetime(2026, 3, 29, 22, 30, tzinfo=UTC), True),
    ],
)  # fmt: skip
def test_days_of_the_machine_s_zone_follow_its_clocks(
    first: datetime, last: datetime, confirmed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        now = None
        for at in (first, first + timedelta(days=1), last):
            now = standing.advance(now, verdict("dead"), at, CONFIRM, zone_of(Confirm()))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert now is not None
    assert now.is_confirmed is confirmed


# fmt: off
FLIPS = [
    # reasons night by night                                                     the reason that is shown
    (["throttled/http-429", "throttled/host-paused", "throttled/http-429"],      "http-429"),
    (["throttled/host-paused", "throttled/http-503", "throttled/http-429"],      "host-paused"),
    (["error/http-500", "error/host-paused", "error/http-502"],                  "http-500"),
    (["unreachable/connect-timeout", "unreachable/read-timeout"],                "connect-timeout"),
    (["unreachable/reset", "unreachable/dns-failure", "unreachable/no-route"],   "reset"),
    (["restricted/http-403", "restricted/bot-wall", "restricted/http-403"],      "http-403"),
    # news
    (["unreachable/connect-timeout", "unreachable/tls-expired"],                 "tls-expired"),
    (["restricted/http-403", "restricted/http-451"],                             "http-451"),
    (["restricted/bot-wall", "restricted/login"],                                "login"),
    (["error/http-500", "error/app-shell"],                                      "app-shell"),
    (["dead/http-404", "dead/http-410"],                                         "http-410"),
    (["ok/http-200", "ok/paywall"],                                              "paywall"),
    (["ok/paywall", "ok/not-modified"],                                          "paywall"),
]
# fmt: on


@pytest.mark.parametrize(("told", "reason"), FLIPS)
def test_reasons_that_flip_without_news_stay(told: list[str], reason: str) -> None:
    found = after(*((float(number), each) for number, each in enumerate(told)))
    assert found.reason == reason
    assert found.since == day(0)
