"""What a command works on: PATHs, globs, lists, what git says was changed, URLs."""

from __future__ import annotations

import io
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from enricher.cli import selecting
from tests.cli.conftest import Ended, Enricher

DOCUMENT = '---\ntitle: "News"\nwebUrl: "https://a.test/{name}"\n---\n'


@pytest.fixture
def site(folder: Path) -> Path:
    """Five documents in three folders."""
    for name in (
        "content/a.md",
        "content/b.md",
        "content/drafts/c.md",
        "content/2024/d.md",
        "x.md",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DOCUMENT.format(name=path.stem), encoding="utf-8")
    return folder


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def give(data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def met(ended: Ended) -> list[str]:
    """Last parts of the URLs that a plan or an audit met."""
    assert ended.status in {0, 1}, ended.err
    return sorted({json.loads(line)["url"].rpartition("/")[2] for line in ended.out.splitlines()})


def audit(enricher: Enricher, *arguments: str) -> list[str]:
    return met(enricher("audit", "--quiet", "--format", "jsonl", *arguments))


# ── PATHs, globs, patterns ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["content"], ["a", "b", "c", "d"], id="a folder"),
        pytest.param(["content/a.md", "x.md"], ["a", "x"], id="files"),
        pytest.param(["content/*.md"], ["a", "b"], id="a glob"),
        pytest.param(["content/**/*.md"], ["a", "b", "c", "d"], id="a glob over folders"),
        pytest.param(["content", "content/a.md", "content/*.md"], ["a", "b", "c", "d"], id="once"),
        pytest.param(["content", "--exclude", "drafts"], ["a", "b", "d"], id="a folder less"),
        pytest.param(["content", "--exclude", "content/b.md"], ["a", "c", "d"], id="from here"),
        pytest.param(["content", "--exclude", "/b.md"], ["a", "c", "d"], id="from PATH"),
        pytest.param(
            ["content", "--exclude", "*.md", "--exclude", "!a.md"], ["a"], id="taken back by !"
        ),
        pytest.param(["content/*.md", "--exclude", "a.*"], ["b"], id="of a glob"),
    ],
)
def test_selected(
    site: Path, enricher: Enricher, arguments: list[str], expected: list[str]
) -> None:
    assert audit(enricher, *arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing/here.md"], "nothing/here.md: no such file or folder"),
        (["content/*.adoc"], "content/*.adoc: matches nothing"),
        (["content", "--files-from", "none.txt"], "--files-from none.txt: No such file"),
        (["-", "content"], "no documents can be named beside it"),
    ],
)
def test_refused(site: Path, enricher: Enricher, arguments: list[str], said: str) -> None:
    ended = enricher("audit", *arguments)
    assert ended.status == 2
    assert said in ended.err


def test_what_an_option_leaves_out_is_counted(site: Path, enricher: Enricher) -> None:
    ended = enricher("plan", "content", "--exclude", "drafts", "--exclude", "b.md")
    assert "documents left out: 2 named by --exclude" in ended.out


# ── lists ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data",
    [
        b"content/a.md\n\nx.md\n",
        b"content/a.md\0x.md\0",
        pytest.param(b"\xef\xbb\xbfcontent/a.md\r\nx.md\r\n", id="as Windows writes it"),
    ],
)
def test_a_list_of_documents_in_a_file_or_on_standard_input(
    site: Path, enricher: Enricher, stdin: Callable[[bytes], None], data: bytes
) -> None:
    (site / "list").write_bytes(data)
    assert audit(enricher, "--files-from", "list") == ["a", "x"]
    stdin(data)
    assert audit(enricher, "--files-from", "-") == ["a", "x"]


def test_a_list_that_names_what_is_not_there_is_refused(site: Path, enricher: Enricher) -> None:
    (site / "list").write_text("content/a.md\ngone.md\ngone-too.md\n", encoding="utf-8")
    ended = enricher("audit", "--files-from", "list")
    assert ended.status == 2
    assert "--files-from list: no such file or folder: gone.md and 1 more" in ended.err


# ── git ───────────────────────────────────────────────────────────────────────────────────


def git(*arguments: str) -> None:
    whom = {"GIT_AUTHOR_NAME": "a", "GIT_COMMITTER_NAME": "a"}
    mail = {"GIT_AUTHOR_EMAIL": "a@a.test", "GIT_COMMITTER_EMAIL": "a@a.test"}
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        env=os.environ | whom | mail,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def repository(site: Path) -> Path:
    """`main`, and a branch `work` that changed b, while `main` went on and changed d."""
    git("init", "-q")
    git("add", "content", "x.md")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "work")
    with (site / "content" / "b.md").open("a", encoding="utf-8") as file:
        file.write("more\n")
    git("commit", "-qam", "two")
    git("checkout", "-q", "main")
    with (site / "content" / "2024" / "d.md").open("a", encoding="utf-8") as file:
        file.write("more\n")
    git("commit", "-qam", "three")
    git("checkout", "-q", "work")
    return site


def test_changed_is_what_the_branch_changed_and_what_is_new_or_not_committed(
    repository: Path, enricher: Enricher
) -> None:
    assert audit(enricher, "content", "--changed-since", "main") == ["b"]
    (repository / "content" / "new.md").write_text(DOCUMENT.format(name="new"), encoding="utf-8")
    with (repository / "content" / "a.md").open("a", encoding="utf-8") as file:
        file.write("more\n")
    assert audit(enricher, "content", "--changed-since", "main") == ["a", "b", "new"]


def test_outside_of_the_given_paths_nothing_is_taken(repository: Path, enricher: Enricher) -> None:
    with (repository / "x.md").open("a", encoding="utf-8") as file:
        file.write("more\n")
    assert audit(enricher, "content", "--changed-since", "main") == ["b"]


def test_the_repository_is_that_of_the_documents(
    repository: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository.parent / "elsewhere"
    other.mkdir(exist_ok=True)
    monkeypatch.chdir(other)
    content, config = str(repository / "content"), str(repository / "config.toml")
    found = audit(enricher, content, "--config", config, "--changed-since", "main")
    assert found == ["b"]


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("no-branch", '--changed-since: there is no commit "no-branch"; a shallow clone'),
        ("--output=x", '--changed-since: there is no commit "--output=x"'),
    ],
)
def test_no_such_commit(repository: Path, enricher: Enricher, ref: str, said: str) -> None:
    ended = enricher("audit", "content", f"--changed-since={ref}")
    assert ended.status == 2
    assert said in ended.err


def test_no_repository(site: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(site.parent))
    ended = enricher("audit", "content", "--changed-since", "main")
    assert ended.status == 2
    assert "--changed-since: not a git repository" in ended.err


def test_no_git(site: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ended = enricher("audit", "content", "--changed-since", "main")
    assert ended.status == 2
    assert "--changed-since: git is not installed" in ended.err


# ── URLs on standard input ────────────────────────────────────────────────────────────────


def test_urls_of_a_list() -> None:
    text = "https://a.test/1\n\n# a comment\n  https://a.test/2  \r\nhttps://a.test/1#part\n"
    expected = ("https://a.test/1", "", "", "https://a.test/2", "https://a.test/1#part")
    assert selecting.urls_of(text) == expected


def test_urls_are_checked_without_a_document(
    folder: Path, enricher: Enricher, stdin: Callable[[bytes], None]
) -> None:
    stdin(b"\xef\xbb\xbfhttps://a.test/one\n\nhtt ps://a.test/\n# more\nhttps://a.test/two\n")
    ended = enricher("audit", "-", "--format", "jsonl")
    records = [json.loads(line) for line in ended.out.splitlines()]
    assert [(r["document"], r["line"], r["field"], r["url"]) for r in records] == [
        ("-", 1, "url[1]", "https://a.test/one"),
        ("-", 3, "url[3]", "htt ps://a.test/"),
        ("-", 5, "url[5]", "https://a.test/two"),
    ]
    assert ended.status == 1


def test_lines_that_are_no_url_are_told(
    folder: Path, enricher: Enricher, stdin: Callable[[bytes], None]
) -> None:
    stdin(b"# what to check\na.test/one\nhttps://a.test/two\n\x1b[2Jno url " + b"x" * 200)
    ended = enricher("audit", "-", "--format", "jsonl")
    assert [json.loads(line)["line"] for line in ended.out.splitlines()] == [3]
    assert '-:2: "a.test/one" is no URL, and was not checked: it lacks https://' in ended.err
    assert '-:4: "\\x1b[2Jno url xxx' in ended.err
    assert max(map(len, ended.err.splitlines())) < 200
    assert ended.status == 3


def test_a_run_has_nothing_to_write_for_urls(folder: Path, enricher: Enricher) -> None:
    ended = enricher("run", "-")
    assert ended.status == 2
    assert "audit -" in ended.err


def test_no_urls(folder: Path, enricher: Enricher, stdin: Callable[[bytes], None]) -> None:
    stdin(b"\n# nothing\n")
    assert enricher("audit", "-").status == 2


# ── links ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["--only", "path=content/drafts/,path=x.md"], ["c", "x"], id="paths"),
        pytest.param(["--only", "site=a.test"], ["a", "b", "c", "d", "x"], id="a site"),
        pytest.param(["--only", "site=b.test", "--allow-empty"], [], id="no site of theirs"),
        pytest.param(["--only", "path=x.md", "--only", "site=a.test"], ["x"], id="every key"),
        pytest.param(["--only", "field=webUrl,path=*.md"], ["a", "b", "c", "d", "x"], id="field"),
        pytest.param(["--only", "field=related[].webUrl", "--allow-empty"], [], id="no field"),
    ],
)
def test_only_some_links(
    site: Path, enricher: Enricher, arguments: list[str], expected: list[str]
) -> None:
    assert audit(enricher, "content", "x.md", *arguments) == expected


def test_only_by_status_and_of_a_report(after_a_run: Path, enricher: Enricher) -> None:
    def statuses(*arguments: str) -> set[str]:
        lines = enricher(*arguments, "--format", "jsonl").out.splitlines()
        return {json.loads(line)["status"] for line in lines}

    assert len(statuses("report")) > 2
    assert statuses("report", "--only", "status=dead,moved") == {"dead", "moved"}
    assert statuses("audit", "--only", "status=dead") == {"dead"}
    assert enricher("report", "--only", "status=moved", "--fail-on", "dead").status == 0
    told = enricher("report", "--only", "status=dead").err
    assert told.startswith("\n")
    assert " as the ledger knows them." in told


@pytest.mark.parametrize("command", ["run", "audit", "plan", "report", "fix"])
def test_only_is_told_in_one_line_where_it_is_wrong(
    folder: Path, enricher: Enricher, command: str
) -> None:
    ended = enricher(command, "--only", "state=dead")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith(f'enricher {command}: --only: "state=dead" names no key; write')
    assert ended.err.endswith(f"Nothing was done. What there is: enricher {command} --help\n")
