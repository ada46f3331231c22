"""Rows of one table are one item where `make test` runs all tests: each item costs pytest-xdist 3 ms.

`pytest tests/page/test_title.py`, without its processes, runs and names each row. In either form, a row
that fails is named, and the others run all the same.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from copy import copy
from typing import Any

import pytest

MOST_ROWS = 40
"""In one item: few enough that all processes are done at about the same time."""
FOR_ALL = {"_no_network", "_short_list_of_authorities", "tmp_path_factory", "request"}
"""What is set up once for all tests, and what that needs; with anything else, rows are no plain table."""


def may_be_together(config: pytest.Config) -> bool:
    """True in the processes of pytest-xdist, unless rows were chosen by their names."""
    are_chosen = config.option.keyword or any("[" in argument for argument in config.args)
    return hasattr(config, "workerinput") and not are_chosen


def together(items: list[Any]) -> list[Any]:
    """Puts the rows of one test together, where it needs nothing but its rows."""
    if len(items) < 2 or not all(isinstance(item, pytest.Function) for item in items):
        return items
    if not all(map(_is_plain, items)):
        return items
    parts = [items[start : start + MOST_ROWS] for start in range(0, len(items), MOST_ROWS)]
    return [_item(part) for part in parts]


def _item(rows: list[pytest.Function]) -> pytest.Function:
    first, called = rows[0], Rows(rows)
    name = f"{first.originalname}[{first.callspec.id} and {len(rows) - 1} more]"
    called.pytestmark = [mark for mark in first.own_markers if mark.name == "skipif"]
    item = pytest.Function.from_parent(first.parent, name=name, callobj=called)
    called.told = item.user_properties
    return item


def _is_plain(item: pytest.Function) -> bool:
    """True for a function whose arguments all come from its own tables; all its rows may be skipped."""
    marks = [mark for mark in item.iter_markers() if mark.name != "skipif"]
    if item.cls is not None or any(mark.name != "parametrize" for mark in marks):
        return False
    if any(mark.kwargs.get("indirect") for mark in marks):
        return False
    if inspect.iscoroutinefunction(item.obj) or hasattr(item.obj, "hypothesis"):
        return False
    named = {name for mark in marks for name in _names(mark.args[0])}
    taken = set(inspect.signature(item.obj).parameters)
    return named == taken == set(item.callspec.params) and set(item.fixturenames) - named <= FOR_ALL


def _names(told: str | Sequence[str]) -> list[str]:
    return [name.strip() for name in told.split(",")] if isinstance(told, str) else list(told)


class Rows:
    """What an item calls: the test, with each of its rows."""

    def __init__(self, rows: list[pytest.Function]) -> None:
        self.__name__ = rows[0].originalname
        self.rows = rows
        self.pytestmark: list[pytest.Mark] = []
        self.told: list[tuple[str, object]] = []
        """How many rows passed and how many were skipped, for `RowCount`."""

    def __call__(self) -> None:
        failed: list[BaseException] = []
        skipped: list[BaseException] = []
        for row in self.rows:
            try:
                row.obj(**row.callspec.params)
            except pytest.skip.Exception as reason:
                skipped.append(reason)
            except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - told for each row
                error.add_note(f"in the row {row.callspec.id}")
                failed.append(error)
        is_skipped = len(skipped) == len(self.rows)
        passed = len(self.rows) - len(skipped) - len(failed)
        self.told += [("passed", passed), ("skipped", len(skipped))]
        if len(failed) > 1:
            raise BaseExceptionGroup(f"{len(failed)} rows failed", failed)
        if failed or is_skipped:
            raise (failed or skipped)[0]


class RowCount:
    """Counts rows, not items, in the closing line."""

    def __init__(self, config: pytest.Config) -> None:
        self._plugins = config.pluginmanager

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Takes the item itself, which is counted already, for one of its rows."""
        reporter = self._plugins.get_plugin("terminalreporter")
        if report.when != "call" or reporter is None:
            return
        row = copy(report)
        del row.duration  # or `--durations` would count an item's time once for each of its rows
        for outcome, rows in report.user_properties:
            if outcome in {"passed", "skipped"} and isinstance(rows, int):
                more = rows - (outcome == report.outcome)
                reporter.stats.setdefault(outcome, []).extend([row] * more)
