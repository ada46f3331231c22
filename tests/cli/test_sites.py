"""Five sites end to end: `init` writes settings, `audit` finds, `run` writes, `fix` mends by each of its rules."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from enricher.fix.rules import FixRule
from tests.cli.conftest import Ended, Enricher, ended
from tests.cli.sites import ARCHIVE, SITES, Fixed, Site, put_up
from tests.testweb.server import SmallWeb

# Of this machine, not of the site; [fetch] is the last table that `init` writes.
LOCAL = """\
allow_addresses = ["127.0.0.1/32"]
connect_to = {{ "*:443" = "127.0.0.1:{tls_port}", "*" = "127.0.0.1:{port}" }}
ca_file = "{ca_file}"
[politeness]
gap_s = 0.0
[retry]
attempts = 1
[archive]
timegate = "{archive}"
[confirm]
checks = 1
certain_checks = 1
days = 0.0
[fix]
moved_days = 0.0
"""


@pytest.fixture
def enricher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Enricher:
    monkeypatch.chdir(tmp_path)

    return partial(ended, capfd)


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def diff() -> str:
    """What changed in documents since it was asked last; without what differs by machine and hour."""
    told = git("diff", "--no-color", "--unified=0")
    git("add", "--update")
    lines = [line for line in told.splitlines() if not line.startswith(("index ", "diff ", "---"))]
    text = "".join(f"{line}\n" for line in lines)
    text = re.sub(r"^(@@ .* @@).*", r"\1", text, flags=re.MULTILINE)
    return re.sub(r"(since(?:: | = ))\d{4}-[\dT:-]+Z", r"\1now", text)


def begin() -> None:
    git("init", "--quiet")
    git("config", "core.autocrlf", "false")
    git("add", "--all", "--force")


def test_each_rule_is_played_in_front_and_where_it_may_in_bodies() -> None:
    played = " ".join(each.options for site in SITES for each in site.fixes)
    assert all(f"--rule {rule}" in played for rule in FixRule)
    assert "--archive beside" in played


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_site_end_to_end(
    site: Site, tmp_path: Path, enricher: Enricher, testweb: SmallWeb
) -> None:
    put_up(testweb)
    site.put(tmp_path)
    begun = enricher("init")
    assert begun.status == 0, begun.err
    assert_found(site, begun)
    with (tmp_path / "config.toml").open("a", encoding="utf-8") as config:
        config.write(LOCAL.format(**places(testweb)) + site.settings)
    begin()
    audit = enricher("audit", "--format", "jsonl")
    assert audit.status == any(" dead/" in told for told in site.told)
    assert findings(audit) == site.told
    assert diff() == ""
    assert enricher("run").status == 0
    assert diff() == site.run
    for each in site.fixes:
        play(each, enricher)
    assert enricher("run").status == 0  # asks the addresses that are new
    again = enricher("run")
    assert "nothing was due, nothing was asked" in again.err
    assert "No document needed a change." in again.err


def play(fixed: Fixed, enricher: Enricher) -> None:
    """A preview writes nothing and is a patch; `--write` does the same."""
    preview = enricher("fix", *fixed.options.split())
    assert preview.status == 0, preview.err
    assert diff() == ""
    Path("fix.patch").write_text(preview.out, encoding="utf-8")
    git("apply", "--check", "--unidiff-zero", "fix.patch")
    Path("fix.patch").unlink()
    assert enricher("fix", *fixed.options.split(), "--write").status == 0
    assert diff() == fixed.diff


def assert_found(site: Site, begun: Ended) -> None:
    """Generator and link fields are found; what a generator makes and packages are left out."""
    config = tomllib.loads(Path("config.toml").read_text(encoding="utf-8"))
    fields = config["fields"]
    assert fields["preset"] == site.preset
    named = {
        kind: tuple(each if isinstance(each, str) else each["path"] for each in fields[kind])
        for kind in ("pages", "images")
        if kind in fields
    }
    assert named == {kind: found for kind in ("pages", "images") if (found := getattr(site, kind))}
    assert "built.test" not in begun.err


def findings(audit: Ended) -> tuple[str, ...]:
    """`path:line:column field status/reason` of everything that is not well."""
    records = [json.loads(line) for line in audit.out.splitlines()]
    return tuple(
        "{document}:{line}:{column} {field} {status}/{reason}".format(**each)
        for each in records
        if each["status"] != "ok"
    )


def places(web: SmallWeb) -> dict[str, Any]:
    return {"port": web.port, "tls_port": web.tls_port, "ca_file": web.ca_file, "archive": ARCHIVE}
