"""What a command works on: PATHs and globs, lists of files, what git says was changed, URLs."""

from __future__ import annotations

import codecs
import glob
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from enricher.cli.exits import UsageError
from enricher.cli.options import LinkOptions, SelectionOptions
from enricher.models import Status
from enricher.run.documents.selection import DocumentFilter, document_filter
from enricher.run.link_filter import ALL_LINKS, LinkFilter

STANDARD_INPUT = Path("-")
GIT_TIMEOUT_S = 60.0
"""Longest wait for one git command; a diff of 10,000 files takes less than a second."""
_SHALLOW = "a shallow clone lacks older commits (git fetch --unshallow; in CI: fetch-depth: 0)"


@dataclass(frozen=True, slots=True)
class Selected:
    """What a command works on."""

    paths: tuple[Path, ...]
    documents: DocumentFilter | None = None
    only: LinkFilter = ALL_LINKS
    urls: tuple[str, ...] = ()


def reads_urls(asked: SelectionOptions) -> bool:
    """Whether PATH is `-`: URLs on standard input. Raises UsageError where it has company."""
    if STANDARD_INPUT not in asked.paths:
        return False
    if len(asked.paths) > 1 or asked.files_from or asked.exclude or asked.changed_since:
        raise UsageError("- reads URLs from standard input; no documents can be named beside it")
    return True


def urls_of_stdin() -> tuple[str, ...]:
    """The lines of standard input; see `urls_of`. Raises UsageError where no URL is in them."""
    data = sys.stdin.buffer.read()
    found = urls_of(data.decode("utf-8-sig", "replace"))
    if not any(found):
        raise UsageError("- reads URLs from standard input, and there was none")
    return found


def urls_of(text: str) -> tuple[str, ...]:
    """The URLs of a list, one a line; empty for a line that begins with #."""
    stripped = (line.strip() for line in text.splitlines())
    return tuple("" if line.startswith("#") else line for line in stripped)


def named(asked: SelectionOptions) -> tuple[Path, ...]:
    """The files and folders that PATHs, globs and `--files-from` name; empty where nothing does.

    Raises UsageError for what does not exist, and for a glob that finds nothing.
    """
    found = [path for each in asked.paths for path in _expanded(each)]
    if asked.files_from is not None:
        found += _listed(asked.files_from)
    return tuple(dict.fromkeys(found))


def selected(asked: SelectionOptions, paths: tuple[Path, ...]) -> Selected:
    """What takes part of `paths`. Raises UsageError where git or a pattern cannot be used."""
    changed = None
    if asked.changed_since is not None:
        changed = changed_files(asked.changed_since, paths)
    folders = (os.getcwd(), *(os.path.abspath(path) for path in paths if path.is_dir()))  # noqa: PTH100, PTH109  (Path.absolute keeps `..`)
    only = link_filter(asked)
    try:
        documents = document_filter(asked.exclude, folders, changed, only)
    except ValueError as error:
        raise UsageError(f"--exclude: {error}") from error
    return Selected(paths, documents, only=only.of_links)


def link_filter(asked: LinkOptions) -> LinkFilter:
    """The links that `--only` names. Raises UsageError where a path is no pattern."""
    pairs = [pair for each in asked.only for pair in each]
    named = {key: tuple(value for name, value in pairs if name == key) for key, _ in pairs}
    made = LinkFilter(
        sites=named.get("site", ()),
        statuses=tuple(map(Status, named.get("status", ()))),
        fields=named.get("field", ()),
        paths=tuple(value.removeprefix("./") for value in named.get("path", ())),
    )
    try:
        made.takes_path("any")
    except ValueError as error:
        raise UsageError(f"--only path: {error}") from error
    return made


def _expanded(path: Path) -> Iterator[Path]:
    if path.exists():
        yield path
        return
    pattern = str(path)
    found = sorted(glob.glob(pattern, recursive=True)) if glob.has_magic(pattern) else []  # noqa: PTH207  (Path.glob takes no absolute patterns)
    if not found:
        what = "matches nothing" if glob.has_magic(pattern) else "no such file or folder"
        raise UsageError(f"{path}: {what}")
    yield from map(Path, found)


def _listed(source: Path) -> list[Path]:
    """The paths of a list, one a line, or separated by NUL (`find -print0`, `git diff -z`)."""
    try:
        data = sys.stdin.buffer.read() if source == STANDARD_INPUT else source.read_bytes()
    except OSError as error:
        raise UsageError(f"--files-from {source}: {error.strerror or error}") from error
    data = data.removeprefix(codecs.BOM_UTF8)
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    found = [Path(os.fsdecode(line)) for line in lines if line.strip()]
    if not found:
        raise UsageError(f"--files-from {source}: names no file")
    _refuse_missing(found, source)
    return found


def _refuse_missing(listed: Sequence[Path], source: Path) -> None:
    missing = [str(path) for path in listed if not path.exists()]
    if missing:
        more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        raise UsageError(f"--files-from {source}: no such file or folder: {missing[0]}{more}")


# ── git ───────────────────────────────────────────────────────────────────────────────────


def changed_files(ref: str, paths: Sequence[Path]) -> frozenset[str]:
    """Real paths of the files that differ from where the branch left `ref`, and of new ones.

    What is not committed yet counts, too. Raises UsageError where there is no git, no repository
    or no such commit.
    """
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    roots = dict.fromkeys(_root(folder) for folder in folders)
    return frozenset(file for root in roots for file in _changed_in(root, ref))


def _root(folder: Path) -> str:
    return os.fsdecode(_git(str(folder), "rev-parse", "--show-toplevel")).removesuffix("\n")


def _changed_in(root: str, ref: str) -> Iterator[str]:
    verify = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    commit = _git(root, *verify, unless=f'there is no commit "{ref}"; {_SHALLOW}').decode().strip()
    changed = ("diff", "--name-only", "-z", "--diff-filter=d", "--merge-base", commit)
    new = ("ls-files", "--others", "--exclude-standard", "-z")
    for command in (changed, new):
        for name in _git(root, *command).split(b"\0"):
            if name:
                yield os.path.realpath(Path(root, os.fsdecode(name)))


def _git(folder: str, *arguments: str, unless: str = "") -> bytes:
    """What git prints. Raises UsageError with `unless`, or git's own last line, where it fails."""
    try:
        done = subprocess.run(  # noqa: S603  (no shell; a ref never begins an argument)
            ["git", "-C", folder, *arguments],  # noqa: S607  (the user's own git)
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=GIT_TIMEOUT_S,
        )
    except FileNotFoundError as error:
        raise UsageError("--changed-since: git is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"--changed-since: git did not answer in {GIT_TIMEOUT_S:.0f} s") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = unless or (said[-1] if said else f"git failed with {done.returncode}")
        raise UsageError(f"--changed-since: {why.removeprefix('fatal: ')}")
    return done.stdout
