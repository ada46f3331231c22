"""What the ledger knows now of all documents, whatever the latest run looked at."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from enricher.config import Fields
from enricher.errors import LedgerUnusable
from enricher.ledger.store import Ledger
from enricher.run.lifecycle import report
from enricher.run.link_filter import LinkFilter
from enricher.run.results.run_result import RunResult
from tests.run.workplace import TITLE_A, TITLE_B, TITLE_C, A, B, C, Workplace, document

GONE = "https://gone.test/news/the-story"


@pytest.fixture(autouse=True)
def _documents(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, A), ("Gone for good", GONE)))
    place.put("two.md", document((TITLE_B, B)))


def told(result: RunResult) -> list[tuple[str, str, str | None]]:
    return [(each.url, each.status.value, each.change) for each in result.records]


ALL = [(A, "ok", None), (GONE, "dead", None), (B, "ok", None)]


async def test_all_documents_after_a_run_over_one(place: Workplace) -> None:
    await place.run()
    await place.run(paths=(place.documents / "two.md",), writes=False)
    found = await report(place.ledger)
    assert told(found) == ALL
    assert (found.summary.documents, found.summary.links, found.summary.targets) == (2, 3, 3)
    assert found.records.counts().records == 3


async def test_what_was_passed_over_is_that_of_all_documents(place: Workplace) -> None:
    place.config = replace(place.config, fields=replace(Fields(), images=("cover",)))
    place.put(
        "two.md", document((TITLE_B, B)).replace("title:", "cover: https://b.test/1.png\ntitle:", 1)
    )
    place.answers({B: TITLE_B})
    await place.run()
    one = await place.run(paths=(place.documents / "one.md",), writes=False)
    assert any("no document has: cover" in each for each in one.summary.notices)
    assert not (await report(place.ledger)).summary.notices


async def test_what_was_passed_over_is_never_that_of_other_documents(place: Workplace) -> None:
    place.config = replace(place.config, fields=replace(Fields(), images=("cover",)))
    covered = document((TITLE_C, C)).replace("title:", "cover: https://c.test/1.png\ntitle:", 1)
    place.put("four/d.md", covered)
    place.put("three/c.md", document((TITLE_C, C)))
    place.answers({C: TITLE_C})
    four, three = (place.documents / name for name in ("four", "three"))
    assert not (await place.run(paths=(four,), writes=False)).summary.notices
    assert (await place.run(paths=(three,), writes=False)).summary.notices
    (three / "c.md").unlink()
    await place.run(paths=(three,), writes=False)
    found = await report(place.ledger)
    assert (found.summary.documents, found.summary.notices) == (1, ())


async def test_new_is_what_the_latest_complete_run_told_as_new(place: Workplace) -> None:
    await place.run()
    del place.table[B]
    place.clock.pass_by(days=30)
    await place.run(refresh=True)
    await place.run(paths=(place.documents / "two.md",), writes=False, refresh=True)
    assert told(await report(place.ledger))[1:] == [
        (GONE, "dead", "persisting"),
        (B, "dead", "new"),
    ]


@pytest.mark.parametrize("again", [{}, {"writes": False}])
async def test_a_document_that_is_gone_is_left_out(
    place: Workplace, again: dict[str, bool]
) -> None:
    await place.run()
    (place.documents / "two.md").unlink()
    assert told(await report(place.ledger)) == ALL
    await place.run(**again)
    assert [url for url, _, _ in told(await report(place.ledger))] == [A, GONE]


async def test_what_a_folder_holds_that_cannot_be_listed_is_not_gone(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put("three/c.md", document((TITLE_C, C)))
    place.answers({C: TITLE_C})
    await place.run()
    (place.documents / "two.md").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", unlistable(place.documents / "three"))
        (error,) = (await place.run()).errors
    assert error.why == "this folder cannot be listed"
    found = await report(place.ledger)
    assert [url for url, _, _ in told(found)] == [A, GONE, C]
    (notice,) = found.summary.notices
    assert notice.endswith(f"is told as it was read last: {place.documents}/three/c.md")
    (place.documents / "three/c.md").unlink()
    await place.run()
    assert [url for url, _, _ in told(await report(place.ledger))] == [A, GONE]


def unlistable(folder: Path) -> Callable[[Path], Any]:
    """Stands in for `os.scandir`: the disk under a folder does not answer (root may list all)."""
    listed = os.scandir

    def scandir(path: Path) -> Any:
        if path == folder:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return listed(path)

    return scandir


BROKEN = '---\ntitle: "News\n---\n'


async def test_a_document_that_cannot_be_read_is_told_as_it_was_read_last(place: Workplace) -> None:
    await place.run()
    place.put("two.md", BROKEN)
    assert (await place.run()).errors
    found = await report(place.ledger)
    assert [(url, status) for url, status, _ in told(found)] == [each[:2] for each in ALL]
    place.put("two.md", document((TITLE_C, C)))
    await place.run(offline=True)
    assert not (await report(place.ledger)).summary.notices
    assert [url for url, _, _ in told(await report(place.ledger))] == [A, GONE]


async def test_a_document_that_could_never_be_read_is_told(place: Workplace) -> None:
    broken = place.put("two.md", BROKEN)
    await place.run()
    await place.run(paths=(place.documents / "one.md",))
    found = await report(place.ledger)
    assert found.summary.notices == (
        f"{broken} could not be read lately, and nothing is known of it",
    )
    broken.unlink()
    await place.run()
    assert not (await report(place.ledger)).summary.notices


async def test_a_named_document_that_is_not_there_is_gone(place: Workplace) -> None:
    await place.run()
    (place.documents / "two.md").unlink()
    assert (await place.run(paths=(place.documents / "two.md",), writes=False)).errors
    assert [url for url, _, _ in told(await report(place.ledger))] == [A, GONE]


async def test_a_document_is_told_once_whatever_folder_it_was_met_from(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put("three/c.md", document((TITLE_C, C)))
    place.answers({C: TITLE_C})
    outer, inner = place.documents, place.documents / "three"

    async def documents(folder: Path) -> list[str]:
        monkeypatch.chdir(folder)
        found = await report(place.ledger)
        names = list(dict.fromkeys(each.document for each in found.records))
        assert found.summary.documents == len(names)
        return names

    monkeypatch.chdir(outer)
    await place.run(paths=(Path(),))
    monkeypatch.chdir(inner)
    await place.run(paths=(Path(),))
    assert await documents(outer) == ["one.md", "three/c.md", "two.md"]
    assert await documents(inner) == [f"{outer}/one.md", f"{outer}/two.md", "c.md"]
    (inner / "c.md").unlink()
    await place.run(paths=(Path(".."),))
    assert await documents(outer) == ["one.md", "two.md"]


async def test_names_stay_where_all_was_moved(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.documents)
    await place.run(paths=(Path(),))
    elsewhere = place.folder.rename(place.folder.with_name(f"{place.folder.name}-moved"))
    monkeypatch.chdir(elsewhere)
    found = await report(elsewhere / ".enricher" / "ledger.sqlite3")
    assert {each.document for each in found.records} == {"news/one.md", "news/two.md"}


async def test_names_stay_where_a_later_run_finds_all_in_another_folder(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.folder)
    await place.run(paths=(Path("news"),))
    second = place.folder.parent / f"{place.folder.name}-again"
    (second / "news").mkdir(parents=True)
    (place.documents / "two.md").rename(second / "news" / "two.md")
    monkeypatch.chdir(second)
    await place.run(paths=(Path("news"),))
    assert [each.document for each in (await report(place.ledger)).records] == ["news/two.md"]


async def test_a_document_that_was_not_chosen_is_not_gone(place: Workplace) -> None:
    await place.run()
    place.put("three/c.md", document((TITLE_C, C)))
    await place.run(only=LinkFilter(sites=("c.test",)))
    await place.run(paths=(place.documents / "three",))
    assert (C, "ok", None) in told(await report(place.ledger))
    assert len(told(await report(place.ledger))) == 4


async def test_what_was_never_asked_is_counted(place: Workplace) -> None:
    await place.run(only=LinkFilter(sites=("b.test",)))
    found = await report(place.ledger)
    assert told(found) == [(B, "ok", None)]
    assert (found.summary.links, found.summary.unasked) == (3, 2)


async def test_urls_of_standard_input_are_no_document(place: Workplace) -> None:
    await place.run()
    await place.run(paths=(), urls=(C,), writes=False)
    assert told(await report(place.ledger)) == ALL


async def test_a_past_run_over_one_document_tells_of_no_other(place: Workplace) -> None:
    await place.run()
    one = await place.run(paths=(place.documents / "one.md",), writes=False)
    await place.run()
    found = await report(place.ledger, one.run)
    assert [url for url, _, _ in told(found)] == [A, GONE]
    assert (found.is_past, found.summary.notices) == (True, ())


async def test_a_past_run_says_where_documents_changed_since(place: Workplace) -> None:
    first = await place.run()
    (place.documents / "two.md").rename(place.documents / "renamed.md")
    last = await place.run()
    (notice,) = (await report(place.ledger, first.run)).summary.notices
    assert notice.endswith("as they are known now, with 4 links; there were 3.")
    assert not (await report(place.ledger, last.run)).summary.notices


async def test_no_run_has_ended(place: Workplace) -> None:
    with Ledger.open(place.ledger):
        pass
    with pytest.raises(LedgerUnusable, match="knows no run that came to its end"):
        await report(place.ledger)
