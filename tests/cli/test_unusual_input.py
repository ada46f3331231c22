"""Unusual values of options: one line that names the option and the cure, and the exit status of the contract."""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Enricher


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["audit", "--fail-on", "dead+"], r'--fail-on: "dead\+" lacks a word beside'),
        (["init", "--output", "none/x.toml"], "--output none/x.toml: there is no folder none"),
        (["run", ""], r'paths: the name is empty; for the working folder, write "\."'),
        (["run", "--ledger", ""], "--ledger: the name is empty"),
        (["run", "--config", ""], "--config: the name is empty"),
        (["audit", "--since", "99"], "--since 99: .*; enricher report --list tells which there"),
        (["audit", "--since", "yesterday"], "--since yesterday: write a run's number or a day"),
        (["audit", "--baseline", "config.toml"], "config.toml:.: --baseline: no record .*make one"),
        (["audit", "--concurrency", "many"], '--concurrency: "many" is no whole number of at'),
        (["prune", "--keep", "0"], '--keep: "0" is no whole number of at least 1'),
        (["fix", "--rule", "all"], '--rule: "all" is unknown; write one of: moved, archive,'),
        (["plan", "--format", "html"], '--format: "html" is unknown; write one of: text, json'),
        (["run", "--metrics", "none/x.prom"], "--metrics none/x.prom: there is no folder none"),
        (["report", "--list", "--run", "1"], "--list and --run cannot be combined"),
        (["report", "--list", "--format", "html"], "--list is written as text or json"),
        (["pin", "nourl", "ok"], "nourl is no URL that could be asked.* write it whole"),
        (["pin", "https://a.test/", "fine"], 'status: "fine" is unknown; write one of: ok, dead'),
    ],
)
def test_refused(after_a_run: Path, enricher: Enricher, arguments: list[str], said: str) -> None:
    ended = enricher(*arguments)
    assert ended.status == 2
    assert ended.out == ""
    assert re.search(said, ended.err.splitlines()[0]), ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "site=nothere.example"], "no document holds a link that --only names"),
        (
            ["--only", "path=nothere/"],
            "no document is left to check; documents left out: 5 not named by --only path",
        ),
        (
            ["--exclude", "*"],
            "no document is left to check; documents left out: 5 named by --exclude",
        ),
    ],
)
def test_why_nothing_is_left_to_check(
    after_a_run: Path, enricher: Enricher, arguments: list[str], said: str
) -> None:
    ended = enricher("audit", *arguments)
    assert ended.status == 1
    cure = "with --allow-empty that is no failure"
    assert ended.err.splitlines()[0] == f"enricher: {said}; {cure}"
    assert enricher("audit", "--allow-empty", *arguments).status == 0


def test_runs_as_json(after_a_run: Path, enricher: Enricher) -> None:
    told = json.loads(enricher("report", "--list", "--format", "json").out)
    (run,) = told["runs"]
    assert told["schemaVersion"] == 1
    assert (run["run"], run["kind"], run["documents"], run["changed"]) == (1, "run", 5, 5)
    assert run["startedDateTime"] < run["endedDateTime"]


def test_a_repaired_text_is_shown_where_it_differs(after_a_run: Path, enricher: Enricher) -> None:
    told = enricher("report").out
    (line,) = [each for each in told.splitlines() if " → " in each and "â€" in each]
    assert "’" in line.split(" → ")[1]
    assert len(line) <= 80


@pytest.mark.parametrize("path", ["seeds", os.fsdecode(b"seeds/f\xe4hre.md")])
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["run", "--offline"], 3),
        (["audit", "--offline"], 3),
        (["fix", "--rule", "text"], 3),
        (["fix", "--rule", "text", "--write"], 3),
        (["plan"], 3),
        (["init", "--stdout"], 0),
    ],
)
def test_a_name_that_is_not_utf8_is_refused_in_one_sentence(
    after_a_run: Path, enricher: Enricher, path: str, arguments: list[str], status: int
) -> None:
    """Also where it is the only document; what is no document may have any name."""
    text = '---\ntitle: "The cityâ€™s mayor"\nwebUrl: "https://a.test/1"\n---\n'.encode()
    document = after_a_run / os.fsdecode(b"seeds/f\xe4hre.md")
    document.write_bytes(text)
    (after_a_run / os.fsdecode(b"seeds/not\xe9.md")).write_bytes(b"\xe9 no document")
    command, *options = arguments
    ended = enricher(command, path, *options)
    is_empty = command == "init" and path != "seeds"
    assert ended.status == (2 if is_empty else status)
    said = [line for line in ended.err.splitlines() if "UTF-8" in line]
    assert said == [r"enricher: seeds/f\xe4hre.md: its name is not UTF-8; rename it"]
    assert "internal error" not in ended.err
    assert document.read_bytes() == text


def test_a_working_folder_may_have_a_name_that_is_not_utf8(
    after_a_run: Path, enricher: Enricher
) -> None:
    """The ledger beside it keeps where a run was made."""
    odd = after_a_run / os.fsdecode(b"f\xe4hre")
    odd.mkdir()
    (odd / "a.md").write_text('---\nwebUrl: "https://a.test/1"\n---\n', encoding="utf-8")
    beside = ("--ledger", "../beside.sqlite3", "--config", "../config.toml")
    with contextlib.chdir(odd):
        assert enricher("run", ".", "--offline", *beside).status == 0
        ended = enricher("report", *beside)
    assert ended.err.startswith("\n1 document, 1 link (1 different URL)"), ended.err
