"""Steps through the journey of a page; `steps_for` is the order in which a page is looked at."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from msgspec import structs

from enricher import urls
from enricher.journey import images
from enricher.journey.steps import (
    FetchUrl,
    Probe,
    Step,
    StepResult,
    Steps,
    Visit,
    page_of,
    unparsed,
)
from enricher.models import (
    ClientIdentity,
    Evidence,
    Hop,
    Memento,
    Request,
    Status,
    Stop,
    Verdict,
)
from enricher.policy.accept import ACCEPTED
from enricher.policy.disclosure import may_tell
from enricher.url_secrets import masked
from enricher.verdict import archive, judge
from enricher.verdict.case import Case

# Pages that send on by `http-equiv=refresh` more often than this go round in circles.
MAX_REFRESHES = 2


def steps_for(visit: Visit) -> Steps:
    case = yield from _look(visit, _first_request(visit))
    known = visit.unchanged(case)
    if known is not None and not images.lacks_lead(visit, known):
        return (known,)
    case = yield from _follow_refreshes(visit, case)
    if judge.wants_body(case):
        case = yield from _look(visit, visit.request(visit.task.target, stop=Stop.NEVER))
        case = yield from _follow_refreshes(visit, case)
    case = yield from _ask_others(visit, case)
    verdict = judge.judge(case)
    if visit.may_try_as_browser(case, verdict):
        case, verdict = yield from _as_browser(visit, case, verdict)
    case, verdict = yield from _look_twice(visit, case, verdict)
    case = _with_own_page(case, verdict)
    kept = visit.task.previous if case.observation.http_status == 304 else None
    outcome = visit.outcome(case, verdict)
    if verdict.status.is_good and images.lacks_lead(visit, kept):
        declared = case.facts.images
        case = unparsed(case)
        return (yield from images.with_lead(visit, case, declared, outcome))
    if verdict.status.is_gone and visit.settings.archive.enabled:
        memento = yield from _find_archived_copy(visit, case)
        outcome = structs.replace(
            outcome, archive=memento, requests=visit.requests, bytes_read=visit.bytes_read
        )
    return (outcome,)


def _with_own_page(case: Case, verdict: Verdict) -> Case:
    """The case without the page of an accepted refusal: a wall's title is not the article's."""
    is_wall = verdict.reason.startswith(ACCEPTED) and not case.is_proven
    return replace(case, page=None) if is_wall else case


def _first_request(visit: Visit) -> Request:
    """Conditional where the last check found the article.

    The head is enough where a title can be compared.
    """
    has_title = any(described.title for described in visit.task.descriptions)
    request = visit.request(visit.task.target, stop=Stop.FACTS if has_title else Stop.NEVER)
    return structs.replace(request, validators=visit.known.validators) if visit.known else request


def _look(visit: Visit, request: Request) -> Generator[Step, StepResult, Case]:
    observation = yield from visit.ask(FetchUrl(request))
    visit.attempts = max(visit.attempts, observation.attempts)
    return Case(
        task=visit.task,
        observation=observation,
        page=page_of(observation, request.stop),
        policy=visit.settings.policy,
    )


def _follow_refreshes(visit: Visit, case: Case) -> Generator[Step, StepResult, Case]:
    for _ in range(MAX_REFRESHES):
        target = judge.wants_refresh(case)
        if target is None:
            break
        before = case.observation
        after = yield from _look(
            visit, visit.request(target, stop=Stop.NEVER, client_identity=before.client_identity)
        )
        asked = visit.task.target
        hop = Hop(url=before.final_url, http_status=200, location=masked(target, asked))
        seen = structs.replace(
            after.observation,
            url=before.url,
            final_url=masked(after.observation.final_url, asked),
            hops=(*before.hops, hop, *after.observation.hops),
        )
        case = replace(after, observation=seen)
    return case


def _ask_others(visit: Visit, case: Case) -> Generator[Step, StepResult, Case]:
    """Asks what else helps to be sure: another endpoint of the site, and a missing path."""
    second_source = judge.wants_second_source(case)
    if second_source is not None:
        case = replace(case, second_source=(yield from visit.ask(FetchUrl(second_source))))
    address = judge.wants_probe(case, visit.settings.probe_token)
    if address is not None:
        request = visit.request(address, stop=Stop.NEVER)
        probe = yield from visit.ask(Probe(urls.origin(case.start), request))
        case = replace(case, probe=probe, probe_page=page_of(probe))
    return case


def _look_twice(
    visit: Visit, case: Case, verdict: Verdict
) -> Generator[Step, StepResult, tuple[Case, Verdict]]:
    """Asks a target once more before it is said to have moved."""
    request = judge.wants_second_look(case, verdict)
    if request is None:
        return case, verdict
    case = replace(case, second_look=(yield from visit.ask(FetchUrl(request))))
    return case, judge.judge(case)


def _as_browser(
    visit: Visit, case: Case, verdict: Verdict
) -> Generator[Step, StepResult, tuple[Case, Verdict]]:
    """One more try with a browser's headers; it counts only where it gets past the wall."""
    again = yield from _look(
        visit,
        visit.request(visit.task.target, stop=Stop.NEVER, client_identity=ClientIdentity.BROWSER),
    )
    again = yield from _follow_refreshes(visit, again)
    second = judge.judge(again)
    if not second.status.is_good and (second.reason == verdict.reason or _is_no_answer(second)):
        told = Evidence(rule="browser-headers", saw="browser-like headers changed nothing")
        return case, structs.replace(verdict, evidence=(*verdict.evidence, told))
    told = Evidence(
        rule="browser-headers", saw=f"refused our own headers ({verdict.reason}), not a browser's"
    )
    return again, structs.replace(second, evidence=(*second.evidence, told))


def _is_no_answer(verdict: Verdict) -> bool:
    return verdict.status is Status.RESTRICTED or verdict.status.is_passing


def _find_archived_copy(visit: Visit, case: Case) -> Generator[Step, StepResult, Memento | None]:
    """Finds the archived copy nearest to the article's date that shows the article, if any.

    What an earlier check found is kept: captures do not rot, and the archive has better things to
    do.
    """
    previous = visit.task.previous
    if previous is not None and previous.archive is not None:
        return previous.archive
    if not may_tell(visit.task.target, visit.settings.secret_hosts):
        return None
    request = archive.timegate_request(case, visit.settings.archive)
    if request is None:
        return None
    memento = archive.candidate(
        (yield from visit.ask(FetchUrl(request))), case, visit.settings.archive
    )
    if memento is None:
        return None
    capture = yield from visit.ask(
        FetchUrl(archive.capture_request(memento, visit.settings.fetch.max_page_bytes))
    )
    copy = Case(
        task=visit.task, observation=capture, page=page_of(capture), policy=visit.settings.policy
    )
    return memento if archive.is_same_article(copy) else None
