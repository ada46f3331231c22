"""What the rules make of states: archived copies, bodies, and what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from enricher.config import Config, DocumentBody, FixSettings
from enricher.document import frontmatter, reading
from enricher.fix import making
from enricher.fix.rules import BodyEdit, Fix, FixPlan, FixRule
from enricher.models import Hop, Memento, Standing, Status
from tests.enrich.knowing import Known
from tests.fakes import NOON, outcome

URL = "https://a.test/story"
COPY = "https://web.archive.org/web/20200101000000/https://a.test/story"
MEMENTO = Memento(url=COPY, captured_at=datetime(2020, 1, 1, tzinfo=UTC))
ALL = frozenset(FixRule)


def standing(status: Status, reason: str, *, is_confirmed: bool = True) -> Standing:
    since = NOON - timedelta(days=9)
    return Standing(status=status, reason=reason, since=since, is_confirmed=is_confirmed)


def dead(url: str = URL, *, is_confirmed: bool = True, archive: Memento | None = MEMENTO) -> Known:
    seen = replace(outcome(url, Status.DEAD, "http-404"), archive=archive)
    return Known().put(seen, standing(Status.DEAD, "http-404", is_confirmed=is_confirmed))


def moved(there: str) -> Known:
    hop = Hop(url=URL, http_status=301, location=there)
    seen = replace(outcome(URL, Status.MOVED, "http-301"), final_url=there, redirects=(hop,))
    return Known().put(seen, standing(Status.MOVED, "http-301"))


def plan(text: str, known: Known, rules: frozenset[FixRule], **settings: Any) -> FixPlan:
    config = Config(fix=FixSettings(**settings), body=DocumentBody(links=True))
    document = reading.read(text, "a.md", config)
    assert document.front is not None
    made = FixPlan(
        front=document.front,
        links=document.links,
        find=known,
        config=config,
        rules=rules,
        suggest=lambda _: None,
    )
    made.propose()
    return made


def fixed(text: str, known: Known, *rules: FixRule, **settings: Any) -> str:
    made = plan(text, known, frozenset(rules) or ALL, **settings)
    result = making.make(made.front, made.fixes)
    assert result.refused == ()
    return result.text


# ── archived copies ───────────────────────────────────────────────────────────────────────

TEXT = f'---\ntitle: "Mine"\nwebUrl: "{URL}"\n---\nSee [it]({URL}) and <{URL}>.\n'


def test_the_copy_takes_the_place_of_every_url_the_body_included() -> None:
    assert fixed(TEXT, dead(), FixRule.ARCHIVE) == TEXT.replace(URL, COPY)


def test_the_copy_stands_beside_the_url_of_the_frontmatter() -> None:
    expected = TEXT.replace(f'webUrl: "{URL}"\n', f'webUrl: "{URL}"\narchiveUrl: "{COPY}"\n')
    assert fixed(TEXT, dead(), FixRule.ARCHIVE, archive="beside") == expected


def test_a_key_that_is_filled_already_is_left_alone() -> None:
    text = TEXT.replace("webUrl", 'archiveUrl: "https://mine.test/"\nwebUrl', 1)
    assert fixed(text, dead(), FixRule.ARCHIVE, archive="beside") == text


@pytest.mark.parametrize(
    ("known", "waits"),
    [
        pytest.param(dead(is_confirmed=False), 3, id="not confirmed"),
        pytest.param(dead(archive=None), 0, id="no copy"),
        pytest.param(Known(), 0, id="never checked"),
        pytest.param(Known().put(outcome(URL)), 0, id="well"),
    ],
)
def test_nothing_is_done(known: Known, waits: int) -> None:
    made = plan(TEXT, known, ALL)
    assert made.fixes == []
    assert made.waiting[FixRule.ARCHIVE] == waits


def test_the_checks_line_of_a_url_that_is_gone_goes_with_it() -> None:
    line = "checks:\n  webUrl: {status: dead}\n"
    text = TEXT.replace("---\nSee", f"{line}---\nSee")
    assert fixed(text, dead(), FixRule.ARCHIVE) == TEXT.replace(URL, COPY)


# ── the first rule that applies ───────────────────────────────────────────────────────────

ITEMS = f'---\nrelated:\n  - title: "Gone"\n    webUrl: "{URL}"\n  - title: "Other"\n---\n'


@pytest.mark.parametrize(
    ("rules", "made"),
    [
        ({FixRule.PRUNE, FixRule.FLAG, FixRule.ARCHIVE}, [FixRule.PRUNE]),
        ({FixRule.FLAG, FixRule.ARCHIVE}, [FixRule.FLAG]),
        ({FixRule.ARCHIVE}, [FixRule.ARCHIVE]),
        ({FixRule.REPLACE, FixRule.ARCHIVE}, [FixRule.ARCHIVE]),  # nothing tells the same story
        (set(), []),
    ],
)
def test_a_link_is_fixed_by_one_rule(rules: set[FixRule], made: list[FixRule]) -> None:
    assert [fix.rule for fix in plan(ITEMS, dead(), frozenset(rules)).fixes] == made


def test_a_list_of_bare_urls_is_pruned_and_cannot_be_flagged() -> None:
    config = {"pages": ("links[]",), "preset": "none"}
    text = f"---\nlinks:\n  - {URL}\n  - https://b.test/\n---\n"
    settings = msgspec.structs.replace(
        Config(), fields=msgspec.convert(config, type(Config().fields))
    )
    document = reading.read(text, "a.md", settings)
    assert document.front is not None
    for rule, expected in ((FixRule.FLAG, text), (FixRule.PRUNE, text.replace(f"  - {URL}\n", ""))):
        made = FixPlan(
            front=document.front,
            links=document.links,
            find=dead(),
            config=settings,
            rules=frozenset({rule}),
            suggest=lambda _: None,
        )
        assert making.make(document.front, made.propose()).text == expected


# ── bodies ────────────────────────────────────────────────────────────────────────────────


def test_a_moved_url_is_updated_in_the_body_with_its_fragment() -> None:
    text = TEXT.replace(f"<{URL}>", f"<{URL}#part>")
    there = "https://a.test/new"
    expected = TEXT.replace(URL, there).replace(f"<{there}>", f"<{there}#part>")
    assert fixed(text, moved(there), FixRule.MOVED) == expected


def test_a_new_url_ends_nowhere_early() -> None:
    text = f"---\ntitle: x\n---\n[it]({URL})\n"
    assert fixed(text, moved("https://a.test/a_(b)"), FixRule.MOVED) == text.replace(
        URL, "https://a.test/a_%28b%29"
    )


def test_html_spells_an_ampersand_in_its_own_way() -> None:
    text = f"---\ntitle: x\n---\n<a href='{URL}?a=1&amp;b=2'>it</a>\n"
    expected = text.replace(f"{URL}?a=1&amp;b=2", COPY)
    assert fixed(text, dead(f"{URL}?a=1&b=2"), FixRule.ARCHIVE) == expected


def test_what_is_spelt_otherwise_is_refused() -> None:
    text = f"---\ntitle: x\n---\n<a href='{URL}?a=1&#38;b=2'>it</a>\n"
    front = frontmatter.read(text, "a.md")
    body = BodyEdit(line=4, column=10, before=f"{URL}?a=1&b=2", after=COPY)
    fix = Fix(rule=FixRule.ARCHIVE, field=("body", 0), line=4, why="dead", body=body)
    assert front is not None
    result = making.make(front, [fix])
    assert (result.text, result.done) == (text, ())
    assert "spelt in another way" in str(result.refused[0])


def test_frontmatter_and_body_at_once_on_lines_with_crlf() -> None:
    text = TEXT.replace("\n", "\r\n")
    assert fixed(text, dead(), FixRule.ARCHIVE) == text.replace(URL, COPY)
