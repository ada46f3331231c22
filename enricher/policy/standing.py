"""Decides what single verdicts mean over time. The caller says when.

Laws: one bad night changes nothing for the worse; a recovery counts at once; what restricts or
blocks us never becomes `dead`; `since` stays as long as the status stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from msgspec import structs

from enricher.config import Confirm, Freshness
from enricher.models import Outcome, Pin, Standing, Status, Verdict

# The server or the registry says it itself, so that fewer checks are enough.
CERTAIN_REASONS = frozenset({"http-410", "dns-nxdomain"})


def advance(
    previous: Standing | None,
    verdict: Verdict,
    at: datetime,
    confirm: Confirm | None,
    zone: tzinfo | None = UTC,
) -> Standing:
    """Returns the standing after one more verdict, seen `at` (aware, UTC); `due_at` is not set.

    `confirm` says when a failure is confirmed; None: this check confirms nothing.

    Days are calendar days of `zone`, the user's (None: the machine's): a nightly run is never
    early by a few seconds.

    A gone status shows at once, unconfirmed; a passing failure is only counted while a better
    standing holds; both are confirmed by enough counted checks over enough days. Checks of one day
    count once. A passing failure says nothing about what is gone, and so changes nothing then.
    """
    if not verdict.status.is_failing:
        return _at_rest(previous, verdict, at)
    known = _if_telling(previous)
    if known is not None and known.status.is_gone and verdict.status.is_passing:
        return structs.replace(known, passing_since=known.passing_since or at)
    counted = _counted(known, verdict, at, zone)
    confirmed = _is_enough(counted, verdict, confirm, (at, zone))
    if known is not None and _is_better(known, verdict) and not confirmed:
        return counted
    return structs.replace(
        counted,
        status=verdict.status,
        reason=_reason(known, verdict),
        since=_since(counted, verdict, at, confirmed=confirmed),
        is_confirmed=confirmed,
        passing_since=None,
    )


def _if_telling(previous: Standing | None) -> Standing | None:
    """What was known; None where it says nothing of the target, for it was not asked."""
    if previous is not None and previous.status in (Status.BLOCKED, Status.INVALID):
        return None
    return previous


def failing_since(standing: Standing) -> datetime | None:
    """Since when checks fail in a way that may pass, while `standing` still says something else."""
    if standing.status.is_gone:
        return standing.passing_since
    return standing.first_failure_at if standing.failures else None


def _is_better(known: Standing, verdict: Verdict) -> bool:
    """True if what is known says more of the target than a failure that may pass."""
    return verdict.status.is_passing and not known.status.is_passing


def _since(counted: Standing, verdict: Verdict, at: datetime, *, confirmed: bool) -> datetime:
    if counted.status is verdict.status:
        return counted.since
    return (counted.first_failure_at or at) if confirmed else at


def _at_rest(previous: Standing | None, verdict: Verdict, at: datetime) -> Standing:
    """After a verdict that is no failure: good, restricted, blocked or invalid."""
    if previous is None or previous.status is not verdict.status:
        last_ok_at = previous.last_ok_at if previous else None
        return Standing(
            status=verdict.status,
            reason=verdict.reason,
            since=at,
            last_ok_at=at if verdict.status.is_good else last_ok_at,
        )
    return Standing(
        status=verdict.status,
        reason=_reason(previous, verdict),
        since=previous.since,
        last_ok_at=at if verdict.status.is_good else previous.last_ok_at,
    )


_TROUBLED = frozenset({"host-paused", "trouble-text"})
_REFUSALS = frozenset(
    {"bot-wall", "http-401", "http-403", "http-418", "http-420", "http-444", "http-999"}
)
# Reasons that change from night to night while nothing has: which of several refusals a site sends,
# at which step a silent host fails, whether a limited host was asked or left alone. Certificates
# are not among them, for they last.
_ALIKE: tuple[tuple[Status, Callable[[str], bool]], ...] = (
    (Status.THROTTLED, lambda _: True),
    (Status.ERROR, lambda reason: reason.startswith("http-5") or reason in _TROUBLED),
    (Status.UNREACHABLE, lambda reason: not reason.startswith("tls-") or reason == "tls-handshake"),
    (Status.RESTRICTED, lambda reason: reason in _REFUSALS),
)


def _reason(known: Standing | None, verdict: Verdict) -> str:
    """The verdict's reason; the known one where the new one is no news."""
    if known is None or known.status is not verdict.status:
        return verdict.reason
    if verdict.reason == "not-modified":
        return known.reason
    reasons = known.reason, verdict.reason
    alike = any(status is verdict.status and all(map(is_one, reasons)) for status, is_one in _ALIKE)
    return known.reason if alike else verdict.reason


def _counted(
    known: Standing | None, verdict: Verdict, at: datetime, zone: tzinfo | None
) -> Standing:
    """Returns `known` with this failing check counted.

    It goes on top of the streak of its kind, or begins a new one.
    """
    if known is None:
        return Standing(
            status=verdict.status,
            reason=verdict.reason,
            since=at,
            failures=1,
            first_failure_at=at,
            last_counted_at=at,
        )
    counts_passing = not known.status.is_gone
    if known.failures == 0 or counts_passing is not verdict.status.is_passing:
        return structs.replace(
            known, failures=1, first_failure_at=at, last_counted_at=at, is_confirmed=False
        )
    if known.last_counted_at is not None and _days(known.last_counted_at, at, zone) <= 0:
        return known
    return structs.replace(known, failures=known.failures + 1, last_counted_at=at)


def _is_enough(
    counted: Standing,
    verdict: Verdict,
    confirm: Confirm | None,
    now: tuple[datetime, tzinfo | None],
) -> bool:
    if counted.is_confirmed or confirm is None:
        return counted.is_confirmed
    if verdict.reason in CERTAIN_REASONS and counted.failures >= confirm.certain_checks:
        return True
    at, zone = now
    days = _days(counted.first_failure_at or at, at, zone)
    return counted.failures >= confirm.checks and days >= confirm.days


def _days(earlier: datetime, later: datetime, zone: tzinfo | None) -> int:
    """Calendar days between two instants, as the user's calendar counts them."""
    return (later.astimezone(zone).date() - earlier.astimezone(zone).date()).days


# ── when to ask again ────────────────────────────────────────────────────────────────────────────


def due_at(standing: Standing, target: str, at: datetime, freshness: Freshness) -> datetime:
    """When to ask again after a check at `at`.

    The healthy rarely and spread out, suspects soon, the gone rarely.

    The spread is a hash of the target, so that a target keeps its own day and a big first run does
    not come back as a big second one. What differs in its fragment alone is asked together.
    """
    page = target.partition("#")[0]
    share = int.from_bytes(hashlib.blake2b(page.encode(), digest_size=8).digest()) / 2**64
    return at + timedelta(
        days=_rest_days(standing, freshness) + share * _spread_days(standing, freshness)
    )


def _rest_days(standing: Standing, freshness: Freshness) -> float:
    if standing.status.is_gone and standing.is_confirmed:
        return freshness.gone_days
    if standing.failures > 0:
        return freshness.failing_days
    if standing.status in (Status.RESTRICTED, Status.BLOCKED, Status.INVALID):
        return freshness.restricted_days
    return freshness.ok_days


def _spread_days(standing: Standing, freshness: Freshness) -> float:
    return 0.0 if standing.failures > 0 and not standing.is_confirmed else freshness.spread_days


# ── a person's word ──────────────────────────────────────────────────────────────────────────────


def observed(verdict: Verdict) -> str:
    """What a pin remembers of a verdict; all that is good counts as one result."""
    return "good" if verdict.status.is_good else f"{verdict.status}/{verdict.reason}"


def hold(pin: Pin, verdict: Verdict) -> Pin | None:
    """The pin after a check: as it is, or with what was seen first noted; None where it lapses.

    It lapses when the observed result changes. A passing failure is no result.
    """
    if verdict.status.is_passing:
        return pin
    if pin.seen is None:
        return structs.replace(pin, seen=observed(verdict))
    return pin if pin.seen == observed(verdict) else None


def pinned(standing: Standing, pin: Pin) -> Standing:
    """The standing that documents show while the pin holds."""
    since = standing.since if standing.status is pin.status else pin.pinned_at
    return structs.replace(
        standing,
        status=pin.status,
        reason="pinned",
        since=since,
        is_confirmed=pin.status.is_failing,
    )


# ── a whole site ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFailure:
    """A whole site that failed alike in one run. Kept in the ledger until a run says otherwise."""

    site: str
    alike: str
    """What all its answered targets had in common: a gone status, or `passing`."""
    targets: int
    first_seen_at: datetime
    last_seen_at: datetime
    runs: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFold:
    """What a run's outcomes on one site mean together."""

    is_held: bool
    """No standing of the site's targets advances in this run, so that no document of it changes."""
    failure: SiteFailure | None
    """To be kept in place of the previous record; None: the site answers."""
    notice: str = ""
    """One line for the report, where the whole site fails."""


def is_news(outcome: Outcome, before: Standing | None) -> bool:
    """Whether an outcome says anything new of its site: not if the target was failing before.

    Suspects are asked again sooner than the healthy, so that a run may ask nothing of a site but
    what is known to fail; that is no failure of the site.
    """
    return not (outcome.verdict.status.is_failing and before is not None and before.failures > 0)


def fold_site(
    site: str,
    outcomes: tuple[Outcome, ...],
    previous: SiteFailure | None,
    at: datetime,
    confirm: Confirm,
) -> SiteFold:
    """Several targets of one site that all fail alike are one observation of the site.

    `outcomes` are the run's news (`is_news`), of this site alone; those that our own policy decided
    say nothing. The first such run is held back; the next run that says the same counts for every
    target.
    """
    told = [
        o.verdict.status
        for o in outcomes
        if o.verdict.status not in (Status.BLOCKED, Status.INVALID)
    ]
    if not told:
        return SiteFold(is_held=False, failure=previous)
    kinds = {_kind(status) for status in told}
    alike = next(iter(kinds)) if len(kinds) == 1 else None
    if alike is None:
        return SiteFold(is_held=False, failure=None)
    if previous is None or previous.alike != alike:
        if len(told) < confirm.site_targets:
            return SiteFold(is_held=False, failure=None)
        failure = SiteFailure(
            site=site, alike=alike, targets=len(told), first_seen_at=at, last_seen_at=at
        )
        said = f"all {len(told)} targets {_words(alike)}"
        words = f"{site}: {said}; nothing is written until the next run says the same"
        return SiteFold(is_held=True, failure=failure, notice=words)
    again = replace(previous, targets=len(told), last_seen_at=at, runs=previous.runs + 1)
    words = f"{site}: all {len(told)} targets {_words(alike)}, as in the last run"
    return SiteFold(is_held=False, failure=again, notice=words)


def _kind(status: Status) -> str | None:
    if status.is_passing:
        return "passing"
    return status.value if status.is_gone else None


def _words(alike: str) -> str:
    return "failed to answer" if alike == "passing" else f"are {alike}"
