"""From a case to a verdict: walks the table of rules, and says what else would help to be sure."""

from __future__ import annotations

from enricher.models import Evidence, Failure, Observation, Request, Status, Verdict
from enricher.verdict import answers, moves, probe, sites, walls
from enricher.verdict.case import Case
from enricher.verdict.rules import RULES


def judge(case: Case) -> Verdict:
    """The first rule that fits wins; its words and the identity's are the evidence."""
    for rule in RULES:
        look = rule.fits(case)
        if look.fits:
            reason = rule.reason(case)
            identity = tuple(Evidence(rule="identity", saw=words) for words in case.similarity.saw)
            return Verdict(
                status=rule.status,
                reason=reason,
                evidence=(Evidence(rule=reason, saw=look.saw), *identity),
                identity=case.similarity.score,
            )
    raise AssertionError("the last rule always fits")


def explain(case: Case) -> tuple[Evidence, ...]:
    """Every rule that was looked at, in order, up to the one that fits; and what each saw."""
    found: list[Evidence] = []
    for rule in RULES:
        look = rule.fits(case)
        found.append(Evidence(rule=rule.name, saw=f"{'fits' if look.fits else 'no'}: {look.saw}"))
        if look.fits:
            break
    return (*found, *(Evidence(rule="identity", saw=words) for words in case.similarity.saw))


def wants_body(case: Case) -> bool:
    """Reading stopped behind the head, and the head alone leaves doubt: read the page again to its end."""
    if (
        not case.is_page
        or not case.is_success
        or case.observation.is_whole
        or case.signals.has_body
    ):
        return False
    return case.page is not None and not case.is_proven


def wants_refresh(case: Case) -> str | None:
    """Where the page's own `http-equiv=refresh` leads, to be followed as one more hop."""
    target = case.signals.refresh_url
    if not case.is_success or target is None or target == case.end:
        return None
    return target


def wants_second_source(case: Case) -> Request | None:
    """Another endpoint of the site that knows better whether the target still exists; None for most sites."""
    if case.second_source is not None or case.is_proven:
        return None
    if not case.is_success and case.http_status not in answers.RESTRICTED:
        return None
    return sites.second_source(case.start)


def wants_probe(case: Case, probe_token: str) -> str | None:
    """A URL that cannot exist beside the target, when the case is in doubt; `probe_token` are chance, 20 or more."""
    if not case.policy.probe or case.probe is not None or not probe.is_in_doubt(case):
        return None
    # What the page itself gives away needs no question to its site.
    return probe.url(case.start, probe_token) if judge(case).status.is_good else None


def wants_browser(verdict: Verdict, observation: Observation) -> bool:
    """A wall that may have been built against our headers: worth one more try with browser-like ones."""
    if observation.failure in (Failure.RESET, Failure.PROTOCOL_ERROR):
        return False
    is_refused = verdict.status in (
        Status.RESTRICTED,
        Status.ERROR,
    )  # a 403 that is `throttled` asks for quiet
    return is_refused and verdict.reason in walls.WORTH_ANOTHER_TRY


def new_url(case: Case, verdict: Verdict) -> str | None:
    """Where a `moved` target lives now; None for every other status."""
    if verdict.status is not Status.MOVED:
        return None
    return moves.destination(case, verdict.reason)
