"""Takes the pictures of the HTML report that the documentation shows: `make screenshots`; needs Debian's chromium."""

from __future__ import annotations

import random
import tempfile
from datetime import timedelta
from pathlib import Path

from enricher.models import Status
from enricher.report.formats import Report, TrendPoint, render
from enricher.run.results.records import ArchiveRecord, DescribedRecord, PageRecord, Record
from tests.browser import started
from tests.report.builders import STARTED, record, result, tallied

DOCS = Path(__file__).parent.parent / "docs"
SIZE = (1280, 1000)

# Of a news archive: most links are alive, the older the fewer.
WEIGHTS = {
    Status.OK: 60,
    Status.MOVED: 9,
    Status.DEAD: 13,
    Status.SOFT404: 4,
    Status.PARKED: 1,
    Status.DRIFTED: 2,
    Status.RESTRICTED: 8,
    Status.UNREACHABLE: 3,
}
REASONS = {
    Status.OK: "http-200",
    Status.MOVED: "http-301",
    Status.DEAD: "http-404",
    Status.SOFT404: "not-found-text",
    Status.PARKED: "parking-page",
    Status.DRIFTED: "title-mismatch",
    Status.RESTRICTED: "bot-wall",
    Status.UNREACHABLE: "read-timeout",
}
WORDS = [
    *("harbour", "bridge", "mayor", "council", "ferry", "storm"),
    *("museum", "school", "market", "river", "library", "festival"),
]
SITES = [f"{name}.example" for name in ("daily-news", "city-post", "bay-chronicle", "herald")]


def records(count: int, chance: random.Random) -> list[Record]:
    """Records over a few sites and fifteen years, always the same."""
    return [_record(number, chance) for number in range(count)]


def _record(number: int, chance: random.Random) -> Record:
    year = chance.randint(2010, 2025)
    weights = [
        weight * (2026 - year if status.is_gone else 9) for status, weight in WEIGHTS.items()
    ]
    (status,) = chance.choices(list(WEIGHTS), weights)
    words = chance.sample(WORDS, 3)
    title = " ".join(words).capitalize()
    url = f"https://{chance.choice(SITES)}/{year}/{'-'.join(words)}-{number}"
    change = chance.choices(["persisting", "new"], [30, 1])[0] if status.is_failing else None
    return record(
        status,
        REASONS[status],
        url=url,
        document=f"posts/{year}-{number % 12 + 1:02}-{words[0]}.md",
        line=number % 90 + 4,
        column=13,
        field=f"related[{number % 7}].webUrl",
        since=STARTED - timedelta(days=chance.randint(0, 300)),
        confirmed=status.is_failing and change == "persisting",
        change=change,
        http_status=404 if status is Status.DEAD else 200,
        described=DescribedRecord(title=title, published_date_time=f"{year}-05-17"),
        page=PageRecord(title=title if status.is_good else "Page not found"),
        archive=_copy(url, year) if status is Status.DEAD and number % 2 else None,
    )


def _copy(url: str, year: int) -> ArchiveRecord:
    at = STARTED.replace(year=year + 1)
    return ArchiveRecord(url=f"https://web.archive.example/web/{at:%Y%m%d}/{url}", date_time=at)


def take(folder: Path) -> None:
    """Writes `report-light.png` and `report-dark.png`."""
    chance = random.Random(7)
    found = records(1_200, chance)
    trend = tuple(
        TrendPoint(
            run=number,
            ended_at=STARTED - timedelta(days=30 - number),
            statuses={Status.DEAD: 180 + number * 2 + chance.randint(-4, 4), Status.SOFT404: 60},
        )
        for number in range(1, 31)
    )
    report = Report(result=result(found), tally=tallied(found, None), trend=trend)
    with tempfile.TemporaryDirectory() as made:
        page = Path(made) / "report.html"
        page.write_text("".join(render("html", report)), encoding="utf-8")
        browser = started(*SIZE)
        try:
            for scheme in ("light", "dark"):
                feature = {"name": "prefers-color-scheme", "value": scheme}
                browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
                browser.get(page.as_uri())
                browser.save_screenshot(str(folder / f"report-{scheme}.png"))
        finally:
            browser.quit()


if __name__ == "__main__":
    take(DOCS)
