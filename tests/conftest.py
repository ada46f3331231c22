"""For all tests: no network but loopback, one event loop library, and a small web of our own."""

from __future__ import annotations

import gc
import os
import re
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import settings

from tests.examples import STEADY
from tests.testweb.certificates import Certificates
from tests.testweb.server import SmallWeb
from tests.together import RowCount, may_be_together, together

# The same examples every time, however busy the machine: a gate that fails by chance teaches people to press it again.
# To search for new ones:
# HYPOTHESIS_PROFILE=search make test
# `few` is for tests.mutation, which runs the same laws again and again.
settings.register_profile(
    "steady", derandomize=True, database=None, deadline=None, max_examples=STEADY
)
settings.register_profile("few", parent=settings.get_profile("steady"), max_examples=15)
settings.register_profile("search", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# Tests that start, kill or drive other programs.
_PROGRAMS = (
    "tests/cli/test_completion.py::test_bash",
    "tests/cli/test_faults.py",
    "tests/cli/test_processes.py",
    "tests/crash/",
    "tests/hostile/",
    "tests/recipes/",
    "tests/resources/",
    "tests/report/formats/test_html_in_a_browser.py",
    *(
        f"tests/run/engines/test_{name}.py"
        for name in ("contract", "faults", "jobs", "shared_sites")
    ),
    "tests/run/test_document_pool.py",
    "tests/run/test_over_sockets.py",
    "tests/test_bench.py",
    "tests/test_docs.py::test_made_files_are_up_to_date[tutorial",
    "tests/test_site.py::test_the_site_is_built",
)


def is_program(item: Any) -> bool:
    """True for what `make test-programs` runs."""
    return bool(item.nodeid.startswith(_PROGRAMS))


# Objects made before the collector looks; 700 as shipped takes 5 % of the suite's time.
_COLLECTED_AFTER = 10_000
# Files of tests are kept in memory where they can be: they wait for the disk longer than they compute.
_MEMORY = Path("/dev/shm")
# A whole run leaves less than 100 MB; containers often have 64 MB there.
_LEAST_FREE_BYTES = 1 << 30


def can_hold_files(folder: Path) -> bool:
    """True if tests can write there, and start what they wrote."""
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    found = os.statvfs(folder)
    may_execute = not found.f_flag & os.ST_NOEXEC
    return may_execute and found.f_bavail * found.f_frsize >= _LEAST_FREE_BYTES


def pytest_configure(config: pytest.Config) -> None:
    """Counts rows in the closing line, however many of them are one item; spares time."""
    gc.set_threshold(_COLLECTED_AFTER)
    if not {"TMPDIR", "PYTEST_DEBUG_TEMPROOT"} & os.environ.keys() and can_hold_files(_MEMORY):
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(_MEMORY)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(RowCount(config))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keeps the collector of garbage away while tests are collected.

    It would go through 10,000 of them again and again: 3 of 11 s. (`gc.freeze` would help later, too, but
    Hypothesis looks for referrers, and finds none that are frozen.)
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """Puts rows together that need nothing but themselves; those of `make test-programs` apart."""
    made = yield
    if not isinstance(made, list) or not may_be_together(collector.config):
        return made
    programs = [item for item in made if is_program(item)]
    return together(programs) + together([item for item in made if not is_program(item)])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Takes what is left out of pytest's last search for errors of `__del__`, which goes over it five times."""
    gc.collect()
    gc.freeze()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Spares `make test` the imports of what only `make test-programs` runs, and the other way round."""
    if config.option.markexpr not in {"programs", "not programs"} or collection_path.is_dir():
        return None
    name = collection_path.relative_to(config.rootpath).as_posix()
    if config.option.markexpr == "programs":
        wanted = {prefix.partition("::")[0] for prefix in _PROGRAMS}
        return None if name.startswith(tuple(wanted)) else True
    return True if name.startswith(_PROGRAMS) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what `make test-programs` runs."""
    for item in items:
        if is_program(item):
            item.add_marker("programs")


_LOOPBACK = re.compile(r"127\.[\d.]+|::1|localhost")
# What a resolver answers without asking anybody: addresses, in every spelling that inet_aton takes.
_NUMERIC = re.compile(r"[0-9a-fx.:]+", re.IGNORECASE)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """A test that leaves the machine fails, whatever the code under test does with exceptions."""
    connect, connect_ex, getaddrinfo = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def refuse_outside(address: Any) -> None:
        if isinstance(address, tuple) and not _LOOPBACK.fullmatch(str(address[0])):
            pytest.fail(f"a test tried to reach {address}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse_outside(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse_outside(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if not (_LOOPBACK.fullmatch(name) or _NUMERIC.fullmatch(name)):
            pytest.fail(f"a test tried to look up {name}")
        return getaddrinfo(host, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(scope="session", autouse=True)
def _short_list_of_authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The system's 140 authorities take 20 ms to read, for each client; one that signs nothing does as well."""
    path = tmp_path_factory.mktemp("authorities") / "one.pem"
    trustme.CA(key_type=trustme.KeyType.ECDSA).cert_pem.write_to_path(str(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(path))
        patch.setenv("SSL_CERT_DIR", str(path.parent))
        yield


@pytest.fixture(scope="session")
def certificates() -> Iterator[Certificates]:
    made = Certificates()
    yield made
    made.close()


@pytest.fixture
def testweb(certificates: Certificates) -> Iterator[SmallWeb]:
    """A small web on loopback, empty: every URL answers 404 until the test adds another answer."""
    with SmallWeb(certificates) as web:
        yield web
