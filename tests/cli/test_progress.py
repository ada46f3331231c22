"""Progress, the time that is left, and colours: on terminals only."""

from __future__ import annotations

import io
from typing import Any

import pytest

from enricher.cli import progress
from enricher.cli.colours import coloured, wants_colours
from enricher.cli.remaining import FIRST_ESTIMATE_S, WINDOW_S, Remaining
from enricher.models import Status
from enricher.run.results.records import DueSite, ScanDone, TargetChecked

FAST = DueSite(site="fast.test", due=90, gap_s=0.05)
SLOW = DueSite(site="slow.test", due=10, gap_s=5.0)


def test_the_slowest_site_decides_what_is_left() -> None:
    left = Remaining([FAST, SLOW], 100.0)
    for number in range(40):
        left.checked("fast.test", 100.0 + number / 10)
    assert left.told(104.0) == "10 URLs/s, 50 s left, waits for slow.test (10 left)"
    left.checked("slow.test", 105.0)
    assert "waits for slow.test (9 left)" in left.told(105.0)


def test_else_the_rate_does() -> None:
    left = Remaining([FAST], 0.0)
    for number in range(10):
        left.checked("fast.test", float(number))
    assert left.told(10.0) == "1 URLs/s, 1 min 20 s left"


def test_the_rate_is_that_of_the_latest_checks() -> None:
    left = Remaining([FAST], 0.0)
    for _ in range(60):
        left.checked("fast.test", 1.0)
    left.checked("fast.test", 10 * WINDOW_S)
    assert left.rate(10 * WINDOW_S) == pytest.approx(1 / WINDOW_S)


@pytest.mark.parametrize("now_s", [0.0, FIRST_ESTIMATE_S / 2])
def test_at_first_nothing_is_guessed(now_s: float) -> None:
    assert Remaining([FAST], 0.0).told(now_s) == ""


def test_at_the_end_nothing_is_left() -> None:
    left = Remaining([DueSite(site="a.test", due=1, gap_s=1.0)], 0.0)
    left.checked("a.test", 9.0)
    left.checked("a.test", 9.1)  # a lead image that was found on the way
    left.checked("b.test", 9.2)
    assert left.told(10.0) == ""


class FakeBar:
    """Takes what a bar is told."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}

    def add_task(self, *_: object, **fields: Any) -> int:
        self.fields |= fields
        return 1

    def update(self, _: int, **fields: Any) -> None:
        self.fields |= fields


def test_the_bar_tells_rate_and_time_left() -> None:
    times = iter([0.0, 0.0, *(4.0 + number for number in range(9))])
    bar = FakeBar()
    listen = progress._Bar(bar, lambda: next(times))  # type: ignore[arg-type]
    listen(ScanDone(documents=1, links=9, targets=9, due=9, queues=(SLOW,)))
    for done in (1, 2):
        listen(
            TargetChecked(
                target="https://slow.test/x", status=Status.DEAD, reason="http-404", done=done
            )
        )
    assert (bar.fields["total"], bar.fields["completed"], bar.fields["found"]) == (9, 2, "2 gone")
    assert bar.fields["left"] == "0.4 URLs/s, 40 s left, waits for slow.test (8 left)"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "is_coloured"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
        (io.StringIO(), {"TERM": "xterm-256color"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    stream: io.StringIO, environment: dict[str, str], *, is_coloured: bool
) -> None:
    assert wants_colours(stream, environment) is is_coloured


def test_only_headings_are_coloured() -> None:
    lines = [
        "new\n",
        "  https://a.test/\n",
        "\n",
        "dead · gone\n",
        "restricted · x\n",
        "moved · y\n",
    ]
    assert list(coloured(lines)) == [
        "\x1b[1;31mnew\x1b[0m\n",
        "  https://a.test/\n",
        "\n",
        "\x1b[1;31mdead · gone\x1b[0m\n",
        "\x1b[33mrestricted · x\x1b[0m\n",
        "\x1b[32mmoved · y\x1b[0m\n",
    ]


def test_nothing_is_shown_where_standard_error_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress.listener(is_quiet=False, is_verbose=False, has_bar=True) as listen:
        assert listen is None
    assert capsys.readouterr().err == ""
