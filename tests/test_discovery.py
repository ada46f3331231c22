"""Discovery: documents found once, in order; what is left out on purpose is counted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from enricher import files
from enricher.config import DocumentSelection
from enricher.discovery import Discovery, discover
from enricher.errors import DocumentError

needs_no_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.md",
        "a.html",
        "c.MARKDOWN",
        "d.htm",
        "e.txt",
        "f.rst",
        "g.md.bak",
        ".hidden.md",
        "z/y/x.md",
        "a/1.md",
        ".git/x.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")
    return tmp_path


def names(folder: Path, *paths: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in discover(paths or [folder])]


def test_documents_of_a_folder_in_the_order_of_names(folder: Path) -> None:
    assert names(folder) == ["a/1.md", "a.html", "b.md", "c.MARKDOWN", "d.htm", "e.txt", "z/y/x.md"]


def test_each_file_once_however_often_it_is_named(folder: Path) -> None:
    assert names(folder, folder / "b.md", folder / "z", folder) == [
        "b.md",
        "z/y/x.md",
        "a/1.md",
        "a.html",
        "c.MARKDOWN",
        "d.htm",
        "e.txt",
    ]


def test_a_named_file_needs_no_suffix_and_may_be_hidden(folder: Path) -> None:
    assert names(folder, folder / "f.rst", folder / ".hidden.md", folder / ".git") == [
        "f.rst",
        ".hidden.md",
        ".git/x.md",
    ]


def test_symlinks_are_followed_only_inside(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("---\na: 1\n---\n", encoding="utf-8")
    (folder / "out.md").symlink_to(outside)
    (folder / "out").symlink_to(outside.parent)
    (folder / "broken.md").symlink_to(folder / "nothing.md")
    (folder / "loop").symlink_to(folder)
    (folder / "in.md").symlink_to(folder / "f.rst")
    (folder / "twice.md").symlink_to(folder / "b.md")
    assert names(folder) == [
        "a/1.md",
        "a.html",
        "b.md",
        "c.MARKDOWN",
        "d.htm",
        "e.txt",
        "in.md",
        "z/y/x.md",
    ]


def test_what_is_not_there_is_given_so_that_reading_says_why(tmp_path: Path) -> None:
    (path,) = discover([tmp_path / "nothing.md"])
    with pytest.raises(DocumentError, match=r"nothing\.md: it cannot be read: No such file"):
        files.read(path)


@needs_no_root
def test_a_locked_folder_is_not_left_out_in_silence(folder: Path) -> None:
    (folder / "z").chmod(0)
    try:
        (locked,) = (path for path in discover([folder]) if path.name == "z")
        with pytest.raises(DocumentError, match="cannot be"):
            files.read(locked)
    finally:
        (folder / "z").chmod(0o755)


# ── left out ────────────────────────────────────────────────────────────────────────────────────


def write(folder: Path, name: str, text: str = "---\na: 1\n---\n") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def walked(folder: Path, settings: DocumentSelection | None = None) -> tuple[list[str], Discovery]:
    found = discover([folder], settings)
    return [path.relative_to(folder).as_posix() for path in found], found


SITE = (
    "content/a.md", "content/draft/b.md", "content/.old/c.md", "node_modules/x/readme.md", "_site/a.html", "notes.md",
    "themes/node_modules/y.md",
)  # fmt: skip


@pytest.mark.parametrize(
    ("gitignore", "exclude", "left", "count"),
    [
        ({}, (), ["_site/a.html", "content/a.md", "content/draft/b.md", "notes.md"], {}),
        (
            {".gitignore": "/_site/\n# why\nnotes.md\n"}, (),
            ["content/a.md", "content/draft/b.md"], {".gitignore": 2},
        ),
        (
            {".gitignore": "*.md\n!notes.md\n"}, (),
            ["_site/a.html", "notes.md"], {".gitignore": 2},
        ),
        (
            {".gitignore": "draft\n", "content/.gitignore": "!draft\na.*\n"}, (),
            ["_site/a.html", "content/draft/b.md", "notes.md"], {".gitignore": 1},
        ),
        (
            {}, ("_site/", "content/draft/**"),
            ["content/a.md", "notes.md"], {"exclude": 2},
        ),
        ({".gitignore": "[\n\xe4\n"}, ("notes.*",), ["_site/a.html", "content/a.md", "content/draft/b.md"], {"exclude": 1}),
    ],
)  # fmt: skip
def test_what_is_left_out(
    tmp_path: Path,
    gitignore: dict[str, str],
    exclude: tuple[str, ...],
    left: list[str],
    count: dict[str, int],
) -> None:
    for name in SITE:
        write(tmp_path, name)
    for name, text in gitignore.items():
        write(tmp_path, name, text)
    names, found = walked(tmp_path, DocumentSelection(exclude=exclude))
    assert names == left
    assert found.left_out == {"hidden": 1, "node_modules": 2} | count


def test_a_repository_above_says_what_is_ignored_below(tmp_path: Path) -> None:
    write(tmp_path, ".git/config", "")
    write(tmp_path, ".gitignore", "secret.md\n/public/\n")
    for name in ("content/a.md", "content/secret.md", "public/b.md"):
        write(tmp_path, name)
    assert walked(tmp_path / "content")[0] == ["a.md"]
    assert walked(tmp_path / "public")[0] == ["b.md"], "named itself, although git ignores it"


def test_without_a_repository_what_stands_above_means_nothing(tmp_path: Path) -> None:
    write(tmp_path, ".gitignore", "*.md\n")
    write(tmp_path, "content/a.md")
    assert walked(tmp_path / "content")[0] == ["a.md"]


def test_a_file_that_is_named_is_read_whatever_leaves_it_out(tmp_path: Path) -> None:
    write(tmp_path, ".gitignore", "*.md\n")
    write(tmp_path, "node_modules/a.md")
    named = tmp_path / "node_modules/a.md"
    assert list(discover([named], DocumentSelection(exclude=("*",)))) == [named]


def test_other_extensions_by_setting(tmp_path: Path) -> None:
    for name in ("a.md", "b.YAML", "c.toml", "d.tar.gz"):
        write(tmp_path, name)
    assert walked(tmp_path, DocumentSelection(extensions=(".yaml", ".tar.gz")))[0] == [
        "b.YAML",
        "d.tar.gz",
    ]


def test_one_sentence_tells_what_was_left_out(tmp_path: Path) -> None:
    for name in SITE:
        write(tmp_path, name)
    _, found = walked(tmp_path)
    assert found.told() == "files and folders left out: 1 hidden, 2 in node_modules"
    assert walked(tmp_path / "_site")[1].told() == ""


# ── hostile names ───────────────────────────────────────────────────────────────────────────────


def test_names_that_are_not_utf8_are_found_and_shown_escaped(tmp_path: Path) -> None:
    for name in (b"f\xe4hre.md", b"two\nlines.md", b"\x1b[31mred.md"):
        (tmp_path / os.fsdecode(name)).write_bytes(b"---\n\xff\n---\n")
    said = []
    for path in discover([tmp_path]):
        with pytest.raises(DocumentError) as caught:
            files.read(path)
        said.append(str(caught.value).removeprefix(f"{tmp_path}/").partition(":2: ")[0])
        said[-1].encode("utf-8")
    assert said == [r"\x1b[31mred.md", r"f\xe4hre.md", r"two\nlines.md"]


def test_paths_longer_than_the_system_allows_are_given_to_be_refused(tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["d" * 200] * 30) / "a.md"
    (path,) = discover([deep])
    with pytest.raises(DocumentError, match="File name too long"):
        files.read(path)


def test_names_that_differ_only_in_unicode_form_are_two_documents(tmp_path: Path) -> None:
    for name in ("caf\u00e9.md", "cafe\u0301.md"):
        write(tmp_path, name)
    assert len(walked(tmp_path)[0]) == len(list(tmp_path.iterdir()))
