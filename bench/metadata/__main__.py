"""Accuracy of page metadata, field by field, and CPU a page, for ours and for other tools, on a folder of saved pages.

    python bench/metadata FOLDER [--pages 100] [--tools ours,trafilatura]
    python bench/metadata FOLDER --rules        # what each rule of ours brings: the figures without it

FOLDER holds `cases.jsonl`, one page a line:

    {"url": …, "html_path": "pages/a.html.gz", "expected": {"title": …, "authors": […], "publishedDateTime": …}}

with any of title, excerpt, publishedDateTime, site_name, image, authors, canonical, lang expected (a list: any of them
is right; of authors: all). A folder without it is searched for `.html`, `.htm` and `.gz` files; then only CPU and how
many pages got an answer are shown. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import gzip
import importlib
import io
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

import rules
import truth
from tools import NODE_TOOLS, ROUNDS, TOOLS, Answers, Reader, SavedPage, installed, node_tool


def saved_pages(folder: Path) -> list[SavedPage]:
    listed = folder / "cases.jsonl"
    if listed.is_file():
        cases = [
            json.loads(line)
            for line in listed.read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
        return [
            SavedPage(
                case["html_path"],
                case["url"],
                _body(folder / case["html_path"]),
                case.get("expected", {}),
            )
            for case in cases
        ]
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".htm", ".gz"})
    return [
        SavedPage(path.name, f"https://example.com/{path.name}", _body(path), {}) for path in paths
    ]


def _body(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def ask(name: str, read: Reader, pages: Sequence[SavedPage]) -> tuple[list[Answers], float]:
    """A tool's answers, and its CPU seconds. What it raises is no answer, and said."""
    raised: Counter[str] = Counter()

    def answer(page: SavedPage) -> Answers:
        try:
            return read(page)
        except Exception as error:  # noqa: BLE001  # whatever another tool raises on a page
            raised[f"{type(error).__name__}: {error}"[:100]] += 1
            return {}

    # What others left in memory is not this one's to look through.
    gc.collect()
    gc.freeze()
    with contextlib.redirect_stderr(io.StringIO()):
        for page in pages[:3]:
            answer(page)  # tables and expressions are made at first use
        raised.clear()
        answers, seconds = _timed(answer, pages)
    gc.unfreeze()
    for message, count in raised.most_common(3):
        print(f"({name} raised on {count // ROUNDS} pages: {message})", file=sys.stderr)
    return answers, seconds


def _timed(answer: Reader, pages: Sequence[SavedPage]) -> tuple[list[Answers], float]:
    """The answers, and the CPU seconds: of each page the least of a few rounds, as others use the machine, too.

    A round goes over all pages, so that no page is met as one just seen.
    """
    least = [math.inf] * len(pages)
    answers: list[Answers] = []
    for _ in range(ROUNDS):
        answers.clear()
        for index, page in enumerate(pages):
            before = time.process_time()
            answers.append(answer(page))
            least[index] = min(least[index], time.process_time() - before)
    return answers, sum(least)


def column(pages: Sequence[SavedPage], answers: Sequence[Answers]) -> list[str]:
    """For each measure right and wrong answers in percent of the pages where it is known; else pages with an answer."""
    return [_cell(measure, pages, answers) for measure in truth.MEASURES]


def _cell(measure: truth.Measure, pages: Sequence[SavedPage], answers: Sequence[Answers]) -> str:
    given = [answer.get(measure.field) for answer in answers]
    known = [index for index, page in enumerate(pages) if measure.is_known(page.expected)]
    if not known:
        return f"{100 * sum(map(measure.is_answered, given)) / len(pages):.0f} answered"
    points = [
        measure.score(pages[index].expected[measure.field], given[index], pages[index].url)
        for index in known
        if measure.is_answered(given[index])
    ]
    if not points:
        return "-"
    wrong = sum(point < measure.least for point in points)
    return f"{100 * sum(points) / len(known):.1f} / {100 * wrong / len(known):.1f}"


def measured(wanted: Container[str], pages: Sequence[SavedPage]) -> Iterator[tuple[str, list[str]]]:
    """Each tool's name and column, the milliseconds of CPU a page last."""
    for name, read in installed(wanted):
        answers, seconds = ask(name, read, pages)
        yield name, [*column(pages, answers), f"{1000 * seconds / len(pages):.2f}"]
    for name in NODE_TOOLS:
        if name not in wanted:
            continue
        found = node_tool(name, pages)
        if found is None:
            print(f"({name} is not installed, or not in NODE_PATH)", file=sys.stderr)
        else:
            yield name, [*column(pages, found[0]), f"{1000 * found[1] / len(pages):.2f}"]


def show_heads(pages: Sequence[SavedPage]) -> None:
    """What a page costs of which a check reads no more than the head that proves its facts."""
    reader, stop = (importlib.import_module(f"enricher.page.{name}") for name in ("read", "stop"))
    proven = [page for page in pages if stop.has_facts(page.body)]

    def read(page: SavedPage, body: bytes, *, is_stopped: bool) -> Answers:
        made = reader.PageReader(body, page.url, stops_at_head=is_stopped)
        return {"facts": made.facts.read(), "signals": made.signals.read()}

    def head(page: SavedPage) -> Answers:
        return read(page, page.body[: stop.head_end(page.body)] + b"</head>", is_stopped=True)

    if proven:
        alone = ask("ours", head, proven)[1]
        whole = ask("ours", lambda page: read(page, page.body, is_stopped=False), proven)[1]
        each = (1000 * seconds / len(proven) for seconds in (alone, whole))
        print(
            "\n{} heads prove their facts: {:.2f} ms of CPU alone, {:.2f} ms with the page's signals".format(
                len(proven), *each
            )
            + f" (ratio {alone / whole:.2f})"
        )


def show_rules(pages: Sequence[SavedPage]) -> None:
    """Which figures change without each rule."""
    read = dict(installed(["ours"]))["ours"]
    whole = column(pages, ask("ours", read, pages)[0])
    for rule, patches in rules.all_rules().items():
        with rules.without(patches):
            left = column(pages, ask("ours", read, pages)[0])
        changed = [
            f"{measure.name} {before} -> {after}"
            for measure, before, after in zip(truth.MEASURES, whole, left, strict=True)
            if before != after
        ]
        print(f"without {rule}: {'; '.join(changed) or 'nothing changes'}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=None, help="no more than this number")
    parser.add_argument("--rules", action="store_true", help="what each rule of ours brings")
    parser.add_argument("--tools", default=",".join(TOOLS), help="only these: %(default)s")
    arguments = parser.parse_args()
    pages = saved_pages(arguments.folder)[: arguments.pages]
    if not pages:
        print(f"no saved pages in {arguments.folder}", file=sys.stderr)
        return 2
    print(
        f"{len(pages)} pages, {sum(len(page.body) for page in pages) / len(pages) / 1024:.0f} KiB on average"
    )
    print(
        "right / wrong answers, % of the pages where the answer is known (excerpt: overlap of words)\n"
    )
    if arguments.rules:
        show_rules(pages)
        return 0
    columns = dict(measured(arguments.tools.split(","), pages))
    counts = [sum(measure.is_known(page.expected) for page in pages) for measure in truth.MEASURES]
    names = [
        f"{measure.name} ({count})" for measure, count in zip(truth.MEASURES, counts, strict=True)
    ]
    print(f"{'':24}" + "".join(f"{name:>14}" for name in columns))
    for row, name in enumerate([*names, "ms of CPU a page"]):
        print(f"{name:24}" + "".join(f"{cells[row]:>14}" for cells in columns.values()))
    if "ours" in columns:
        show_heads(pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
