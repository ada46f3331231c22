"""From the command line to a `Job`: settings read, paths looked at, contradictions refused before
anything starts.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import msgspec

from enricher.cli import selecting
from enricher.cli.exits import UsageError, say
from enricher.cli.options import DueOptions, LedgerOptions, RunOptions, SelectionOptions
from enricher.config import Config
from enricher.errors import ConfigError
from enricher.run.job import Job, ignore
from enricher.run.results.records import Event
from enricher.settings import finding, reader
from enricher.web.clock import SystemClock


def settings(asked: LedgerOptions) -> tuple[Config, Path | None]:
    """The settings, and the file they came from; None: the built-in ones. Raises ConfigError."""
    documents = asked.paths if isinstance(asked, SelectionOptions) else ()
    found = finding.find(asked.config, [path for path in documents if path.exists()])
    if asked.verbose:
        say(f"settings: {found or 'none found, the built-in ones'}")
    if found is None:
        return Config(), None
    is_above = asked.config is None and found.parent != Path()
    return reader.load(found, base=found.parent if is_above else None), found


def ledger_path(config: Config, asked: Path | None) -> Path:
    """The ledger named on the command line, else that of the settings."""
    return asked or Path(config.ledger)


def job(
    asked: SelectionOptions, *, writes: bool, on_event: Callable[[Event], None] = ignore
) -> Job:
    """Returns the job that was asked for; what the options do not say is as for any run.

    Raises:
        ConfigError: the settings cannot be used.
        UsageError: the options contradict one another, or a path does not exist.
    """
    due = asked if isinstance(asked, DueOptions) else DueOptions()
    run = asked if isinstance(asked, RunOptions) else RunOptions()
    _refuse_contradictions(due, run)
    config, source = settings(asked)
    config = _with_options(config, run)
    found = _selected(asked, config, source, writes=writes)
    return Job(
        config=config,
        paths=found.paths,
        urls=found.urls,
        documents=found.documents,
        only=found.only,
        ledger=ledger_path(config, asked.ledger),
        clock=SystemClock(),
        chance=random.random,
        writes=writes,
        dry_run=run.dry_run,
        processes=run.processes or config.documents.processes or _cores(),
        refresh=due.refresh,
        max_age=due.max_age,
        budget=run.budget,
        part=run.part,
        offline=run.offline,
        catches_signals=True,
        on_event=on_event,
    )


def _with_options(config: Config, run: RunOptions) -> Config:
    """The settings with what the command line says instead, or besides."""
    fetch = msgspec.structs.replace(
        config.fetch, concurrency=run.concurrency or config.fetch.concurrency
    )
    policy = msgspec.structs.replace(config.policy, accept=(*config.policy.accept, *run.accept))
    return msgspec.structs.replace(config, fetch=fetch, policy=policy)


def check_environment(config: Config) -> None:
    """Raises ConfigError where the environment lacks what settings say is there."""
    if not config.hosts and config.fetch.proxy != "environment":
        return
    from enricher.web.host_access import HostHeaders  # noqa: PLC0415  start-up: few need it
    from enricher.web.proxies import Proxies  # noqa: PLC0415

    Proxies(config.fetch.proxy, os.environ)
    HostHeaders(config.hosts, os.environ)


def _cores() -> int:
    """How many cores this process may use."""
    is_told = hasattr(os, "sched_getaffinity")  # not on macOS
    return len(os.sched_getaffinity(0)) if is_told else os.cpu_count() or 1


def _refuse_contradictions(due: DueOptions, run: RunOptions) -> None:
    if due.refresh and due.max_age is not None:
        raise UsageError("--refresh and --max-age cannot be combined")
    for name, is_given in (
        ("--refresh", due.refresh),
        ("--max-age", due.max_age is not None),
        ("--budget", run.budget is not None),
        ("--part", run.part is not None),
    ):
        if run.offline and is_given:
            raise UsageError(f"--offline and {name} cannot be combined: --offline asks nothing")
    if run.quiet and run.verbose:
        raise UsageError("--quiet and --verbose cannot be combined")


def _selected(
    asked: SelectionOptions, config: Config, source: Path | None, *, writes: bool
) -> selecting.Selected:
    if selecting.reads_urls(asked):
        if writes:
            raise UsageError("- names no document to write into; URLs are checked by: audit -")
        only = selecting.link_filter(asked)
        return selecting.Selected((), urls=selecting.urls_of_stdin(), only=only.of_links)
    return selecting.selected(asked, selecting.named(asked) or _seeds(config, source))


def _seeds(config: Config, source: Path | None) -> tuple[Path, ...]:
    found = tuple(Path(each) for each in config.seeds)
    missing = [str(path) for path in found if not path.exists()]
    if not missing and found:
        return found
    if source is None:
        raise UsageError(
            "name the files or folders to check: enricher run PATH (none was named, and there is "
            "neither a "
            f"{finding.DEFAULT_FILE} nor a folder {missing[0]} here). To see it work first: "
            "enricher demo"
        )
    what = f"no such file or folder: {', '.join(missing)}" if missing else "names nothing to read"
    raise ConfigError(f"{source}: seeds: {what}; correct it, or name a PATH on the command line")
