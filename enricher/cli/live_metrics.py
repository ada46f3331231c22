"""Keeps the file of `--metrics` current while an engine with several workers is at work."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from enricher.cli.output import to_file
from enricher.errors import EnricherError
from enricher.report.formats import prometheus
from enricher.run.results.records import EngineAtWork, Event

# Scrapers look every 15 s or less often.
EVERY_S = 10.0


class LiveMetrics:
    """Listens to a run, and passes its events on.

    What the file said of the run before stays until the new run is over, so that alerts on it hold.
    """

    def __init__(
        self,
        path: Path,
        listener: Callable[[Event], None] | None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._listener = listener
        self._monotonic = monotonic
        self._next_at = monotonic()
        # Not on the event loop's thread, which calls: a disk may be slow.
        self._writing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="metrics")

    def __call__(self, event: Event) -> None:
        if self._listener is not None:
            self._listener(event)
        if isinstance(event, EngineAtWork) and self._monotonic() >= self._next_at:
            self._next_at = self._monotonic() + EVERY_S
            self._writing.submit(self._write, event)

    def end(self) -> None:
        """Returns when nothing is written any more."""
        self._writing.shutdown()

    def _write(self, event: EngineAtWork) -> None:
        # A file that cannot be written is told at the end, with the report.
        with suppress(OSError, UnicodeDecodeError, EnricherError):
            before = self._path.read_text(encoding="utf-8") if self._path.is_file() else ""
            kept = (line for line in before.splitlines(True) if not prometheus.is_live(line))
            to_file((*kept, *prometheus.live(event)), self._path)
