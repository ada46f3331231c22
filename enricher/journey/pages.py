"""The journey of a page. Read `travel` from top to bottom: that is the order in which a page is looked at."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from enricher import urls
from enricher.journey import images
from enricher.journey.steps import Answer, Ask, Probe, Step, Steps, Trip
from enricher.models import Evidence, Hop, Manner, Memento, Observation, Page, Request, Status, Stop, Verdict
from enricher.page import read
from enricher.verdict import judge, rescue
from enricher.verdict.case import Case

# Pages that send on by `http-equiv=refresh` more often than this go round in circles.
MAX_REFRESHES = 2


def travel(trip: Trip) -> Steps:
    case = yield from _look(trip, _first_request(trip))
    case = yield from _follow_refreshes(trip, case)
    if judge.wants_body(case):
        case = yield from _look(trip, trip.request(trip.task.target, stop=Stop.NEVER))
        case = yield from _follow_refreshes(trip, case)
    case = yield from _ask_others(trip, case)
    verdict = judge.judge(case)
    if trip.may_try_as_browser(case, verdict):
        case, verdict = yield from _as_browser(trip, case, verdict)
    if verdict.status.is_good and images.lacks_lead(trip, case):
        return (yield from images.with_lead(trip, case, verdict))
    outcome = trip.outcome(case, verdict)
    if verdict.status.is_gone and trip.settings.archive.enabled:
        memento = yield from _rescue(trip, case)
        outcome = replace(outcome, archive=memento, requests=trip.requests, bytes_read=trip.bytes_read)
    return (outcome,)


def _first_request(trip: Trip) -> Request:
    """Conditional where the last check found the article; the head is enough where a title can be compared."""
    has_title = any(described.title for described in trip.task.descriptions)
    request = trip.request(trip.task.target, stop=Stop.FACTS if has_title else Stop.NEVER)
    previous = trip.task.previous
    if previous is None or previous.page is None or not previous.verdict.status.is_good:
        return request
    return replace(request, validators=previous.validators)


def _look(trip: Trip, request: Request) -> Generator[Step, Answer, Case]:
    observation = yield from trip.ask(Ask(request))
    trip.attempts = max(trip.attempts, observation.attempts)
    return Case(task=trip.task, observation=observation, page=_page_of(observation), policy=trip.settings.policy)


def _page_of(observation: Observation) -> Page | None:
    """The page in a body that may be HTML; None where there is none or the server says that it is something else."""
    if not observation.body or observation.failure is not None:
        return None
    kind = observation.content_type
    if kind and "html" not in kind and "xml" not in kind and not kind.startswith("text/plain"):
        return None
    content_type = observation.header("content-type") or ""
    return read.page(observation.body, observation.final_url, content_type, observation.seen_at.date())


def _follow_refreshes(trip: Trip, case: Case) -> Generator[Step, Answer, Case]:
    for _ in range(MAX_REFRESHES):
        target = judge.wants_refresh(case)
        if target is None:
            break
        before = case.observation
        after = yield from _look(trip, trip.request(target, stop=Stop.NEVER, manner=before.manner))
        hop = Hop(url=before.final_url, http_status=200, location=target)
        seen = replace(after.observation, url=before.url, hops=(*before.hops, hop, *after.observation.hops))
        case = replace(after, observation=seen)
    return case


def _ask_others(trip: Trip, case: Case) -> Generator[Step, Answer, Case]:
    """What else helps to be sure: another endpoint of the site, and how it answers for what cannot exist."""
    witness = judge.wants_witness(case)
    if witness is not None:
        case = replace(case, witness=(yield from trip.ask(Ask(witness))))
    address = judge.wants_probe(case, trip.settings.letters)
    if address is not None:
        request = trip.request(address, stop=Stop.NEVER)
        probe = yield from trip.ask(Probe(urls.site(case.end), request))
        case = replace(case, probe=probe, probe_page=_page_of(probe))
    return case


def _as_browser(trip: Trip, case: Case, verdict: Verdict) -> Generator[Step, Answer, tuple[Case, Verdict]]:
    """One more try with a browser's headers; it counts only where it gets past the wall."""
    again = yield from _look(trip, trip.request(trip.task.target, stop=Stop.NEVER, manner=Manner.BROWSER))
    again = yield from _follow_refreshes(trip, again)
    second = judge.judge(again)
    if second.status is Status.RESTRICTED or second.status.is_passing:
        told = Evidence(rule="browser-headers", saw="browser-like headers changed nothing")
        return case, replace(verdict, evidence=(*verdict.evidence, told))
    told = Evidence(rule="browser-headers", saw=f"refused our own headers ({verdict.reason}), not a browser's")
    return again, replace(second, evidence=(*second.evidence, told))


def _rescue(trip: Trip, case: Case) -> Generator[Step, Answer, Memento | None]:
    """An archived copy nearest to the article's date that itself shows the article; None where there is none.

    What an earlier check found is kept: captures do not rot, and the archive has better things to do.
    """
    previous = trip.task.previous
    if previous is not None and previous.archive is not None:
        return previous.archive
    request = rescue.timegate_request(case, trip.settings.archive)
    if request is None:
        return None
    memento = rescue.candidate((yield from trip.ask(Ask(request))), case, trip.settings.archive)
    if memento is None:
        return None
    capture = yield from trip.ask(Ask(rescue.capture_request(memento, trip.settings.fetch.max_page_bytes)))
    copy = Case(task=trip.task, observation=capture, page=_page_of(capture), policy=trip.settings.policy)
    return memento if rescue.is_same_article(copy) else None
