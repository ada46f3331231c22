"""Diffs of documents: that `patch` understands them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from enricher.document.unified_diff import unified_diff


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\r\nb\r\n", "a\r\nb\r\nc\r\n"),
        ("a\nb", "a\nb\nc"),
        ("a\n\u2028b\x0cc\nd\n", "a\n\u2028b\x0cc\nD\n"),
        ("", "a\n"),
        pytest.param("a\rb\rc\r", "a\rB\rc\r", id="CR ends lines of the document, none of a diff"),
        pytest.param("a\rb\nc\n", "a\rB\nc\n", id="both"),
    ],
)
def test_patch_understands_a_diff(tmp_path: Path, before: str, after: str) -> None:
    diff = unified_diff("/x/a.md", before, after)
    assert diff.startswith("--- a/x/a.md\n+++ b/x/a.md\n")
    path = tmp_path / "a.md"
    path.write_bytes(before.encode("utf-8"))
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git")
    done = subprocess.run(
        [git, "apply", "--unsafe-paths", "--whitespace=nowarn", "-p2", "-"],
        input=diff.encode("utf-8"),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == after.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("news/a b.md", "news/a b.md"),
        ("news/é.md", "news/é.md"),
        ("news/new\nline.md", '"news/new\\012line.md"'),
        ("news/\x1b[31mred\x7f.md", '"news/\\033[31mred\\177.md"'),
        ('news/"q\\.md', '"news/\\"q\\\\.md"'),
        ("news/\udcff.md", '"news/\\377.md"'),
    ],
)
def test_names_as_git_writes_them(tmp_path: Path, name: str, shown: str) -> None:
    diff = unified_diff(name, "a\n", "b\n")
    start = '"' if shown.startswith('"') else ""
    rest = shown.removeprefix('"')
    assert diff.splitlines()[:2] == [f"--- {start}a/{rest}", f"+++ {start}b/{rest}"]
    path = tmp_path / name
    path.parent.mkdir()
    path.write_bytes(b"a\n")
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git")
    done = subprocess.run(
        [git, "apply", "-"],
        input=diff.encode("utf-8"),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == b"b\n"


def test_no_difference_no_diff() -> None:
    assert unified_diff("a.md", "x\n", "x\n") == ""
