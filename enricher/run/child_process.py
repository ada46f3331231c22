"""Starts processes of our own, each with a pair of sockets between it and this one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys


def start(module: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Runs a module in a process, with its socket as the only argument; gives it and our socket.

    Spawned, not forked: a fork would copy our threads' locks. In a group of its own, since Ctrl-C
    is for us alone. What it prints goes nowhere: standard output is the report's.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", module, str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            process_group=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    return process, ours
