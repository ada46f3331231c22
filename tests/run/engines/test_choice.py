"""Engines by name, and what is said of one that is not there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from enricher.errors import EngineUnavailable
from enricher.run.engines.choice import EngineChoice, opener, parse
from enricher.run.engines.host import Watchdog
from enricher.run.engines.processes import how_ended


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("inline", EngineChoice()),
        ("processes:8", EngineChoice("processes", count=8)),
        ("ray", EngineChoice("ray")),
        ("ray:head:6379", EngineChoice("ray", address="head:6379")),
        ("ray:auto", EngineChoice("ray", address="auto")),
    ],
)
def test_an_engine_is_named_with_what_it_needs(text: str, meant: EngineChoice) -> None:
    assert parse(text) == meant


@pytest.mark.parametrize(
    "text", ["", "processes", "processes:0", "processes:9999", "processes:x", "inline:2", "dask"]
)
def test_what_names_no_engine_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match=r"write inline, processes:N .*, ray, or ray:ADDRESS"):
        parse(text)


def test_a_missing_extra_is_one_helpful_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "enricher.run.engines.cluster", raising=False)
    with pytest.raises(EngineUnavailable, match=r"pip install 'enricher\[cluster\]'"):
        opener(EngineChoice("ray"), Path("ledger"), print)


def test_a_loop_without_a_turn_is_stuck() -> None:
    watchdog = Watchdog(wedged_s=8, now_s=0)
    looks = [watchdog.is_wedged(now_s) for now_s in range(1, 11)]
    assert looks == [False] * 8 + [True] * 2


def test_a_loop_that_has_its_turns_is_not_stuck() -> None:
    watchdog = Watchdog(wedged_s=8, now_s=0)
    for now_s in range(1, 100):
        watchdog.ticked()
        assert not watchdog.is_wedged(now_s)


def test_a_process_that_was_frozen_as_a_whole_is_forgiven() -> None:
    watchdog = Watchdog(wedged_s=8, now_s=0)
    assert not watchdog.is_wedged(1)
    assert not watchdog.is_wedged(1_000)


@pytest.mark.parametrize(
    ("status", "said"), [(0, "exit status 0"), (3, "exit status 3"), (-9, "signal SIGKILL")]
)
def test_how_a_process_ended_is_said(status: int, said: str) -> None:
    assert how_ended(status) == said
