"""What became of a link since an earlier run, and which earlier run that is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from enricher.models import Status
from enricher.run.results.comparison import absolute, change_of, covers, named


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (None, Status.OK, None),
        (Status.OK, Status.OK, None),
        (None, Status.DEAD, "new"),
        (Status.OK, Status.DEAD, "new"),
        (Status.RESTRICTED, Status.DEAD, "new"),
        (Status.DEAD, Status.DEAD, "persisting"),
        (Status.DEAD, Status.SOFT404, "changed"),
        (Status.UNREACHABLE, Status.DEAD, "changed"),
        (Status.DEAD, Status.OK, "recovered"),
        (Status.INVALID, Status.MOVED, "recovered"),
        # a wall where something was broken is no recovery, and a wall alone no news
        (Status.DEAD, Status.RESTRICTED, None),
        (Status.OK, Status.RESTRICTED, None),
        (Status.OK, Status.MOVED, None),
    ],
)
def test_change(before: Status | None, now: Status, change: str | None) -> None:
    assert change_of(before, now) == change


@pytest.mark.parametrize(
    ("earlier", "paths", "is_covered"),
    [
        (["content"], ["content"], True),
        (["content"], ["content/2021/a.md"], True),
        (["."], ["content"], True),
        (["content", "seeds"], ["seeds/a.md", "content"], True),
        (["content/a.md"], ["content"], False),
        (["content"], ["contents"], False),
        ([], ["content"], False),
        (["content"], ["/elsewhere/content"], False),
    ],
)
def test_over_the_same_documents(earlier: list[str], paths: list[str], *, is_covered: bool) -> None:
    assert covers(earlier, paths) == is_covered


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("seeds", "seeds"),
        ("./seeds/", "seeds"),
        ("/srv/news/seeds/a.md", "seeds/a.md"),
        (".", "."),
        ("../other", "/srv/other"),
        ("/etc", "/etc"),
        # as the ledger can hold it
        (os.fsdecode(b"seeds/f\xe4hre.md"), r"seeds/f\xe4hre.md"),
    ],
)
def test_a_path_has_one_name(path: str, name: str) -> None:
    assert named(Path(path), Path("/srv/news")) == name


@pytest.mark.parametrize(
    ("path", "origin", "name"),
    [
        ("a.md", "/srv/news", "/srv/news/a.md"),
        ("a.md", "/srv/news/seeds", "/srv/news/seeds/a.md"),
        ("../a.md", "/srv/news/seeds", "/srv/news/a.md"),
        ("news/a.md", "/srv", "/srv/news/a.md"),
        ("/elsewhere/a.md", "/srv", "/elsewhere/a.md"),
        # an older ledger, and another checkout
        ("a.md", "", "/srv/news/a.md"),
        ("a.md", "/builds/17/news", "/srv/news/a.md"),
    ],
)
def test_names_from_other_folders(path: str, origin: str, name: str) -> None:
    assert absolute([path], origin, Path("/srv/news")) == (name,)
