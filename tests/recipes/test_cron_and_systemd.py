"""Nightly runs: a mail only when something is new, a log of each night, and a service without an account."""

from __future__ import annotations

import os
import re
import shlex
import time
from pathlib import Path

import pytest

from tests.recipes.conftest import ROOT, Place

RECIPES = ROOT / "recipes"
FIVE_FIELDS = re.compile(r"^([\d*/,-]+\s+){5}(?P<command>.+)$")


def test_a_night_with_news_sends_a_mail_and_a_quiet_one_does_not(place: Place) -> None:
    nights = []
    for is_broken in (False, True, False):
        if is_broken:
            path = max((place.folder / "seeds").iterdir())
            text = path.read_text(encoding="utf-8")
            url = "https://news.example/lost"
            new = f'related:\n  - title: "A lost one"\n    webUrl: "{url}"\n'
            path.write_text(text.replace("related:\n", new, 1), encoding="utf-8")
        nights.append(place.run(RECIPES / "cron" / "nightly", place.folder))
    assert [night.returncode for night in nights] == [0, 0, 0]
    assert "news.example/lost" in nights[1].stdout
    assert nights[2].stdout + nights[2].stderr == ""


def test_the_whole_report_of_a_night_is_kept(place: Place) -> None:
    for _ in range(2):
        place.run(RECIPES / "cron" / "nightly", place.folder)
    (log,) = (place.folder / ".enricher" / "logs").iterdir()
    assert "dead" in log.read_text(encoding="utf-8")


def test_logs_are_kept_for_the_days_that_are_named(place: Place) -> None:
    logs = place.folder / ".enricher" / "logs"
    logs.mkdir(parents=True)
    for name, days in (("2020-01-01.txt", 9), ("2020-01-02.txt", 3)):
        (logs / name).write_text("", encoding="utf-8")
        at = time.time() - days * 86_400
        os.utime(logs / name, (at, at))
    place.run(RECIPES / "cron" / "nightly", place.folder, ENRICHER_KEEP_DAYS="5")
    old = {path.name for path in logs.iterdir() if path.name.startswith("2020")}
    assert old == {"2020-01-02.txt"}


def test_trouble_is_mailed(place: Place) -> None:
    (place.folder / "config.toml").write_text("typo = 1\n", encoding="utf-8")
    done = place.run(RECIPES / "cron" / "nightly", place.folder)
    assert done.returncode == 2
    assert "config.toml:1" in done.stderr


def test_the_crontab_calls_the_script_with_a_folder() -> None:
    lines = (RECIPES / "cron" / "crontab").read_text(encoding="utf-8").splitlines()
    (job,) = [line for line in lines if not re.match(r"#|\w+=", line)]
    found = FIVE_FIELDS.match(job)
    assert found is not None
    assert shlex.split(found["command"])[0].endswith("recipes/cron/nightly")


def command_of(unit: Path) -> list[str]:
    """The last ExecStart of a unit; an empty one before it takes back those of other files."""
    text = unit.read_text(encoding="utf-8").replace("\\\n", " ")
    return shlex.split(re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)[-1])


@pytest.mark.parametrize(
    ("unit", "writes"), [("enricher.service", False), ("enricher.service.d/write.conf", True)]
)
def test_the_service_keeps_all_in_its_state_directory(
    unit: str, writes: bool, place: Place, tmp_path: Path
) -> None:
    state = tmp_path / "state" / "enricher"
    state.mkdir(parents=True)
    replaced = {
        "%S": str(tmp_path / "state"),
        "/srv/news/content": str(place.folder / "seeds"),
        "/etc/enricher/config.toml": str(place.folder / "config.toml"),
    }
    command = command_of(RECIPES / "systemd" / unit)
    for old, new in replaced.items():
        command = [word.replace(old, new) for word in command]
    before = {path: path.read_bytes() for path in (place.folder / "seeds").iterdir()}
    done = place.run("enricher", *command[1:])
    assert done.returncode == (0 if writes else 1), done.stderr
    assert {path.name for path in state.iterdir()} >= {
        "ledger.sqlite3",
        "report.html",
        "enricher.prom",
    }
    after = {path: path.read_bytes() for path in (place.folder / "seeds").iterdir()}
    assert (after != before) is writes
