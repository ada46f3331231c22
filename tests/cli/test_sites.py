"""Five sites end to end: `init` writes settings, `audit` finds, `run` writes, `fix` updates what has moved."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ended, Enricher, ended
from tests.cli.sites import SITES, Site, put_up
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
enabled = false
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
    """What changed in documents since the last commit, without the numbers of blobs."""
    told = git("diff", "--no-color", "--unified=0")
    git("commit", "--quiet", "--all", "--allow-empty", "--message=next")
    lines = [line for line in told.splitlines() if not line.startswith(("index ", "diff ", "---"))]
    text = "".join(f"{line}\n" for line in lines)
    return re.sub(r"(since(?:: | = ))\d{4}-[\dT:-]+Z", r"\1now", text)


def commit() -> None:
    git("init", "--quiet")
    for key, value in (("user.name", "t"), ("user.email", "t@t.test"), ("core.autocrlf", "false")):
        git("config", key, value)
    git("add", "--all", "--force")
    git("commit", "--quiet", "--message=first")


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
    commit()
    audit = enricher("audit", "--format", "jsonl")
    assert audit.status == any(" dead/" in told for told in site.told)
    assert findings(audit) == site.told
    assert diff() == ""
    assert enricher("run").status == 0
    assert diff() == site.run
    preview = enricher("fix", "--rule", "moved")
    assert diff() == ""
    assert enricher("fix", "--rule", "moved", "--write").status == 0
    assert diff() == site.fix
    assert preview.out.count("\n+++ b/") == 1
    again = enricher("run")
    assert "nothing was due, nothing was asked" in again.err
    assert "No document needed a change." in again.err


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
    return {"port": web.port, "tls_port": web.tls_port, "ca_file": web.ca_file}
