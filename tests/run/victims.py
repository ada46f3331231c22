"""Runs in processes of their own, for tests that interrupt or kill them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from enricher.ledger.store import Ledger
from enricher.models import Kind
from tests.testweb.server import SmallWeb

ROOT = Path(__file__).parent.parent.parent


class Victims:
    """Documents, a ledger, and runs over them in processes of their own."""

    def __init__(self, folder: Path, web: SmallWeb) -> None:
        self.documents = folder / "news"
        self.documents.mkdir()
        self.ledger = folder / "ledger.sqlite3"
        self.cache = ""
        """Folder of copies; "": none are kept."""
        self.engine = "inline"
        self.web = web
        self._started: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        """A run that has just begun."""
        fetch = msgspec.to_builtins(self.web.fetch_settings(allow_addresses=("127.0.0.1/32",)))
        places = {"folder": str(self.documents), "ledger": str(self.ledger), "cache": self.cache}
        settings = json.dumps({**places, "fetch": fetch, "engine": self.engine})
        victim = subprocess.Popen(
            [sys.executable, "-m", "tests.run.victim", settings],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(victim)
        assert victim.stdout is not None
        assert victim.stdout.readline() == "begins\n"
        return victim

    def result_of(self, victim: subprocess.Popen[str]) -> dict[str, Any]:
        told, _ = victim.communicate(timeout=300)
        assert victim.returncode == 0
        found: dict[str, Any] = json.loads(told)
        return found

    def asked(self) -> Counter[str]:
        """How often the site saw each URL."""
        return Counter(f"http://site.test{one.path}" for one in self.web.asked("site.test"))

    def learnt(self, urls: list[str]) -> dict[str, int]:
        """URLs whose answers are in the ledger, and how often each was asked so far."""
        if not self.ledger.exists():
            return {}
        with Ledger.read(self.ledger) as ledger:
            known = ledger.targets.known([(Kind.PAGE, url) for url in urls])
        asked = self.asked()
        return {url: asked[url] for _, url in known}

    def let_ask(self, count: int) -> None:
        """Waits until so many more requests came."""
        until = len(self.web.requests) + count
        wait_until(lambda: len(self.web.requests) >= until)

    def end(self) -> None:
        """Ends the runs that a failed test left behind."""
        for victim in self._started:
            victim.kill()
            victim.wait()
            assert victim.stdout is not None
            victim.stdout.close()


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
