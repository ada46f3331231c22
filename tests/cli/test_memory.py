"""Threads of a run share one heap."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="other libraries have no heap for each thread"
)

# What glibc reserves for the heap of a thread, on 64 bits: HEAP_MAX_SIZE in malloc/arena.c.
RESERVED_KB = 64 * 1024

PROGRAM = """
import os, sys, threading
from enricher.cli.memory import share_one_heap

def reserved_kb():
    with open("/proc/self/smaps") as maps:
        sizes = [line.split() for line in maps if line.startswith("Size:")]
    return sum(int(kb) for _, kb, _ in sizes)

{first}
before = reserved_kb()
taken, done = threading.Barrier(5), threading.Barrier(5)
def take():
    kept = bytes(4000)
    taken.wait()
    done.wait()
threads = [threading.Thread(target=take) for _ in range(4)]
threading.stack_size(65536)
for each in threads: each.start()
taken.wait()
print(reserved_kb() - before)
done.wait()
"""


def reserved_kb(first: str, **environment: str) -> int:
    """What four threads reserve after a call, in a process with more in its environment."""
    given = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(first=first)],
        env={**given, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def test_threads_share_one_heap() -> None:
    assert reserved_kb("share_one_heap(os.environ)") < RESERVED_KB
    assert reserved_kb("") > 2 * RESERVED_KB


def test_what_the_user_asks_for_stays() -> None:
    assert reserved_kb("share_one_heap(os.environ)", MALLOC_ARENA_MAX="8") > 2 * RESERVED_KB


def test_a_python_without_ctypes_goes_on() -> None:
    assert reserved_kb("sys.modules['ctypes'] = None; share_one_heap(os.environ)") > RESERVED_KB
