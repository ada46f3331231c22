"""`fix` over real documents and a ledger that runs made: by rule, as a preview first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import msgspec
import pytest
from msgspec.structs import replace

from enricher.config import FixSettings, Write
from enricher.errors import LedgerBusy, LedgerUnusable
from enricher.fix.rules import FixRule
from enricher.ledger.store import Ledger
from enricher.models import Hop, Pin, Status
from enricher.report import fixes as report
from enricher.run.documents.selection import document_filter
from enricher.run.fix import FixJob, FixResult, fix
from enricher.run.link_filter import ALL_LINKS, LinkFilter
from tests.fakes import NOON
from tests.run.workplace import (
    ITEM,
    TITLE_A,
    TITLE_B,
    TITLE_C,
    A,
    B,
    C,
    Workplace,
    document,
    page,
)

GONE = "https://gone.test/news/the-story"
ALL = frozenset(FixRule)


@pytest.fixture(autouse=True)
def _as_shipped(place: Workplace) -> None:
    place.config = msgspec.structs.replace(place.config, write=Write())


def fixed(
    place: Workplace,
    *rules: str,
    writes: bool = True,
    only: LinkFilter = ALL_LINKS,
    **settings: Any,
) -> FixResult:
    config = msgspec.structs.replace(place.config, fix=FixSettings(**settings))
    return fix(
        FixJob(
            config=config,
            paths=(place.documents,),
            only=only,
            ledger=place.ledger,
            clock=place.clock,
            rules=frozenset(map(FixRule, rules)),
            writes=writes,
        )
    )


def done(result: FixResult) -> list[tuple[str, str]]:
    return [
        (fix.rule.value, Path(each.path).name) for each in result.documents for fix in each.fixes
    ]


async def nights(place: Workplace, count: int) -> None:
    """Enough of them confirm what fails."""
    for _ in range(count):
        await place.run(refresh=True, writes=False)
        place.clock.pass_by(days=2)


# ── items whose links are gone ────────────────────────────────────────────────────────────


async def test_an_item_that_is_gone_is_flagged_or_taken_out_once_it_is_confirmed(
    place: Workplace,
) -> None:
    place.answers({A: TITLE_A, B: TITLE_B})
    text = document((TITLE_A, A), ("Gone", GONE), (TITLE_B, B))
    place.put("one.md", text)
    await nights(place, 1)
    assert done(fixed(place, "prune")) == []
    assert fixed(place, "prune").waiting == {FixRule.PRUNE: 1}
    await nights(place, 3)
    result = fixed(place, "flag", writes=False)
    assert done(result) == [("flag", "one.md")]
    assert place.read("one.md") == text
    item = ITEM.format(title="Gone", url=GONE)
    fixed(place, "flag")
    assert place.read("one.md") == text.replace(item, item + "    removed: true\n")
    fixed(place, "prune")
    assert place.read("one.md") == text.replace(item, "")


async def test_every_fix_says_why(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document((TITLE_A, A), ("Gone", GONE)))
    await nights(place, 4)
    (line,) = report.reasons(fixed(place, "prune", writes=False).documents[0])
    path = place.documents / "one.md"
    assert line == (f"{path}:9: prune related[1]: dead (http-404) since 2026-11-22, confirmed")


async def test_an_item_with_one_living_link_stays(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    item = f'  - title: "{TITLE_A}"\n    webUrl: "{GONE}"\n    originalUrl: "{A}"\n'
    place.put("one.md", f"---\nrelated:\n{item}---\n")
    await nights(place, 4)
    assert done(fixed(place, "prune", "flag")) == []


async def test_a_persons_word_counts(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document((TITLE_A, A), ("Gone", GONE)))
    await nights(place, 4)
    with Ledger.open(place.ledger) as ledger:
        for url, status in ((A, Status.DEAD), (GONE, Status.OK)):
            ledger.pins.put(url, Pin(status=status, note="", pinned_at=NOON, seen=None))
    fixed(place, "prune")
    assert GONE in place.read("one.md")
    assert A not in place.read("one.md")


async def test_which_statuses_count_as_gone_is_a_setting(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document((TITLE_A, A), ("Gone", GONE)))
    await nights(place, 4)
    assert done(fixed(place, "prune", writes=False, gone=("parked",))) == []


# ── what moved ────────────────────────────────────────────────────────────────────────────


def moves(place: Workplace, there: str) -> None:
    hop = Hop(url=A, http_status=301, location=there)
    place.table[A] = replace(page(A, TITLE_A), final_url=there, hops=(hop,))


async def test_what_moved_for_good_is_updated_once_that_stands(place: Workplace) -> None:
    there = "https://a.test/news/moved/the-story"
    moves(place, there)
    place.put("one.md", document((TITLE_A, A)))
    await nights(place, 1)
    result = fixed(place, "moved")
    assert (done(result), result.waiting) == ([], {FixRule.MOVED: 1})
    assert done(fixed(place, "moved", writes=False, moved_days=0.0)) == [("moved", "one.md")]
    await nights(place, 2)
    fixed(place, "moved")
    assert place.read("one.md") == document((TITLE_A, there))


async def test_a_new_address_is_not_asked_at_once_and_fix_is_done(place: Workplace) -> None:
    moves(place, "https://a.test/news/moved/the-story")
    place.put("one.md", document((TITLE_A, A)))
    await nights(place, 3)
    fixed(place, "moved")
    assert done(fixed(place, *ALL)) == []
    place.clock.pass_by(days=-1)
    result = await place.run()
    assert place.asked == []
    assert result.summary.changed == ()


async def test_a_run_writes_a_line_and_fix_takes_it_away_with_the_url(place: Workplace) -> None:
    there = "https://a.test/news/moved/the-story"
    moves(place, there)
    text = document((TITLE_A, A))
    place.put("one.md", text)
    await place.run()
    assert "checks:" in place.read("one.md")
    await nights(place, 3)
    fixed(place, "moved")
    assert place.read("one.md") == text.replace(A, there)


# ── replacements ──────────────────────────────────────────────────────────────────────────

STORY = "City council of Harbourville bans facial recognition by police"
SAME_STORY = "Harbourville council votes to ban facial recognition by police"


def item(title: str, url: str, day: str = "2022-07-29") -> str:
    return (
        f'  - title: "{title}"\n    excerpt: "What it says."\n'
        f'    publishedDateTime: {day}T15:05:00Z\n    webUrl: "{url}"\n    type: article\n'
    )


def cites(*items: str) -> str:
    return f'---\ntitle: "News"\nrelated:\n{"".join(items)}---\n'


async def test_what_is_gone_is_replaced_by_a_living_article_on_the_same_story(
    place: Workplace,
) -> None:
    place.answers({A: TITLE_A, B: SAME_STORY, C: TITLE_C})
    place.put("one.md", cites(item(STORY, GONE), item(TITLE_A, A)))
    place.put("two.md", cites(item(SAME_STORY, B, "2022-07-30"), item(TITLE_C, C)))
    await nights(place, 4)
    result = fixed(place, "replace", "prune")
    assert done(result) == [("replace", "one.md")]
    assert place.read("one.md") == cites(item(SAME_STORY, B, "2022-07-30"), item(TITLE_A, A))
    (fix,) = result.documents[0].fixes
    assert f"{B} tells the same story" in fix.why
    assert "two.md" in fix.why


@pytest.mark.parametrize(
    ("title", "day", "why"),
    [
        (SAME_STORY, "2023-07-30", "another year's story"),
        (TITLE_C, "2022-07-30", "another story"),
    ],
)
async def test_what_tells_another_story_replaces_nothing(
    place: Workplace, title: str, day: str, why: str
) -> None:
    place.answers({A: TITLE_A, B: title})
    place.put("one.md", cites(item(STORY, GONE), item(TITLE_A, A)))
    place.put("two.md", cites(item(title, B, day)))
    await nights(place, 4)
    assert done(fixed(place, "replace", writes=False)) == [], why


async def test_what_the_document_cites_already_replaces_nothing(place: Workplace) -> None:
    place.answers({A: TITLE_A, B: SAME_STORY})
    place.put("one.md", cites(item(STORY, GONE), item(SAME_STORY, B)))
    await nights(place, 4)
    assert done(fixed(place, "replace", writes=False)) == []


async def test_only_what_lives_replaces(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", cites(item(STORY, GONE), item(TITLE_A, A)))
    place.put("two.md", cites(item(SAME_STORY, "https://gone-too.test/story")))
    await nights(place, 4)
    assert done(fixed(place, "replace", writes=False)) == []


# ── texts, and the whole ──────────────────────────────────────────────────────────────────


async def test_broken_characters_are_repaired(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document(("The cityâ€™s mayor signs an ordinance", A)))
    await nights(place, 1)
    fixed(place, "text")
    assert 'title: "The city’s mayor signs an ordinance"' in place.read("one.md")


async def test_a_preview_can_be_applied_by_git(place: Workplace) -> None:
    place.answers({A: TITLE_A, B: TITLE_B})
    moves(place, "https://a.test/news/moved/the-story")
    place.put("one.md", document((TITLE_A, A), ("Gone", GONE), (TITLE_B, B)))
    place.put("two.md", document(("The cityâ€™s mayor", B), ("Gone", GONE)))
    await nights(place, 4)
    before = place.bytes()
    result = fixed(place, "moved", "prune", "text", writes=False)
    assert place.bytes() == before
    patch = place.folder / "preview.diff"
    patch.write_text("".join(report.diff(result)), encoding="utf-8")
    root = str(place.folder).lstrip("/")
    git_apply = ("git", "apply", f"-p{root.count('/') + 2}", str(patch))
    assert (await anyio.run_process(git_apply, cwd=place.folder)).returncode == 0
    applied = place.bytes()
    for name, data in before.items():
        place.put(name, data)
    fixed(place, "moved", "prune", "text")
    assert place.bytes() == applied != before


async def test_after_a_fix_a_run_reads_no_document_anew_and_changes_nothing(
    place: Workplace,
) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document((TITLE_A, A), ("Gone", GONE)))
    await nights(place, 4)
    fixed(place, "prune")
    before = place.bytes()
    result = await place.run(offline=True)
    assert place.bytes() == before
    assert len(list(result.records)) == 1


async def test_nothing_is_done_without_a_rule_and_nothing_twice(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document((TITLE_A, A), ("Gone", GONE)))
    await nights(place, 4)
    assert done(fixed(place)) == []
    assert done(fixed(place, "flag")) == [("flag", "one.md")]
    assert done(fixed(place, "flag")) == []


async def test_a_document_that_cannot_be_read_costs_only_itself(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document((TITLE_A, A), ("Gone", GONE)))
    await nights(place, 4)
    place.put("broken.md", "---\ntitle: [\n---\n")
    result = fixed(place, "prune")
    assert done(result) == [("prune", "one.md")]
    assert [Path(error.path).name for error in result.errors] == ["broken.md"]


async def test_writing_needs_the_ledger_and_a_preview_does_not(place: Workplace) -> None:
    with pytest.raises(LedgerUnusable):
        fixed(place, "prune")
    assert not place.ledger.exists()
    place.put("one.md", document((TITLE_A, A)))
    await nights(place, 1)
    with Ledger.open(place.ledger):
        assert done(fixed(place, "prune", writes=False)) == []
        with pytest.raises(LedgerBusy):
            fixed(place, "prune")


async def test_a_run_over_chosen_documents_is_no_base_for_later_ones(place: Workplace) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document((TITLE_A, A)))
    whole = await place.run()
    chosen = await place.run(documents=document_filter(["*.html"], ["/"], None))
    assert (await place.run()).base == whole.run
    assert chosen.base == whole.run


# ── a part of the links ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("only", "taken_out"),
    [
        (LinkFilter(sites=("gone.test",)), True),
        (LinkFilter(sites=("a.test",)), False),
        (LinkFilter(statuses=(Status.DEAD,)), True),
        (LinkFilter(statuses=(Status.PARKED,)), False),
        (LinkFilter(fields=("related[1].webUrl",)), True),
        (LinkFilter(fields=("related[0].webUrl",)), False),
    ],
)
async def test_only_some_links_are_fixed(
    place: Workplace, only: LinkFilter, *, taken_out: bool
) -> None:
    place.answers({A: TITLE_A})
    place.put("one.md", document((TITLE_A, A), ("Gone", GONE)))
    await nights(place, 4)
    result = fixed(place, "prune", only=only)
    assert done(result) == ([("prune", "one.md")] if taken_out else [])
