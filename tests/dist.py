"""Builds what is released and checks it, as CI and the release checklist do: `make dist`.

Twice the same bytes, metadata that twine accepts, and a wheel that does the demo in a clean
environment.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import enricher

ROOT = Path(__file__).resolve().parent.parent
# 1980-01-01, the first day that a zip file can hold, where there is no commit to take it from.
_NO_COMMIT_S = "315532800"


def run(*command: str | Path, **more: str) -> str:
    """Runs a command to its good end; gives what it printed. Ends the program where it fails."""
    done = subprocess.run(
        [str(each) for each in command],
        cwd=ROOT,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\n{' '.join(map(str, command))}: exit status {done.returncode}")
    return done.stdout


def commit_date_s() -> str:
    """The date of the commit, for SOURCE_DATE_EPOCH (reproducible-builds.org)."""
    if not (ROOT / ".git").exists():
        return _NO_COMMIT_S
    return run("git", "log", "-1", "--format=%ct").strip()


def build(target: Path) -> dict[str, str]:
    """Builds sdist and wheel into a folder; gives the SHA-256 of each file."""
    command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", target)
    run(*command, SOURCE_DATE_EPOCH=commit_date_s())
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(target.iterdir())
    }


def check_version_is_that_of_the_tag() -> None:
    """A tag on this commit must name the version; without one there is nothing to compare."""
    tags = run("git", "tag", "--points-at", "HEAD").split() if (ROOT / ".git").exists() else []
    wrong = [tag for tag in tags if re.match(r"v\d", tag) and tag != f"v{enricher.__version__}"]
    if wrong:
        sys.exit(f"tag {wrong[0]} is not v{enricher.__version__}, the version of the package")


def check_in_clean_environment(wheel: Path, folder: Path) -> str:
    """Installs the wheel into an environment of its own and runs the demo; gives its last line."""
    uv = (sys.executable, "-m", "uv")
    run(*uv, "venv", "--quiet", "--python", sys.executable, folder)
    run(*uv, "pip", "install", "--quiet", "--python", folder / "bin" / "python", wheel)
    said = run(folder / "bin" / "enricher", "demo", "--keep", folder / "demo")
    again = "A second run straight after: 0 requests, 0 documents written."
    if again not in said:
        sys.exit(f"{said}\nthe demo of the installed wheel does not say: {again}")
    for shipped in ("share/man/man1/enricher.1", "bin/enricher"):
        if not (folder / shipped).is_file():
            sys.exit(f"the wheel does not install {shipped}")
    return again


def main() -> None:
    """Builds into dist/ and says what was checked."""
    check_version_is_that_of_the_tag()
    target = ROOT / "dist"
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        first, second = build(target), build(Path(name) / "again")
        if first != second:
            sys.exit(f"two builds of one commit differ: {first} and {second}")
        print(f"reproducible: {', '.join(first)}")
        print(run(sys.executable, "-m", "twine", "check", "--strict", *target.iterdir()).strip())
        wheel = next(target.glob("*.whl"))
        print(check_in_clean_environment(wheel, Path(name) / "clean"))


if __name__ == "__main__":
    main()
