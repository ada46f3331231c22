"""Which of a page's dates is its publication, and what stands beside it."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.page import dates
from enricher.page.dates import Bounds
from enricher.page.parsed import ParsedPage
from tests.page.dates.made import HEADLINE, URL, linked, meta, read, shown
from tests.page.titled import titled

PAGES: dict[str, tuple[str, tuple[str, str] | None]] = {
    # rank
    "json-ld": (
        linked(datePublished="2022-07-28T21:27:00+02:00"),
        ("2022-07-28T19:27:00Z", "json-ld"),
    ),
    "json-ld before meta": (
        linked(datePublished="2022-07-28T21:27:00Z")
        + meta("article:published_time", "2022-07-29T00:01:00Z"),
        ("2022-07-28T21:27:00Z", "json-ld"),
    ),
    "json-ld in lower case": (linked(datepublished="2022-07-28"), ("2022-07-28", "json-ld")),
    "json-ld list": (linked(datePublished=["2022-07-28", "2022-07-29"]), ("2022-07-28", "json-ld")),
    "json-ld of a comment": (linked(**{"@type": "Comment"}, datePublished="2022-07-28"), None),
    "video": (
        linked(**{"@type": "VideoObject"}, uploadDate="2022-07-28"),
        ("2022-07-28", "json-ld"),
    ),
    "meta": (
        meta("og:article:published_time", "2022-07-28"),
        ("2022-07-28", "og:article:published_time"),
    ),
    "parsely": (
        meta("parsely-pub-date", "2022-07-28T21:27:00Z"),
        ("2022-07-28T21:27:00Z", "parsely-pub-date"),
    ),
    "sailthru": (meta("sailthru.date", "2022-07-28 21:27"), ("2022-07-28", "sailthru.date")),
    "cxense": (
        meta("cXenseParse:recs:publishtime", "2022-07-28T21:27:00.000Z"),
        ("2022-07-28T21:27:00Z", "cxenseparse:recs:publishtime"),
    ),
    "dublin core": (meta("DC.date.issued", "2022-07-28"), ("2022-07-28", "dc.date.issued")),
    "published meta before plain date": (
        meta("date", "2022-07-29") + meta("article.published", "2022-07-28"),
        ("2022-07-28", "article.published"),
    ),
    "never what expires": (
        meta("article:expiration_time", "2022-07-28") + meta("expires", "2022-07-28"),
        None,
    ),
    "never what changed": (
        meta("article:modified_time", "2022-07-28")
        + linked(dateModified="2022-07-28")
        + meta("last-modified", "2022-07-28"),
        None,
    ),
    "never an image's date": (
        meta("og:image", "https://example.com/uploads/2022/07/28/a.jpg"),
        None,
    ),
    "microdata of other days": (
        f"{HEADLINE}<p itemprop=startDate content=2022-07-28T20:00>x<p itemprop=endDate content=2022-07-29>",
        None,
    ),
    "microdata of a video in the article": (
        f"{HEADLINE}<p itemprop=uploadDate content=2021-03-04>Watch</p><p>July 28, 2022",
        ("2022-07-28", "byline"),
    ),
    # settling
    "midnight is not invented": (
        linked(datePublished="2022-07-28T00:00:00+02:00"),
        ("2022-07-28", "json-ld"),
    ),
    "a time from elsewhere": (
        linked(datePublished="2022-07-28") + meta("article:published_time", "2022-07-28T21:27:00Z"),
        ("2022-07-28T21:27:00Z", "json-ld"),
    ),
    **{
        f"a time from {name}": (
            linked(datePublished="2022-07-28") + other + "<i></i>" * 900 + HEADLINE,
            ("2022-07-28T21:27:00Z", "json-ld"),
        )
        for name, other in {
            "a plain meta": meta("date", "2022-07-28T21:27:00Z"),
        }.items()
    },
    "no other time": (
        linked(datePublished="2022-07-28T21:27:00Z")
        + meta("article:published_time", "2022-07-28T22:00:00Z"),
        ("2022-07-28T21:27:00Z", "json-ld"),
    ),
    "no time of another day": (
        linked(datePublished="2022-07-28") + meta("article:published_time", "2022-07-29T21:27:00Z"),
        ("2022-07-28", "json-ld"),
    ),
    "a zone from the same clock": (
        linked(datePublished="2022-07-28T21:27:00")
        + meta("article:published_time", "2022-07-28T21:27:00-07:00"),
        ("2022-07-29T04:27:00Z", "json-ld"),
    ),
    "no zone from another moment": (
        linked(datePublished="2022-07-28T21:27:05")
        + meta("article:published_time", "2022-07-28T15:51:05Z"),
        ("2022-07-28", "json-ld"),
    ),
    **{
        f"no zone from {name}": (
            linked(datePublished="2022-07-28T21:27:05") + meta("article:published_time", other),
            ("2022-07-28", "json-ld"),
        )
        for name, other in {
            "another second": "2022-07-28T15:57:35Z",
            "too far": "2022-07-28T05:27:05Z",
        }.items()
    },
    "no zone from another clock in a list of times": (
        linked(datePublished="2022-07-28T21:27:05")
        + "".join(
            f"<time datetime=2022-07-{day}T{day}:30:00Z>x</time>" for day in (10, 11, 12, 13, 14)
        ),
        ("2022-07-28", "json-ld"),
    ),
    "no zone from the same clock without one": (
        linked(datePublished="2022-07-28T21:27:05")
        + "".join(
            f"<time datetime=2022-07-{day}T21:27:05>x</time>" for day in (30, 29, 28, 27, 26)
        ),
        ("2022-07-28", "json-ld"),
    ),
    "no zone from a change by Greenwich": (
        linked(datePublished="2022-07-28 15:44", dateModified="2022-07-29T15:44:29Z"),
        ("2022-07-28", "json-ld"),
    ),
    "no zone from a change later than that": (
        linked(datePublished="2022-07-28 15:44", dateModified="2022-08-12T15:44:29+02:00"),
        ("2022-07-28", "json-ld"),
    ),
    "no zone from a change in another season": (
        linked(datePublished="2022-07-28 15:44", dateModified="2022-12-29T15:44:29+01:00"),
        ("2022-07-28", "json-ld"),
    ),
    # plausibility
    "before the web": (linked(datePublished="1970-01-01T00:00:00Z"), None),
    "the next source then": (
        linked(datePublished="0001-01-01T00:00:00Z") + meta("date", "2022-07-28"),
        ("2022-07-28", "date"),
    ),
    "far in the future": (linked(datePublished="9999-12-31"), None),
}


@pytest.mark.parametrize(("html", "expected"), PAGES.values(), ids=PAGES)
def test_pages(html: str, expected: tuple[str, str] | None) -> None:
    assert shown(read(html)) == expected


def teaser(day: str, *, is_before: bool, tag: str = "p") -> str:
    date_ = f"<{tag} class=date>{day}</{tag}>"
    heading = f'<h3><a href="/{day}">What happened on some day</a></h3>'
    return (date_ + heading if is_before else heading + date_) + f"<p>{'Words ' * 12}</p>"


@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize("tag", ["p", "time"])
@pytest.mark.parametrize(
    "days", [["July 28, 2022"] * 6, [f"July {day}, 2022" for day in range(28, 22, -1)]]
)
def test_lists_of_articles_have_no_date(days: list[str], tag: str, is_before: bool) -> None:
    page = "<title>News - The Paper</title><body><h1>News</h1>"
    page += "".join(teaser(day, is_before=is_before, tag=tag) for day in days)
    assert read(page, "https://example.com/news") is None


FRONTS = [f"https://example.com{path}" for path in ("", "/de/", "/index.html", "/home", "/pt_BR/")]


@pytest.mark.parametrize("url", FRONTS)
def test_front_pages_have_no_date(url: str) -> None:
    page = f'{HEADLINE}<p class=date>July 28, 2022</p><time datetime="2022-07-28">'
    assert read(page, url) is None
    assert read(page, f"{url}?story=1") is not None
    assert read(linked(**{"@type": "WebPage"}, datePublished="2022-07-28"), url) is None
    assert read(linked(datePublished="2022-07-28"), url) is not None


# What was changed, what was published, in one language after the other.
LABELS = """
Zuletzt bearbeitet: 30.07.2022|Online seit 28.07.2022
Medically reviewed on July 30, 2022|Written July 28, 2022
Dernière modification : 30/07/2022|Paru le 28/07/2022
Ændret 30.07.2022|Offentliggjort 28.07.2022
Ändrad 2022-07-30|Skapad 2022-07-28
Muokattu 30.7.2022|Julkaistu 28.7.2022
zmodyfikowano 30.07.2022|utworzono 28.07.2022
Upraveno 30. 7. 2022|Vydáno 28. 7. 2022
Zadnja izmjena 30. srpnja 2022.|Objavljeno 28. srpnja 2022.
Posodobljeno: 30. 7. 2022|Objavljeno: 28. 7. 2022
Módosítva: 2022.07.30.|Megjelent: 2022.07.28.
Обновена: 30 юли 2022|Публикувана: 28 юли 2022
Ενημερώθηκε 30/07/2022|Δημοσιεύτηκε 28/07/2022
Atnaujinta 2022-07-30|Paskelbta 2022-07-28
Uuendatud 30.07.2022|Avaldatud 28.07.2022
Uppfært 30.7.2022|Birt 28.7.2022
अपडेटेड: 30 जुलाई 2022|प्रकाशित: 28 जुलाई 2022
อัปเดตล่าสุด 30 กรกฎาคม 2565|เผยแพร่ 28 กรกฎาคม 2565
最后修改 2022年7月30日|发表于 2022年7月28日
업데이트 2022.07.30|게시 2022.07.28
আপডেট: ৩০ জুলাই ২০২২|প্রকাশ: ২৮ জুলাই ২০২২
અપડેટ 30 July 2022|Published 28 July 2022
അപ്‌ഡേറ്റ് 30 July 2022|Published 28 July 2022
புதுப்பிக்கப்பட்டது 30 July 2022|Published 28 July 2022
اپ ڈیٹ 30 جولائی 2022|Published 28 July 2022
Թարմացվել է 30.07.2022|Published 28.07.2022
განახლდა 30.07.2022|Published 28.07.2022
Yangilangan 30.07.2022|Published 28.07.2022
Yenilənib 30.07.2022|Published 28.07.2022
Përditësuar 30.07.2022|Published 28.07.2022
Абноўлена 30.07.2022|Опубликовано 28.07.2022
Dikemas kini 30 Julai 2022|Diterbitkan 28 Julai 2022
Diperbaharui 30 Juli 2022|Diterbitkan 28 Juli 2022
更新时间：2022-07-30|发布时间：2022-07-28
2022/07/30 更新|2022/07/28 公開
"""


@pytest.mark.parametrize("row", LABELS.strip().split("\n"))
def test_changes_are_told_from_publications(row: str) -> None:
    changed, issued = row.split("|")
    assert read(f"{HEADLINE}<p>{changed}</p>") is None
    for line in (f"{changed} | {issued}", f"{changed}<p>{issued}", f"{issued} {changed}"):
        assert shown(read(f"{HEADLINE}<p>{line}")) == ("2022-07-28", "byline")


@pytest.mark.parametrize(
    ("url", "language", "linked_at", "stated_at", "published"),
    [
        (
            "https://example.com.au/a",
            "en",
            "2022-07-28T21:25:06Z",
            "2022-07-29T07:25:06+10:00",
            "2022-07-28T21:25:06Z",
        ),
        # the other one is the page's own clock
        (
            "https://example.com.au/a",
            "en",
            "2022-07-28T21:25:06Z",
            "2022-07-29T07:25:06Z",
            "2022-07-28T21:25:06Z",
        ),
        (
            "https://example.com/a",
            "en-US",
            "2022-07-29T01:25:06Z",
            "2022-07-28T20:25:06Z",
            "2022-07-29T01:25:06Z",
        ),
        # no zone known; another moment; by chance; with its zone
        (
            "https://example.com/a",
            "en",
            "2022-07-29T07:25:06Z",
            "2022-07-28T21:25:06Z",
            "2022-07-29T07:25:06Z",
        ),
        (
            "https://example.co/a",
            "es",
            "2022-07-28T22:25:06Z",
            "2022-07-29T03:25:06Z",
            "2022-07-28T22:25:06Z",
        ),
        (
            "https://example.com.au/a",
            "en",
            "2022-07-29T07:25:06Z",
            "2022-07-28T21:25:07Z",
            "2022-07-29T07:25:06Z",
        ),
        (
            "https://example.com.au/a",
            "en",
            "2022-07-29T07:25:00Z",
            "2022-07-28T21:25:00Z",
            "2022-07-29T07:25:00Z",
        ),
        (
            "https://example.de/a",
            "",
            "2022-07-29T07:25:06+02:00",
            "2022-07-29T03:25:06Z",
            "2022-07-29T05:25:06Z",
        ),
    ],
)
def test_the_pages_own_clock_said_to_be_greenwichs(
    url: str, language: str, linked_at: str, stated_at: str, published: str
) -> None:
    page = f"<html lang='{language}'>{linked(datePublished=linked_at)}{meta('article:published_time', stated_at)}"
    found = read(page, url)
    assert found is not None
    assert str(found.moment) == published


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        # the day on which summer time begins
        ("de", "2022-07-27T23:00:00Z", "2022-07-27T23:00:00Z"),
        ("de", "2022-07-27T22:00:01Z", "2022-07-27T22:00:01Z"),
        ("de", "2022-07-27T22:00:00+05:00", "2022-07-27T17:00:00Z"),
        ("en-IE", "2022-01-28T00:00:00Z", "2022-01-28"),
        ("en", "2022-07-27T22:00:00Z", "2022-07-27T22:00:00Z"),
        ("es-MX", "2022-07-27T22:00:00Z", "2022-07-27T22:00:00Z"),
    ],
)
def test_midnight_at_home_is_a_day(language: str, written: str, expected: str) -> None:
    page = f"<html lang={language}>{linked(datePublished=written)}"
    assert shown(read(page)) == (expected, "json-ld")


def test_bounds() -> None:
    page = ParsedPage(linked(datePublished="2022-07-28").encode(), URL, "text/html")
    assert dates.read(*titled(page), Bounds(latest=date(2022, 7, 27))) is None
    assert dates.read(*titled(page), Bounds(latest=date(2022, 7, 28))) is not None
    assert dates.read(*titled(page), Bounds(earliest=date(2022, 7, 29))) is None


# ── whatever the page ─────────────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [
        "<h1>",
        "</h1>",
        "<time datetime=",
        "<p class='date'>",
        "2022",
        "07",
        "-",
        "/",
        ":",
        " Juli ",
        "July 28, 2022",
        "14:05",
        '"',
        "<",
        ">",
        "<!--",
        "<script>",
        "</",
        "年",
        "月",
        "日",
        "٢",
        "Updated ",
        "T00:00:00Z",
        "&#x30;",
        "\u200b",
        "28.",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_page_raises(html: str) -> None:
    fact = read(html)
    assert fact is None or fact.moment.day.year >= 1990


HOSTILE = {
    "headings": "<h1 " * 20_000,
    "headings in headings": "<h1>x" * 20_000,
    "classes": '<a class="class=\'class="' * 15_000,
    "quotes": "<h1>A</h1>" + '<i a="' * 60_000,
    "data attributes": "<h1>A</h1><i " + "data-date-date-time" * 4_000,
    "numbers": "<h1>A</h1><p>" + "1/2/" * 90_000,
    "years": "<h1>A</h1><p>" + "2022 28 July " * 20_000,
    "scripts": "<h1>A</h1>" + "<script" * 500,
    "times": "<time>" * 20_000 + "July",
    "comments": "<h1>A</h1>" + "<!--" * 20_000,
    "navigations": "<h1>A</h1>" + "<nav>" * 20_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_cheap(html: str) -> None:
    page = ParsedPage(html.encode(), URL, "text/html")
    start = time.process_time()
    dates.read(*titled(page))
    assert time.process_time() - start < 4.0
