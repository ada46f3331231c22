"""Asks one URL again, to show how its verdict comes about: every rule looked at, nothing kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from enricher import urls
from enricher.config import Config
from enricher.ledger.store import Ledger
from enricher.models import Description, Kind, Outcome, Task
from enricher.run.engines.seam import SiteTasks, Unit
from enricher.run.schedule import MAX_DESCRIPTIONS, UrlFilter
from enricher.run.worker import Services, Worker
from enricher.web.client import WebClient
from enricher.web.clock import Clock


async def recheck(
    url: str, config: Config, ledger: Path, clock: Clock, chance: Callable[[], float]
) -> tuple[Outcome, ...]:
    """Asks a URL as a run would, with what documents say of it; its evidence tells every rule.

    It is asked as the kind of link that documents know it as; as a page where the ledger knows of
    none. Nothing is written, neither in the ledger nor elsewhere. Raises LedgerError where the
    ledger is unusable.
    """
    target = url if urls.check(url) is not None else urls.normalise(url)
    tasks = _tasks(target, ledger)
    found: list[Outcome] = []

    async def keep(outcomes: tuple[Outcome, ...]) -> None:
        found.extend(outcome for outcome in outcomes if outcome.target == target)

    async with WebClient(
        config.fetch,
        config.politeness,
        config.retry,
        clock,
        chance,
        url_refusal=UrlFilter(config.fields).refusal,
    ) as web:
        worker = Worker(config, Services(web, clock, chance), explains=True)
        site = SiteTasks(site=urls.site(target), tasks=tasks)
        await worker.work(Unit(id=0, attempt=1, sites=(site,)), keep)
    return tuple(found)


def _tasks(target: str, ledger: Path) -> tuple[Task, ...]:
    """Returns one task for each kind of link that leads there, with what documents say of it."""
    said: dict[Kind, Counter[Description]] = {}
    if ledger.is_file():
        with Ledger.read(ledger) as opened, opened.snapshot():
            for _, links in opened.documents.citing(target):
                for link in links:
                    if link.target == target:
                        said.setdefault(link.kind, Counter())[link.description] += 1
    return tuple(
        Task(
            target=target,
            kind=kind,
            descriptions=tuple(each for each, _ in often.most_common(MAX_DESCRIPTIONS)),
        )
        for kind, often in (said or {Kind.PAGE: Counter()}).items()
    )
