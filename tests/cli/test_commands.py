"""The commands as users meet them, over the demo's small web: what is printed where, what is written, how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest

from enricher.cli.checking import AUDIT_FAILS_ON
from enricher.cli.options import FORMATS
from enricher.ledger.store import Ledger
from enricher.models import Status
from enricher.report.formats.jsonl import schema
from tests.cli.conftest import Enricher, bytes_of, lead_to

DEAD = "https://www.linkrot-gazette.example/2019/05/a-field-guide-to-dead-links"


def test_a_run_checks_writes_back_and_tells(enricher: Enricher, folder: Path) -> None:
    before = bytes_of(folder)
    ended = enricher("run")
    assert ended.status == 0, ended.err
    assert (
        f"dead · the server says it is gone, or its host no longer exists\n  {DEAD}\n" in ended.out
    )
    assert ended.err.startswith("\n5 documents, ")
    assert "There is no earlier run over these documents" in ended.err
    assert f"enricher explain {DEAD}" in ended.err
    after = bytes_of(folder)
    assert all(before[name] != after[name] for name in before)


def test_a_second_run_asks_nothing_and_writes_nothing(
    enricher: Enricher, after_a_run: Path
) -> None:
    written = bytes_of(after_a_run)
    ended = enricher("run")
    assert ended.status == 0
    assert "nothing was due, nothing was asked" in ended.err
    assert "No document needed a change." in ended.err
    assert bytes_of(after_a_run) == written


def test_an_audit_fails_on_what_is_gone_and_writes_no_document(
    enricher: Enricher, folder: Path
) -> None:
    before = bytes_of(folder)
    ended = enricher("audit")
    assert ended.status == 1
    assert "An audit writes no document." in ended.err
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    ("fail_on", "status"), [("none", 0), ("throttled", 0), ("moved", 1), ("dead,soft404", 1)]
)
def test_fail_on(after_a_run: Path, enricher: Enricher, fail_on: str, status: int) -> None:
    assert enricher("audit", "--offline", "--fail-on", fail_on).status == status


def test_a_dry_run_prints_what_a_run_would_write(enricher: Enricher, folder: Path) -> None:
    before = bytes_of(folder)
    ended = enricher("run", "--dry-run")
    assert ended.status == 0
    assert ended.out.startswith("--- ")
    assert bytes_of(folder) == before
    assert "Would change 5 documents" in ended.err
    done = subprocess.run(
        ["git", "apply", "-p1", "-"],
        cwd=folder,
        input=ended.out.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert bytes_of(folder) != before


def test_records_are_json_lines_that_keep_to_the_schema(
    enricher: Enricher, after_a_run: Path
) -> None:
    ended = enricher("report", "--format", "jsonl")
    found = [json.loads(line) for line in ended.out.splitlines()]
    validator = jsonschema.Draft202012Validator(schema())
    for each in found:
        validator.validate(each)
    statuses = {each["status"] for each in found}
    assert {"ok", "moved", "dead", "restricted"} <= statuses
    assert all(each["fresh"] for each in found if each["attempts"])


def test_json_is_the_same_as_one_array(enricher: Enricher, after_a_run: Path) -> None:
    lines = enricher("report", "--format", "jsonl").out
    array = enricher("report", "--format", "json").out
    assert [each["url"] for each in json.loads(array)] == [
        json.loads(line)["url"] for line in lines.splitlines()
    ]


def test_the_report_goes_into_a_file_whole(enricher: Enricher, folder: Path) -> None:
    target = folder / "report.json"
    target.write_text("old")
    ended = enricher("run", "--format", "json", "--output", "report.json")
    assert (ended.status, ended.out) == (0, "")
    assert json.loads(target.read_text())
    assert target.stat().st_mode & 0o777 == 0o644 & ~_umask()
    assert [path.name for path in folder.iterdir() if "report" in path.name] == ["report.json"]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_urls_are_counted_as_documents_name_them(enricher: Enricher, folder: Path) -> None:
    """Lead images that a run found are told apart until it writes them."""
    asked = "27 links (23 different URLs) and 7 lead images that no document names: 30 asked"
    assert asked in enricher("run", "--dry-run").err
    assert "34 links (30 different URLs): nothing was due" in enricher("run").err


def test_a_dry_run_gives_diff_and_report_apart(enricher: Enricher, folder: Path) -> None:
    ended = enricher("run", "--dry-run", "--format", "jsonl", "--output", "records.jsonl")
    assert ended.out.startswith("--- ")
    assert json.loads((folder / "records.jsonl").read_text().splitlines()[0])


def test_quiet_says_nothing_when_all_is_well(enricher: Enricher) -> None:
    assert enricher("run", "--quiet").err == ""


def test_verbose_tells_every_check(enricher: Enricher) -> None:
    assert f"dead http-404 {DEAD}\n" in enricher("run", "--verbose").err


def test_a_past_run_is_shown_again(enricher: Enricher) -> None:
    first = enricher("run")
    again = enricher("report")
    assert again.status == 0
    assert again.out == first.out
    assert enricher("report", "--fail-on", "dead").status == 1


def test_history_explain_and_pin(enricher: Enricher, after_a_run: Path) -> None:
    history = enricher("history", DEAD).out
    assert "run 1  dead http-404, HTTP 404" in history
    assert "not yet confirmed" in history
    explained = enricher("explain", DEAD).out
    assert "verdict: dead, because of http-404" in explained
    pinned = enricher("pin", DEAD, "ok", "--note", "seen in a browser")
    assert pinned.status == 0
    assert "pinned as ok; we saw dead http-404" in pinned.err
    assert "pinned as ok on " in enricher("history", DEAD).out
    assert "no longer pinned" in enricher("pin", DEAD, "none").err


def test_explain_again_tells_every_rule_and_keeps_nothing(
    enricher: Enricher, after_a_run: Path
) -> None:
    before = enricher("history", DEAD).out
    told = enricher("explain", "--again", DEAD).out
    assert "asked now as a page; nothing of it is kept" in told
    assert re.search(r"bot-wall +no: ", told)
    assert re.search(r"http-404 +fits: HTTP status is 404", told)
    assert "title" in told, "what documents say of it counts"
    assert enricher("history", DEAD).out == before


def test_explain_again_of_an_unknown_url(enricher: Enricher, folder: Path) -> None:
    told = enricher("explain", "--again", "https://unknown.example/x")
    assert (told.status, "verdict: dead, because of http-404" in told.out) == (0, True)
    assert not (folder / ".enricher").exists()


def test_a_pin_is_written_into_documents(enricher: Enricher, after_a_run: Path) -> None:
    enricher("pin", DEAD, "ok", "--note", "seen in a browser")
    assert enricher("run").status == 0
    text = (after_a_run / "seeds" / "2021-06-30-the-internet-is-rotting.md").read_text(
        encoding="utf-8"
    )
    assert "status: dead" not in text


def test_a_budget_of_nothing_leaves_all_for_the_next_run(enricher: Enricher) -> None:
    ended = enricher("run", "--budget", "0s")
    assert ended.status == 0
    assert "23 left for the next run" in ended.err
    assert "internal error" not in ended.err


def test_offline_with_an_empty_ledger(enricher: Enricher) -> None:
    ended = enricher("run", "--offline")
    assert ended.status == 0
    assert "Nothing is known of these links yet." in ended.err


def test_an_unknown_url(enricher: Enricher, after_a_run: Path) -> None:
    ended = enricher("history", "https://unknown.example/")
    assert ended.status == 3
    assert "knows nothing of https://unknown.example/" in ended.err


def test_a_document_that_cannot_be_read_is_named_and_left_alone(
    enricher: Enricher, folder: Path
) -> None:
    bad = folder / "seeds" / "bad.md"
    bad.write_bytes(
        b'---\ntitle: "a"\ntitle: "b"\nwebUrl: "https://www.w3.org/Provider/Style/URI"\n---\n'
    )
    before = bad.read_bytes()
    ended = enricher("run")
    assert ended.status == 3
    assert "bad.md:3: " in ended.err
    assert "Correct what is named above (1 place)" in ended.err
    assert bad.read_bytes() == before


def test_settings_that_cannot_be_used(enricher: Enricher, folder: Path) -> None:
    (folder / "config.toml").write_text("[fetch]\nmax_pages = 1\n")
    before = bytes_of(folder)
    ended = enricher("run")
    assert ended.status == 2
    assert ended.err.startswith("config.toml:2: fetch.max_pages: unknown key")
    assert ended.err.endswith("\nNothing was fetched, nothing was written.\n")
    assert bytes_of(folder) == before
    assert not (folder / ".enricher").exists()


def test_nothing_to_read(enricher: Enricher, folder: Path) -> None:
    (folder / "seeds").rename(folder / "content")
    ended = enricher("run")
    assert ended.status == 2
    assert "config.toml: seeds: no such file or folder: seeds" in ended.err
    (folder / "config.toml").unlink()
    ended = enricher("run")
    assert ended.status == 2
    assert "name the files or folders to check: enricher run PATH" in ended.err


def test_a_folder_without_documents(enricher: Enricher, folder: Path) -> None:
    (folder / "empty").mkdir()
    ended = enricher("run", "empty")
    assert ended.status == 0
    assert "enricher: no document found" in ended.err


def test_one_run_at_a_time(enricher: Enricher, folder: Path) -> None:
    with Ledger.open(folder / ".enricher" / "ledger.sqlite3"):
        ended = enricher("run")
    assert ended.status == 2
    assert str(os.getpid()) in ended.err
    assert "Nothing was done." in ended.err


def test_without_network_nothing_is_concluded(enricher: Enricher, folder: Path) -> None:
    lead_to(folder, 1)
    before = bytes_of(folder)
    ended = enricher("run")
    assert ended.status == 3, ended.err
    assert len(ended.err.splitlines()) == 1
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--foo"], "enricher run: there is no option --foo"),
        (["run", "nowhere"], "enricher: nowhere: no such file or folder"),
        (["run", "--max-age", "3"], '"3" is no duration'),
        (
            ["run", "--concurrency", "0"],
            'enricher run: --concurrency: "0" is no whole number of at least 1',
        ),
        (["run", "--offline", "--refresh"], "--offline and --refresh cannot be combined"),
        (["run", "--refresh", "--max-age", "1d"], "--refresh and --max-age cannot be combined"),
        (
            ["run", "--dry-run", "--format", "json"],
            "name a file for the report beside it: --output FILE",
        ),
        (["run", "--quiet", "--verbose"], "cannot be combined"),
        (["run", "--output", "no/where"], "there is no folder no"),
        (["run", "--output", "seeds"], "is a folder"),
        (["run", "--config", "other.toml"], "other.toml: no such settings file"),
        (["audit", "--dry-run"], "there is no option --dry-run"),
        (["audit", "--format", "pdf"], '--format: "pdf" is unknown; write one of: text, json,'),
        (["audit", "--format", "csv", "--format", "json"], "cannot both go to standard output"),
        (["audit", "--since", "yesterday"], "write a run's number or a day"),
        (["audit", "--baseline", "nowhere.jsonl"], "nowhere.jsonl: --baseline: cannot be read"),
        (["pin", "https://a.test/"], "ok|dead|none is missing"),
        (["frobnicate"], 'there is no command "frobnicate"'),
    ],
)
def test_usage_errors(enricher: Enricher, arguments: list[str], said: str) -> None:
    ended = enricher(*arguments)
    assert ended.status == 2
    assert said in ended.err
    assert "Nothing was" in ended.err
    assert ended.out == ""


def test_no_command_at_all_shows_what_there_is(enricher: Enricher) -> None:
    ended = enricher()
    assert ended.status == 2
    assert "Start with: enricher demo" in ended.err


def test_help_and_version_are_answers(enricher: Enricher) -> None:
    assert enricher("--version").out.startswith("enricher ")
    assert enricher("--version").status == 0
    assert "--dry-run" in enricher("run", "--help").out


# ── several reports, and what changed ─────────────────────────────────────────────────────


def test_each_report_goes_to_the_output_behind_its_format(
    enricher: Enricher, after_a_run: Path
) -> None:
    told = enricher(
        *("report", "--format", "json", "-o", "a.json", "--format", "html", "-o", "b.page"),
        *("-o", "c.csv", "--format", "jsonl", "-o", "-", "--metrics", "d.prom"),
    )
    assert told.status == 0, told.err
    assert json.loads((after_a_run / "a.json").read_text())
    assert (after_a_run / "b.page").read_text().startswith("<!doctype html>")
    assert (after_a_run / "c.csv").read_text().startswith("document,line,")
    assert "enricher_urls" in (after_a_run / "d.prom").read_text()
    assert json.loads(told.out.splitlines()[0])["document"]
    assert not (after_a_run / "-").exists()


def test_a_second_run_tells_the_same_and_what_persists(
    enricher: Enricher, after_a_run: Path
) -> None:
    enricher("run", "--quiet")
    first = enricher("report")
    again = enricher("run")
    assert again.out == first.out
    assert "Nothing new since run" in again.err
    records = [
        json.loads(line) for line in enricher("report", "--format", "jsonl").out.splitlines()
    ]
    assert {each["change"] for each in records} == {None, "persisting"}


def test_what_is_new_compares_with_the_last_writing_run(
    enricher: Enricher, after_a_run: Path
) -> None:
    """Neither an audit of one file nor a dry run uses up what is new."""
    document = after_a_run / "seeds" / "2024-05-17-when-online-content-disappears.md"
    gone = 'related:\n  - title: "x"\n    webUrl: "https://www.linkrot-gazette.example/gone"\n'
    document.write_text(document.read_text().replace("related:\n", gone))
    for arguments in (("audit", str(document)), ("run", "--dry-run")):
        assert enricher(*arguments, "--fail-on", "dead+new").status == 1
    told = enricher("run", "--quiet", "--fail-on", "dead+new")
    assert told.status == 1
    assert told.out.startswith("new\n  https://www.linkrot-gazette.example/gone\n")
    assert enricher("run", "--fail-on", "dead+new").status == 0
    assert enricher("audit", "--since", "1", "--fail-on", "dead+new").status == 1


def test_a_baseline_tells_what_is_new_without_a_ledger(
    enricher: Enricher, after_a_run: Path
) -> None:
    report = enricher("report", "--format", "jsonl").out
    (after_a_run / "base.jsonl").write_text(report)
    fresh = ("audit", "--ledger", "fresh.sqlite3", "--baseline", "base.jsonl")
    assert enricher(*fresh, "--fail-on", "new").status == 0
    kept = [line for line in report.splitlines() if '"dead"' not in line]
    (after_a_run / "base.jsonl").write_text("\n".join(kept))
    told = enricher(*fresh, "--fail-on", "soft404+new", "--fail-on", "dead+new")
    assert told.status == 1
    assert told.out.startswith(f"new\n  {DEAD}\n")
    (after_a_run / "base.jsonl").write_text("{}\n")
    assert "base.jsonl:1: --baseline: no record of a jsonl report" in enricher(*fresh).err


def test_runs_and_pins_are_listed(enricher: Enricher, after_a_run: Path) -> None:
    assert re.search(
        r"^ +1  .* UTC  run +5 documents, 34 links, ", enricher("report", "--list").out
    )
    assert enricher("pin").err == "No URL is pinned.\n"
    enricher("pin", DEAD, "ok")
    assert re.fullmatch(rf"ok since \d{{4}}-\d\d-\d\d  {DEAD}\n", enricher("pin").out)
    assert enricher("run").status == 0
    enricher("pin", DEAD, "ok", "--note", "seen")
    assert re.fullmatch(rf"ok since \d{{4}}-\d\d-\d\d  {DEAD}  seen\n", enricher("pin").out)


def test_an_audit_of_nothing_fails_unless_it_is_allowed(enricher: Enricher, folder: Path) -> None:
    (folder / "empty").mkdir()
    assert enricher("audit", "empty").status == 1
    assert enricher("audit", "empty", "--allow-empty").status == 0


# ── settings and memory beside the documents ──────────────────────────────────────────────


def test_settings_are_found_above_the_documents(
    folder: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder / "seeds")
    ended = enricher("audit", "--verbose")
    assert "settings: ../config.toml\n" in ended.err
    assert (folder / ".enricher" / "ledger.sqlite3").is_file()
    assert "/seeds/" in ended.out
    assert enricher("report").status == 0


def test_a_new_ledger_is_kept_out_of_git(folder: Path, enricher: Enricher) -> None:
    enricher("audit", "--offline")
    ignore = folder / ".enricher" / ".gitignore"
    assert ignore.read_text() == "*\n"
    ignore.unlink()
    enricher("audit", "--offline")
    assert not ignore.exists()
    enricher("audit", "--offline", "--ledger", "kept/ledger.sqlite3")
    assert not (folder / "kept" / ".gitignore").exists()


def test_a_contact_that_sites_cannot_use_is_told_when_sites_were_asked(
    folder: Path, enricher: Enricher
) -> None:
    said = "[fetch] contact is the placeholder"
    assert said in enricher("audit").err
    assert said not in enricher("audit").err  # nothing was asked
    assert said not in enricher("audit", "--refresh", "--quiet").err
    text = (folder / "config.toml").read_text()
    named = text.replace("[fetch]\n", '[fetch]\ncontact = "links@publisher.example"\n')
    (folder / "config.toml").write_text(named)
    assert said not in enricher("audit", "--refresh").err


@pytest.mark.parametrize(
    ("settings", "variable", "said"),
    [
        ('[hosts."a.test"]\nbearer = "MY_TOKEN"\n', None, "variable MY_TOKEN is not set"),
        ('[hosts."a.test"]\nbearer = "MY_TOKEN"\n', "t0k3n\x07", "MY_TOKEN holds signs"),
        ('[fetch]\nproxy = "environment"\n', None, "https_proxy: "),
    ],
)
def test_an_environment_that_cannot_be_used_is_told_before_anything_is_done(
    folder: Path,
    enricher: Enricher,
    monkeypatch: pytest.MonkeyPatch,
    settings: str,
    variable: str | None,
    said: str,
) -> None:
    monkeypatch.setenv("https_proxy", "socks5://proxy.test:1")
    if variable:
        monkeypatch.setenv("MY_TOKEN", variable)
    (folder / "config.toml").write_text(settings)
    ended = enricher("audit")
    assert ended.status == 2
    assert said in ended.err
    assert "Nothing was fetched, nothing was written." in ended.err
    assert "t0k3n" not in ended.err
    assert not (folder / ".enricher").exists()


def test_a_token_is_nowhere_but_on_the_wire(
    folder: Path, enricher: Enricher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_TOKEN", "t0k3n-of-mine")
    with (folder / "config.toml").open("a") as file:
        file.write('\n[hosts."www.linkrot-gazette.example"]\nbearer = "MY_TOKEN"\n')
    ended = enricher("run", "--verbose", "--format", "html", "-o", "a.html", "--format", "jsonl")
    assert DEAD in ended.out
    assert "t0k3n" not in ended.out + ended.err
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert len(kept) > 5
    assert not any(b"t0k3n" in path.read_bytes() for path in kept)


def test_one_bad_minute_fails_no_audit_unless_it_is_asked_for() -> None:
    named = {word for words in AUDIT_FAILS_ON for word in words}
    assert not named & {status.value for status in Status if status.is_passing}


@pytest.mark.parametrize("name", FORMATS)
def test_present_problems_in_every_format(after_a_run: Path, enricher: Enricher, name: str) -> None:
    ended = enricher("report", "--format", name, "--only", "status=dead")
    assert ended.status == 0
    assert DEAD in ended.out.replace("\\", "")
    assert enricher("report", "--format", name, "--only", "status=dead").out == ended.out
