"""Kills runs at random moments and starts them again, and holds what a user may rely on each time."""

from __future__ import annotations

import random
import re
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.run.victims import Victims
from tests.run.workplace import document, story
from tests.testweb.answers import page, redirect
from tests.testweb.server import SmallWeb

# A multiple of five: every fifth site is gone as a whole, which a kill in the middle of it must not
# hide.
SITES = 20
LINKS = 3
"""Of each document; every third is one that other documents share."""
# Kills fall within this share of the time that an undisturbed run takes: nearly all hit a run.
HORIZON = 0.5
_SINCE = re.compile(r"since: [^,}]*")
_LEFT_BY_A_KILL = re.compile(r"\..*\.enricher-new")


@dataclass(slots=True)
class Tally:
    """What came of all kills; everything but `kills` and `rounds` must stay empty."""

    kills: int = 0
    rounds: int = 0
    """Archives that were brought to their end."""
    torn: list[str] = field(default_factory=list)
    """Documents that were neither old nor new."""
    damaged: list[str] = field(default_factory=list)
    """What SQLite's integrity check said."""
    asked_again: list[str] = field(default_factory=list)
    """URLs that were asked although their answer was in the ledger."""
    different: list[str] = field(default_factory=list)
    """What differs from the end of an undisturbed run."""

    @property
    def is_clean(self) -> bool:
        return not (self.torn or self.damaged or self.asked_again or self.different)

    def __str__(self) -> str:
        counts = {
            "torn": self.torn,
            "damaged": self.damaged,
            "asked again": self.asked_again,
            "different": self.different,
        }
        told = ", ".join(f"{len(found)} {what}" for what, found in counts.items())
        return f"{self.kills} kills in {self.rounds} rounds: {told}"


@dataclass(frozen=True, slots=True)
class End:
    """How documents and ledger stand when all is done."""

    documents: dict[str, str]
    targets: list[tuple[str, str, str]]


@dataclass(slots=True)
class Crasher:
    """An archive whose runs are killed."""

    folder: Path
    web: SmallWeb
    documents: int
    seed: int = 17
    engine: str = "inline"
    tally: Tally = field(default_factory=Tally)

    def crash(self, kills: int) -> Tally:
        """Kills runs until there were so many kills and the last archive is at its end."""
        dice = random.Random(self.seed)
        put_up(self.web, self.documents)
        begun = time.monotonic()
        undisturbed = self._fresh("undisturbed")
        undisturbed.result_of(undisturbed.start())
        horizon_s = (time.monotonic() - begun) * HORIZON
        wanted = end_of(undisturbed)
        while self.tally.kills < kills:
            self._round(kills, horizon_s, dice, wanted)
        return self.tally

    def _round(self, kills: int, horizon_s: float, dice: random.Random, wanted: End) -> None:
        self.tally.rounds += 1
        self.web.requests.clear()
        victims = self._fresh(f"round-{self.tally.rounds}")
        old = texts(victims)
        learnt: dict[str, int] = {}
        is_done = False
        while not is_done and self.tally.kills < kills:
            is_done = not self._kill(victims, dice.uniform(0, horizon_s))
            self._look(victims, old, wanted)
            learnt = answered(victims) | learnt
        victims.result_of(victims.start())
        self._look_at_the_end(victims, learnt, wanted)
        victims.end()

    def _kill(self, victims: Victims, after_s: float) -> bool:
        """True if the run was killed; False if it had ended before."""
        victim = victims.start()
        with suppress(subprocess.TimeoutExpired):
            victim.wait(after_s)
        victim.kill()
        was_killed = victim.wait() == -signal.SIGKILL
        self.tally.kills += was_killed
        return was_killed

    def _look(self, victims: Victims, old: dict[str, str], wanted: End) -> None:
        for name, text in texts(victims).items():
            if text != old[name] and masked(text) != wanted.documents[name]:
                self.tally.torn.append(f"{victims.documents / name}: {text}")
        if victims.ledger.exists():
            with closing(sqlite3.connect(victims.ledger)) as opened:
                (said,) = opened.execute("PRAGMA integrity_check").fetchone()
            if said != "ok":
                self.tally.damaged.append(said)

    def _look_at_the_end(self, victims: Victims, learnt: dict[str, int], wanted: End) -> None:
        now = asked(self.web)
        self.tally.asked_again += [url for url, count in learnt.items() if now[url] != count]
        end = end_of(victims)
        different = [name for name, text in end.documents.items() if wanted.documents[name] != text]
        self.tally.different += [f"{victims.documents / name}" for name in different]
        if end.targets != wanted.targets:
            self.tally.different.append(str(victims.ledger))
        strays = {path.name for path in victims.documents.iterdir()} - wanted.documents.keys()
        self.tally.different += sorted(strays)

    def _fresh(self, name: str) -> Victims:
        folder = self.folder / name
        folder.mkdir()
        victims = Victims(folder, self.web)
        victims.engine = self.engine
        for number in range(self.documents):
            (victims.documents / f"{number}.md").write_text(document(*links_of(number)))
        return victims


def links_of(number: int) -> list[tuple[str, str]]:
    """Titles and URLs of a document's links: alive, moved and dead ones, on some sites."""
    found = []
    for at in range(LINKS):
        story_number = number // 3 if at == 0 else number * LINKS + at
        site = f"{story_number % SITES}.test"
        found.append(
            (f"Story number {story_number} of the year", f"http://{site}/{story_number}-story")
        )
    return found


def put_up(web: SmallWeb, documents: int) -> None:
    """Every fifth story is gone, every seventh has moved for good."""
    for number in range(documents):
        for title, url in links_of(number):
            story_number = int(title.split()[2])
            if story_number % 5 == 0:
                continue
            if story_number % 7 == 0:
                web.add(url, redirect(f"/archive/{story_number}-story"))
                url = url.replace(".test/", ".test/archive/")  # noqa: PLW2901 - its new address
            web.add(url, page(story(title)))


def texts(victims: Victims) -> dict[str, str]:
    """Documents as they stand; what a killed writer left beside them is none."""
    return {
        path.name: path.read_text()
        for path in victims.documents.iterdir()
        if not _LEFT_BY_A_KILL.fullmatch(path.name)
    }


def masked(text: str) -> str:
    """Without the times of checks, which differ from run to run."""
    return _SINCE.sub("since: then", text)


def asked(web: SmallWeb) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in web.requests:
        url = f"http://{one.host}{one.path}"
        found[url] = found.get(url, 0) + 1
    return found


def answered(victims: Victims) -> dict[str, int]:
    """URLs whose answer is in the ledger, and how often each was asked so far."""
    if not victims.ledger.exists():
        return {}
    now = asked(victims.web)
    with closing(sqlite3.connect(victims.ledger)) as opened, suppress(sqlite3.OperationalError):
        return {url: now[url] for (url,) in opened.execute("SELECT url FROM targets") if url in now}
    return {}


def end_of(victims: Victims) -> End:
    with closing(sqlite3.connect(victims.ledger)) as opened:
        rows = opened.execute("SELECT url, kind, status_reason FROM targets ORDER BY url, kind")
        targets = [(url, kind, reason) for url, kind, reason in rows]
    return End({name: masked(text) for name, text in texts(victims).items()}, targets)
