"""A run composes a document once to read it and once to verify what it writes."""

from __future__ import annotations

import errno
import os
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from enricher.document.compose import compose
from enricher.run.documents import tree_file
from enricher.run.documents.tree_file import KeptTree, TreeFile
from tests.run.workplace import TITLE_A, A, Workplace, document

KEPT = KeptTree("fingerprint", b"a tree")


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each document is composed, by its name."""
    counted: Counter[str] = Counter()

    def counting(text: str, begin: int, end: int, name: str) -> object:
        counted[Path(name).name] += 1
        return compose(text, begin, end, name)

    monkeypatch.setattr("enricher.document.frontmatter.compose", counting)
    return counted


async def test_a_written_document_is_composed_twice(tmp_path: Path, composed: Counter[str]) -> None:
    place = Workplace(tmp_path)
    place.answers({A: TITLE_A})
    place.put("a.md", document((TITLE_A, A), ("Gone", f"{A}/gone")))
    result = await place.run()
    assert len(result.summary.changed) == 1
    assert composed == {"a.md": 2}


async def test_a_document_that_was_changed_since_is_composed_anew(
    tmp_path: Path, composed: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Workplace(tmp_path)
    place.answers({A: TITLE_A})
    path = place.put("a.md", document((TITLE_A, A), ("Gone", f"{A}/gone")))
    take = TreeFile.take

    def touched(self: TreeFile, of: str) -> KeptTree | None:
        path.write_text(path.read_text(encoding="utf-8") + "More.\n", encoding="utf-8")
        return take(self, of)

    monkeypatch.setattr(TreeFile, "take", touched)
    result = await place.run()
    assert len(result.summary.changed) == 1
    assert path.read_text(encoding="utf-8").endswith("More.\n")
    assert composed == {"a.md": 3}


async def test_an_audit_keeps_no_trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[KeptTree] = []
    monkeypatch.setattr(TreeFile, "put", lambda *given: kept.append(given[2]))
    place = Workplace(tmp_path)
    place.answers({A: TITLE_A})
    place.put("a.md", document((TITLE_A, A)))
    await place.run(writes=False)
    assert [each.tree for each in kept] == [b""]


def test_each_tree_is_read_once(tmp_path: Path) -> None:
    trees = TreeFile(tmp_path)
    trees.put("a.md", KEPT)
    trees.put("b.md", KeptTree("other", b"another tree"))
    trees.put("c.md", KeptTree("none", b""))
    assert [*tmp_path.iterdir()] == []
    assert trees.take("b.md") == KeptTree("other", b"another tree")
    assert trees.take("a.md") == KEPT
    assert trees.take("a.md") is None
    assert trees.take("c.md") is None
    trees.close()


def test_no_more_than_a_bound_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_file, "_MAX_BYTES", len(KEPT.tree))
    trees = TreeFile(tmp_path)
    trees.put("a.md", KEPT)
    trees.put("b.md", KEPT)
    assert (trees.take("a.md"), trees.take("b.md")) == (KEPT, None)
    trees.close()


def test_most_of_the_free_space_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = len(KEPT.tree) * 15  # a tenth of it has room for one
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    trees = TreeFile(tmp_path)
    trees.put("a.md", KEPT)
    trees.put("b.md", KEPT)
    assert (trees.take("a.md"), trees.take("b.md")) == (KEPT, None)
    trees.close()


def test_a_full_disk_keeps_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    trees = TreeFile(tmp_path)
    trees.put("a.md", KEPT)
    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", full)
        trees.put("b.md", KEPT)
    trees.put("c.md", KEPT)
    assert [trees.take(each) for each in ("a.md", "b.md", "c.md")] == [KEPT, None, None]
    trees.close()
