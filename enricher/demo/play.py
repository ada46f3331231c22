"""The demo: a copy of the example documents, the small web, and the same job as `enricher run`,
twice.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import anyio
import msgspec

from enricher.config import Config
from enricher.demo.web import LOOPBACK, small_web
from enricher.errors import EnricherError
from enricher.report import summary, tally
from enricher.report.formats import Report, render
from enricher.report.words import plural
from enricher.run.job import Job, ignore
from enricher.run.lifecycle import check
from enricher.run.results.records import Event
from enricher.run.results.run_result import RunResult
from enricher.settings import reader
from enricher.web.clock import SystemClock

# Our own server needs no consideration, and a demo should not make people wait.
GAP_S = 0.01
FIRST_WAIT_S = 0.05


@dataclass(frozen=True, slots=True)
class Listener:
    """What hears of the demo."""

    out: Callable[[Iterable[str]], None]
    """Takes the diff."""
    say: Callable[[str], None]
    """Takes each line for people."""
    on_event: Callable[[Event], None] = ignore


def play(keep: Path | None, listener: Listener) -> bool:
    """Shows the main job on copies of the examples.

    Args:
        keep: a folder to work in and to leave there; None: a temporary one.
        listener: hears of it.

    Returns:
        Whether all was done.

    Raises:
        EnricherError: the folder to keep is there already, or the examples are not.
    """
    with working_folder(keep) as folder, small_web() as port:
        shutil.copytree(shipped("seeds"), folder / "seeds")
        say = listener.say
        say(
            f"A small web server answers at {LOOPBACK}:{port}; the documents are a copy of the "
            "examples."
        )
        with contextlib.chdir(folder):
            is_whole = _runs(config(port), listener)
        say("")
        if keep is None:
            say(
                "The copy and its ledger are thrown away now: the commands above would find "
                "nothing."
            )
            say(
                "enricher demo --keep FOLDER leaves both to look at, and the commands work inside "
                "FOLDER."
            )
        else:
            say(f"The copy is in {keep / 'seeds'}, what was seen in {keep / Config().ledger}:")
            say(f"the commands above work inside {keep}.")
    return is_whole


def _runs(settings: Config, listener: Listener) -> bool:
    """The first run with its diff and summary, then a second one over the same web."""
    say = listener.say
    first = anyio.run(check, _job(settings, listener))
    counts = tally.of_run(first)
    say("")
    listener.out(first.diffs)
    say("")
    for piece in render("text", Report(result=first, tally=counts)):
        say(piece.removesuffix("\n"))
    for line in summary.summary(first, counts):
        say(line)
    second = anyio.run(check, _job(settings, listener))
    say("")
    say(f"A second run straight after: {_again(second)}")
    for error in (*first.errors, *second.errors):
        say(str(error))
    return not (first.is_incomplete or second.is_incomplete)


def _again(result: RunResult) -> str:
    return (
        f"{plural(result.summary.requests, 'request')}, "
        f"{plural(len(result.summary.changed), 'document')} written."
    )


def config(port: int) -> Config:
    """The shipped settings, with every host led to the small web; https URLs are spoken to it in
    plain HTTP.
    """
    defaults = reader.load(shipped("config.toml"))
    return msgspec.structs.replace(
        defaults,
        fetch=msgspec.structs.replace(
            defaults.fetch,
            connect_to={"*": f"http://{LOOPBACK}:{port}"},
            allow_addresses=(f"{LOOPBACK}/32",),
        ),
        politeness=msgspec.structs.replace(defaults.politeness, gap_s=GAP_S),
        retry=msgspec.structs.replace(defaults.retry, first_wait_s=FIRST_WAIT_S),
    )


def _job(settings: Config, listener: Listener) -> Job:
    return Job(
        config=settings,
        paths=tuple(Path(each) for each in settings.seeds),
        ledger=Path(settings.ledger),
        clock=SystemClock(),
        chance=random.random,
        keeps_diffs=True,
        on_event=listener.on_event,
    )


def shipped(name: str) -> Path:
    """seeds/ or config.toml: inside the package where it is installed, else beside it in the source
    tree.
    """
    inside = Path(str(resources.files("enricher.demo"))) / name
    beside = Path(str(resources.files("enricher"))).parent / name
    found = next((path for path in (inside, beside) if path.exists()), None)
    if found is None:
        raise EnricherError(
            f"the demo's {name} is not part of this installation; install enricher again"
        )
    return found


@contextmanager
def working_folder(keep: Path | None) -> Iterator[Path]:
    """A folder to work in; the temporary one is removed at the end."""
    if keep is None:
        with tempfile.TemporaryDirectory(
            prefix="enricher-demo-", ignore_cleanup_errors=True
        ) as name:
            yield Path(name)
        return
    try:
        keep.mkdir(parents=True)
    except FileExistsError:
        raise EnricherError(
            f"{keep}: is there already; name a new folder, the demo overwrites nothing"
        ) from None
    except OSError as error:
        raise EnricherError(f"{keep}: cannot be made: {error.strerror or error}") from error
    yield keep
