"""A thousand sites that answer in the worst way, all at once: memory stays flat, descriptors stay few."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from enricher.web import pool
from tests.run.victims import wait_until
from tests.testweb.answers import Answer, Fault
from tests.testweb.server import SmallWeb

ROOT = Path(__file__).parents[2]
SITES = 1000
# The interpreter with all modules takes about 50 MB; measured with 1000 at once: 70 to 222 MB.
MOST_MB = 300
# Beside the connections: standard streams, the event loop's own, and the folder that counts them.
MOST_OTHERS_OPEN = 12

WORST = {
    "bomb": Answer(headers=(("Content-Encoding", "gzip"),), body=gzip.compress(bytes(3_000_000))),
    "header flood": Answer(fault=Fault.HEADER_FLOOD),
}
# The bodies of as many would take half a gigabyte together, were there no bound; the other figure
# is the default of `[fetch] concurrency`.
CONCURRENCY = {"bomb": 500, "header flood": 64}


@pytest.mark.parametrize("name", WORST)
def test_a_thousand_of_the_worst_at_once(name: str, testweb: SmallWeb) -> None:
    for number in range(SITES):
        testweb.add(f"http://{number}.test/story", WORST[name])
    patient = testweb.fetch_settings(
        concurrency=CONCURRENCY[name], connect_timeout_s=60.0, read_timeout_s=60.0, deadline_s=120.0
    )
    command = ["-m", "tests.resources.load", msgspec.json.encode(patient).decode(), str(SITES)]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    wait_until(lambda: not testweb._open)  # the server has seen that the client is gone
    told = json.loads(done.stdout)
    assert sum(told["ended"].values()) == SITES
    assert told["peak_mb"] < MOST_MB, told
    assert told["open"] <= CONCURRENCY[name] + pool.IDLE_CONNECTIONS + MOST_OTHERS_OPEN, told
