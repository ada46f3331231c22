"""Every situation of tests/samples/pages gets the status and reason that its author saw in it."""

from __future__ import annotations

import pytest

from enricher.models import Failure, Status
from enricher.verdict import judge
from enricher.verdict.rules import RULES
from tests.verdict import situations
from tests.verdict.situations import Situation

ALL = situations.read_all()


@pytest.mark.parametrize("situation", ALL, ids=lambda s: f"{s.subject}/{s.name}")
def test_verdict(situation: Situation) -> None:
    """As its author saw it, and explained: every rule before it did not fit, and says why."""
    case = situation.case()
    explained = judge.explain(case)
    verdict = judge.judge(case)
    assert (verdict.status, verdict.reason) == (situation.status, situation.reason), explained
    told = [evidence for evidence in explained if evidence.rule != "identity"]
    assert told[-1].saw.startswith("fits: ")
    assert all(evidence.saw.startswith("no: ") for evidence in told[:-1])
    assert all(evidence.saw.strip("no: ") for evidence in told)


# What follows reads the table only: `test_verdict` says that the verdicts are the table's.


def test_names_are_unique_and_there_are_enough() -> None:
    names = [(s.subject, s.name) for s in ALL]
    assert len(set(names)) == len(names)
    assert len(names) >= 150


def test_every_rule_has_a_situation() -> None:
    seen = {(s.reason, s.status) for s in ALL}
    families = {
        (f"{reason[:-3]}{known}", status)
        for reason, status in seen
        if reason[-3:].isdigit()
        for known in (f"{reason[-3]}xx", "xxx")
    }
    silent = [
        r for r in RULES if (r.name, r.status) not in seen | families and r.name not in NEVER_SEEN
    ]
    assert [(rule.name, rule.status) for rule in silent] == []


# 412, 460 and 463 stand in the table beside their kind; `unexpected` is there so that the last rule always fits.
NEVER_SEEN = {"unexpected", "http-412", "http-460", "http-463"}

# What eleven other checkers were given: ten answers that look like 200 and are not the article, and which none of
# them reported; twenty-one that cannot be decided; thirty that are alive, some only after another try (tests/web).
FAKES = {
    *(
        "soft404/wordpress",
        "parking/for-sale",
        "parking/sent-to-a-lander-path",
        "redirects/sent-home",
    ),
    *(
        "walls/sign-in-form",
        "redirects/meta-refresh-to-a-404",
        "images/html-for-a-png",
        "images/zero-byte-image",
    ),
    *("answers/truncated-body", "answers/corrupt-gzip"),
}
UNDECIDABLE = {
    *(
        "answers/unauthorized",
        "answers/payment-required",
        "answers/forbidden",
        "answers/not-acceptable",
    ),
    *(
        "answers/request-timeout",
        "answers/too-many-requests",
        "answers/legal-reasons",
        "answers/server-error",
    ),
    *(
        "answers/not-implemented",
        "answers/bad-gateway",
        "answers/plain-maintenance",
        "answers/gateway-timeout",
    ),
    *(
        "answers/cloudflare-origin-down",
        "answers/linkedin-999",
        "walls/cloudflare-challenge",
        "answers/answer-hangs",
    ),
    *(
        "answers/connection-reset",
        "answers/certificate-expired",
        "answers/certificate-of-unknown-authority",
    ),
    *("answers/certificate-of-another", "answers/maintenance-with-retry-after"),
}
BY_NAME = {f"{s.subject}/{s.name}": s.status for s in ALL}


def test_fakes_that_other_checkers_miss_are_reported() -> None:
    assert len(FAKES) == 10
    assert [name for name in sorted(FAKES) if BY_NAME[name].is_good] == []


def test_what_cannot_be_decided_is_neither_fine_nor_gone() -> None:
    open_ones = {Status.RESTRICTED, Status.THROTTLED, Status.ERROR, Status.UNREACHABLE}
    assert len(UNDECIDABLE) == 21
    assert [name for name in sorted(UNDECIDABLE) if BY_NAME[name] not in open_ones] == []


def test_every_failure_has_a_situation() -> None:
    assert {s.one("failure") for s in ALL} >= {failure.value for failure in Failure}


def test_walls_timeouts_and_server_errors_never_kill() -> None:
    """Only 404, 410 and NXDOMAIN are `dead`."""
    reasons = {s.reason for s in ALL if s.status is Status.DEAD}
    assert reasons == {"http-404", "http-410", "dns-nxdomain"}
