"""Walks the table of rules from a case to its verdict, and says what else would help to be sure."""

from __future__ import annotations

from enricher import urls
from enricher.models import Evidence, Failure, Observation, Request, Status, Stop, Verdict
from enricher.verdict import answers, moves, probe, refresh, sites, walls
from enricher.verdict.case import Case, is_unproven_page
from enricher.verdict.rules import POLICY

# Only where it leads is of interest.
SECOND_LOOK_MAX_BYTES = 1_024


def judge(case: Case) -> Verdict:
    """Returns the verdict of the first rule that fits.

    What it and the identity saw is the evidence.
    """
    for section in POLICY:
        if not section.applies(case):
            continue
        for rule in section.rules:
            look = rule.fits(case)
            if look.fits:
                reason = rule.reason(case)
                return Verdict(
                    status=rule.status,
                    reason=reason,
                    evidence=(Evidence(rule=reason, saw=look.saw), *_identity(case)),
                    identity=case.similarity.score,
                )
    raise AssertionError("the last rule always fits")


def explain(case: Case) -> tuple[Evidence, ...]:
    """Returns what every rule saw, in order, up to the one that fits.

    A skipped section is one entry.
    """
    found: list[Evidence] = []
    for section in POLICY:
        if not section.applies(case):
            names = f"{section.rules[0].name} to {section.rules[-1].name}"
            found.append(Evidence(rule=names, saw=f"no: only where {section.question}"))
            continue
        for rule in section.rules:
            look = rule.fits(case)
            words = f"{'fits' if look.fits else 'no'}: {look.saw}"
            found.append(Evidence(rule=rule.name, saw=words))
            if look.fits:
                return (*found, *_identity(case))
    raise AssertionError("the last rule always fits")


def _identity(case: Case) -> tuple[Evidence, ...]:
    return tuple(Evidence(rule="identity", saw=words) for words in case.similarity.saw)


def wants_body(case: Case) -> bool:
    """True if the page must be read again to its end: only the head was read, and leaves doubt."""
    if case.page is None or case.observation.is_whole or case.signals.has_body:
        return False
    return case.is_page and case.is_success and not case.is_proven


def wants_second_look(case: Case, verdict: Verdict) -> Request | None:
    """Returns the target asked once more, without cookies, before it is said to have moved.

    A redirect may be made for one visit. It need not be asked where the last check saw the same.
    """
    previous = case.task.previous
    if verdict.status is not Status.MOVED or not case.observation.is_redirected:
        return None
    if case.second_look is not None or (previous is not None and previous.final_url == case.end):
        return None
    return Request(
        url=case.task.target,
        kind=case.task.kind,
        stop=Stop.NEVER,
        max_bytes=SECOND_LOOK_MAX_BYTES,
        client_identity=case.observation.client_identity,
    )


def wants_refresh(case: Case) -> str | None:
    """Returns where the answer's own refresh leads, to be followed as one more hop; else None."""
    if not case.is_success:
        return None
    header = case.observation.header("refresh")
    by_header = refresh.target(header, case.end) if header else None
    target = by_header or case.signals.refresh_url
    return target if target != case.end else None


def wants_second_source(case: Case) -> Request | None:
    """Returns a request to the site's endpoint that knows whether the target exists, if any."""
    if case.second_source is not None or case.is_proven:
        return None
    if not case.is_success and case.http_status not in answers.RESTRICTED:
        return None
    return sites.second_source(case.start)


def wants_probe(case: Case, probe_token: str) -> str | None:
    """Returns a URL that cannot exist beside the target, where the case is in doubt.

    `probe_token` is 20 random letters or more.
    """
    if not case.policy.probe or case.probe is not None or not _is_in_doubt(case):
        return None
    # What the page itself gives away needs no question to its site.
    return probe.url(case.start, probe_token) if judge(case).status.is_good else None


def _is_in_doubt(case: Case) -> bool:
    """True if the site's answer for a missing path could change the verdict.

    A front page that was asked for is no doubt; nor is an article that documents describe or that
    calls itself one in a text of some length and at its own address.
    """
    if not is_unproven_page(case) or case.page is None:
        return False
    if urls.path_depth(case.start) == 0 or case.similarity.is_shown:
        return False
    return case.similarity.score is not None or not case.signals.is_article


def wants_browser(verdict: Verdict, observation: Observation) -> bool:
    """True if the refusal may be about our headers, so that browser-like ones are worth one try."""
    if observation.failure in (Failure.RESET, Failure.PROTOCOL_ERROR):
        return False
    # A 403 that is `throttled` asks for quiet.
    is_refused = verdict.status in (Status.RESTRICTED, Status.ERROR, Status.DEAD)
    return is_refused and verdict.reason in walls.WORTH_ANOTHER_TRY


def new_url(case: Case, verdict: Verdict) -> str | None:
    """Returns where a `moved` target is now; None for every other status."""
    if verdict.status is not Status.MOVED:
        return None
    return moves.destination(case, verdict.reason)
