"""Holds the Python API: what `import enricher` gives to programs; docs/api.md shows its use.

These names, their parameters and the attributes of what they return follow semantic versioning;
every other module and name of the package may change in any release.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from os import PathLike
from pathlib import Path

import anyio

from enricher.config import Config
from enricher.document import editing, fieldpath, frontmatter
from enricher.errors import ConfigError, DocumentError, EditError, EnricherError, NoNetwork
from enricher.models import DateFact, Edit, ImageCandidate, PageFacts, Status, TextFact, Value
from enricher.page.read import PageReader
from enricher.run import job, lifecycle
from enricher.run.results.records import Record
from enricher.run.results.run_result import RunResult, RunSummary
from enricher.settings import reader
from enricher.web.clock import SystemClock

__all__ = [
    "Config",
    "ConfigError",
    "DateFact",
    "DocumentError",
    "Edit",
    "EditError",
    "EditedText",
    "EnricherError",
    "ImageCandidate",
    "NoNetwork",
    "PageFacts",
    "Record",
    "RunResult",
    "RunSummary",
    "Status",
    "TextFact",
    "apply_edits",
    "check",
    "edit",
    "read_page",
]

AnyPath = str | PathLike[str]


def check(
    *paths: AnyPath,
    config: Config | AnyPath | None = None,
    ledger: AnyPath | None = None,
    write: bool = False,
    max_age: timedelta | None = None,
) -> RunResult:
    """Checks the links of documents and returns what was found, as `enricher audit` does.

    Args:
        paths: files and folders; none: `seeds` of the settings.
        config: settings, or the file that holds them; None: the defaults, no file is looked for.
        ledger: where checks are remembered, made where it is missing; None: as the settings say.
        write: fill in what is missing and write the documents, as `enricher run` does.
        max_age: ask again what was last asked longer ago; None: as `[freshness]` says.

    Returns:
        The result; `result.records` has one `Record` for each checked field and is read from the
        ledger each time it is walked, so the ledger must still be there then.

    Raises:
        ConfigError: the settings cannot be used; nothing was done.
        NoNetwork: this machine reaches nothing; nothing was kept, nothing was written.
        EnricherError: the ledger cannot be used, or a path is not there.
        RuntimeError: an event loop is running in this thread; call it from another one.
    """
    settings = _settings(config)
    found = tuple(Path(path) for path in paths or settings.seeds)
    if missing := [str(path) for path in found if not path.exists()]:
        raise EnricherError(f"no such file or folder: {', '.join(missing)}; nothing was done")
    asked = job.Job(
        config=settings,
        paths=found,
        ledger=Path(ledger or settings.ledger),
        clock=SystemClock(),
        chance=random.random,
        writes=write,
        max_age=max_age,
    )
    return anyio.run(lifecycle.check, asked)


def _settings(config: Config | AnyPath | None) -> Config:
    if config is None:
        return Config()
    return config if isinstance(config, Config) else reader.load(Path(config))


def read_page(body: bytes, url: str, content_type: str = "") -> PageFacts:
    """Reads what a web page says of itself: title, excerpt, dates, authors, lead image.

    Args:
        body: the page as it came, decompressed; it may be cut off anywhere.
        url: where it stands; relative addresses in it are resolved against this.
        content_type: the header of that name, for its charset.

    Returns:
        The facts, each with the place in the page where it stood; None for what the page does not
        say. Never raises for what a page holds.
    """
    return PageReader(body, url, content_type).facts.read()


def edit(field: str, before: Value | None, after: Value | None, because: str = "edit") -> Edit:
    """Makes an edit of one field of a document's frontmatter.

    Args:
        field: the field path, such as `related[1].webUrl`.
        before: what the field must hold today; None: it is absent, null or empty.
        after: what it shall hold: text, number, boolean, date, or a list or mapping of these; None
            removes the field.
        because: a word for the reason, kept in `EditedText.done`.

    Raises:
        ValueError: `field` is no field path, or the edit changes nothing.
    """
    if not field:
        raise ValueError("an edit needs the path of a field, got an empty one")
    return Edit(field=fieldpath.parse(field), before=before, after=after, because=because)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedText:
    """What became of a document's text and of each edit."""

    text: str
    """The whole document afterwards: the old text but for the edited fields."""
    done: tuple[Edit, ...]
    refused: tuple[EditError, ...]
    """One for each edit that was not done because the field holds something else, or cannot be
    changed without touching more; `str()` says why.
    """


def apply_edits(text: str, edits: Iterable[Edit], *, name: str = "document") -> EditedText:
    """Applies edits to a document's frontmatter by splices; everything else stays as it was.

    The result is read again, and only handed out where it shows exactly the asked changes. An edit
    that cannot be done is refused alone. No file is read or written; read yours with `newline=""`,
    so that its line ends are kept.

    Args:
        text: the whole document, with YAML, TOML or JSON frontmatter.
        edits: made by `edit`.
        name: what to call the document in messages.

    Raises:
        DocumentError: the text has no frontmatter, or one that cannot be read.
    """
    front = frontmatter.read(text, name)
    if front is None:
        raise DocumentError(name, "there is no frontmatter to edit")
    result = editing.apply_edits(front, tuple(edits))
    return EditedText(text=result.text, done=result.done, refused=result.refused)
