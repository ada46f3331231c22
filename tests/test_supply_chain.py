"""What we run is what was chosen: dependencies by hash, no code from data, no network before it is asked for."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements-dev.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DECLARED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
MODULES = sorted((ROOT / "enricher").rglob("*.py"))

_LOCKED = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ ;\\]+)[^\n]*((?:\n    --hash=sha256:[0-9a-f]{64}[ \\]*)*)",
    re.MULTILINE,
)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


LOCKED = {
    normal(found[1]): (found[2], found[3].count("--hash")) for found in _LOCKED.finditer(LOCK)
}


def test_the_lock_holds_what_the_project_declares() -> None:
    """`make lock` renews it."""
    wanted = [Requirement(declared) for declared in DECLARED]
    locked = {each: LOCKED[normal(each.name)][0] for each in wanted}
    assert [e for e in wanted if not e.specifier.contains(locked[e], prereleases=True)] == []


def test_every_locked_release_has_its_hashes() -> None:
    assert len(LOCKED) > len(DECLARED)
    assert [name for name, (_, hashes) in LOCKED.items() if not hashes] == []


USED = [
    (path, used[1])
    for path in ("action.yml", "recipes/github/links.yml")
    for used in re.finditer(r"uses: (.+)", (ROOT / path).read_text())
    if not used[1].startswith("OWNER/")  # stands for whoever keeps a copy of this repository
]


def test_actions_are_named_by_commit_and_release() -> None:
    """A tag can be moved to other code, a commit cannot."""
    assert len(USED) > 4
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [each for each in USED if not pinned.fullmatch(each[1])] == []


FORBIDDEN = {
    "names": frozenset({"eval", "exec", "compile", "__import__"}),
    "modules": frozenset(
        {"pickle", "marshal", "shelve", "dill", "cloudpickle", "xmlrpc", "telnetlib"}
    ),
    "calls": frozenset(
        {"os.system", "os.popen", "yaml.load", "yaml.unsafe_load", "tempfile.mktemp"}
    ),
}
CALLS = FORBIDDEN["names"] | FORBIDDEN["calls"]
LAST_NAMES = {each.rpartition(".")[2] for each in CALLS}


def misdeeds(tree: ast.AST) -> list[str]:
    """Calls and imports that could run what came as data."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [each.name for each in node.names if each.name in FORBIDDEN["modules"]]
        elif isinstance(node, ast.ImportFrom) and node.module in FORBIDDEN["modules"]:
            found.append(node.module or "")
        elif isinstance(node, ast.Call):
            is_shell = any(each.arg == "shell" for each in node.keywords)
            if is_shell or (last_name(node.func) in LAST_NAMES and ast.unparse(node.func) in CALLS):
                found.append(ast.unparse(node.func))
    return found


def last_name(called: ast.expr) -> str:
    """Of `os.path.join`: join. It is cheap to tell, the whole name is not."""
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_nothing_runs_what_came_as_data() -> None:
    """No eval, pickle or shell; between processes we speak JSON, over sockets that we opened. (Ray
    has a serialisation of its own; it is given nothing but that JSON.)
    """
    done = {path: misdeeds(ast.parse(path.read_text())) for path in MODULES}
    assert {str(path): found for path, found in done.items() if found} == {}


@pytest.mark.parametrize(
    "code",
    [
        "eval('1')",
        "import pickle",
        "from pickle import loads",
        "import subprocess\nsubprocess.run('ls', shell=True)",
        "import os\nos.system('ls')",
    ],
)
def test_misdeeds_are_seen(code: str) -> None:
    assert misdeeds(ast.parse(code))


_IMPORT_ALL = """
import importlib, pkgutil, socket, sys

def forbidden(*arguments, **more):
    raise AssertionError(f"network at import: {arguments}")

for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, forbidden)
socket.getaddrinfo = socket.gethostbyname = forbidden
import enricher
for module in pkgutil.walk_packages(enricher.__path__, "enricher."):
    if module.name not in {"enricher.__main__", "enricher.run.engines.cluster"}:
        importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("enricher.")]))
"""


def test_no_network_at_import() -> None:
    """Every module but the two that run or need something at once."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 200
