"""Fixes documents by rule, from what the ledger knows; asks nothing.

Each document is read, its fixes are proposed, made by the splices that a run uses, verified, and
put in its place; only then the ledger is told. A preview does all but the last two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from enricher import files, urls
from enricher.config import Config
from enricher.discovery import discover, name_refusal
from enricher.document import reading
from enricher.document.frontmatter import Frontmatter
from enricher.document.unified_diff import unified_diff
from enricher.errors import DocumentError
from enricher.fix import making
from enricher.fix.replacement import Suggestion
from enricher.fix.rules import Fix, FixPlan, FixRule
from enricher.ledger.documents import DocumentState
from enricher.ledger.settling import Settler
from enricher.ledger.store import Ledger
from enricher.models import Link
from enricher.run.documents.scanned import reading_settings
from enricher.run.documents.selection import DocumentFilter
from enricher.run.documents.target_states import TargetStates
from enricher.run.link_filter import ALL_LINKS, LinkFilter
from enricher.run.results.replacements import Replacements
from enricher.web.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class FixJob:
    """Fixes as they were asked for."""

    config: Config
    paths: tuple[Path, ...]
    documents: DocumentFilter | None = None
    only: LinkFilter = ALL_LINKS
    """Which of their links may be fixed."""
    ledger: Path
    clock: Clock
    rules: frozenset[FixRule]
    writes: bool = False
    """False: a preview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedDocument:
    """What was done to one document, or would be."""

    path: str
    fixes: tuple[Fix, ...]
    diff: str
    refused: tuple[DocumentError, ...]
    """Single fixes that could not be made."""


@dataclass(slots=True, kw_only=True)
class FixResult:
    """What was done to all documents, or would be."""

    documents: list[FixedDocument] = field(default_factory=list)
    """Those with fixes, or with fixes that were refused."""
    looked_at: int = 0
    errors: list[DocumentError] = field(default_factory=list)
    """Documents that could not be read or written."""
    waiting: Counter[FixRule] = field(default_factory=Counter)
    """Links that a rule would fix once they are confirmed."""


def fix(job: FixJob, result: FixResult | None = None) -> FixResult:
    """Fixes all documents of the job, one at a time.

    `result` is filled: whoever gives one knows what was done where an error ends the work.

    Raises LedgerUnusable where there is no ledger, LedgerBusy where a run holds it and documents
    are to be written.
    """
    result = FixResult() if result is None else result
    if not job.writes:
        with Ledger.read(job.ledger) as ledger, ledger.snapshot():
            return _Fixer(job, ledger, None, result).fix_all()
    with Ledger.read(job.ledger):
        pass  # says what is wrong with it, before an empty one is made
    with Ledger.open(job.ledger) as ledger:
        run = ledger.begin("fix", job.clock.now())
        _Fixer(job, ledger, run, result).fix_all()
        ledger.end(run, job.clock.now(), b"")
    return result


@dataclass
class _Fixer:
    """Fixes the documents of one job."""

    job: FixJob
    ledger: Ledger
    run: int | None
    """None: a preview."""
    result: FixResult

    def fix_all(self) -> FixResult:
        discovery = discover(self.job.paths, self.job.config.documents)
        takes = self.job.documents.takes if self.job.documents else None
        for path in filter(takes, map(str, discovery)):
            try:
                self._fix(path, discovery.within)
            except DocumentError as error:
                self.result.errors.append(error)
        return self.result

    def _fix(self, path: str, within: frozenset[Path]) -> None:
        """Raises DocumentError where it cannot be read, named or written; it is as it was then."""
        source = files.read(path, within)
        document = reading.read(source.text, path, self.job.config)
        if not document.is_document:
            return
        refusal = name_refusal(path)
        if refusal is not None:
            raise refusal
        if document.front is None:
            return
        self.result.looked_at += 1
        proposed = self._proposed(document.front, document.links)
        if not proposed:
            return
        made = making.make(document.front, proposed)
        writes = bool(made.done) and self.job.writes
        swapped = files.swap(source, made.text) if writes else None
        diff = unified_diff(path, source.text, made.text) if made.done else ""
        self.result.documents.append(
            FixedDocument(path=path, fixes=made.done, diff=diff, refused=made.refused)
        )
        if swapped is not None:
            self._tell(path, swapped, made)

    def _proposed(self, front: Frontmatter, links: Sequence[Link]) -> list[Fix]:
        self._states.refresh()
        self._states.recall((link.kind, link.target) for link in links)
        targets = frozenset(link.target for link in links)

        def suggest(link: Link) -> Suggestion | None:
            return self._replacements.suggest(link, targets)

        plan = FixPlan(
            front=front,
            links=links,
            find=self._states.state,
            config=self.job.config,
            rules=self.job.rules,
            suggest=suggest,
            takes=None if self.job.only.is_empty else self._takes,
        )
        proposed = plan.propose()
        self.result.waiting += plan.waiting
        return proposed

    def _takes(self, link: Link) -> bool:
        state = self._states.state(link.kind, link.target)
        return self.job.only.takes_link(link, None if state is None else state.standing.status)

    @cached_property
    def _states(self) -> TargetStates:
        return TargetStates(self.ledger)

    @cached_property
    def _replacements(self) -> Replacements:
        return Replacements.of(self.ledger)

    def _tell(self, path: str, swapped: files.Swapped, made: making.MadeFixes) -> None:
        """Tells the ledger of a document that was put in its place."""
        assert self.run is not None
        config = self.job.config
        document = reading.read(made.text, path, config)
        state = DocumentState(
            stat_key=swapped.stat_key,
            fingerprint=swapped.fingerprint,
            settings=reading_settings(config),
            title=document.title,
            passed=msgspec.json.encode(document.passed),
        )
        settler = Settler(self.ledger, self.run, config)
        for each in made.done:
            if each.rule is FixRule.MOVED and each.link is not None:
                memory = self._states.memory((each.link.kind, each.link.target))
                if memory is not None:
                    settler.rename(memory.outcome, urls.normalise(_new_url(each)))
        with self.ledger.transaction():
            self.ledger.documents.put(self.run, path, state, document.links)


def _new_url(each: Fix) -> str:
    return each.body.after if each.body is not None else str(each.edits[0].after)
