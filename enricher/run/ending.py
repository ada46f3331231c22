"""Sums a run up at its end: what was asked, changed and left, and what the user should hear."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from enricher import urls
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key
from enricher.run.crawl import Coordinator
from enricher.run.job import Job
from enricher.run.polite_bound import unfinished
from enricher.run.results.comparison import named, storable
from enricher.run.results.run_result import RunSummary, StoredError
from enricher.run.schedule import SiteTargets

if TYPE_CHECKING:
    from enricher.image_cache import ImageCache


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """A run of which all is done that it could do."""

    job: Job
    coordinator: Coordinator
    sites: Sequence[SiteTargets]
    """What was to be asked."""
    images: ImageCache | None
    is_interrupted: bool

    def summary(self, ledger: Ledger) -> RunSummary:
        """Sums up; every target has a check, or a reason why it has none."""
        job, context = self.job, self.coordinator.context
        recorder, counts = self.coordinator.recorder, self.coordinator.recorder.counts
        documents, links = ledger.documents.count(context.run)
        targets, unplaced = self._targets(ledger)
        unchecked, no_network = self._unchecked(ledger), self._no_network()
        is_partial = bool(
            no_network or self.is_interrupted or job.offline or job.budget is not None
        )
        return RunSummary(
            documents=documents,
            links=links,
            targets=targets,
            unplaced=unplaced,
            asked=counts.asked,
            requests=self.coordinator.requests,
            bytes_read=counts.bytes_read,
            changed=tuple(counts.changed),
            errors=tuple(StoredError.of(error) for error in recorder.errors),
            unasked=len(unchecked) if is_partial else 0,
            missing=0 if is_partial else len(unchecked),
            poison=tuple(
                f"{url}: {why}" for (_, url), why in self.coordinator.frontier.poison.items()
            ),
            notices=tuple(self._notices()),
            paths=self._paths(),
            unseen=tuple(named(Path(path), Path.cwd()) for path in context.scan.unseen),
            folder=self._folder(),
            only=job.only,
            store_error=self.images.error if self.images else "",
            is_interrupted=self.is_interrupted,
            no_network=no_network,
        )

    def _targets(self, ledger: Ledger) -> tuple[int, int]:
        """Counts what documents name now, and lead images that were checked and none names."""
        schedule, counts = self.coordinator.context.schedule, self.coordinator.recorder.counts
        run, documents = self.coordinator.context.run, ledger.documents
        written = schedule.unmet(documents.codes(run)) if counts.changed else set[int]()
        found = [key for key in counts.checked if key not in schedule.targets]
        placed = written.intersection(documents.known_numbers(found).values()) if written else set()
        chosen = sum(each.is_chosen for each in schedule.targets.values())
        return chosen + len(written), len(found) - len(placed)

    def _unchecked(self, ledger: Ledger) -> set[Key]:
        """Returns the targets without any check that are this run's to ask."""
        planned = self.coordinator.context.schedule.targets
        checked = self.coordinator.recorder.counts.checked
        # Who was known before the run has a check, as has who was checked in it; what the ledger
        # knows of the others takes 1 KB for each.
        new = {
            each.key
            for each in planned.values()
            if each.is_chosen and each.known is None and each.key not in checked
        }
        due = {key for key in self._due() if key not in checked}
        missing = (new - ledger.targets.known(new).keys()) | due
        part = self.job.part
        own = missing if part is None else {key for key in missing if part.holds(urls.site(key[1]))}
        return own - self.coordinator.frontier.poison.keys()

    def _due(self) -> Iterator[Key]:
        """Yields what was to be asked."""
        for site in self.sites:
            yield from site.keys

    def _no_network(self) -> str:
        if not self.coordinator.is_offline:
            return ""
        lost = "the network was lost on the way"
        return f"{lost}; what was not reached is left for the next run"

    def _notices(self) -> list[str]:
        context = self.coordinator.context
        return [
            *context.settler.notices,
            *context.scan.notices,
            *_late_notices(self.coordinator.late),
            *self.coordinator.notices,
            *self._polite_notices(),
            *self._image_notices(),
        ]

    def _polite_notices(self) -> list[str]:
        job = self.job
        if job.budget is None:
            return []
        begun = {site.site: len(site.keys) for site in self.sites}
        left = self.coordinator.frontier.left
        return unfinished(begun, left, job.config.politeness, job.budget)

    def _image_notices(self) -> list[str]:
        if self.images is None:
            return []
        schedule = self.coordinator.context.schedule
        # A run tells of these beside the links: it looks into the documents.
        unfounded = set() if self.job.writes else {url for _, url in schedule.unfounded}
        return self.images.notices({url for _, url in schedule.lost}, unfounded)

    def _folder(self) -> str:
        """The working folder as seen from the ledger's."""
        return storable(os.path.relpath(Path.cwd(), self.job.ledger.parent))

    def _paths(self) -> tuple[str, ...]:
        """All that was looked through; nothing where a filter chose: no later run is like it."""
        if self.job.documents is not None or not self.job.only.is_empty:
            return ()
        return tuple(named(path, Path.cwd()) for path in self.job.paths)


def _late_notices(late: int) -> list[str]:
    """Returns a line for the user where a lost worker went on to send results."""
    if not late:
        return []
    return [f"answers of workers that were given up, come too late and asked again: {late:,}"]
