"""Tells which links take part in a run, a fix or a report, as `--only KEY=VALUE` names them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import lru_cache

from pathspec import GitIgnoreSpec

from enricher import urls
from enricher.document import fieldpath
from enricher.ledger.targets import KnownTarget
from enricher.models import FieldPath, Link, Status
from enricher.run.results.comparison import CHANGED, RECOVERED
from enricher.run.results.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFilter:
    """Takes links that fit every key; of one key, any value will do. Empty: takes all.

    Plain data: a run keeps it beside its summary, so that its report can be shown again.
    """

    sites: tuple[str, ...] = ()
    """Registrable domains or hosts, with all hosts below them."""
    statuses: tuple[Status, ...] = ()
    fields: tuple[str, ...] = ()
    """Field paths and patterns, such as `related[].webUrl`."""
    paths: tuple[str, ...] = ()
    """Documents, spelt as in .gitignore, relative to the working folder."""

    @property
    def is_empty(self) -> bool:
        """True if every link is taken."""
        return not (self.sites or self.statuses or self.fields or self.paths)

    @property
    def of_links(self) -> LinkFilter:
        """The same without `paths`: where documents are chosen already."""
        return replace(self, paths=())

    def takes_target(self, url: str, known: KnownTarget | None) -> bool:
        """True if the target of a link may be asked.

        One that was never asked has no status yet, so that any of `statuses` may be found.
        """
        if not self._takes_site(url):
            return False
        if not self.statuses or known is None:
            return True
        return Status(known.status_reason.partition("/")[0]) in self.statuses

    def takes_link(self, link: Link, status: Status | None) -> bool:
        """True if a link of a chosen document is taken; its status may be unknown."""
        has_status = not self.statuses or status in self.statuses
        return has_status and self._takes_site(link.target) and self.takes_field(link.field)

    def takes_field(self, field: FieldPath) -> bool:
        """True if the field is one of those named."""
        return not self.fields or any(fieldpath.fits(pattern, field) for pattern in self.fields)

    def takes_path(self, document: str) -> bool:
        """True if the document is one of those named."""
        if not self.paths:
            return True
        names = (document, os.path.relpath(document))
        return any(_spec(self.paths).match_file(name) for name in names)

    def takes_record(self, record: Record, *, of_run: bool = False) -> bool:
        """True if a record tells of a link that is taken.

        `of_run`: by what was known before the run, so that what recovered or changed is told.
        """
        return (
            self._takes_status(record, of_run=of_run)
            and self._takes_site(record.final_url if urls.check(record.url) else record.url)
            and self.takes_path(record.document)
            and (not self.fields or self.takes_field(fieldpath.parse(record.field)))
        )

    def _takes_status(self, record: Record, *, of_run: bool) -> bool:
        if not self.statuses or record.status in self.statuses:
            return True
        return of_run and record.fresh and record.change in (RECOVERED, CHANGED)

    def _takes_site(self, url: str | None) -> bool:
        if not self.sites:
            return True
        host = urls.host(url or "")
        return any(host == each or host.endswith(f".{each}") for each in self.sites)


ALL_LINKS = LinkFilter()


@lru_cache(maxsize=8)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(patterns)
