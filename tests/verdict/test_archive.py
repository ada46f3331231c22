"""Asking a TimeGate, reading what it answers, and telling whether a capture shows the article."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from enricher.config import Archive
from enricher.models import (
    Description,
    Kind,
    Memento,
    Moment,
    Observation,
    Outcome,
    Page,
    PageSignals,
    Status,
    Task,
    Verdict,
)
from enricher.verdict import archive as archives
from enricher.verdict.case import Case

TARGET = "http://old.test/2021/05/story?id=1"
SEEN_AT = datetime(2026, 11, 22, 18, 4, 11, tzinfo=UTC)
MAY = datetime(2021, 5, 4, 9, 30, tzinfo=UTC)
ARCHIVE = Archive()
GATE = f"https://web.archive.org/web/{TARGET}"
CAPTURE = f"https://web.archive.org/web/20210506120000/{TARGET}"


def case(published: Moment | None = None, previous: Outcome | None = None) -> Case:
    told = (Description(title="Storm closes the harbour bridge", published=published),)
    task = Task(target=TARGET, kind=Kind.PAGE, descriptions=told, previous=previous)
    seen = Observation(url=TARGET, final_url=TARGET, seen_at=SEEN_AT, http_status=404)
    return Case(task=task, observation=seen)


def answer(status: int | None, *headers: tuple[str, str], url: str = GATE) -> Observation:
    return Observation(url=url, final_url=url, seen_at=SEEN_AT, http_status=status, headers=headers)


def test_the_question() -> None:
    request = archives.timegate_request(case(Moment(day=MAY.date(), instant=MAY)), ARCHIVE)
    assert request is not None
    assert request.url == GATE
    assert request.headers == (("accept-datetime", "Tue, 04 May 2021 09:30:00 GMT"),)
    assert not request.follows_redirects


@pytest.mark.parametrize(
    ("archive", "target"), [(Archive(enabled=False), TARGET), (ARCHIVE, "mailto:jane@old.test")]
)
def test_no_question(archive: Archive, target: str) -> None:
    task = Task(target=target, kind=Kind.PAGE)
    seen = Observation(url=target, final_url=target, seen_at=SEEN_AT)
    assert archives.timegate_request(Case(task=task, observation=seen), archive) is None


GOOD = Verdict(status=Status.OK, reason="http-200")
LAST_CHECK = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "previous", "wanted"),
    [
        (Moment(day=MAY.date(), instant=MAY), None, MAY),
        (
            Moment(day=date(2021, 5, 4)),
            None,
            datetime(2021, 5, 5, 1, tzinfo=UTC),
        ),  # a day is over everywhere by then
        (Moment(day=date(9999, 12, 31)), None, datetime(9999, 12, 31, 1, tzinfo=UTC)),
        (
            None,
            Outcome(target=TARGET, kind=Kind.PAGE, verdict=GOOD, checked_at=LAST_CHECK),
            LAST_CHECK,
        ),
        (None, None, SEEN_AT),
    ],
)
def test_the_moment_that_is_wanted(
    published: Moment | None, previous: Outcome | None, wanted: datetime
) -> None:
    assert archives.anchor(case(published, previous)) == wanted


CAPTURED = datetime(2021, 5, 6, 12, tzinfo=UTC)
LINK = f'<{TARGET}>; rel="original", <{CAPTURE}>; rel="first memento"; datetime="Thu, 06 May 2021 12:00:00 GMT"'
OTHER = "https://archive.test/memento/7"


@pytest.mark.parametrize(
    ("seen", "url"),
    [
        (answer(302, ("location", CAPTURE)), CAPTURE),
        (answer(302, ("location", "/web/20210506120000/" + TARGET)), CAPTURE),
        (
            answer(302, ("location", OTHER), ("memento-datetime", "Thu, 06 May 2021 12:00:00 GMT")),
            OTHER,
        ),
        (answer(200, ("memento-datetime", "Thu, 06 May 2021 12:00:00 GMT"), url=OTHER), OTHER),
        (
            answer(
                200,
                ("memento-datetime", "Thu, 06 May 2021 12:00:00 GMT"),
                ("content-location", OTHER),
            ),
            OTHER,
        ),
        (answer(300, ("link", LINK)), CAPTURE),
        (answer(200, ("link", LINK)), CAPTURE),
        (answer(302, ("location", OTHER)), None),  # no date, no memento
        (answer(404), None),
        (answer(404, ("link", LINK)), None),
        (answer(429, ("retry-after", "60")), None),
        (answer(503), None),
        (answer(None), None),
        (answer(302, ("location", "https://web.archive.org/web/20219906120000/x")), None),
        (answer(200, ("memento-datetime", "yesterday")), None),
        (answer(302), None),
        (answer(200, ("link", '<<>; rel="memento"; datetime=,,;"')), None),
    ],
)
def test_what_it_answers(seen: Observation, url: str | None) -> None:
    found = archives.candidate(seen, case(Moment(day=MAY.date())), ARCHIVE)
    assert found == (Memento(url=url, captured_at=CAPTURED) if url else None)


def test_a_capture_of_another_time_is_none() -> None:
    seen = answer(302, ("location", CAPTURE))
    assert (
        archives.candidate(seen, case(Moment(day=date(2021, 4, 1))), Archive(max_distance_days=20))
        is None
    )
    assert (
        archives.candidate(seen, case(Moment(day=date(2021, 4, 20))), Archive(max_distance_days=20))
        is not None
    )


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (CAPTURE, f"https://web.archive.org/web/20210506120000id_/{TARGET}"),
        (
            CAPTURE.replace("0000/", "0000if_/"),
            f"https://web.archive.org/web/20210506120000id_/{TARGET}",
        ),
        (OTHER, OTHER),
        (
            "https://archive.test/20210506120000/http://old.test/",
            "https://archive.test/20210506120000/http://old.test/",
        ),
    ],
)
def test_the_capture_is_asked_for_raw(url: str, asked: str) -> None:
    assert archives.capture_request(Memento(url=url, captured_at=CAPTURED), 1000).url == asked


def copy(
    status: int, *titles: str, told: str | None = "Storm closes the harbour bridge", text: str = ""
) -> Case:
    descriptions = (Description(title=told),) if told else ()
    signs = PageSignals(
        titles=titles,
        html_title=titles[0] if titles else "",
        text=text,
        word_count=len(text.split()),
    )
    seen = Observation(
        url=CAPTURE,
        final_url=CAPTURE,
        seen_at=SEEN_AT,
        http_status=status,
        body=b"<p>",
        is_whole=True,
    )
    task = Task(target=TARGET, kind=Kind.PAGE, descriptions=descriptions)
    return Case(task=task, observation=seen, page=Page(signals=signs))


@pytest.mark.parametrize(
    ("shown", "is_same"),
    [
        (copy(200, "Storm closes the harbour bridge | The Bay News"), True),
        (copy(404, "Storm closes the harbour bridge | The Bay News"), False),
        (copy(200, "Page not found"), False),
        (copy(200, "The Bay News"), False),
        (copy(200), False),
        (copy(200, "A page of its own", told=None, text="word " * 100), True),
        (copy(200, "Page not found", told=None, text="word " * 100), False),
        (copy(200, "This domain is for sale", told=None, text="word " * 20), False),
    ],
)
def test_a_capture_must_show_the_article(shown: Case, is_same: bool) -> None:
    assert archives.is_same_article(shown) is is_same
