"""Gives the line that `checks` holds for one URL: what is known of it, in the fewest words.

Law of this file: a line that says the same is not touched, so that an unchanged web changes no
document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from msgspec.structs import replace

from enricher.document.scalars import timestamp
from enricher.models import Failure, Outcome, Standing, Status, Value

CheckEntry = dict[str, Value]
When = Literal["problems", "confirmed", "always", "never"]
"""Which lines are written: of all but `ok`, of confirmed failures, of all, none."""

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
        """Where it moved to for good; None where it did not, or no permanent redirect says so."""
        verdict, standing = self.outcome.verdict, self.standing
        if (
            not (verdict.status is standing.status is Status.MOVED)
            or verdict.reason not in _PERMANENT
        ):
            return None
        return self.outcome.final_url


def entry(state: TargetState | None, old: Value | None, when: When) -> Value | None:
    """Gives the line as it should be, given the present one; None where there should be none.

    What the latest check could not learn (where it moved to, an archived copy) is kept from the
    old line, as are words in it that are not ours; so is an older `since`, because the document
    knew the status before the ledger. A failure that may pass (a server error, no answer) is not
    written before it is confirmed. Where `when` asks for no line, only words that are not ours
    stay; `state` is None where nothing is known of the target.
    """
    line = _wanted(state, old, when)
    if line is not None:
        return line
    if isinstance(old, dict):
        return _foreign(old) or None
    return old


def _wanted(state: TargetState | None, old: Value | None, when: When) -> CheckEntry | None:
    """The line that the setting asks for; None: it asks for none."""
    if old is None and (state is None or _is_never_shown(state.standing, when)):
        return None
    line = old if state is None else _line(state, old)
    return line if isinstance(line, dict) and _is_shown(line, when) else None


def _is_never_shown(standing: Standing, when: When) -> bool:
    """Whether no line of such a standing is asked for, so that none need be made: most are `ok`."""
    return when == "never" or (when == "problems" and standing.status is Status.OK)


def _is_shown(line: CheckEntry, when: When) -> bool:
    """Whether the setting asks for a line that says this. A line without a status is not ours."""
    if "status" not in line:
        return False
    match when:
        case "always":
            return True
        case "problems":
            return line["status"] != Status.OK.value
        case "confirmed":
            return line.get("confirmed") is True
        case "never":
            return False


def _line(state: TargetState, old: Value | None) -> CheckEntry | None:
    """What is known, whatever the settings ask for; None: nothing that a document should say."""
    standing = state.standing
    if standing.reason in _UNASKED:
        return None
    if standing.status.is_passing and not standing.is_confirmed:
        return old if isinstance(old, dict) else None
    written = old if isinstance(old, dict) else {}
    before = written if written.get("status") == standing.status.value else {}
    found: CheckEntry = {"status": standing.status.value}
    if standing.reason not in PLAIN_REASONS:
        found["reason"] = standing.reason
    found["since"] = _earlier(_whole_seconds(standing.since), before.get("since"))
    if standing.is_confirmed and standing.status.is_failing:
        found["confirmed"] = True
    return found | _leads(state, before) | _foreign(written)


def _foreign(written: CheckEntry) -> CheckEntry:
    """The words of a line that are not ours: a person's or another program's."""
    return {key: value for key, value in written.items() if key not in _OURS}


def _leads(state: TargetState, before: CheckEntry) -> CheckEntry:
    """Where it moved to, or its archived copy; as the old line says where this check cannot."""
    if state.standing.status is Status.MOVED:
        is_news = state.outcome.verdict.status is Status.MOVED
        final_url = state.outcome.final_url if is_news else before.get("finalUrl")
        return {} if final_url is None else {"finalUrl": final_url}
    if state.standing.status.is_gone:
        memento = state.outcome.archive
        copy = memento.url if memento else before.get("archiveUrl")
        return {} if copy is None else {"archiveUrl": copy}
    return {}


def fresh(state: TargetState) -> TargetState:
    """The state of an address just put in the place of another: good, since it was seen so."""
    at = state.outcome.checked_at
    verdict = replace(state.outcome.verdict, status=Status.OK, reason="http-200")
    standing = Standing(status=Status.OK, reason="http-200", since=at, last_ok_at=at)
    return TargetState(outcome=replace(state.outcome, verdict=verdict), standing=standing)


def _earlier(since: datetime, known: Value | None) -> datetime:
    if isinstance(known, str):  # JSON has no times
        known = timestamp(known)
    return known if isinstance(known, datetime) and known < since else since


def _whole_seconds(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
