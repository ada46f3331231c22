"""Accuracy of page metadata, field by field, and CPU a page, for ours and for other tools, on a folder of saved pages.

    python bench/metadata FOLDER [--pages 100] [--tools ours,trafilatura]

FOLDER holds `cases.jsonl`, one page a line:

    {"url": …, "html_path": "pages/a.html.gz", "expected": {"title": …, "authors": […], "publishedDateTime": …}}

with any of title, excerpt, publishedDateTime, site_name, image, authors, canonical, lang expected (a list: any of them
is right; of authors: all). A folder without it is searched for `.html`, `.htm` and `.gz` files; then only CPU and how
many pages got an answer are shown. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import io
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import truth
from tools import Answers, Reader, SavedPage, installed, metascraper


def saved_pages(folder: Path) -> list[SavedPage]:
    listed = folder / "cases.jsonl"
    if listed.is_file():
        cases = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [
            SavedPage(case["html_path"], case["url"], _body(folder / case["html_path"]), case.get("expected", {}))
            for case in cases
        ]
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".htm", ".gz"})
    return [SavedPage(path.name, f"https://example.com/{path.name}", _body(path), {}) for path in paths]


def _body(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def ask(name: str, read: Reader, pages: Sequence[SavedPage]) -> tuple[list[Answers], float]:
    """A tool's answers, and its CPU seconds. What it raises is no answer, and said."""
    raised: Counter[str] = Counter()

    def answer(page: SavedPage) -> Answers:
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                return read(page)
        except Exception as error:  # noqa: BLE001  # whatever another tool raises on a page
            raised[f"{type(error).__name__}: {error}"[:100]] += 1
            return {}

    for page in pages[:3]:
        answer(page)  # tables and expressions are made at first use
    raised.clear()
    before = time.process_time()
    answers = [answer(page) for page in pages]
    seconds = time.process_time() - before
    for message, count in raised.most_common(3):
        print(f"({name} raised on {count} pages: {message})")
    return answers, seconds


def cells(pages: Sequence[SavedPage], answers: Sequence[Answers]) -> list[str]:
    """For each field right and wrong answers in percent of the pages with a known one; else pages with an answer."""
    row: list[str] = []
    for field in truth.FIELDS:
        known = [(page, given.get(field)) for page, given in zip(pages, answers, strict=True) if field in page.expected]
        if known:
            points = [truth.score(field, page.expected[field], given, page.url) for page, given in known]
            wrong = sum(
                truth.said(given) and truth.is_wrong(field, score)
                for (_, given), score in zip(known, points, strict=True)
            )
            row.append(f"{100 * sum(points) / len(known):.1f} / {100 * wrong / len(known):.1f}")
        else:
            row.append(f"{100 * sum(truth.said(given.get(field)) for given in answers) / len(pages):.0f} answered")
    return row


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=None, help="only the first so many")
    parser.add_argument("--tools", default="", help="only these, by name")
    arguments = parser.parse_args()
    pages = saved_pages(arguments.folder)[: arguments.pages]
    if not pages:
        print(f"no saved pages in {arguments.folder}", file=sys.stderr)
        return 2
    wanted = {name for name in arguments.tools.split(",") if name}
    counts = [sum(field in page.expected for page in pages) for field in truth.FIELDS]
    print(f"{len(pages)} pages, {sum(len(page.body) for page in pages) / len(pages) / 1024:.0f} KiB on average")
    print("right / wrong answers, % of the pages where the answer is known (excerpt: overlap of words)\n")
    _line(
        "",
        [f"{field} ({count})" if count else field for field, count in zip(truth.FIELDS, counts, strict=True)],
        "ms a page",
    )
    for name, read in installed():
        if not wanted or name in wanted:
            answers, seconds = ask(name, read, pages)
            _line(name, cells(pages, answers), f"{1000 * seconds / len(pages):.2f}")
    if not wanted or "metascraper" in wanted:
        found = metascraper(pages)
        if found is None:
            print("(metascraper is not installed, or not in NODE_PATH)")
        else:
            _line("metascraper", cells(pages, found[0]), f"{1000 * found[1] / len(pages):.2f}")
    return 0


def _line(name: str, row: Sequence[str], cpu: str) -> None:
    print(f"{name:16}" + "".join(f"{cell:>24}" for cell in row) + f"{cpu:>12}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
