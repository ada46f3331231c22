"""What a document costs: CPU of reading, parsing, judging, cutting and writing, and peak memory.

    python bench/documents.py [FOLDER] [--documents 1000]

Repeats the documents of FOLDER (default: seeds/) under other names in a temporary folder, pretends that every link
was checked and found well, and does the first run's work (every `checks` line and missing image is written) and the
second run's (nothing changes).
"""

from __future__ import annotations

import argparse
import gc
import resource
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from enricher import enrich, files
from enricher.config import Config
from enricher.document import editing, frontmatter, links
from enricher.enrich import TargetState
from enricher.models import (
    Description,
    ImageCandidate,
    ImageFacts,
    Kind,
    Link,
    Outcome,
    PageFacts,
    Standing,
    Status,
    TextFact,
    Verdict,
)

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
NOW = datetime(2026, 11, 22, 18, 4, 11, tzinfo=UTC)
GOOD = Standing(status=Status.OK, reason="http-200", since=NOW)
LEAD = "https://images.test/lead.jpg"
FACTS = PageFacts(
    excerpt=TextFact(text="A sentence that says what the page is about.", source="og:description"),
    site_name=TextFact(text="The Daily News", source="og:site_name"),
    image=ImageCandidate(url=LEAD, source="og:image"),
)
PICTURE = ImageFacts(format="jpeg", width=1200, height=630)

T = TypeVar("T")


class Stopwatch:
    """CPU seconds by the name of the step."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    def __call__(self, step: str, work: Callable[[], T]) -> T:
        started = time.process_time()
        try:
            return work()
        finally:
            self.spent[step] += time.process_time() - started  # type: ignore[assignment]


def repeated(folder: Path, into: Path, documents: int) -> list[Path]:
    """`documents` files: those of the folder, again and again, under other names."""
    originals = [
        path
        for path in files.discover([folder])
        if frontmatter.read(files.read(path).text, path.name)
    ]
    if not originals:
        raise SystemExit(f"{folder}: no documents with frontmatter")
    made = []
    for number in range(documents):
        original = originals[number % len(originals)]
        made.append(into / f"{number:05}-{original.name}")
        shutil.copyfile(original, made[-1])
    return made


def known(found: list[Link]) -> enrich.StateLookup:
    """Every target answers, and every page has the title that the document expects."""
    lead = Link(
        document="",
        field=(),
        url=LEAD,
        target=LEAD,
        kind=Kind.IMAGE,
        line=1,
        description=Description(),
    )
    states = {(link.kind, link.target): state(link) for link in [*found, lead]}
    return lambda kind, target: states.get((kind, target))


def state(link: Link) -> TargetState:
    title = TextFact(text=link.description.title or "A title", source="og:title")
    outcome = Outcome(
        target=link.target,
        kind=link.kind,
        verdict=Verdict(status=Status.OK, reason="http-200", identity=0.9),
        checked_at=NOW,
        final_url=link.target,
        page=replace(FACTS, title=title) if link.kind is Kind.PAGE else None,
        image=PICTURE,
    )
    return TargetState(outcome=outcome, standing=GOOD)


def run(paths: list[Path], config: Config, watch: Stopwatch) -> Counter[str]:
    """One run's work on every document; counts what it did."""
    counts: Counter[str] = Counter(documents=len(paths))
    for path in paths:
        source = watch("read", lambda path=path: files.read(path))  # type: ignore[misc]
        front = watch("parse", lambda: frontmatter.read(source.text, path.name))  # noqa: B023
        assert front is not None
        found = watch("links", lambda: links.find(front, config.fields))  # noqa: B023
        find = known(found)
        edits = watch(
            "edits",
            lambda: enrich.edits(front, found, find, config.enrich, config.write),  # noqa: B023
        )
        counts.update(links=len(found), edits=len(edits))
        if not edits:
            continue
        done = watch("surgery", lambda: editing.apply_edits(front, edits))  # noqa: B023
        assert not done.refused, done.refused
        watch("write", lambda: files.swap(source, done.text))  # noqa: B023
        counts.update(written=1)
    return counts


def show(name: str, counts: Counter[str], watch: Stopwatch) -> None:
    each = {step: 1000 * spent / counts["documents"] for step, spent in watch.spent.items()}
    done = ", ".join(
        f"{counts[what]:,} {what}" for what in ("documents", "links", "edits", "written")
    )
    print(f"{name}: {done}")
    print(
        "  CPU ms a document: "
        + ", ".join(f"{step} {ms:.2f}" for step, ms in each.items())
        + f"; together {sum(each.values()):.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--documents", type=int, default=1000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        paths = repeated(chosen.folder, Path(temporary), chosen.documents)
        gc.collect()
        for name in ("first run", "second run"):
            watch = Stopwatch()
            show(name, run(paths, Config(), watch), watch)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
