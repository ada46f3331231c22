"""What each format says of the same findings; that nothing foreign gets out of its place."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enricher.models import Status
from enricher.report.formats import NAMES, Report, TrendPoint, render
from enricher.run.results.records import (
    ArchiveRecord,
    Change,
    DescribedRecord,
    EvidenceRecord,
    PageRecord,
    Record,
    SuggestionRecord,
)
from tests.report.builders import BEFORE, DURING, record, result, tallied

DEAD = record(
    Status.DEAD,
    "http-404",
    url="https://dead.test/a",
    field="related[1].webUrl",
    line=12,
    column=9,
    change="new",
    described=DescribedRecord(title="A title", published_date_time="2019-05-01"),
)
OLD = record(
    Status.DEAD,
    "http-410",
    url="https://old.test/b",
    since=BEFORE,
    confirmed=True,
    change="persisting",
)
MOVED = record(Status.MOVED, "http-301", url="https://m.test/", final_url="https://n.test/")
RESCUED = record(
    Status.SOFT404,
    "not-found-text",
    url="https://s.test/",
    change="changed",
    archive=ArchiveRecord(url="https://archive.test/x", date_time=BEFORE),
)
WALL = record(Status.RESTRICTED, "bot-wall", url="https://w.test/")
BACK = record(url="https://back.test/", change="recovered")
WELL = record()
ALL = [MOVED, DEAD, OLD, RESCUED, WALL, BACK, WELL]


def written(name: str, records: list[Record], *, is_brief: bool = False) -> str:
    """Returns a report of these records."""
    report = Report(result=result(records), tally=tallied(records, None), is_brief=is_brief)
    return "".join(render(name, report))


def test_text_tells_what_is_new_first_then_the_worst_first() -> None:
    assert written("text", ALL) == dedent(
        """\
        new
          https://dead.test/a
              dead http-404, since 2026-11-22, not yet confirmed
              seeds/a.md:12:9: related[1].webUrl

        recovered
          https://back.test/
              ok http-200, since 2026-11-22
              seeds/a.md: webUrl

        dead · the server says it is gone, or its host no longer exists
          https://old.test/b
              http-410, since 2026-11-13, confirmed
              seeds/a.md: webUrl

        soft404 · answers, but with "not found" in other words
          https://s.test/
              not-found-text, since 2026-11-22, not yet confirmed
              archived copy of 2026-11-13:
              https://archive.test/x
              seeds/a.md: webUrl

        restricted · the page is there, but not for us: login, paywall, bot wall
          https://w.test/
              bot-wall, since 2026-11-22
              seeds/a.md: webUrl

        moved · moved for good, same article
          https://m.test/
              http-301, since 2026-11-22
              now at https://n.test/
              seeds/a.md: webUrl

        """
    )


def test_text_for_a_mail_holds_only_what_is_new_and_what_recovered() -> None:
    shown = written("text", ALL, is_brief=True)
    assert [line for line in shown.splitlines() if not line.startswith(" ")] == [
        "new",
        "",
        "recovered",
        "",
    ]
    assert written("text", [WELL, OLD], is_brief=True) == ""


def test_text_says_nothing_where_all_is_well() -> None:
    assert written("text", [WELL]) == ""


def test_text_fits_80_columns_but_for_urls_and_paths() -> None:
    notices = ("word " * 60,)
    report = Report(result=result(ALL, notices=notices), tally=tallied(ALL, None))
    lines = "".join(render("text", report)).splitlines()
    assert all(len(line) <= 80 for line in lines)


def test_text_tells_a_paused_host_in_one_line() -> None:
    paused = [
        record(Status.THROTTLED, "host-paused", url=f"https://slow.test/{n}") for n in range(1877)
    ]
    shown = written("text", paused)
    assert "  slow.test paused: 1,877 links left for the next run\n" in shown
    assert len(shown.splitlines()) == 3


def test_many_places_are_cut_short_and_say_so() -> None:
    many = [record(Status.DEAD, "http-404", document=f"{n}.md") for n in range(9)]
    assert "      and 4 more fields; --format jsonl names them all\n" in written("text", many)


def test_markdown_has_counts_and_tables() -> None:
    shown = written("markdown", ALL)
    assert "| dead | 2 |" in shown
    assert re.search(r"### New: 1\n\n.*\n.*\n\| dead http-404 \|", shown)
    assert "### Recovered: 1" in shown
    assert "[2026-11-13](<https://archive.test/x>)" in shown


REPLACED = record(
    Status.DEAD,
    "http-404",
    url="https://gone.test/",
    confirmed=True,
    evidence=(EvidenceRecord(rule="http-404", saw="HTTP 404"),),
    suggestion=SuggestionRecord(
        url="https://lives.test/", title="The | story", cited_in="b.md", similarity=0.534
    ),
)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("text", "      the same story lives at (53% alike):\n      https://lives.test/\n"),
        ("markdown", "| same story: [The \\| story](<https://lives.test/>) |"),
        ("html", '"http-404: HTTP 404","https://lives.test/","The | story"'),
        ("csv", ",http-404: HTTP 404,https://lives.test/"),
        ("jsonl", '"suggestion":{"url":"https://lives.test/","title":"The | story",'),
    ],
)
def test_a_living_article_is_suggested_and_the_evidence_told(name: str, said: str) -> None:
    assert said in written(name, [REPLACED])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("text", "      now at https://n.test/\n"),
        ("markdown", "| now at [https://n.test/](<https://n.test/>) |"),
        ("html", '"https://n.test/"'),
        ("csv", ",https://n.test/,"),
        ("jsonl", '"finalUrl":"https://n.test/"'),
        ("sarif", '. https://m.test/, now at https://n.test/"'),
        ("github", "::https://m.test/ moved for good, same article, now at https://n.test/\n"),
    ],
)
def test_where_a_link_moved_to_is_told(name: str, said: str) -> None:
    assert said in written(name, [MOVED])


def test_csv_has_a_row_per_field() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", ALL))))
    assert [row["url"] for row in rows] == [each.url for each in ALL]
    assert rows[1]["line"] == "12"
    assert rows[1]["describedTitle"] == "A title"
    assert rows[2]["confirmed"] == "yes"


@pytest.mark.parametrize("begin", "=+-@\t\r")
def test_no_cell_is_a_formula(begin: str) -> None:
    page = PageRecord(title=f"{begin}HYPERLINK(1)")
    (row,) = csv.DictReader(io.StringIO(written("csv", [record(page=page)])))
    assert row["pageTitle"][0] not in "=+-@\t\r"


def test_junit_fails_what_is_gone_and_skips_what_is_unsure() -> None:
    root = ET.fromstring(written("junit", ALL))
    (suite,) = root
    assert suite.attrib == {
        "name": "seeds/a.md",
        "tests": "7",
        "failures": "3",
        "errors": "0",
        "skipped": "1",
    }
    cases = {case.attrib["name"]: [each.tag for each in case] for case in suite}
    assert cases["related[1].webUrl https://dead.test/a"] == ["failure"]
    assert "seeds/a.md:12:9" in [failure.text for failure in suite.iter("failure")]
    assert cases["webUrl https://w.test/"] == ["skipped"]
    assert cases["webUrl https://m.test/"] == []


def test_sarif_has_a_result_per_field_with_a_problem() -> None:
    log = json.loads(written("sarif", ALL))
    run = log["runs"][0]
    by_rule = {each["ruleId"]: each for each in run["results"]}
    assert by_rule.keys() == {each["id"] for each in run["tool"]["driver"]["rules"]}
    assert by_rule.keys() == {"http-404", "http-410", "http-301", "not-found-text", "bot-wall"}
    dead = by_rule["http-404"]
    assert (dead["level"], dead["baselineState"]) == ("error", "new")
    place = dead["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 12, "startColumn": 9}
    assert by_rule["bot-wall"]["level"] == "warning"
    assert by_rule["http-301"]["level"] == "note"


def test_the_fingerprint_of_a_link_does_not_depend_on_its_line() -> None:
    def fingerprint(line: int) -> str:
        log = json.loads(written("sarif", [record(Status.DEAD, "http-404", line=line)]))
        found: str = log["runs"][0]["results"][0]["partialFingerprints"]["link/v1"]
        return found

    assert fingerprint(1) == fingerprint(99)


def test_github_marks_the_line() -> None:
    first = written("github", [DEAD, WELL])
    assert first == (
        "::error file=seeds/a.md,line=12,col=9,title=dead (http-404)"
        "::https://dead.test/a the server says it is gone, or its host no longer exists\n"
    )


def test_github_properties_hold_no_separators() -> None:
    bad = record(Status.DEAD, "http-404", document="a,b:c%d\n.md", url="https://d.test/%0A")
    shown = written("github", [bad])
    assert shown.count("\n") == 1
    assert "file=a%2Cb%3Ac%25d\\x0a.md," in shown
    assert "https://d.test/%250A" in shown


def test_prometheus_metrics_can_be_parsed() -> None:
    shown = written("prometheus", ALL)
    sample = re.compile(r'enricher_\w+(\{status="\w+"\})? -?[\d.e+]+')
    lines = [line for line in shown.splitlines() if not line.startswith("# ")]
    assert all(sample.fullmatch(line) for line in lines)
    assert 'enricher_urls{status="dead"} 2' in lines
    assert "enricher_new_problems 1" in lines
    assert "enricher_last_run_duration_seconds 42.0" in lines


def test_html_loads_nothing_and_holds_its_data_as_text() -> None:
    evil = record(
        Status.DEAD,
        "http-404",
        url="https://d.test/</script><script>alert(1)</script>",
        page=PageRecord(title="<!-- <script>"),
    )
    shown = written("html", [evil])
    assert shown.count("<script") == 2
    assert "</script><script>alert" not in shown
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", shown)
    assert "default-src 'none'" in shown


def test_html_plots_the_runs_it_is_given() -> None:
    point = TrendPoint(run=3, ended_at=DURING, statuses={Status.DEAD: 2})
    report = Report(result=result([DEAD]), tally=tallied([DEAD], None), trend=(point,))
    shown = "".join(render("html", report))
    assert '"trend":[[3,"2026-11-22",{"dead":2}]]' in shown


# ── laws ──────────────────────────────────────────────────────────────────────────────────

# Characters that act: on terminals, on the direction of text, on XML and on line ends.
ACTING = "".join(map(chr, [*range(0x20), 0x7F, *range(0x80, 0xA0), 0x202E, 0x2028, 0x2066, 0xFFFE]))
# No lone surrogates: names of files that hold them are told as errors, pages are decoded without.
foreign = st.text(
    st.one_of(st.sampled_from(ACTING + "<>&\"'|`%,:=\\"), st.characters(exclude_categories=["Cs"]))
)


@given(foreign, foreign, st.sampled_from([*NAMES, "prometheus"]))
@example("", "\x7f", "json")  # DEL is ASCII
@example("", "\u202e", "json")
def test_no_acting_character_leaves_a_report(title: str, path: str, name: str) -> None:
    url = f"https://a.test/{title}"
    said = record(
        Status.DEAD,
        "http-404",
        document=path,
        url=url,
        final_url=url,
        change="new",
        page=PageRecord(title=title),
        described=DescribedRecord(title=title),
        archive=ArchiveRecord(url=url, date_time=BEFORE),
        changes=(Change(field="checks", because="checks"),),
    )
    shown = written(name, [said])
    assert set(shown) & set(ACTING) <= {"\n", "\r"}
    assert "\r" not in shown.replace("\r\n", "")
    if name == "junit":
        ET.fromstring(shown)
    if name == "github":
        assert shown.count("\n") == 1


@given(st.permutations(ALL), st.sampled_from(["markdown", "sarif", "csv", "junit", "text"]))
def test_the_same_findings_give_the_same_bytes(order: list[Record], name: str) -> None:
    assert written(name, order) == written(name, list(order))
