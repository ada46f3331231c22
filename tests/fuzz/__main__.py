"""Fuzzes one target or all, one after the other: `python -m tests.fuzz [NAME ...] [--runs N]`.

With atheris (the extra `fuzz`) inputs are chosen by coverage; without it, by the plain mutator.
Prints the executions of each target. What fails is written to the folder `--found`, and ends the
target with status 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.fuzz import mutator

PROGRESS = 100_000
"""Executions between two lines of the plain mutator."""


def main() -> int:
    arguments = _arguments()
    if arguments.child:
        return _fuzz(arguments.names[0], arguments)
    failed = []
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - atheris wants to import it first

    for name in arguments.names or TARGETS:
        begun = time.monotonic()
        command = [sys.executable, "-m", "tests.fuzz", name, "--child", *_passed_on(arguments)]
        status = subprocess.run(command, check=False, stdout=sys.stdout).returncode
        print(f"{name}: status {status}, {time.monotonic() - begun:.0f} s", flush=True)
        if status:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}; inputs are in {arguments.found}")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--runs", type=int, default=1_000_000, help="executions of each target")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--plain", action="store_true", help="the plain mutator, atheris or not")
    parser.add_argument(
        "--found", default=f"{tempfile.gettempdir()}/enricher-fuzz", metavar="FOLDER"
    )
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _passed_on(arguments: argparse.Namespace) -> list[str]:
    options = [f"--runs={arguments.runs}", f"--seed={arguments.seed}", f"--found={arguments.found}"]
    return [*options, "--plain"] if arguments.plain else options


def _fuzz(name: str, arguments: argparse.Namespace) -> int:
    folder = Path(arguments.found)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import atheris  # noqa: PLC0415 - an extra
    except ImportError:
        atheris = None
    if arguments.plain or atheris is None:
        return _plainly(name, arguments, folder)
    with atheris.instrument_imports(include=["enricher"], enable_loader_override=False):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415
    from tests.fuzz.seeds import SEEDS, WORDS  # noqa: PLC0415

    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, seed in enumerate(SEEDS[name]):
        (corpus / f"seed-{number}").write_bytes(seed)
    # Longer than any seed by little only: short inputs are quicker, and say as much.
    most_bytes = min(mutator.MAX_BYTES, max(512, 2 * max(map(len, SEEDS[name]))))
    words = corpus.with_suffix(".dict")
    lines = ("".join(f"\\x{byte:02x}" for byte in word) for word in WORDS.get(name, (b"\0",)))
    words.write_text("".join(f'"{line}"\n' for line in lines))
    options = [
        sys.argv[0],
        f"-runs={arguments.runs}",
        f"-seed={arguments.seed}",
        f"-max_len={most_bytes}",
        f"-artifact_prefix={folder}/{name}-",
        f"-dict={words}",
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        str(corpus),
    ]
    atheris.Setup(options, TARGETS[name])
    atheris.Fuzz()
    return 0


def _plainly(name: str, arguments: argparse.Namespace, folder: Path) -> int:
    from tests.fuzz.seeds import SEEDS, WORDS  # noqa: PLC0415
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    target = TARGETS[name]
    found = mutator.inputs(SEEDS[name], WORDS.get(name, ()), Random(arguments.seed))
    for number, data in zip(range(arguments.runs), found, strict=False):
        if number and number % PROGRESS == 0:
            print(f"{name}: {number} executions so far", flush=True)
        try:
            target(data)
        except Exception:
            (folder / f"{name}-{number}").write_bytes(data)
            raise
    print(f"{name}: {arguments.runs} executions, none failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
