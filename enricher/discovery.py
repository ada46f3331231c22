"""Finds the documents at and under the paths of a run, and counts what is left out on purpose.

Left out are hidden files and folders, `node_modules`, what `.gitignore` files name, and what
`[documents] exclude` names. A file that is named itself is always taken.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from enricher.config import DocumentSelection
from enricher.errors import DocumentError

HIDDEN, NODE_MODULES, GITIGNORE, EXCLUDE = "hidden", "node_modules", ".gitignore", "exclude"
"""Why something is left out: the keys of `Discovery.left_out`."""

# git's own files and our ledger's folder say nothing of documents; they are not counted.
_UNCOUNTED = frozenset({".git", ".enricher"})
# No hand-written list of patterns is longer; a larger file is not read.
_MAX_GITIGNORE_BYTES = 1_000_000


@dataclass(slots=True)
class Discovery:
    """Iterates over the documents of a run, each real file once, folders in the order of names.

    A symlink is followed only if it leads to somewhere inside `paths`. What does not exist or
    cannot be listed is given too, so that `files.read` says why. `left_out` is complete after the
    iteration.
    """

    paths: tuple[Path, ...]
    settings: DocumentSelection = field(default_factory=DocumentSelection)
    left_out: Counter[str] = field(default_factory=Counter)
    """DocumentSelection and folders that were left out, by the reason."""

    @property
    def within(self) -> frozenset[Path]:
        """The real paths that no document may lead out of."""
        return frozenset(_real(path) for path in self.paths)

    def __iter__(self) -> Iterator[Path]:
        self.left_out.clear()
        seen: set[str] = set()
        walk = _Walk(self.settings, self.within, self.left_out)
        for path in self.paths:
            alone = ((path, os.path.realpath(path)),)
            for found, real in walk.documents(path) if os.path.isdir(path) else alone:  # noqa: PTH112  (a name may be too long for Path.is_dir)
                if real not in seen:
                    seen.add(real)
                    yield found

    def told(self) -> str:
        """One sentence on what was left out; empty where nothing was."""
        words = {
            HIDDEN: "hidden",
            NODE_MODULES: "in node_modules",
            GITIGNORE: "named by .gitignore",
            EXCLUDE: "named by [documents] exclude",
        }
        parts = [
            f"{self.left_out[why]} {said}" for why, said in words.items() if self.left_out[why]
        ]
        return f"files and folders left out: {', '.join(parts)}" if parts else ""


def discover(paths: Iterable[str | Path], settings: DocumentSelection | None = None) -> Discovery:
    """The documents at and under `paths`, to be iterated over."""
    return Discovery(tuple(Path(path) for path in paths), settings or DocumentSelection())


def name_refusal(path: str) -> DocumentError | None:
    """Why a document of that path is left alone; None where its name is usable.

    A path that is not UTF-8 could be named by no ledger, report or git.
    """
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return DocumentError(path, "its name is not UTF-8; rename it")
    return None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of one `.gitignore`, or of the settings."""

    folder: str
    """What the patterns are relative to."""
    spec: GitIgnoreSpec

    def names(self, path: str) -> bool | None:
        """True: named; False: taken back by a `!` pattern; None: not mentioned."""
        if not self.spec.patterns:
            return None
        return self.spec.check_file(path[len(self.folder) :].lstrip("/")).include


class _Waiting(NamedTuple):
    """A document, or a folder that is to be listed."""

    path: Path
    real: str
    is_folder: bool
    ignores: tuple[_Patterns, ...]


def _real_name(entry: os.DirEntry[str], folder: str) -> str:
    """The real path of what was listed in a real folder; only a symlink costs a look at disk."""
    if entry.is_symlink():
        return os.path.realpath(entry.path)
    return f"{folder.rstrip('/')}/{entry.name}"


@dataclass(frozen=True, slots=True)
class _Walk:
    settings: DocumentSelection
    within: frozenset[Path]
    left_out: Counter[str]

    def documents(self, root: Path) -> Iterator[tuple[Path, str]]:
        """Yields each document with its real path, depth first, in the order of names.

        Folders behind symlinks are not entered: inside the given paths, what they hold is found
        anyway.
        """
        exclude = _Patterns(_plain(root), _spec(self.settings.exclude))
        waiting: list[_Waiting] = [_Waiting(root, os.path.realpath(root), True, _above(root))]
        while waiting:
            here, real, is_folder, ignores = waiting.pop()
            if not is_folder:
                yield here, real
                continue
            try:
                with os.scandir(here) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name, reverse=True)
            except OSError:
                yield here, real
                continue
            inner = _with_own(here, ignores, entries)
            for entry in entries:
                is_inner = entry.is_dir(follow_symlinks=False)
                if self._is_wanted(entry, (exclude, inner), is_folder=is_inner):
                    path = here / entry.name
                    waiting.append(_Waiting(path, _real_name(entry, real), is_inner, inner))

    def _is_wanted(
        self,
        entry: os.DirEntry[str],
        patterns: tuple[_Patterns, tuple[_Patterns, ...]],
        *,
        is_folder: bool,
    ) -> bool:
        if not is_folder and not self._is_document(entry):
            return False
        why = _why_left_out(entry, *patterns, is_folder=is_folder)
        if why and entry.name not in _UNCOUNTED:
            self.left_out[why] += 1
        return not why

    def _is_document(self, entry: os.DirEntry[str]) -> bool:
        if not entry.name.lower().endswith(self.settings.extensions):
            return False
        return not entry.is_symlink() or is_inside(Path(entry.path), self.within)


def is_inside(path: Path, within: frozenset[Path]) -> bool:
    """Whether a path leads to a regular file at or under one of the given real paths."""
    real = _real(path)
    return os.path.isfile(real) and not within.isdisjoint((real, *real.parents))  # noqa: PTH113  (a name may be too long for Path.is_file)


def is_missing(path: str | Path) -> bool:
    """Whether there is no such file or folder; False where the disk does not say."""
    try:
        os.stat(path)  # noqa: PTH116  (Path.exists is False for all that cannot be looked at)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _why_left_out(
    entry: os.DirEntry[str],
    exclude: _Patterns,
    ignores: tuple[_Patterns, ...],
    *,
    is_folder: bool,
) -> str:
    """The reason; empty: it is wanted."""
    if entry.name.startswith("."):
        return HIDDEN
    if is_folder and entry.name == "node_modules":
        return NODE_MODULES
    if not ignores and not exclude.spec.patterns:
        return ""
    path = _plain(entry.path) + ("/" if is_folder else "")
    if exclude.names(path):
        return EXCLUDE
    return GITIGNORE if _is_ignored(path, ignores) else ""


def _is_ignored(path: str, ignores: tuple[_Patterns, ...]) -> bool:
    """The nearest `.gitignore` that mentions a path decides (gitignore(5))."""
    told = (patterns.names(path) for patterns in reversed(ignores))
    return next((is_named for is_named in told if is_named is not None), False)


def _with_own(
    folder: Path, ignores: tuple[_Patterns, ...], entries: Sequence[os.DirEntry[str]]
) -> tuple[_Patterns, ...]:
    """The patterns that hold inside a folder."""
    if all(entry.name != ".gitignore" for entry in entries):
        return ignores
    own = _gitignore(folder)
    return ignores if own is None else (*ignores, own)


def _above(root: Path) -> tuple[_Patterns, ...]:
    """The patterns above a folder, up to the root of its git repository.

    None hold where that is in no repository, or where they name the folder itself: then the user
    asked for what git ignores.
    """
    above = Path(_plain(root)).parents
    repository = next((n for n, folder in enumerate(above) if (folder / ".git").exists()), None)
    if repository is None or (root / ".git").exists():
        return ()
    found = (_gitignore(folder) for folder in reversed(above[: repository + 1]))
    ignores = tuple(patterns for patterns in found if patterns is not None)
    is_named = any(
        _is_ignored(f"{folder}/", ignores) for folder in (Path(_plain(root)), *above[:repository])
    )
    return () if is_named else ignores


def _gitignore(folder: Path) -> _Patterns | None:
    try:
        with (folder / ".gitignore").open("rb") as handle:
            data = handle.read(_MAX_GITIGNORE_BYTES + 1)
    except OSError:
        return None
    if len(data) > _MAX_GITIGNORE_BYTES:
        return None
    return _Patterns(_plain(folder), _spec(data.decode("utf-8", "surrogateescape").splitlines()))


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    """The patterns that can be read; git passes over the others, too."""
    patterns: list[GitIgnoreSpecPattern] = []
    for line in lines:
        with suppress(ValueError):
            patterns += GitIgnoreSpec.from_lines([line]).patterns
    return GitIgnoreSpec(patterns)


def _plain(path: str | Path) -> str:
    """An absolute path without `..`; symlinks are left as they are."""
    return os.path.abspath(path)  # noqa: PTH100  (Path.absolute keeps `..`)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
