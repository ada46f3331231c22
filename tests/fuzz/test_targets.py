"""A short run of every fuzz target, the same each time; what failed once is run again.

To search for new cases: `make fuzz` (a million executions of each target).
"""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from tests.fuzz import mutator
from tests.fuzz.found import FOUND
from tests.fuzz.seeds import SEEDS, WORDS
from tests.fuzz.targets import TARGETS

# About two seconds for all targets; the dear ones get fewer.
RUNS = 400
RUNS_OF_DEAR_ONES = 60
DEAR = (
    "config",
    "document-links",
    "frontmatter-yaml",
    "frontmatter-toml",
    "page-blocks",
    "page-facts",
)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_and_some_changes_of_them(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)
    changed = mutator.inputs(SEEDS[name], WORDS.get(name, ()), Random(17))
    for data in islice(changed, RUNS_OF_DEAR_ONES if name in DEAR else RUNS):
        TARGETS[name](data)


@pytest.mark.parametrize(
    ("name", "data"), [(name, data) for name, cases in FOUND.items() for data in cases]
)
def test_what_failed_once(name: str, data: bytes) -> None:
    TARGETS[name](data)
