"""Progress on standard error: a bar on terminals, a line for every check with `--verbose`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from enricher import urls
from enricher.cli.exits import say
from enricher.cli.remaining import Remaining
from enricher.report.escape import plain
from enricher.report.words import plural
from enricher.run.results.records import (
    DocumentFailed,
    DocumentWritten,
    EngineAtWork,
    Event,
    ScanDone,
    TargetChecked,
)

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def listener(
    *, is_quiet: bool, is_verbose: bool, has_bar: bool
) -> Iterator[Callable[[Event], None] | None]:
    """What listens to a run's events while it is at work; None: nothing is shown."""
    if is_quiet:
        yield None
    elif is_verbose:
        yield _tell
    elif has_bar and sys.stderr.isatty():
        with _bar() as bar:
            yield _Bar(bar)
    else:
        yield None


def _tell(event: Event) -> None:
    match event:
        case ScanDone(documents=documents, links=links, targets=targets, due=due):
            say(
                f"{documents:,} documents, {links:,} links ({targets:,} different URLs); {due:,} "
                "are due"
            )
        case TargetChecked(target=target, status=status, reason=reason):
            say(plain(f"{status} {reason} {target}"))
        case DocumentWritten(document=document, changes=changes):
            say(plain(f"wrote {document}: {plural(changes, 'change')}"))
        case DocumentFailed() | EngineAtWork():
            pass  # the end tells errors


def _bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415  rich costs start-up, and only terminals see it
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[found]}"),
        TextColumn("{task.fields[left]}"),
        TextColumn("{task.fields[engine]}"),
        console=Console(stderr=True),
        transient=True,
    )


TELL_EVERY_S = 0.5
"""Between two looks at all queues: eyes read no faster."""


class _Bar:
    """Turns events into a bar's movements."""

    def __init__(self, bar: Progress, clock: Callable[[], float] = time.monotonic) -> None:
        self._bar = bar
        self._task = bar.add_task("Reading documents", total=None, found="", left="", engine="")
        self._gone = 0
        self._remaining = Remaining((), clock())
        self._clock = clock
        self._told_at_s = 0.0

    def __call__(self, event: Event) -> None:
        match event:
            case ScanDone(due=due, queues=queues):
                self._bar.update(self._task, description="Asking", total=due)
                self._remaining = Remaining(queues, self._clock())
            case TargetChecked(target=target, status=status, done=done):
                self._tell_left(urls.site(target))
                self._gone += status.is_gone
                self._bar.update(
                    self._task, completed=done, found=f"{self._gone:,} gone" if self._gone else ""
                )
            case DocumentWritten() | DocumentFailed():
                pass
            case EngineAtWork():
                self._bar.update(self._task, engine=at_work(event))

    def _tell_left(self, site: str) -> None:
        now_s = self._clock()
        self._remaining.checked(site, now_s)
        if now_s - self._told_at_s >= TELL_EVERY_S:
            self._told_at_s = now_s
            self._bar.update(self._task, left=self._remaining.told(now_s))


def at_work(event: EngineAtWork) -> str:
    """Returns how an engine with several workers does, for the progress line."""
    return (
        f"{event.workers} workers, {event.rows_per_s:,.0f} links/s, "
        f"{event.units_in_flight:,} units in flight, {event.sites_waiting:,} sites waiting, "
        f"oldest lease {event.oldest_lease_s:.0f} s"
    )
