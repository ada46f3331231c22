"""The HTML report in headless Chromium: it opens fast, filters, sorts, searches and can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from enricher.models import Status
from enricher.report.formats import Report, TrendPoint, render
from enricher.run.results.records import (
    DescribedRecord,
    EvidenceRecord,
    PageRecord,
    Record,
    SuggestionRecord,
)
from tests.browser import CHROMIUM, DRIVER, started
from tests.report.builders import BEFORE, DURING, record, result, tallied

pytest.importorskip("selenium.webdriver")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="Debian's chromium and chromium-driver are not there"
)

# CPU that the page promises to open in, and rows of the largest archive it was made for.
OPENS_WITHIN_S = 3.0
MANY_ROWS = 160_000

STATUSES = [Status.OK, Status.DEAD, Status.MOVED, Status.SOFT404, Status.RESTRICTED]


def some(count: int, urls: int) -> list[Record]:
    """Returns records over some URLs of ten sites, every status in turn."""
    return [
        record(
            STATUSES[number % urls % len(STATUSES)],
            "reason",
            document=f"posts/{number // 20}.md",
            line=number % 20 + 1,
            field=f"related[{number % 20}].webUrl",
            url=f"https://site{number % urls % 10}.test/{number % urls}",
            change="new" if number % urls == 1 else None,
            described=DescribedRecord(
                title=f"Story {number % urls}",
                published_date_time=f"{2010 + number % urls % 9}-01-01",
            ),
            evidence=(EvidenceRecord(rule="reason", saw=f"evidence {number % urls}"),),
            suggestion=SuggestionRecord(
                url=f"https://lives.test/{number % urls}",
                title="<b>The same</b>",
                cited_in="posts/0.md",
                similarity=0.5,
            ),
            page=PageRecord(title="<img src=x onerror=document.title='hacked'>"),
        )
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    driver = started(1280, 1400, **{"goog:loggingPrefs": {"browser": "ALL"}})
    yield driver
    driver.quit()


Opens = Callable[[list[Record]], float]


@pytest.fixture
def opens(browser: Any, tmp_path: Path) -> Opens:
    """Opens a report of some records; gives the CPU seconds until it can be used."""

    def open_report(records: list[Record]) -> float:
        trend = tuple(
            TrendPoint(run=number, ended_at=at, statuses={Status.DEAD: number})
            for number, at in ((1, BEFORE), (2, DURING))
        )
        report = Report(result=result(records), tally=tallied(records, None), trend=trend)
        path = tmp_path / "report.html"
        path.write_text("".join(render("html", report)), encoding="utf-8")
        began = cpu_s(browser)
        browser.get(path.as_uri())
        assert browser.execute_script("return document.documentElement.dataset.ready") == "yes"
        ended = cpu_s(browser)
        return ended - began if ended > began else ended  # else in a process of its own

    return open_report


def cpu_s(browser: Any) -> float:
    """CPU seconds of the process that shows the page: the clock on the wall counts others, too."""
    browser.execute_cdp_cmd("Performance.enable", {})
    metrics = browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "ProcessTime"))


def shown(browser: Any) -> list[list[str]]:
    """The cells of the rows that are painted."""
    script = (
        "return [...document.querySelectorAll('.row')]"
        ".map(row => [...row.children].map(cell => cell.textContent))"
    )
    found: list[list[str]] = browser.execute_script(script)
    return found


def fill(browser: Any, id_: str, value: str) -> None:
    browser.execute_script(
        "const at = document.getElementById(arguments[0]); at.value = arguments[1];"
        "at.dispatchEvent(new Event('change')); "
        "document.getElementById('filters').requestSubmit();",
        id_,
        value,
    )


def test_it_begins_with_problems_the_worst_first(browser: Any, opens: Opens) -> None:
    opens(some(20, 20))
    rows = shown(browser)
    assert [row[0] for row in rows[:5]] == ["dead"] * 4 + ["soft404"]
    assert "ok" not in {row[0] for row in rows}
    assert browser.find_element("id", "count").text == "16 of 20 fields"


def published(year: int | None, status: Status, number: int = 0, page: int | None = None) -> Record:
    """A record of one more URL, with years in which document and page say it was published."""
    said = f"{year}-06-01T08:00:00Z" if year else None
    return record(
        status,
        url=f"https://site.test/{year}/{page}/{status}/{number}",
        described=DescribedRecord(title="A story", published_date_time=said),
        page=PageRecord(published_date_time=f"{page}-06-01" if page else None),
    )


def test_the_share_alive_by_year_of_publication(browser: Any, opens: Opens) -> None:
    """Each URL once; walls are alive, what gave no clear answer and what has no year is left out."""
    many = [published(2010, Status.DEAD), published(2010, Status.OK), published(2010, Status.OK, 1)]
    opens(
        [
            *many,
            *many,  # the same URLs in a second document
            *(
                published(2008, status)
                for status in (Status.SOFT404, Status.PARKED, Status.DRIFTED)
            ),
            *(published(2022, status) for status in (Status.OK, Status.MOVED, Status.RESTRICTED)),
            *(published(2022, status) for status in (Status.UNREACHABLE, Status.ERROR)),
            *(published(2022, status) for status in (Status.BLOCKED, Status.INVALID)),
            published(2015, Status.OK, page=2022),  # the document's word counts
            published(None, Status.DEAD, page=2015),
            published(None, Status.DEAD),
        ]
    )
    plot = browser.find_element("css selector", "#years svg")
    assert plot.get_attribute("aria-label") == "2008: 0 %, 2010: 67 %, 2015: 50 %, 2022: 100 %"
    script = "return [...document.querySelectorAll('#years circle title')].map(e => e.textContent)"
    assert browser.execute_script(script) == [
        "2008: 0 % of 3",
        "2010: 67 % of 3",
        "2015: 50 % of 2",
        "2022: 100 % of 3",
    ]
    # the curve falls and rises with the share: 100 % is at the top
    heights = (
        "return [...document.querySelectorAll('#years circle')].map(e => +e.getAttribute('cy'))"
    )
    lowest, low, middle, top = browser.execute_script(heights)
    assert lowest > middle > low > top


def test_one_year_is_no_curve(browser: Any, opens: Opens) -> None:
    opens([published(2010, Status.DEAD), published(2010, Status.OK)])
    assert browser.find_element("id", "years").text == "Needs at least two years of publication."


def test_filters_and_search(browser: Any, opens: Opens) -> None:
    opens(some(20, 20))
    fill(browser, "status", "moved")
    assert {row[0] for row in shown(browser)} == {"moved"}
    fill(browser, "site", "site7.test")
    assert {row[4] for row in shown(browser)} == {"https://site7.test/7", "https://site7.test/17"}
    fill(browser, "search", "story 17")
    assert [row[4] for row in shown(browser)] == ["https://site7.test/17"]


def test_sorting_by_a_column_both_ways(browser: Any, opens: Opens) -> None:
    opens(some(20, 20))
    head = browser.find_elements("css selector", "#head button")[4]
    head.click()
    urls = [row[4] for row in shown(browser)]
    assert urls == sorted(urls)
    head.click()
    assert [row[4] for row in shown(browser)] == sorted(urls, reverse=True)
    sort = browser.find_elements("css selector", "#head [aria-sort=descending]")
    assert [each.text for each in sort] == ["URL"]


def test_keys_move_and_enter_shows_the_evidence(browser: Any, opens: Opens) -> None:
    opens(some(20, 20))
    table = browser.find_element("id", "table")
    table.send_keys("\ue015")  # arrow down
    assert table.get_attribute("aria-activedescendant") == "row-1"
    table.send_keys("\ue007")  # enter
    facts = browser.find_element("id", "facts").text
    assert "https://site6.test/6" in facts
    assert "posts/0.md:7 related[6].webUrl" in facts
    assert "<b>The same</b> https://lives.test/6" in facts
    assert "reason: evidence 6" in facts
    assert "<img src=x onerror=document.title='hacked'>" in facts
    assert browser.title == "Links: enricher report"


def test_everything_has_a_name_and_nothing_goes_wrong(browser: Any, opens: Opens) -> None:
    opens(some(20, 20))
    script = (
        "return [...document.querySelectorAll('button, input, select, svg')].filter(each => "
        "!(each.textContent.trim() || each.getAttribute('aria-label') || each.closest('label')))"
        ".map(each => each.outerHTML)"
    )
    assert browser.execute_script(script) == []
    assert browser.execute_script("return document.querySelectorAll('h1').length") == 1
    assert len(browser.find_elements("css selector", "#trend svg, #years svg")) == 2
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(browser: Any, opens: Opens, scheme: str) -> None:
    """WCAG 2.2 success criterion 1.4.3 asks for a contrast of 4.5."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    opens(some(20, 20))
    assert browser.execute_script(CONTRAST) >= 4.5


CONTRAST = """
const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
const light = (text) => { const [r, g, b] = rgb(text).slice(0, 3).map((each) => each / 255)
  .map((each) => each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b; };
const back = (at) => { while (at) { const colour = getComputedStyle(at).backgroundColor;
  if (rgb(colour).length === 3 || rgb(colour)[3] > 0) return colour; at = at.parentElement; }
  return "rgb(255, 255, 255)"; };
const texts = [...document.querySelectorAll("h1, h2, p, label, .name, .number, .row > span, dt, dd")]
  .filter((at) => at.getClientRects().length);
return Math.min(...texts.map((at) => { const pair = [light(getComputedStyle(at).color), light(back(at))];
  return (Math.max(...pair) + .05) / (Math.min(...pair) + .05); }));
"""


def test_the_largest_archive_opens_fast(browser: Any, opens: Opens) -> None:
    took = opens(some(MANY_ROWS, 12_000))
    assert took < OPENS_WITHIN_S
    fill(browser, "status", "any")
    assert browser.find_element("id", "count").text == "160,000 of 160,000 fields"
    assert len(shown(browser)) < 60
    browser.find_element("id", "table").send_keys("\ue010")  # end
    assert (
        browser.find_element("id", "table").get_attribute("aria-activedescendant") == "row-159999"
    )
