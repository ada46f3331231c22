"""Steps through the journey of a page whose links have fragments: one look, a verdict for each.

The page is read whole, and no other request is made than without fragments.
"""

from __future__ import annotations

from msgspec.structs import replace

from enricher import urls
from enricher.journey import pages
from enricher.journey.steps import FetchUrl, StepResult, Steps, Visit
from enricher.models import Evidence, Observation, Outcome, Status, Stop, Verdict
from enricher.page import fragments
from enricher.policy.accept import ACCEPTED

FRAGMENT_MISSING = "fragment-missing"
"""Reason of a link whose page is there, and the place in it is not."""


def steps_for(visit: Visit) -> Steps:
    """Returns an outcome for each of the task's members, and that of a lead image."""
    steps = pages.steps_for(visit)
    seen: list[Observation] = []
    result: StepResult | None = None
    while True:
        try:
            step = next(steps) if result is None else steps.send(result)
        except StopIteration as end:
            page, *others = end.value
            return (*(_judged(page, member, seen) for member in visit.task.members), *others)
        if isinstance(step, FetchUrl):
            # "Not modified" and a head alone tell nothing of places in the page.
            step = FetchUrl(replace(step.request, stop=Stop.NEVER, validators=None))
        result = yield step
        if isinstance(step, FetchUrl) and isinstance(result, Observation):
            seen.append(result)


def _judged(page: Outcome, member: str, seen: list[Observation]) -> Outcome:
    """What was found of the page, as the outcome of one of its links."""
    outcome = replace(page, target=member)
    fragment = urls.fragment_to_find(member)
    shown = next((each for each in seen if _is_of(page, each)), None)
    if shown is None or not (fragment and _is_seen(page.verdict)):
        return outcome
    can_tell = shown.is_whole and "html" in (shown.content_type or "html")
    if not can_tell or fragments.holds(shown.body, fragment):
        return outcome
    told = Evidence(rule=FRAGMENT_MISSING, saw=f'the page has no place called "{fragment}"')
    evidence = (told, *page.verdict.evidence)
    verdict = Verdict(
        status=Status.DRIFTED,
        reason=FRAGMENT_MISSING,
        evidence=evidence,
        identity=page.verdict.identity,
    )
    return replace(outcome, verdict=verdict)


def _is_seen(verdict: Verdict) -> bool:
    """True if the page itself was seen, not a refusal that counts as alive."""
    return verdict.status.is_good and not verdict.reason.startswith(ACCEPTED)


def _is_of(page: Outcome, seen: Observation) -> bool:
    """True if an answer is what the page was judged by, not the wall that stood before it."""
    return (seen.final_url, seen.http_status, seen.client_identity) == (
        page.final_url,
        page.http_status,
        page.client_identity,
    )
