"""A Ray cluster of this machine for all tests of a session: on loopback only, and gone at its end."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FORM = os.environ.get("ENRICHER_TEST_RAY", "")
"""`short` or `full`, as `make test-ray` sets it; else tests of Ray are skipped."""
MIB = 1024 * 1024
LOOPBACK = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}
"""127.0.0.1 and ::1 as /proc/net writes them."""

CURRENT = Path("/tmp/ray/ray_current_cluster")
"""Where Ray writes which cluster `ray:auto` finds."""


@dataclass
class LocalRay:
    """Nodes of one cluster; the first one is its head."""

    cpus: int = 4

    def __post_init__(self) -> None:
        from ray.cluster_utils import Cluster  # noqa: PLC0415 - an extra

        self.shared_memory = shared_memory()
        self.folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))
        self._other = CURRENT.read_text() if CURRENT.exists() else None
        self._cluster: Any = Cluster()
        # Without one, the head asks the metadata services of three clouds where it runs, whether or
        # not usage is reported: get_cluster_config_to_report() in ray/_common/usage/usage_lib.py.
        (self.folder / "ray_bootstrap_config.yaml").write_text("{}\n")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HOME", str(self.folder))
            self.head = self.add_node()
        self.address = str(self._cluster.address)

    def add_node(self) -> Any:
        first = {"include_dashboard": False, "temp_dir": str(self.folder)}
        return self._cluster.add_node(
            num_cpus=self.cpus,
            object_store_memory=80 * MIB,
            **({} if self._cluster.head_node else first),
        )

    def kill(self, node: Any) -> None:
        """Ends a node that is not the head at once, as a machine that loses power."""
        self._cluster.remove_node(node, allow_graceful=False)

    def end(self) -> None:
        import ray  # noqa: PLC0415 - an extra

        begun = self.processes()
        ray.shutdown()
        for node in (*self._cluster.worker_nodes, self._cluster.head_node):
            with suppress(AssertionError):
                self._cluster.remove_node(node, allow_graceful=False)
        # Ray's agents live on for a minute when their node is gone, and a worker that hangs for
        # longer: Ray's matter, not ours.
        for pid in self._left_after(2, begun):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert not self._left_after(20, begun)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._other is None:
            CURRENT.unlink(missing_ok=True)
        else:
            CURRENT.write_text(self._other)

    def _left_after(self, seconds: float, begun: dict[int, bytes]) -> set[int]:
        """Those of the cluster, and of these, that are still there then."""
        end = time.monotonic() + seconds
        while True:
            now = dict(command_lines())
            left = {pid for pid, words in begun.items() if now.get(pid) == words}
            left |= self.processes().keys()
            if not left or time.monotonic() >= end:
                return left
            time.sleep(0.1)

    def processes(self) -> dict[int, bytes]:
        """The command lines of all that name the cluster's folder or address there, and of what
        they started: agents and workers give themselves a title instead.
        """
        names = (str(self.folder).encode(), self.address.encode())
        lines = {pid: words for pid, words in command_lines() if pid != os.getpid()}
        named = {pid for pid, words in lines.items() if any(name in words for name in names)}
        return {pid: lines[pid] for pid in lines if pid in named or parent_of(pid) in named}

    def off_loopback(self) -> list[str]:
        """Sockets of the cluster's processes that others than this machine could reach."""
        owned = {inode for pid in (*self.processes(), os.getpid()) for inode in sockets_of(pid)}
        return [
            line
            for name in ("tcp", "tcp6", "udp", "udp6")
            for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
            if line.split()[9] in owned and line.split()[1].partition(":")[0] not in LOOPBACK
        ]


def shared_memory() -> set[Path]:
    """What lies in shared memory, but for files of tests."""
    return {each for each in Path("/dev/shm").iterdir() if not each.name.startswith("pytest-of-")}


def command_lines() -> Iterator[tuple[int, bytes]]:
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            with suppress(OSError):
                yield int(each.name), (each / "cmdline").read_bytes()


def parent_of(pid: int) -> int | None:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return None


def sockets_of(pid: int) -> Iterator[str]:
    """Inodes."""
    with suppress(OSError):
        for each in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                target = str(each.readlink())
                if target.startswith("socket:["):
                    yield target[8:-1]


_started: list[LocalRay] = []


def local_ray() -> LocalRay:
    """The cluster of this session; skips the test where Ray is not to be tested."""
    if not FORM:
        pytest.skip("Ray is tested by make test-ray")
    # Before Ray is imported, which reads them then: sockets stay on loopback, no usage is reported.
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # A cluster that ray.init() did not start tells its makers even that; to nobody, then.
    os.environ["RAY_USAGE_STATS_REPORT_URL"] = "http://127.0.0.1:9/"
    # What else the machine does with its memory is no reason to end a test's workers.
    os.environ["RAY_memory_monitor_refresh_ms"] = "0"  # noqa: SIM112 - Ray's spelling
    pytest.importorskip("ray", reason="the extra enricher[cluster] is not installed")
    if not _started:
        try:
            _started.append(LocalRay())
        except Exception as error:  # noqa: BLE001 - Ray raises whatever its parts do
            pytest.skip(f"no Ray cluster can be started on this machine: {error}")
    return _started[0]


def take(cluster: LocalRay) -> None:
    """Makes a cluster the one of this session."""
    _started.append(cluster)


def end_local_ray() -> None:
    """Ends the session's cluster, and finds it gone without a trace."""
    for cluster in _started:
        off_loopback = cluster.off_loopback()
        cluster.end()
        assert off_loopback == []
        assert cluster.processes() == {}
        assert shared_memory() <= cluster.shared_memory
        assert not cluster.folder.exists()
    _started.clear()
