"""Asks from a second vantage point what would be confirmed as failing: `[confirm] vantage`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import anyio
import msgspec

from enricher import urls
from enricher.config import Config
from enricher.ledger.targets import Key
from enricher.models import Description, Kind, Outcome, Status, Task, VantageCheck
from enricher.policy import vantage
from enricher.run.engines.seam import Chunk, OpenEngine, SiteTasks, Unit
from enricher.run.recorder import Recorder, RunContext
from enricher.web.clock import Clock

NO_WORD = "no-answer"
"""Reason where the second vantage point itself could not be used."""
CONTROLS = 2
"""Pages that answered lately and are asked, too, to see whether the other point works."""


@dataclass(slots=True, kw_only=True)
class SecondVantage:
    """The other point of a run; it is opened only when there is something to ask."""

    config: Config
    open_engine: OpenEngine
    clock: Clock
    chance: Callable[[], float]
    requests: int = 0
    """Sent from there."""
    notices: list[str] = field(default_factory=list)

    async def decide(
        self, recorder: Recorder, context: RunContext, scope: anyio.CancelScope
    ) -> None:
        """Asks what the recorder doubts, and has it saved as it counts now.

        What `scope` keeps from being asked is saved, too, and not confirmed.
        """
        doubted = recorder.doubted
        if not doubted:
            return
        sites = frozenset(urls.site(each.target) for each in doubted)
        controls = await context.ledger.do(lambda ledger: ledger.targets.answering(sites, CONTROLS))
        planned = context.schedule.targets
        keys = [key for each in doubted if (key := (each.kind, each.target)) in planned]
        described = await context.ledger.do(
            lambda ledger: context.schedule.described(keys, ledger.documents.links)
        )
        tasks = [_task(each, described.get((each.kind, each.target), ())) for each in doubted]
        seen: dict[Key, VantageCheck] = {}
        with scope:
            seen = await self.ask(tasks, controls)
        outcomes = [
            vantage.decided(each, seen.get((each.kind, each.target)) or _no_word(each))
            for each in doubted
        ]
        self.notices += _told(outcomes)
        await recorder.decide(outcomes)

    async def ask(self, tasks: Iterable[Task], controls: Iterable[str]) -> dict[Key, VantageCheck]:
        """Returns what is seen of each target there.

        `controls`: pages that answered lately. Where neither they nor any target gets an HTTP
        answer, the point itself does not work, and its silence says nothing.
        """
        seen: dict[Key, Outcome] = {}

        async def keep(chunk: Chunk) -> None:
            seen.update(((row.kind, row.target), row) for row in chunk.rows)

        asked = [*tasks, *(Task(target=url, kind=Kind.PAGE) for url in controls)]
        engine_of = self.open_engine(self._from_there(), self.clock, self.chance, None)
        async with engine_of as engine:
            unit = Unit(id=0, attempt=1, sites=tuple(_by_site(asked)))
            await engine.run(unit, keep)
            self.requests = engine.requests_sent()
        if all(outcome.http_status is None for outcome in seen.values()):
            return {}
        return {key: _check(outcome) for key, outcome in seen.items()}

    def _from_there(self) -> Config:
        """The settings of the run, with the other point as its proxy."""
        replaced = msgspec.structs.replace
        fetch = replaced(self.config.fetch, proxy=self.config.confirm.vantage)
        archive = replaced(self.config.archive, enabled=False)
        return replaced(self.config, fetch=fetch, archive=archive)


def _task(outcome: Outcome, descriptions: tuple[Description, ...]) -> Task:
    """The task of asking a target without what an earlier check knows."""
    return Task(target=outcome.target, kind=outcome.kind, descriptions=descriptions)


def _told(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Lines for the user: each disagreement, and how many were not confirmed for want of a word."""
    open_questions = 0
    for each in outcomes:
        if each.verdict.reason == vantage.VANTAGE_DIFFERS:
            yield f"{each.target}: {each.verdict.evidence[0].saw}; it is not marked as broken"
        elif not vantage.agrees(each):
            open_questions += 1
    if open_questions:
        yield (
            "not confirmed, because the second vantage point did not see them fail, too: "
            f"{open_questions:,} of the failing links"
        )


def _no_word(outcome: Outcome) -> VantageCheck:
    """What is noted where the other point said nothing of a target."""
    return VantageCheck(status=Status.UNREACHABLE, reason=NO_WORD, checked_at=outcome.checked_at)


def _check(outcome: Outcome) -> VantageCheck:
    return VantageCheck(
        status=outcome.verdict.status,
        reason=outcome.verdict.reason,
        http_status=outcome.http_status,
        checked_at=outcome.checked_at,
        has_answer=outcome.verdict.status not in (Status.BLOCKED, Status.INVALID),
    )


def _by_site(tasks: Iterable[Task]) -> list[SiteTasks]:
    ordered = sorted(tasks, key=lambda task: urls.site(task.target))
    return [
        SiteTasks(site=site, tasks=tuple(members))
        for site, members in groupby(ordered, key=lambda task: urls.site(task.target))
    ]
