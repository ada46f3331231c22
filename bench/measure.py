"""Measures a program as a whole, its children included: CPU, wall clock, memory.

    python bench/measure.py LIMIT_S OUTPUT COMMAND ...

The command is started from a small process of its own: the system counts the memory of the process
that starts a program to the program's peak, and the bench itself holds all documents.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_SAMPLE_S = 0.2  # between looks at the memory of all processes of a tool: peaks last longer


@dataclass(frozen=True, slots=True)
class Usage:
    """What a program used. `peak_mb` is that of all its processes at the same time."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    status: int


def run(command: list[str], folder: Path, environment: dict[str, str], limit_s: float) -> Usage:
    """Runs a command to its end or until `limit_s` seconds are over; gives what it used.

    What it prints goes to `output.txt` in the folder.
    """
    starter = [sys.executable, "-S", "-E", __file__, str(limit_s), "output.txt", *command]
    done = subprocess.run(
        starter,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return Usage(**json.loads(done.stdout))


def _measure(limit_s: float, output: Path, command: list[str]) -> Usage:
    with output.open("wb") as printed:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=printed, stderr=printed)
        watch = _Watch(process.pid, limit_s)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
    peak_kb = max(used.ru_maxrss, watch.peak_kb)
    return Usage(used.ru_utime + used.ru_stime, wall, peak_kb / 1024, process.returncode)


class _Watch(threading.Thread):
    """Samples the memory of a process and its children, and ends it when its time is over."""

    def __init__(self, process_id: int, limit_s: float) -> None:
        super().__init__(daemon=True)
        self._id = process_id
        self._over = threading.Event()
        self._limit_s = limit_s
        self.peak_kb = 0

    def run(self) -> None:
        started = time.monotonic()
        while not self._over.wait(_SAMPLE_S):
            self.peak_kb = max(self.peak_kb, sum(map(_taken_kb, _family(self._id))))
            if time.monotonic() - started > self._limit_s:
                os.kill(self._id, 9)
                return

    def stop(self) -> None:
        self._over.set()
        self.join()


def _family(process_id: int) -> list[int]:
    """A process and its descendants; only itself where the system does not tell (no /proc)."""
    found = [process_id]
    for one in found:
        for tasks in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, tasks.read_text().split())
            except OSError:
                continue
    return found


def _taken_kb(process_id: int) -> int:
    """A process's share of the memory: a page that several have counts once among them all."""
    try:
        lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    print(json.dumps(asdict(_measure(float(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))))
