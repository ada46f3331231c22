"""What the judge asks for beside the verdict, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from enricher.config import Policy
from enricher.models import (
    Description,
    Failure,
    Hop,
    ImageFacts,
    Kind,
    NeedMore,
    NotAnImage,
    Observation,
    Outcome,
    Page,
    PageSignals,
    Status,
    Task,
    Verdict,
)
from enricher.verdict import judge, sites
from enricher.verdict.case import Case
from enricher.verdict.rules import RULES
from tests.verdict import situations

BY_NAME = {f"{s.subject}/{s.name}": s for s in situations.read_all()}
LETTERS = "qzkxvjwypfqzkxvjwypf"


def case(name: str) -> Case:
    return BY_NAME[name].case()


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("live/site-that-can-say-404", "https://news.test/2021/05/qzkxvjwypfqzkxvjwypf"),
        ("live/head-only-and-open", "https://news.test/2021/05/qzkxvjwypfqzkxvjwypf"),
        ("live/article", None),  # proven
        ("live/only-a-video-without-description", None),  # an article by its own word
        ("soft404/wordpress", None),  # says so itself
        ("redirects/home-page-by-country", None),  # a front page was asked for
        ("answers/not-found", None),
        ("answers/answer-hangs", None),
        ("walls/cloudflare-challenge", None),
        ("images/image", None),
    ],
)
def test_probe_only_in_doubt(name: str, url: str | None) -> None:
    asked = replace(case(name), probe=None, probe_page=None)
    assert judge.wants_probe(asked, LETTERS) == url


def test_probe_can_be_switched_off_and_is_asked_once() -> None:
    doubt = replace(case("live/site-that-can-say-404"), probe=None, probe_page=None)
    assert judge.wants_probe(replace(doubt, policy=Policy(probe=False)), LETTERS) is None
    assert judge.wants_probe(case("live/site-that-can-say-404"), LETTERS) is None


@pytest.mark.parametrize(
    ("name", "wants"),
    [
        ("live/head-only-and-open", True),
        ("live/head-only-and-proven", False),
        ("live/article", False),
    ],
)
def test_body_only_where_the_head_leaves_doubt(name: str, wants: bool) -> None:
    assert judge.wants_body(case(name)) is wants


@pytest.mark.parametrize(
    ("name", "wants"),
    [
        ("walls/cloudflare-challenge", True),
        ("answers/forbidden", True),
        ("answers/linkedin-999", True),
        ("answers/bad-request", True),
        ("answers/not-acceptable", True),
        ("answers/request-timeout", False),
        ("answers/github-limit", False),
        ("answers/server-error", False),
        ("answers/legal-reasons", False),
        ("walls/sign-in-form", False),
        ("answers/not-found", True),  # some sites tell clients that are no browsers so
        ("answers/gone", True),
        ("answers/too-many-requests", False),
        ("answers/connection-reset", False),
        ("live/article", False),
    ],
)
def test_browser_headers_only_after_a_wall(name: str, wants: bool) -> None:
    found = case(name)
    assert judge.wants_browser(judge.judge(found), found.observation) is wants


def test_refresh() -> None:
    signs = PageSignals(refresh_url="https://news.test/gone.html")
    asked = replace(case("live/article"), page=Page(signals=signs))
    assert judge.wants_refresh(asked) == "https://news.test/gone.html"
    assert judge.wants_refresh(case("live/article")) is None


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("redirects/moved-for-good", "https://new.test/news/storm-closes-the-harbour-bridge"),
        (
            "redirects/canonical-of-the-same-site",
            "https://old.test/2021/05/storm-closes-the-harbour-bridge",
        ),
        ("redirects/redirected-for-now", None),
        ("live/article", None),
    ],
)
def test_new_url(name: str, url: str | None) -> None:
    assert judge.new_url(case(name), judge.judge(case(name))) == url


def test_moved_ignores_is_the_user_s_choice() -> None:
    found = replace(case("redirects/only-https-and-www-and-slash"), policy=Policy(moved_ignores=()))
    assert judge.judge(found).status is Status.MOVED


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            "https://www.youtube.com/watch?v=abc&t=3",
            "https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc",
        ),
        ("https://youtu.be/abc", "https%3A%2F%2Fyoutu.be%2Fabc"),
        (
            "https://www.youtube.com/embed/abc?rel=0",
            "https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc",
        ),
        ("https://vimeo.com/12345", "https%3A%2F%2Fvimeo.com%2F12345"),
        ("https://twitter.com/a/status/1", "https%3A%2F%2Ftwitter.com%2Fa%2Fstatus%2F1"),
        ("https://x.com/a/status/1", "https%3A%2F%2Fx.com%2Fa%2Fstatus%2F1"),
        ("https://www.youtube.com/", None),
        ("https://www.youtube.com/about/", None),
        ("https://x.com/a", None),
        ("https://notyoutube.com/watch?v=abc", None),
        ("https://news.test/watch?v=abc", None),
    ],
)
def test_witnesses(url: str, asked: str | None) -> None:
    request = sites.second_source(url)
    assert (request is not None) is (asked is not None)
    if request is not None and asked is not None:
        assert request.url.endswith(asked)


def test_a_witness_is_asked_only_where_the_page_proves_nothing() -> None:
    asked = replace(case("live/video-exists-by-oembed"), second_source=None)
    assert judge.wants_second_source(asked) is not None
    assert (
        judge.wants_second_source(
            replace(case("live/video-that-may-not-be-embedded"), second_source=None)
        )
        is None
    )
    assert judge.wants_second_source(case("live/video-exists-by-oembed")) is None
    assert judge.wants_second_source(case("answers/not-found")) is None


def test_every_peculiarity_has_a_source() -> None:
    assert all(site.source and "{url}" in site.endpoint for site in sites.SITES)


def test_the_last_rule_fits_whatever_comes() -> None:
    assert RULES[-1].name == "unexpected"
    assert RULES[-1].fits(case("live/article")).fits


OBSERVATIONS = st.builds(
    Observation,
    url=st.sampled_from(["https://a.test/x/y-z", "http://[broken", "", "https://a.test/"]),
    final_url=st.sampled_from(
        ["https://a.test/", "https://a.test/404", "nonsense", "https://b.test/login"]
    ),
    seen_at=st.just(datetime(2026, 11, 22, tzinfo=UTC)),
    hops=st.lists(
        st.builds(
            Hop,
            url=st.text(max_size=5),
            http_status=st.sampled_from([200, 301, 302, 308]),
            location=st.text(max_size=5),
        ),
        max_size=2,
    ).map(tuple),
    http_status=st.one_of(st.none(), st.integers(0, 1200)),
    headers=st.lists(
        st.tuples(st.sampled_from(["server", "retry-after", "x-datadome"]), st.text(max_size=9)),
        max_size=2,
    ).map(tuple),
    body=st.binary(max_size=60),
    is_whole=st.booleans(),
    failure=st.one_of(st.none(), st.sampled_from(Failure)),
)
PAGES = st.one_of(
    st.none(),
    st.builds(
        Page,
        signals=st.builds(
            PageSignals,
            titles=st.lists(st.text(max_size=30), max_size=2).map(tuple),
            html_title=st.text(max_size=40),
            text=st.text(max_size=60),
            word_count=st.integers(0, 500),
            has_body=st.booleans(),
            has_password_field=st.booleans(),
        ),
    ),
)
IMAGES = st.one_of(
    st.none(),
    st.sampled_from(NotAnImage),
    st.sampled_from(NeedMore),
    st.just(ImageFacts(format="png", width=1, height=1)),
)


@given(
    OBSERVATIONS,
    PAGES,
    IMAGES,
    st.sampled_from(Kind),
    st.lists(
        st.builds(Description, title=st.text(max_size=30), excerpt=st.text(max_size=30)), max_size=2
    ),
)
def test_law_every_case_has_one_verdict(
    seen: Observation,
    page: Page | None,
    image: ImageFacts | NotAnImage | NeedMore | None,
    kind: Kind,
    told: list[Description],
) -> None:
    task = Task(target=seen.url, kind=kind, descriptions=tuple(told))
    found = Case(task=task, observation=seen, page=page, image=image)
    verdict = judge.judge(found)
    assert verdict.evidence
    assert isinstance(verdict, Verdict)
    assert judge.explain(found)
    judge.wants_probe(found, LETTERS)
    judge.wants_body(found)
    judge.wants_refresh(found)
    judge.wants_second_source(found)
    judge.new_url(found, verdict)
    if verdict.status is Status.DEAD:
        assert seen.failure is Failure.DNS_NXDOMAIN or (
            seen.failure is None and seen.http_status in (404, 410)
        )


# fmt: off
REFRESHES = [
    ("0; url=https://news.test/real",   "https://news.test/real"),
    ("0;URL='/real'",                   "https://news.test/real"),
    ('5, url="/real"',                  "https://news.test/real"),
    ("3;/real",                         "https://news.test/real"),
    ("1 url = real?a=1",                "https://news.test/2021/05/real?a=1"),
    (".5; url=/real",                   "https://news.test/real"),
    ("300",                             None),  # reloads itself for news
    ("60; url=/real",                   None),  # and is read meanwhile
    ("0; url=",                         None),
    ("0; url=https://news.test/2021/05/a-story-about-something", None),  # itself
    ("0; url=javascript:x()",           None),
    ("soon; url=/real",                 None),
    ("",                                None),
]
# fmt: on


@pytest.mark.parametrize(("header", "target"), REFRESHES)
@pytest.mark.parametrize("body", [b"", b"<p>One moment.</p>"])
def test_refresh_by_header(header: str, target: str | None, body: bytes) -> None:
    url = "https://news.test/2021/05/a-story-about-something"
    seen = Observation(
        url=url,
        final_url=url,
        seen_at=datetime(2026, 11, 22, tzinfo=UTC),
        http_status=200,
        headers=(("refresh", header),),
        body=body,
        is_whole=True,
    )
    asked = Case(task=Task(target=url, kind=Kind.PAGE), observation=seen)
    assert judge.wants_refresh(asked) == target
    refused = replace(asked, observation=structs.replace(seen, http_status=404))
    assert judge.wants_refresh(refused) is None


def test_a_move_is_looked_at_twice_and_only_once() -> None:
    moved = case("redirects/moved-for-good")
    verdict = judge.judge(moved)
    request = judge.wants_second_look(moved, verdict)
    assert request is not None
    assert (request.url, request.max_bytes) == (moved.task.target, judge.SECOND_LOOK_MAX_BYTES)
    again = replace(moved, second_look=moved.observation)
    assert judge.wants_second_look(again, judge.judge(again)) is None
    before = Outcome(
        target=moved.task.target,
        kind=Kind.PAGE,
        verdict=verdict,
        checked_at=moved.observation.seen_at,
        final_url=moved.end,
    )
    known = replace(moved, task=structs.replace(moved.task, previous=before))
    assert judge.wants_second_look(known, verdict) is None
    assert judge.wants_second_look(case("live/article"), judge.judge(case("live/article"))) is None


@pytest.mark.parametrize(
    ("led_to", "failure", "found"),
    [
        ("https://new.test/news/storm-closes-the-harbour-bridge", None, "moved http-301"),
        (
            "https://new.test/news/storm-closes-the-harbour-bridge?utm_source=x",
            None,
            "moved http-301",
        ),
        ("https://new.test/s/8f2e1c/storm-closes-the-harbour-bridge", None, "ok redirected"),
        ("https://old.test/2021/05/storm-closes-the-harbour-bridge", None, "ok redirected"),
        ("https://new.test/news/storm-closes-the-harbour-bridge", Failure.RESET, "ok redirected"),
    ],
)
def test_a_move_must_lead_to_the_same_place_when_asked_again(
    led_to: str, failure: Failure | None, found: str
) -> None:
    moved = case("redirects/moved-for-good")
    again = structs.replace(moved.observation, final_url=led_to, failure=failure)
    verdict = judge.judge(replace(moved, second_look=again))
    assert f"{verdict.status} {verdict.reason}" == found
