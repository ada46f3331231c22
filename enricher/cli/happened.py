"""Keeps what a command has done so far, so that an error's last sentence says what is true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from enricher.cli.exits import StoppedEarly
from enricher.errors import DocumentError, NoNetwork
from enricher.report.words import plural
from enricher.run.results.records import DocumentFailed, DocumentWritten, Event, ScanDone


@dataclass(slots=True, kw_only=True)
class Happened:
    """What a command has done until now."""

    writes: bool
    """False: an audit, a dry run or a preview; no document is touched."""
    has_begun: bool = False
    changed: int = 0
    """Documents written."""
    errors: list[DocumentError] = field(default_factory=list)
    """Documents and single edits that could not be done."""
    listener: Callable[[Event], None] | None = None
    """Hears the same events; None: nothing is shown while the command is at work."""

    def note(self, event: Event) -> None:
        """Takes an event of a run in, and passes it on."""
        match event:
            case ScanDone():
                self.has_begun = True
            case DocumentWritten():
                self.changed += self.writes
            case DocumentFailed(error=error):
                self.errors.append(error)
        if self.listener is not None:
            self.listener(event)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Adds what was done to an error that ends the command inside.

        Raises StoppedEarly for any error after the first document was read.
        """
        try:
            yield
        except Exception as error:
            if not (self.has_begun or self.changed or self.errors):
                raise
            done = "" if isinstance(error, NoNetwork) else self._sentence()
            raise StoppedEarly(error, done=done, errors=self.errors) from error

    def _sentence(self) -> str:
        if not self.changed:
            return "No document was changed; what was learnt before is kept."
        changed = plural(self.changed, "document was", "documents were")
        return f"{changed} changed before that, whole; the next run goes on from there."
