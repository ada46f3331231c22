"""Commits checks, and decides what they mean over time as soon as that is certain.

A check is committed the moment it arrives, and decided at once if nothing else can change its
meaning; else when its whole site was asked. Synchronous, for the ledger's own thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from enricher import urls
from enricher.config import Config, Confirm
from enricher.ledger.checks import PendingCheck, StandingUpdate
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key
from enricher.models import ClientIdentity, Kind, Memory, Outcome, Pin, Standing, Status, Verdict
from enricher.policy import standing, vantage
from enricher.policy.vantage import VANTAGE_DIFFERS

# Runs are nightly: what an older one saw of a site is another night's.
RESUMED_WITHIN = timedelta(days=1)

_to_json = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Settled:
    """A target whose latest check is decided."""

    key: Key
    is_changed: bool
    """Documents that name it may have to show something else now."""


def zone_of(confirm: Confirm) -> tzinfo | None:
    """Returns whose calendar days are counted: the zone of the settings; None: the machine's.

    The offset of this moment would not do: across a change of the clocks it is another.
    """
    return ZoneInfo(confirm.timezone) if confirm.timezone else None


class Settler:
    """Commits and decides the checks of one run."""

    def __init__(self, ledger: Ledger, run: int, config: Config) -> None:
        self._ledger = ledger
        self._targets = ledger.targets
        self._checks = ledger.checks
        self._run = run
        self._config = config
        self._zone = zone_of(config.confirm)
        self._resumed: tuple[int, ...] = ()
        """Killed runs that this one goes on with."""
        self.notices: list[str] = []
        """Lines for the user: whole sites that fail, pins that lapse."""

    def recover(self, at: datetime) -> None:
        """Takes over the pending checks that killed runs left.

        Those of this night are decided with what this run sees of their sites, as if it had asked
        all: half a site would not tell that it fails as a whole. Older ones are decided at once.
        """
        self._resumed = self._ledger.unfinished(self._run, at - RESUMED_WITHIN)
        for site in self._checks.pending_sites():
            runs = {check.run for check in self._checks.pending(site)}
            if not runs.issubset(self._resumed):
                self.settle_site(site, at)

    def commit(
        self,
        outcomes: Sequence[Outcome],
        has_tried: Container[Key],
        done_sites: Iterable[str],
        at: datetime,
    ) -> list[Settled]:
        """Commits outcomes in one transaction; returns the targets whose meaning is decided.

        That includes, as of `at`, what is pending of `done_sites`, of which all was asked.
        """
        with self._ledger.transaction():
            self._checks.commit(self._run, outcomes, has_tried)
            for outcome in outcomes:
                self._keep_identity(outcome)
            pending = self._checks.pending_of((o.kind, o.target) for o in outcomes)
            settled = self._settle([check for check in pending if _is_certain(check.outcome)])
            for site in done_sites:
                settled += self._decide_site(site, at)
            return settled

    def _keep_identity(self, outcome: Outcome) -> None:
        identity = outcome.client_identity
        if identity is ClientIdentity.BROWSER and outcome.verdict.status.is_good:
            self._ledger.sites.keep_client_identity(urls.site(outcome.target), identity)

    def would_confirm(self, outcomes: Iterable[Outcome]) -> set[Key]:
        """Returns the targets that these checks would confirm as failing.

        And those that fail again after a second vantage point saw them alive.
        """
        failing = [each for each in outcomes if each.verdict.status.is_failing]
        memories = self._targets.memories((each.kind, each.target) for each in failing)
        return {
            (each.kind, each.target)
            for each in failing
            if self._would_confirm(each, memories.get((each.kind, each.target)))
        }

    def _would_confirm(self, outcome: Outcome, memory: Memory | None) -> bool:
        before = memory.standing if memory else None
        if before is not None and before.reason == VANTAGE_DIFFERS:
            return True
        after = self._advanced(before, outcome)
        is_known = before is not None and before.is_confirmed and before.status is after.status
        return after.is_confirmed and not is_known

    def _advanced(self, before: Standing | None, outcome: Outcome) -> Standing:
        is_agreed = outcome.vantage is None or vantage.agrees(outcome)
        confirm = self._config.confirm if is_agreed else None
        at = outcome.checked_at
        return standing.advance(before, outcome.verdict, at, confirm, self._zone)

    def settle_site(self, site: str, at: datetime) -> list[Settled]:
        """Decides the checks of a site of which all was asked; returns the targets decided."""
        with self._ledger.transaction():
            return self._decide_site(site, at)

    def _decide_site(self, site: str, at: datetime) -> list[Settled]:
        previous = self._ledger.sites.failure(site)
        waiting = self._checks.pending(site)
        if not waiting and previous is None:
            return []
        news = self._news(site, waiting)
        fold = standing.fold_site(site, news, previous, at, self._config.confirm)
        if fold.notice:
            self.notices.append(fold.notice)
        self._ledger.sites.keep_failure(site, fold.failure)
        return self._hold(waiting) if fold.is_held else self._settle(waiting)

    def _news(self, site: str, waiting: Sequence[PendingCheck]) -> tuple[Outcome, ...]:
        """Returns what the run of these checks saw of a site, killed runs before it included."""
        latest = max((check.run for check in waiting), default=self._run)
        resumed = {self._run, *self._resumed}
        seen = self._checks.of_runs(resumed if latest in resumed else {latest}, site)
        suspects = {
            check.key for check in waiting if not standing.is_news(check.outcome, check.standing)
        }
        return tuple(each for each in seen if (each.kind, each.target) not in suspects)

    def rename(self, moved: Outcome, url: str) -> None:
        """Keeps what was seen of `moved` for its new address `url`, which a document names now.

        Otherwise the next run would ask at once for what this one has seen.
        """
        key: Key = (moved.kind, url)
        if self._targets.known([key]):
            return
        verdict = Verdict(status=Status.OK, reason="http-200", identity=moved.verdict.identity)
        seen = replace(
            moved, target=url, verdict=verdict, final_url=url, redirects=(), archive=None
        )
        has_tried = moved.kind is Kind.PAGE  # a copy is kept under the address that was asked for
        with self._ledger.transaction():
            self._checks.commit(self._run, [seen], {key} if has_tried else ())
            self._settle(self._checks.pending_of([key]))

    def _settle(self, checks: Iterable[PendingCheck]) -> list[Settled]:
        pairs = [(check, self._update(check)) for check in checks]
        self._checks.update_standings([update for _, update in pairs])
        return [
            Settled(check.key, is_changed=check.digest != update.digest) for check, update in pairs
        ]

    def _update(self, check: PendingCheck) -> StandingUpdate:
        outcome, verdict = check.outcome, check.outcome.verdict
        after = self._advanced(check.standing, outcome)
        due_at = self._due_at(after, outcome)
        after = replace(after, due_at=due_at)
        is_answer = (
            check.answered is None
            or not verdict.status.is_passing
            or check.answered.verdict.status.is_passing
        )
        pin = self._pin_after(check)
        answered = outcome if is_answer or check.answered is None else check.answered
        return StandingUpdate(
            id=check.id,
            standing=after,
            is_answer=is_answer,
            due_at=due_at,
            digest=shown(after, answered, pin),
        )

    def _hold(self, checks: Iterable[PendingCheck]) -> list[Settled]:
        """Leaves targets as they were, to be asked again soon: the failure is the whole site's."""
        rest = timedelta(days=self._config.freshness.failing_days)
        held = [
            StandingUpdate(
                id=check.id,
                standing=check.standing,
                is_answer=False,
                due_at=check.outcome.checked_at + rest,
                digest=check.digest,
            )
            for check in checks
        ]
        self._checks.update_standings(held)
        return [Settled(check.key, is_changed=False) for check in checks]

    def _due_at(self, after: Standing, outcome: Outcome) -> datetime:
        """When to ask again; at once where nothing was asked, should a new setting allow it."""
        if outcome.requests == 0 and outcome.verdict.status in (Status.BLOCKED, Status.INVALID):
            return outcome.checked_at
        freshness = self._config.freshness
        return standing.due_at(after, outcome.target, outcome.checked_at, freshness)

    def _pin_after(self, check: PendingCheck) -> Pin | None:
        if check.pin is None:
            return None
        pin = standing.hold(check.pin, check.outcome.verdict)
        if pin is None:
            seen = f"{check.outcome.verdict.status} ({check.outcome.verdict.reason})"
            pinned = f"{check.outcome.target}: pinned as {check.pin.status}"
            self.notices.append(f"{pinned}, but now it is {seen}; unpinned")
        if pin is None:
            self._ledger.pins.remove(check.outcome.target)
        elif pin != check.pin:
            self._ledger.pins.put(check.outcome.target, pin)
        return pin


def shown(after: Standing, outcome: Outcome, pin: Pin | None) -> bytes:
    """Returns a digest of all that a document could show of a target; a new one makes documents
    due.
    """
    visible = (
        (after.status, after.reason, after.since, after.is_confirmed),
        (
            outcome.verdict.status,
            outcome.verdict.reason,
            outcome.final_url,
            outcome.verdict.identity is None,
        ),
        (outcome.page, outcome.image, outcome.archive),
        pin.status if pin else None,
    )
    return hashlib.blake2b(_to_json(visible), digest_size=16).digest()


def _is_certain(outcome: Outcome) -> bool:
    """True if the rest of its site cannot change its meaning.

    A failure may be the whole site's; a measured lead image may turn out to be the site's default.
    """
    has_lead = outcome.kind is Kind.PAGE and outcome.image is not None
    return not outcome.verdict.status.is_failing and not has_lead
