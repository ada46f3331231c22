"""Asks one URL again, to show how its verdict comes about: every rule looked at, nothing kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from enricher import urls
from enricher.config import Config
from enricher.document.links import target_of
from enricher.errors import NoNetwork
from enricher.ledger.store import Ledger
from enricher.models import Description, Kind, Outcome, Task
from enricher.run.crawl import CONTROL_SITES
from enricher.run.due import url_refusal
from enricher.run.engines.seam import SiteTasks, Unit
from enricher.run.offline import OfflineDetector
from enricher.run.schedule import MAX_DESCRIPTIONS
from enricher.run.worker import Services, Worker
from enricher.web.client import WebClient
from enricher.web.clock import Clock


async def recheck(
    url: str, config: Config, ledger: Path, clock: Clock, chance: Callable[[], float]
) -> tuple[Outcome, ...]:
    """Asks a URL as a run would, with what documents say of it; its evidence tells every rule.

    It is asked as the kind of link that documents know it as; as a page where the ledger knows of
    none. Nothing is written, neither in the ledger nor elsewhere. Raises LedgerError where the
    ledger is unusable, and NoNetwork where no server can be reached.
    """
    target = target_of(url)
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
        url_refusal=url_refusal(config.fields),
        hosts=config.hosts,
    ) as web:
        worker = Worker(config, Services(web, clock, chance), explains=True)
        site = SiteTasks(site=urls.site(target), tasks=tasks)
        await worker.work(Unit(id=0, attempt=1, sites=(site,)), keep)
        if not await _has_network(worker, found, _controls(target, config, ledger)):
            raise NoNetwork(
                f"no network: neither {urls.host(target)} nor any site that answered before can be "
                "reached; nothing can be said of this URL now"
            )
    return tuple(found)


async def _has_network(worker: Worker, found: list[Outcome], controls: list[str]) -> bool:
    """True unless a failure before HTTP is all there is, and no control request is answered."""
    detector = OfflineDetector(sites=1)
    detector.sift(found)
    if detector.has_answer or not detector.is_holding:
        return True

    async def learn(outcomes: tuple[Outcome, ...]) -> None:
        detector.sift(outcomes)

    tasks = (Task(target=url, kind=Kind.PAGE) for url in controls)
    sites = tuple(SiteTasks(site=urls.site(task.target), tasks=(task,)) for task in tasks)
    await worker.work(Unit(id=1, attempt=1, sites=sites), learn)
    return detector.has_answer


def _controls(target: str, config: Config, ledger: Path) -> list[str]:
    """Returns pages of other sites that answered before, and the archive."""
    found: list[str] = []
    if ledger.is_file():
        with Ledger.read(ledger) as opened, opened.snapshot():
            found += opened.targets.answering(frozenset({urls.site(target)}), CONTROL_SITES)
    return [*found, *([config.archive.timegate] if config.archive.enabled else [])]


def _tasks(target: str, ledger: Path) -> tuple[Task, ...]:
    """Returns one task for each kind of link that leads there, with what documents say of it."""
    said: dict[Kind, Counter[Description]] = {}
    if ledger.is_file():
        with Ledger.read(ledger) as opened, opened.snapshot():
            for citation in opened.documents.citing(target):
                for link in citation.links:
                    said.setdefault(link.kind, Counter())[link.description] += 1
    return tuple(
        Task(
            target=target,
            kind=kind,
            descriptions=tuple(each for each, _ in often.most_common(MAX_DESCRIPTIONS)),
        )
        for kind, often in (said or {Kind.PAGE: Counter()}).items()
    )
