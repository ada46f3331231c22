"""How often verdicts are wrong: live pages called gone, and gone pages missed.

    python bench/verdicts.py [FOLDER]

Always over the page situations of tests/samples/pages. With FOLDER (a `cases.jsonl` of real pages, each line with
`url`, `html_path` to gzipped HTML and `expected` `title`, `excerpt`, `publishedDateTime`) also over real pages: each
with its own description, with a part of it, with none (all live), and with another page's description (all drifted).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from msgspec import structs

from enricher import urls
from enricher.models import Description, Kind, Moment, Observation, Page, Status, Task, Verdict
from enricher.page import read
from enricher.verdict.case import Case
from enricher.verdict.judge import judge
from tests.verdict import situations

AT = datetime(2026, 11, 22, tzinfo=UTC)
GONE = (Status.SOFT404, Status.PARKED, Status.DRIFTED)
# Page n is given the description of page n + each of these.
STEPS = (1, 7, 50, 131, 200)


@dataclass(frozen=True)
class RealPage:
    url: str
    body: bytes
    page: Page
    told: Description

    def case(self, *told: Description) -> Case:
        observation = Observation(
            url=self.url,
            final_url=self.url,
            seen_at=AT,
            http_status=200,
            headers=(("content-type", "text/html"),),
            body=self.body,
            is_whole=True,
        )
        task = Task(target=self.url, kind=Kind.PAGE, descriptions=told)
        return Case(task=task, observation=observation, page=self.page)


def first(value: Any) -> str | None:
    found = value[0] if isinstance(value, list) and value else value
    return found if isinstance(found, str) else None


def description(expected: dict[str, Any]) -> Description:
    day = first(expected.get("publishedDateTime"))
    try:
        moment = Moment(day=date.fromisoformat(day[:10])) if day else None
    except ValueError:
        moment = None
    return Description(
        title=first(expected.get("title")), excerpt=first(expected.get("excerpt")), published=moment
    )


def speak_alike(one: RealPage, other: RealPage) -> bool:
    """Whether two pages are in the same language: titles in two languages prove nothing."""
    languages = [(page.page.facts.language or "").partition("-")[0] for page in (one, other)]
    return languages[0] == languages[1]


def real_pages(folder: Path, every: int = 1) -> Iterator[RealPage]:
    for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()[::every]:
        case = json.loads(line)
        body = gzip.decompress((folder / case["html_path"]).read_bytes())
        page = read.page(body, case["url"], "text/html")
        yield RealPage(case["url"], body, page, description(case["expected"]))


def show(name: str, verdicts: list[Verdict], *, is_live: bool) -> None:
    gone = [verdict for verdict in verdicts if verdict.status in (*GONE, Status.DEAD)]
    kinds = ", ".join(
        f"{count} {kind}"
        for kind, count in Counter(f"{v.status} {v.reason}" for v in verdicts).most_common(5)
    )
    if is_live:
        print(f"{name:44} {len(verdicts):5} live   false gone  {len(gone):4}    {kinds}")
    else:
        missed = len(verdicts) - len(gone)
        print(
            f"{name:44} {len(verdicts):5} gone   missed gone {missed:4} ({missed / len(verdicts):.1%})    {kinds}"
        )


def over_samples() -> None:
    every = situations.read_all()
    show("samples: live", [judge(s.case()) for s in every if s.status.is_good], is_live=True)
    show(
        "samples: gone, but answering 200",
        [judge(s.case()) for s in every if s.status in GONE],
        is_live=False,
    )
    wrong = [s for s in every if (v := judge(s.case())).status != s.status or v.reason != s.reason]
    print(
        f"samples: {len(every)} situations, {len(wrong)} with another status or reason than their author's"
    )


def over_real_pages(folder: Path) -> None:
    pages = list(real_pages(folder))
    titled = [page for page in pages if page.told.title]
    show("real: own description", [judge(p.case(p.told)) for p in pages], is_live=True)
    bare = [judge(p.case(structs.replace(p.told, excerpt=None, published=None))) for p in titled]
    show("real: own title alone", bare, is_live=True)
    show(
        "real: own excerpt alone",
        [judge(p.case(structs.replace(p.told, title=None))) for p in pages],
        is_live=True,
    )
    show("real: no description", [judge(p.case()) for p in pages], is_live=True)
    crossed = [(p, pages[(n + step) % len(pages)]) for step in STEPS for n, p in enumerate(pages)]
    pairs = [
        (p, other)
        for p, other in crossed
        if other.told.title and urls.site(p.url) != urls.site(other.url) and speak_alike(p, other)
    ]
    start = time.perf_counter()
    show(
        "real: another site's description",
        [judge(p.case(other.told)) for p, other in pairs],
        is_live=False,
    )
    spent_ms = (time.perf_counter() - start) / len(pairs) * 1000
    by_site: dict[str, list[RealPage]] = {}
    for page in titled:
        by_site.setdefault(urls.site(page.url), []).append(page)
    twins = [
        (one, other)
        for same in by_site.values()
        for one, other in zip(same, [*same[1:], same[0]], strict=True)
    ]
    same_site = [judge(p.case(other.told)) for p, other in twins if p is not other]
    show("real: another description of the same site", same_site, is_live=False)
    print(f"{spent_ms:.2f} ms for a verdict in doubt")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="real pages")
    folder = parser.parse_args().folder
    over_samples()
    if folder is not None:
        over_real_pages(folder)


if __name__ == "__main__":
    main()
