"""A played week: a publisher's nightly runs at 03:15, other commands in between, and what each night is told.

Real sockets against the small web; the only clock is the one that is passed in. In the night to Sunday summer time
ends, so that 03:15 is 01:15 UTC before and 02:15 UTC after it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from enricher.cli import job_setup
from tests.cli.conftest import Ended, ended
from tests.fakes import ManualClock
from tests.run.workplace import document, story
from tests.testweb.answers import Answer, page, redirect
from tests.testweb.server import SmallWeb

ZONE = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 10, 21, 3, 15, tzinfo=ZONE)
# Cron is never on the second: later, then earlier by a few seconds.
OFF_S = (2, 9, 1, 4, 0, 7, 3, 5)

CONFIG = """
seeds = ["news"]
[fetch]
allow_addresses = ["127.0.0.1/32"]
connect_to = {{ "*" = "http://127.0.0.1:{port}" }}
connect_timeout_s = 10.0
[politeness]
gap_s = 0.0
[retry]
attempts = 1
[freshness]
ok_days = 0.5
spread_days = 0.0
restricted_days = 0.5
[confirm]
timezone = "{zone}"
[archive]
enabled = false
"""
STEADY, GOES, BACK, MOVES = (
    f"http://{name}.test/news/harbour-story" for name in ("steady", "goes", "back", "moves")
)
LIMITED = [f"http://limited.test/news/{n}-harbour-story" for n in range(2)]
WALL = "http://wall.test/news/harbour-story"
SICK = "http://sick.test/news/harbour-story"
LATE = "http://late.test/news/harbour-story"
WAVERS = "http://wavers.test/news/harbour-story"
TITLE = "Harbour festival draws record crowd on opening weekend"


def failing(status: int, *headers: tuple[str, str]) -> Answer:
    return page("<title>Error</title>", status=status, headers=headers)


GONE = failing(404)
LONG_WAIT = ("Retry-After", "90000")


@dataclass
class Publisher:
    """Documents, a small web, a clock, and commands in the publisher's folder."""

    folder: Path
    web: SmallWeb
    capfd: pytest.CaptureFixture[str]
    clock: ManualClock = field(default_factory=ManualClock)
    number: int = 0

    def at(self, moment: datetime) -> None:
        self.clock.at = moment.astimezone(UTC) - timedelta(seconds=self.clock.ticks)

    def command(self, *arguments: str) -> Ended:
        return ended(self.capfd, *arguments)

    def night(self, *options: str) -> Night:
        """The run of the next night, by the wall clock."""
        self.number += 1
        wall = FIRST.replace(tzinfo=None) + timedelta(days=self.number - 1)
        self.at(wall.replace(tzinfo=ZONE) + timedelta(seconds=OFF_S[self.number - 1]))
        before = self.documents()
        run = self.command("run", "--fail-on", "new", *options)
        records = self.command("report", "--format", "jsonl").out
        after = self.documents()
        committed = sorted(name for name, text in after.items() if before.get(name) != text)
        return Night(run, [json.loads(line) for line in records.splitlines()], committed)

    def day(self, hour: int, *arguments: str) -> Ended:
        """A command in the hours after the last night."""
        wall = FIRST.replace(tzinfo=None, hour=hour) + timedelta(days=self.number - 1)
        self.at(wall.replace(tzinfo=ZONE))
        return self.command(*arguments)

    def documents(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in (self.folder / "news").iterdir()}


@dataclass(frozen=True)
class Night:
    """What one night brought."""

    ended: Ended
    records: list[dict[str, Any]]
    committed: list[str]
    """Documents that were changed: what git would commit."""

    def changes(self) -> dict[str, set[str]]:
        """By `new`, `recovered` and so on: hosts with the statuses that are told."""
        found: dict[str, set[str]] = {}
        for record in self.records:
            if record["change"]:
                host = record["url"].split("/")[2].removesuffix(".test")
                found.setdefault(record["change"], set()).add(f"{host} {record['status']}")
        return found

    def status(self, url: str) -> tuple[str, str, bool]:
        (found,) = [each for each in self.records if each["url"] == url]
        return found["status"], found["reason"], found["confirmed"]


@contextmanager
def machine_zone(name: str) -> Iterator[None]:
    """The machine's zone is this one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def publisher(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    testweb: SmallWeb,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Publisher]:
    made = Publisher(tmp_path, testweb, capfd)
    is_of_settings = request.param == "settings"
    with machine_zone("America/New_York" if is_of_settings else "Europe/Berlin"):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(job_setup, "SystemClock", lambda: made.clock)
        config = CONFIG.format(port=testweb.port, zone="Europe/Berlin" if is_of_settings else "")
        (tmp_path / "config.toml").write_text(config)
        (tmp_path / "news").mkdir()
        for name, urls in {
            "a.md": [STEADY, GOES, MOVES],
            "b.md": [BACK, WALL, SICK],
            "c.md": [*LIMITED, WAVERS],
        }.items():
            text = document(*((TITLE, url) for url in urls))
            (tmp_path / "news" / name).write_text(text)
        for url in (STEADY, GOES, BACK, WALL, SICK, WAVERS, *LIMITED):
            testweb.add(url, page(story(TITLE)))
        testweb.add(MOVES, redirect("/2026/harbour-story"))
        testweb.add("http://moves.test/2026/harbour-story", page(story(TITLE)))
        yield made


@pytest.mark.parametrize(
    "publisher", ["settings", "machine"], indirect=True, ids="zone of the {}".format
)
def test_the_week(publisher: Publisher) -> None:
    wednesday_to_friday(publisher)
    saturday_and_sunday(publisher)
    monday_and_tuesday(publisher)


def wednesday_to_friday(publisher: Publisher) -> None:
    web = publisher.web

    # Wednesday: nothing to compare with, so nothing is new.
    web.add(BACK, GONE)
    night = publisher.night()
    assert night.ended.status == 0
    assert night.changes() == {}
    assert night.committed == ["a.md", "b.md"]  # what has moved, what is gone

    # Thursday: one page goes, others have trouble that may pass; of that nothing is written.
    web.add(GOES, GONE)
    web.add(WALL, failing(401))
    web.add(SICK, failing(500))
    for url in LIMITED:
        web.add(url, failing(429))
    night = publisher.night()
    assert night.ended.status == 1
    assert night.ended.out == THURSDAY
    assert night.changes() == {
        "new": {"goes dead", "sick error", "limited throttled"},
        "persisting": {"back dead"},
    }
    assert night.committed == ["a.md", "b.md"]  # gone; restricted

    # At noon, by hand: nothing of it uses up what the coming night compares with.
    assert publisher.day(12, "run", "--dry-run", "--fail-on", "new").status == 0
    web.add(BACK, page(story(TITLE)))
    noon = publisher.day(13, "run", "--dry-run", "--refresh")
    assert "1 link recovered" in noon.err

    # Friday: told again, for only writing runs count; reasons flip, and nothing is committed.
    web.add(WALL, failing(403))
    web.add(SICK, failing(502))
    for url in LIMITED:
        web.add(url, failing(429, LONG_WAIT))
    night = publisher.night()
    assert night.ended.status == 0
    assert night.changes() == {
        "recovered": {"back ok"},
        "persisting": {"goes dead", "sick error", "limited throttled"},
    }
    assert night.ended.out.startswith(f"recovered\n  {BACK}\n      ok http-200, since 2026-10-22\n")
    assert night.committed == ["b.md"]  # the recovery alone


def saturday_and_sunday(publisher: Publisher) -> None:
    web, documents = publisher.web, publisher.folder / "news"

    # On Friday afternoon a new document is audited: its link is new, and is new again at night.
    (documents / "d.md").write_text(document((TITLE, LATE)))
    audit = publisher.day(17, "audit", "news/d.md", "--fail-on", "dead+new")
    assert (audit.status, audit.out.splitlines()[:2]) == (1, ["new", f"  {LATE}"])
    assert publisher.day(18, "run", "news/d.md").err.count("Changed 1 document") == 1

    # Saturday
    web.add(WALL, failing(401))
    web.add(SICK, failing(500))
    for url in LIMITED:
        web.add(url, failing(503, LONG_WAIT))
    web.add(WAVERS, GONE)
    night = publisher.night("--quiet")
    assert (night.ended.status, night.ended.err) == (1, "")
    assert night.ended.out.splitlines()[0] == "new"
    assert f"  {LATE}" in night.ended.out.splitlines()
    assert len(night.ended.out.splitlines()) == 8  # for a mail: only what is new
    assert night.changes()["new"] == {"late dead", "wavers dead"}
    assert night.committed == ["c.md"]
    assert night.status(GOES) == ("dead", "http-404", False)

    # Sunday, the clocks were changed: the third day after Thursday, whatever the seconds say.
    web.add(WAVERS, failing(500))
    night = publisher.night()
    assert night.changes()["changed"] == {"wavers error"}
    assert night.status(GOES) == ("dead", "http-404", True)
    assert night.status(SICK) == ("error", "http-500", True)
    assert night.status(LIMITED[1])[2]
    assert night.status(LATE) == ("dead", "http-404", False)  # two days
    assert night.committed == ["a.md", "b.md", "c.md"]
    text = (documents / "c.md").read_text()
    assert "webUrl: {status: throttled, reason: http-503, since: 2026-10-22T01:15:09Z, " in text


def monday_and_tuesday(publisher: Publisher) -> None:
    web = publisher.web

    # Monday: all reasons flip once more; what was confirmed stays as it was written.
    web.add(WALL, failing(403))
    web.add(SICK, failing(503))
    for url in LIMITED:
        web.add(url, failing(429))
    night = publisher.night()
    assert "new" not in night.changes()
    assert night.status(LATE) == ("dead", "http-404", True)
    assert night.committed == ["d.md"]
    told = {name: publisher.command("report", "--format", name).out for name in SAME_BYTES}

    # Tuesday: nothing has changed, and every report is the same to the byte.
    night = publisher.night()
    assert night.ended.status == 0
    assert night.committed == []
    assert set(night.changes()) == {"persisting"}
    assert "Nothing new since run " in night.ended.err
    assert "No document needed a change." in night.ended.err
    for name, text in told.items():
        assert publisher.command("report", "--format", name).out == text, name
    assert publisher.command("report", "--quiet").out == ""


# All but `json` and `jsonl`, which tell when each URL was asked, and `html`, which shows the day.
SAME_BYTES = ("text", "markdown", "csv", "junit", "sarif", "github")

THURSDAY = """\
new
  http://goes.test/news/harbour-story
      dead http-404, since 2026-10-22, not yet confirmed
      news/a.md:12:13: related[1].webUrl
  http://sick.test/news/harbour-story
      error http-500, since 2026-10-22, not yet confirmed
      news/b.md:21:13: related[2].webUrl
  http://limited.test/news/0-harbour-story
      throttled http-429, since 2026-10-22, not yet confirmed
      news/c.md:7:13: related[0].webUrl
  http://limited.test/news/1-harbour-story
      throttled http-429, since 2026-10-22, not yet confirmed
      news/c.md:12:13: related[1].webUrl

dead · the server says it is gone, or its host no longer exists
  http://back.test/news/harbour-story
      http-404, since 2026-10-21, not yet confirmed
      news/b.md:7:13: related[0].webUrl

restricted · the page is there, but not for us: login, paywall, bot wall
  http://wall.test/news/harbour-story
      http-401, since 2026-10-22
      news/b.md:14:13: related[1].webUrl

moved · moved for good, same article
  http://moves.test/news/harbour-story
      http-301, since 2026-10-21
      now at http://moves.test/2026/harbour-story
      news/a.md:19:13: related[2].webUrl

"""
