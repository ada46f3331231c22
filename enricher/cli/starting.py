"""The body of `init`: documents are looked at, and a config.toml is written for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from enricher import files
from enricher.cli.checking import check_output
from enricher.cli.command_options import InitOptions
from enricher.cli.exits import Exit, UsageError, say
from enricher.cli.output import to_file, to_stdout
from enricher.config import Config, FixSettings, Write
from enricher.discovery import discover, name_refusal
from enricher.document import frontmatter, url_fields
from enricher.document.frontmatter import Frontmatter
from enricher.errors import DocumentError
from enricher.report.words import duration, plural
from enricher.run.job import Job
from enricher.run.plan import plan
from enricher.settings import finding, generators, reader
from enricher.settings.starter import Survey, config_toml
from enricher.web.clock import SystemClock

_WRITTEN_BY_US = (Write().key, FixSettings().archive_key)
"""Keys that a run or fix may have added: URLs under them are no links of the document's own."""


def init(options: InitOptions) -> Exit:
    """Writes a config.toml for documents; one that exists is left alone.

    Raises UsageError where no document is found, or the file is there already.
    """
    target = options.output or Path(finding.DEFAULT_FILE)
    if not options.stdout and target.exists():
        raise UsageError(
            f"{target} is there already, and is not overwritten; show the new one with --stdout, "
            f"or name another with --output {finding.OWN_FILE}"
        )
    if not options.stdout:
        check_output(target)
    survey = look(options.paths)
    text = config_toml(survey)
    if options.stdout:
        to_stdout([text])
    else:
        to_file([text], target)
    for line in _told(survey, reader.parse(text), None if options.stdout else target):
        say(line)
    return Exit.DONE


def look(asked: tuple[Path, ...]) -> Survey:
    """What the documents at and under the paths hold. Raises UsageError where there is none."""
    for path in asked:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    guessed = _guess(asked)
    paths = asked or _content(guessed)
    fronts = _Fronts(paths)
    fields = url_fields.collect(fronts, _WRITTEN_BY_US)
    if not fronts.count:
        named = ", ".join(map(str, paths))
        raise UsageError(f"{named}: no document with frontmatter; name their folder: init PATH")
    return Survey(
        paths=tuple(map(str, paths)),
        documents=fronts.count,
        fields=fields,
        generator=guessed[0].name if guessed else None,
        sign=guessed[1] if guessed else "",
    )


class _Fronts:
    """The frontmatter of each document, counted; what cannot be read is told."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self._paths = paths
        self.count = 0

    def __iter__(self) -> Iterator[Frontmatter]:
        discovery = discover(self._paths)
        for path in discovery:
            try:
                front = _front(path, discovery.within)
            except DocumentError as error:
                say(f"enricher: {error}")
                continue
            if front is not None:
                self.count += 1
                yield front
        if told := discovery.told():
            say(told)


def _front(path: Path, within: frozenset[Path]) -> Frontmatter | None:
    """Raises DocumentError where a document cannot be read, or its name is not usable."""
    front = frontmatter.read(files.read(path, within).text, str(path))
    refusal = name_refusal(str(path))
    if front is not None and refusal is not None:
        raise refusal
    return front


Guess = tuple[generators.Generator, str] | None


def _guess(asked: tuple[Path, ...]) -> Guess:
    """Looks into the working folder, and into the given folders and those around them."""
    near = (Path(), *(each for path in asked for each in (path, path.resolve().parent)))
    roots = (folder for folder in near if folder.is_dir())
    found = (generators.guess({entry.name for entry in root.iterdir()}) for root in roots)
    return next((each for each in found if each is not None), None)


def _content(guessed: Guess) -> tuple[Path, ...]:
    """Where the generator keeps documents, else the working folder."""
    usual = guessed[0].content if guessed else ()
    return tuple(Path(name) for name in usual if Path(name).is_dir()) or (Path(),)


def _told(survey: Survey, config: Config, written: Path | None) -> Iterator[str]:
    """What was found, what a first audit would ask, and what to do next."""
    made = f"made with {survey.generator} ({survey.sign})" if survey.generator else ""
    yield f"{plural(survey.documents, 'document')} {made}".strip()
    for each in survey.fields:
        example = each.examples[0]
        yield f"  {each.pattern}: {plural(each.count, each.kind.value)}, such as {example}"
    paths = tuple(Path(path) for path in survey.paths)
    # No ledger of that name: everything is due.
    nothing = Path(os.devnull)
    found = plan(Job(config=config, paths=paths, ledger=nothing, clock=SystemClock(), chance=float))
    sites = plural(len(found.sites), "site")
    asks = plural(found.due, "URL")
    yield f"A first audit would ask {asks} at {sites}: at least {duration(found.seconds)}"
    if written is not None:
        defaults = {Path(finding.DEFAULT_FILE), Path(finding.OWN_FILE)}
        option = "" if written in defaults else f" --config {written}"
        yield f"wrote {written}; look through it, then: enricher audit{option}"
