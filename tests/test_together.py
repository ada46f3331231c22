"""Rows that run as one item fail as each of them would; and where the files of tests are kept."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.conftest import can_hold_files, is_program
from tests.together import RowCount, Rows


def is_even(number: int) -> None:
    if number == 0:
        pytest.skip("neither")
    assert number % 2 == 0


def rows(*numbers: int) -> Any:
    specs = [SimpleNamespace(params={"number": number}, id=f"row {number}") for number in numbers]
    return [SimpleNamespace(obj=is_even, originalname="is_even", callspec=spec) for spec in specs]


def test_rows_that_pass_pass() -> None:
    Rows(rows(2, 0, 4))()


def test_a_row_that_fails_is_named() -> None:
    with pytest.raises(AssertionError) as failed:
        Rows(rows(2, 3, 4))()
    assert failed.value.__notes__ == ["in the row row 3"]


def test_rows_after_one_that_fails_run_all_the_same() -> None:
    with pytest.raises(BaseExceptionGroup, match="2 rows failed") as failed:
        Rows(rows(1, 2, 3))()
    assert [one.__notes__ for one in failed.value.exceptions] == [
        ["in the row row 1"],
        ["in the row row 3"],
    ]


def test_only_where_all_rows_are_skipped_the_item_is() -> None:
    with pytest.raises(pytest.skip.Exception):
        Rows(rows(0, 0))()


def test_rows_that_drive_programs_are_with_none_that_do_not(request: pytest.FixtureRequest) -> None:
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    for rows in [item.obj.rows for item in items if isinstance(item.obj, Rows)]:
        assert len({is_program(row) for row in rows}) == 1


@pytest.mark.parametrize(
    ("outcome", "told", "passed", "skipped"),
    [
        ("passed", [("passed", 3), ("skipped", 1)], 3, 1),
        ("failed", [("passed", 3), ("skipped", 0)], 3, 0),
        ("skipped", [("passed", 0), ("skipped", 2)], 0, 2),
        ("passed", [], 1, 0),
    ],
)
def test_the_closing_line_counts_rows(
    outcome: str, told: list[tuple[str, int]], passed: int, skipped: int
) -> None:
    report = SimpleNamespace(when="call", outcome=outcome, duration=1, user_properties=told)
    stats: dict[str, list[Any]] = {outcome: [report]}
    plugins = SimpleNamespace(get_plugin=lambda _: SimpleNamespace(stats=stats))
    RowCount(cast(Any, SimpleNamespace(pluginmanager=plugins))).pytest_runtest_logreport(
        cast(Any, report)
    )
    assert (len(stats.get("passed", [])), len(stats.get("skipped", []))) == (passed, skipped)
    assert [hasattr(one, "duration") for one in stats[outcome]].count(True) == 1


@pytest.mark.parametrize(
    ("flags", "free_bytes", "is_good"),
    [(0, 1 << 30, True), (os.ST_NOEXEC, 1 << 30, False), (0, 64 << 20, False)],
)
def test_files_are_kept_in_memory_where_there_is_room_and_programs_may_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: int, free_bytes: int, is_good: bool
) -> None:
    found = SimpleNamespace(f_flag=flags, f_bavail=free_bytes // 4096, f_frsize=4096)
    monkeypatch.setattr(os, "statvfs", lambda _: found)
    assert can_hold_files(tmp_path) is is_good
    assert not can_hold_files(tmp_path / "nowhere")
