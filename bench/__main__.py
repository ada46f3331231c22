"""Measures enricher beside other link checkers, on a web of its own on loopback.

    python bench [LOAD ...] [--rounds 3] [--quick] [--tools enricher,lychee]

Loads: throughput, realistic, skewed, tls, images, many, archive; without one, all of them.
docs/benchmarks.md says what each is, what the columns mean, and what was measured.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path

import corpus
import tables
import tools
from bound import bound_with_pauses_s, lower_bound_s
from documents import Sizes
from loads import LOADS, PER_HOST, Load, Material
from stage import Run, Stage, stage
from tables import Bounds

_QUICK = 0.01  # of a load's size: enough that every tool and every fault has its turn, in seconds
_LIMIT_S = 3600.0


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("loads", nargs="*", metavar="LOAD", choices=[*LOADS, []])
    parser.add_argument(
        "--rounds", type=int, default=3, help="runs of each tool; the table shows medians"
    )
    parser.add_argument(
        "--quick", action="store_true", help="small loads, one round: does it all work?"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="of a load's size")
    parser.add_argument("--tools", default="", help="only these, separated by commas")
    parser.add_argument(
        "--enricher", action="append", default=[], metavar="PROGRAM", help="instead of the one here"
    )
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="real documents for archive")
    parser.add_argument("--json", type=Path, help="where to put the figures of every run")
    return parser.parse_args()


def turns(on: Stage, load: Load, material: Material, chosen: argparse.Namespace) -> list[Run]:
    """Every tool once."""
    wanted = chosen.tools.split(",") if chosen.tools else ["enricher", *load.peers]
    programs = chosen.enricher or [
        tools.executable("enricher") or sys.exit("enricher is not installed here")
    ]
    made: list[Run] = []
    for number, program in enumerate(programs if "enricher" in wanted else []):
        label = "enricher" if len(programs) == 1 else f"enricher {number + 1}"
        for variant in material.variants:
            made += on.enricher(program, label, variant, _LIMIT_S)
    for name in load.peers:
        if name in wanted:
            made += on.peer(name, _LIMIT_S)
    return made


def _material(load: Load, chosen: argparse.Namespace) -> Material:
    scale = _QUICK if chosen.quick else chosen.scale
    if load.name == "archive" and chosen.corpus:
        return corpus.material(chosen.corpus, max(10, int(Sizes().documents * scale)))
    return load.make(scale)


def run(load: Load, chosen: argparse.Namespace) -> list[Run]:
    if load.name == "archive" and chosen.corpus:
        load = replace(load, says=f"documents of {chosen.corpus.name}, repeated", peers=())
    material = _material(load, chosen)
    rounds = 1 if chosen.quick else min(chosen.rounds, load.rounds or chosen.rounds)
    with tempfile.TemporaryDirectory(prefix="enricher-bench-") as name:
        Path(name).chmod(
            0o755
        )  # LinkChecker gives up the rights of root, and still has to read its list
        with stage(Path(name), load, material) as on:
            runs = [one for _ in range(rounds) for one in turns(on, load, material, chosen)]
    urls = [(url.host, url.path) for url in material.urls]
    bounds = Bounds(
        lower_bound_s(urls, load.spec, PER_HOST), bound_with_pauses_s(urls, load.spec, PER_HOST)
    )
    print(f"\n## {load.name}\n\n{load.says}; medians of {rounds}.\n")
    print(tables.table(load, bounds, runs), flush=True)
    return runs


def main() -> None:
    chosen = options()
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    for name, program in (
        ("lychee", "lychee"),
        ("LinkChecker", "linkchecker"),
        ("linkinator", "linkinator"),
    ):
        if tools.executable(program) is None:
            print(f"{name} is not installed: left out")
    figures: dict[str, list[object]] = {}
    started = time.perf_counter()
    for name in chosen.loads or LOADS:
        figures[name] = [asdict(one) for one in run(LOADS[name], chosen)]
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(f"\n{time.perf_counter() - started:.0f} s in all")


if __name__ == "__main__":
    main()
