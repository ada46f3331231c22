"""What changed since an earlier run: which run to compare with, and what became of each link."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePath

from enricher.ledger.targets import Key
from enricher.models import Status

NEW, RECOVERED, PERSISTING, CHANGED = "new", "recovered", "persisting", "changed"
"""What became of a problem: see `change_of`."""

NO_DOCUMENT = "-"
"""Stands for a document where URLs come from standard input."""

Before = Mapping[Key, Status | None]
"""Status at the end of the earlier run, of every target that was checked after it; None: unknown
then.
"""


def is_problem(status: Status | None) -> bool:
    """True for statuses that a person should hear of when they come or go.

    Walls and our own policy are told too, but they are no event in the life of a link.
    """
    return status is not None and (status.is_failing or status is Status.INVALID)


def change_of(before: Status | None, now: Status) -> str | None:
    """What became of a link between two runs; None where it is well, and was before."""
    if not is_problem(now):
        return RECOVERED if is_problem(before) and now.is_good else None
    if not is_problem(before):
        return NEW
    return PERSISTING if before is now else CHANGED


def named(path: Path, folder: Path) -> str:
    """One name for a path however it was given: below the working folder relative to it."""
    whole = Path(os.path.normpath(folder / path))
    return storable(whole.relative_to(folder) if whole.is_relative_to(folder) else whole)


def storable(path: str | Path) -> str:
    """The name as the ledger can hold it: bytes that are not UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def absolute(paths: Sequence[str], origin: str, folder: Path) -> tuple[str, ...]:
    """Absolute names for paths that were given in the working folder `origin`.

    Relative ones begin at `folder` where neither folder is in the other, or `origin` is unknown
    ("", in older ledgers): a CI job finds its documents in another folder each time, under the same
    names.
    """
    begin = _begin(origin, folder)
    return tuple(os.path.normpath(os.path.join(begin, path)) for path in paths)  # noqa: PTH118  (of every document: a fifth of the price)


@lru_cache(maxsize=64)  # the working folders of one ledger's runs
def _begin(origin: str, folder: Path) -> str:
    own = Path(origin)
    is_related = own.is_relative_to(folder) or folder.is_relative_to(own)
    return origin if origin and is_related else str(folder)


def covers(earlier: Sequence[str], paths: Sequence[str]) -> bool:
    """True if all of `paths` are among the paths of an earlier run, or below one. All absolute, or
    all named as seen from one folder.
    """
    seen = [PurePath(each) for each in earlier]
    return bool(seen) and all(
        any(PurePath(path).is_relative_to(each) for each in seen) for path in paths
    )
