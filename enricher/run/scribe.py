"""Floor 3. The only writer of what was learnt about the web: checks first, their meaning as soon as it is certain.

Law of this file: synchronous, one thread at a time. A check is committed the moment it comes home, and settled at
once if it is certain; else when its whole site was asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec

from enricher import urls
from enricher.config import Config
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key, NewCheck, PendingCheck, StandingUpdate
from enricher.models import ClientIdentity, Kind, Outcome, Pin, Standing, Status, Verdict
from enricher.policy import standing
from enricher.run.plan import Plan

_to_json = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Settled:
    """A target whose latest check has its meaning."""

    key: Key
    is_changed: bool
    """Documents that name it may have to show something else now."""


class Scribe:
    """Writes for one run."""

    def __init__(self, ledger: Ledger, run: int, config: Config) -> None:
        self._ledger = ledger
        self._targets = ledger.targets
        self._run = run
        self._config = config
        self.notices: list[str] = []
        """Lines for people: whole sites that fail, pins that lapse."""

    def recover(self, at: datetime) -> None:
        """Settles what a killed run left."""
        for site in self._targets.unsettled_sites():
            self.settle(site, at)

    def keep(self, outcomes: Sequence[Outcome], plan: Plan) -> list[Settled]:
        """Commits outcomes in one transaction; gives the targets whose meaning is settled already."""
        rows = [
            NewCheck(
                outcome=outcome, site=urls.site(outcome.target), has_tried=_has_tried(plan, outcome)
            )
            for outcome in outcomes
        ]
        with self._ledger.transaction():
            self._targets.commit(self._run, rows)
            for row in rows:
                if (
                    row.outcome.client_identity is ClientIdentity.BROWSER
                    and row.outcome.verdict.status.is_good
                ):
                    self._ledger.sites.keep_client_identity(row.site, ClientIdentity.BROWSER)
            certain = [
                check
                for check in self._targets.unsettled_of((o.kind, o.target) for o in outcomes)
                if _is_certain(check.outcome)
            ]
            return self._settle(certain)

    def settle(self, site: str, at: datetime) -> list[Settled]:
        """All of a site was asked: gives its failures their meaning. Gives the targets that are settled by it."""
        previous = self._ledger.sites.failure(site)
        waiting = self._targets.unsettled(site)
        if not waiting and previous is None:
            return []
        run = max((check.run for check in waiting), default=self._run)
        suspects = {
            check.key for check in waiting if not standing.is_news(check.outcome, check.standing)
        }
        seen = self._targets.of_run(run, site)
        news = tuple(outcome for outcome in seen if (outcome.kind, outcome.target) not in suspects)
        fold = standing.fold_site(site, news, previous, at, self._config.confirm)
        if fold.notice:
            self.notices.append(fold.notice)
        with self._ledger.transaction():
            self._ledger.sites.keep_failure(site, fold.failure)
            return self._hold(waiting) if fold.is_held else self._settle(waiting)

    def rename(self, moved: Outcome, url: str) -> None:
        """A document follows `moved` to its new address `url`: what was seen there just now is known of it from now on.

        Else the next run would ask at once for what this one has seen.
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
            self._targets.commit(
                self._run, [NewCheck(outcome=seen, site=urls.site(url), has_tried=has_tried)]
            )
            self._settle(self._targets.unsettled_of([key]))

    def unsettled_sites(self) -> tuple[str, ...]:
        return self._targets.unsettled_sites()

    def _settle(self, checks: Iterable[PendingCheck]) -> list[Settled]:
        pairs = [(check, self._settlement(check)) for check in checks]
        self._targets.settle([settlement for _, settlement in pairs])
        return [
            Settled(check.key, is_changed=check.digest != settlement.digest)
            for check, settlement in pairs
        ]

    def _settlement(self, check: PendingCheck) -> StandingUpdate:
        outcome, verdict = check.outcome, check.outcome.verdict
        after = standing.advance(check.standing, verdict, outcome.checked_at, self._config.confirm)
        due_at = standing.due_at(after, outcome.target, outcome.checked_at, self._config.freshness)
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
        """The site's failure is not its targets': they stay as they were, and are asked again soon."""
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
        self._targets.settle(held)
        return [Settled(check.key, is_changed=False) for check in checks]

    def _pin_after(self, check: PendingCheck) -> Pin | None:
        if check.pin is None:
            return None
        pin = standing.hold(check.pin, check.outcome.verdict)
        if pin is None:
            told = f"{check.outcome.verdict.status} ({check.outcome.verdict.reason})"
            self.notices.append(
                f"{check.outcome.target}: pinned as {check.pin.status}, but now we see {told}; unpinned"
            )
        if pin != check.pin:
            self._targets.pin(check.outcome.target, pin)
        return pin


def shown(after: Standing, outcome: Outcome, pin: Pin | None) -> bytes:
    """A digest of all that a document could show of a target: another one makes documents look again."""
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
    """The rest of its site cannot change its meaning.

    A failure may be the whole site's; a measured lead image may turn out to be the site's default.
    """
    has_lead = outcome.kind is Kind.PAGE and outcome.image is not None
    return not outcome.verdict.status.is_failing and not has_lead


def _has_tried(plan: Plan, outcome: Outcome) -> bool:
    """The check tried for what the target could bring: a page's lead image, a copy of an image."""
    wanted = plan.wanted.get((outcome.kind, outcome.target))
    if outcome.kind is Kind.PAGE:
        return wanted is not None and wanted.wants_image
    # An image that no document names yet was found as a page's lead image.
    shelf = plan.rules.shelf
    return shelf is not None and shelf.is_open and (wanted is None or wanted.keeps_copy)
