"""Decides what a second vantage point's word means for what would be confirmed as failing.

Law: nothing is confirmed that the other one sees alive, or says nothing about.
"""

from __future__ import annotations

from msgspec.structs import replace

from enricher.models import Evidence, Outcome, Status, VantageCheck, Verdict

VANTAGE_DIFFERS = "vantage-differs"
"""Reason of a link that fails from here and lives when it is asked from elsewhere."""
# What a proxy answers for a name that does not exist is up to the proxy.
_NO_NAME = "dns-nxdomain"


def decided(outcome: Outcome, there: VantageCheck) -> Outcome:
    """Returns the check as it counts, with the other word beside it.

    A page that lives there is there, but not for us: `restricted`. Else the verdict stays; whether
    it may be confirmed tells `agrees`.
    """
    seen = f"{there.status} ({there.reason})"
    if there.status.is_good or there.status is Status.RESTRICTED:
        own = f"{outcome.verdict.status} ({outcome.verdict.reason}) from here"
        saw = f"{own}, {seen} from a second vantage point"
        told = Evidence(rule=VANTAGE_DIFFERS, saw=saw)
        evidence = (told, *outcome.verdict.evidence)
        verdict = Verdict(status=Status.RESTRICTED, reason=VANTAGE_DIFFERS, evidence=evidence)
        return replace(outcome, verdict=verdict, vantage=there)
    saw = f"a second vantage point sees {seen}" if there.has_answer else "it gave no answer"
    told = Evidence(rule="second-vantage", saw=saw)
    verdict = replace(outcome.verdict, evidence=(*outcome.verdict.evidence, told))
    return replace(outcome, verdict=verdict, vantage=there)


def agrees(outcome: Outcome) -> bool:
    """True unless a second vantage point was asked and does not see the same failure."""
    there = outcome.vantage
    if there is None:
        return True
    own = outcome.verdict
    if there.status.is_gone:
        return there.has_answer
    is_unreached = own.status.is_passing or own.reason == _NO_NAME
    return there.has_answer and there.status.is_passing and is_unreached
