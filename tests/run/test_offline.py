"""A failure before HTTP counts only once the web is known to be there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enricher.models import Outcome, Status
from enricher.run.offline import OfflineDetector
from tests.fakes import NOON, outcome


def unreachable(site: str, second: int = 0, reason: str = "dns-failure") -> Outcome:
    return outcome(
        f"https://{site}/", Status.UNREACHABLE, reason, at=NOON + timedelta(seconds=second)
    )


def answered(
    site: str, second: int = 0, status: Status = Status.OK, reason: str = "http-200"
) -> Outcome:
    return outcome(f"https://{site}/", status, reason, at=NOON + timedelta(seconds=second))


def test_failures_wait_for_an_answer() -> None:
    detector = OfflineDetector(5)
    lost, found = unreachable("a.test", 1), answered("b.test", 2)
    assert detector.sift([lost]) == []
    assert detector.holds("a.test")
    assert detector.sift([found]) == [found, lost]
    assert not detector.is_holding


def test_an_answer_says_nothing_about_what_failed_later() -> None:
    detector = OfflineDetector(5)
    detector.sift([unreachable("a.test", 9)])
    assert detector.sift([answered("b.test", 3)]) == [answered("b.test", 3)]
    assert detector.holds("a.test")


def test_even_a_server_error_is_an_answer() -> None:
    detector = OfflineDetector(5)
    late = answered("b.test", 2, Status.UNREACHABLE, "read-timeout")
    assert detector.sift([unreachable("a.test"), late]) == [late, unreachable("a.test")]
    assert detector.has_answer


def test_many_failing_sites_are_suspicious_many_targets_of_one_are_not() -> None:
    detector = OfflineDetector(3)
    detector.sift([unreachable("a.test", second) for second in range(20)])
    assert not detector.is_suspicious
    detector.sift([unreachable("b.test"), unreachable("c.test", reason="dns-nxdomain")])
    assert detector.is_suspicious


def test_what_was_never_asked_speaks_neither_for_nor_against_and_waits_too() -> None:
    detector = OfflineDetector(3)
    ours = answered("a.test", 0, Status.BLOCKED, "private-address")
    parked = answered("b.test", 0, Status.THROTTLED, "host-paused")
    assert detector.sift([ours, parked]) == []
    assert not detector.has_answer
    assert not detector.is_suspicious
    assert detector.sift([answered("c.test", 1)]) == [answered("c.test", 1), ours, parked]
    assert detector.sift([ours]) == [ours]


def test_trust_lets_everything_through_and_drop_forgets_it() -> None:
    detector = OfflineDetector(1)
    detector.sift([unreachable("a.test")])
    assert detector.trust() == [unreachable("a.test")]
    detector.sift([unreachable("a.test")])
    assert detector.drop() == 1
    assert not detector.is_holding


def test_a_few_failing_sites_need_no_control_where_one_came_through() -> None:
    detector = OfflineDetector(3)
    detector.sift([answered("a.test", 1), unreachable("b.test", 2)])
    assert detector.is_reassured
    detector.sift([unreachable("c.test", 3), unreachable("d.test", 4)])
    assert not detector.is_reassured


@pytest.mark.parametrize(
    ("reason", "is_reassured"),
    [
        ("tls-expired", True),
        ("tls-hostname", True),
        ("tls-handshake", False),
        ("refused", False),
        ("dns-failure", False),
    ],
)
def test_a_certificate_was_sent_by_a_server(reason: str, is_reassured: bool) -> None:
    detector = OfflineDetector(3)
    detector.sift([unreachable("a.test", reason=reason)])
    assert detector.is_reassured is is_reassured
    assert detector.held_targets == {"https://a.test/"}
