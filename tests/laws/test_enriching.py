"""The law of enriching: once done, there is nothing more to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher.checks import When
from enricher.config import Enrich, Write
from enricher.models import (
    ImageCandidate,
    ImageFacts,
    Kind,
    Outcome,
    PageFacts,
    Standing,
    Status,
    TextFact,
    Verdict,
)
from tests.enrich.knowing import FACTS, FIRST, IMAGE, NEW, PICTURE, URL, Known, enriched
from tests.examples import dear
from tests.fakes import NOON

MODES: tuple[When, ...] = ("problems", "confirmed", "always", "never")
URLS = (URL, FIRST, NEW, IMAGE, "https://i.test/2.png")
titles = st.sampled_from(
    [
        "The title of the page",
        "An entirely different matter about gardens",
        "The cityâ€™s ban on cameras",
        "",
    ]
)
excerpts = st.sampled_from(
    [
        "What the page is about,",
        "What the page is about, in one sentence.",
        "the cityâ€™s ban is",
        "",
    ]
)


@st.composite
def states(draw: Callable[[Any], Any], *, knows_images: bool = False) -> Known:
    known = Known()
    for target in URLS:
        kind = Kind.IMAGE if "i.test" in target else Kind.PAGE
        is_known = knows_images and kind is Kind.IMAGE
        if not is_known and draw(st.booleans()):
            continue
        status = draw(
            st.sampled_from(
                [
                    Status.OK,
                    Status.OK,
                    Status.MOVED,
                    Status.DEAD,
                    Status.UNREACHABLE,
                    Status.BLOCKED,
                ]
            )
        )
        reason = {Status.OK: "http-200", Status.MOVED: "http-301", Status.BLOCKED: "relative"}.get(
            status, "http-404"
        )
        text = draw(titles)
        facts = PageFacts(
            title=TextFact(text=text, source="x") if text else None,
            excerpt=TextFact(text=draw(excerpts) or "x", source="x"),
            published=FACTS.published,
            site_name=FACTS.site_name,
            image=ImageCandidate(
                url=draw(st.sampled_from([IMAGE, "https://i.test/2.png"])), source="x"
            ),
        )
        found = Outcome(
            target=target, kind=kind, checked_at=NOON, final_url=draw(st.sampled_from(URLS)),
            verdict=Verdict(status=status, reason=reason, identity=draw(st.sampled_from([None, 0.1, 0.9]))),
            page=facts if kind is Kind.PAGE else None,
            image=draw(st.sampled_from([PICTURE, None, ImageFacts(format="svg", width=None, height=None)])),
        )  # fmt: skip
        held = draw(st.sampled_from([status, Status.OK, Status.MOVED]))
        known.put(
            found,
            Standing(
                status=held, reason=reason, since=NOON - timedelta(days=draw(st.integers(0, 9)))
            ),
        )
    return known


@st.composite
def items(draw: Callable[[Any], Any]) -> dict[str, str]:
    fields: Mapping[str, Any] = {
        "title": titles, "excerpt": excerpts, "webUrl": st.sampled_from(URLS[:3]), "originalUrl": st.sampled_from(URLS[:3]),
        "provider": st.sampled_from(["{name: a.test, domain: a.test}", "{domain: a.test}", "{name: Known}", "~"]),
        "images": st.sampled_from(["", "[]", f"[{{url: {IMAGE}, width: 720}}]", f"[{{url: {IMAGE}, height: 630}}]"]),
        "publishedDateTime": st.sampled_from(["", "2022-01-01"]),
    }  # fmt: skip
    names = draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, unique=True))
    return {name: draw(fields[name]) for name in names}


policies = st.builds(
    Enrich, size=st.sampled_from(["correct", "report"]), moved=st.sampled_from(["update", "report"]),
    text=st.sampled_from(["repair", "report"]), completes=st.booleans(),
)  # fmt: skip


@settings(max_examples=dear())
@given(
    st.lists(items(), min_size=1, max_size=3),
    states(),
    policies,
    st.builds(Write, when=st.sampled_from(MODES)),
)
def test_a_second_look_finds_nothing_more_to_do(
    articles: list[dict[str, str]], known: Known, policy: Enrich, write: Write
) -> None:
    """Idempotence: the edits applied and the document read again, the same states ask for no edit."""
    enriched(document(articles), known, policy, write)


def document(articles: list[dict[str, str]]) -> str:
    """The first article at the top, the others under `related`."""
    top = [f"{name}: {_spelt(name, value)}\n" for name, value in articles[0].items()]
    related = [
        f"{'  - ' if at == 0 else '    '}{name}: {_spelt(name, value)}\n"
        for article in articles[1:]
        for at, (name, value) in enumerate(article.items())
    ]
    return "".join([*top, *(["related:\n", *related] if related else [])])


def _spelt(name: str, value: str) -> str:
    return f'"{value}"' if name in ("title", "excerpt") and value else value


@settings(max_examples=dear())
@given(
    st.lists(items(), min_size=1, max_size=3),
    states(knows_images=True),  # a lead image that was filled was measured, and is a link now
    policies,
    st.sampled_from(MODES),
    st.sampled_from(MODES),
)
def test_switching_to_another_mode_leaves_no_line_of_the_old_one(
    articles: list[dict[str, str]], known: Known, policy: Enrich, one: When, other: When
) -> None:
    """By whatever way it came there, a document holds the lines that the setting asks for."""
    # What is known of a URL that was rewritten is under its new address in the ledger only.
    policy = msgspec.structs.replace(policy, moved="report")
    yaml = document(articles)
    there = enriched(yaml, known, policy, Write(when=other))
    by_way_of_one = enriched(
        enriched(yaml, known, policy, Write(when=one)), known, policy, Write(when=other)
    )
    assert by_way_of_one == there
