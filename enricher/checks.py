"""Gives the line that `checks` holds for one URL: what is known of it, in the fewest words.

Law of this file: a line that says the same is not touched, so that an unchanged web changes no document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from enricher.models import Failure, Outcome, Standing, Status, Value

CheckEntry = dict[str, Value]
When = Literal["always", "problems"]

# "It answered as it should": a reader learns nothing from these words.
PLAIN_REASONS = frozenset({"ok", "http-200", "http-203", "http-206", "http-2xx", "not-modified"})
# Never asked (excluded by the settings, or a relative URL): documents say nothing of it.
_UNASKED = frozenset({Failure.RELATIVE.value, Failure.EXCLUDED.value})
# Only these say that the old address will lead there for good.
_PERMANENT = frozenset({"http-301", "http-308"})
_OURS = frozenset({"status", "reason", "since", "confirmed", "finalUrl", "archiveUrl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetState:
    """What is known of one target: its latest answered check, and its standing over time."""

    outcome: Outcome
    standing: Standing

    @property
    def is_good(self) -> bool:
        """The latest check found it, and nothing (a person's word, for one) says otherwise."""
        return self.outcome.verdict.status.is_good and self.standing.status.is_good

    @property
    def new_url(self) -> str | None:
        """Where it moved to for good; None where it did not, or where no permanent redirect says so."""
        verdict, standing = self.outcome.verdict, self.standing
        if (
            not (verdict.status is standing.status is Status.MOVED)
            or verdict.reason not in _PERMANENT
        ):
            return None
        return self.outcome.final_url


def is_written(state: TargetState) -> bool:
    """Whether documents say anything about it."""
    return state.standing.reason not in _UNASKED


def entry(state: TargetState, old: Value | None, when: When) -> CheckEntry | None:
    """The line as it should be, given the present one; None where there should be none.

    What the latest check could not learn (where it moved to, an archived copy) is kept from the old line, as are
    words in it that are not ours; so is an older `since`, because the document knew the status before the ledger.
    """
    standing = state.standing
    if when == "problems" and standing.status is Status.OK:
        return None
    before = old if isinstance(old, dict) and old.get("status") == standing.status.value else {}
    found: CheckEntry = {"status": standing.status.value}
    if standing.reason not in PLAIN_REASONS:
        found["reason"] = standing.reason
    found["since"] = _earlier(_whole_seconds(standing.since), before.get("since"))
    if standing.is_confirmed and standing.status.is_failing:
        found["confirmed"] = True
    if standing.status is Status.MOVED:
        is_news = state.outcome.verdict.status is Status.MOVED
        _put(found, "finalUrl", state.outcome.final_url if is_news else before.get("finalUrl"))
    if standing.status.is_gone:
        memento = state.outcome.archive
        _put(found, "archiveUrl", memento.url if memento else before.get("archiveUrl"))
    if isinstance(old, dict):
        found |= {key: value for key, value in old.items() if key not in _OURS}
    return found


def fresh(state: TargetState) -> TargetState:
    """The state of an address that was just put in the place of another: good, since it was seen so."""
    at = state.outcome.checked_at
    verdict = replace(state.outcome.verdict, status=Status.OK, reason="http-200")
    standing = Standing(status=Status.OK, reason="http-200", since=at, last_ok_at=at)
    return TargetState(outcome=replace(state.outcome, verdict=verdict), standing=standing)


def _put(found: CheckEntry, key: str, value: Value | None) -> None:
    if value is not None:
        found[key] = value


def _earlier(since: datetime, known: Value | None) -> datetime:
    return known if isinstance(known, datetime) and known < since else since


def _whole_seconds(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
