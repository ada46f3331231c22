"""How a run's result becomes an exit status, lines of trouble, and a report that is whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enricher.cli.exits import Exit, OutputError
from enricher.cli.output import ReportRequest, show, to_file
from enricher.errors import DocumentError
from enricher.models import Status
from tests.report.builders import record, result

NO_LEDGER = Path("no-ledger")
ERROR = DocumentError("a.md", "no closing ---", line=1)
DEAD = record(Status.DEAD, "http-404")


def wanted(**more: Any) -> ReportRequest:
    given: dict[str, Any] = {
        "outputs": (("text", None),),
        "fail_on": frozenset({frozenset({"dead"})}),
        "shows_diff": False,
        "is_quiet": False,
        "allows_empty": True,
    }
    return ReportRequest(**(given | more))


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"records": [record()]}, Exit.DONE, ""),
        ({"records": [DEAD]}, Exit.FOUND, ""),
        # not all was done
        ({"errors": [ERROR]}, Exit.INCOMPLETE, "enricher: a.md:1: no closing ---"),
        (
            {"poison": ["https://a.test/: ValueError: x"]},
            Exit.INCOMPLETE,
            "enricher: internal error with https://a.test/: ",
        ),
        (
            {"no_network": "the network went away"},
            Exit.INCOMPLETE,
            "enricher: the network went away",
        ),
        (
            {"missing": 2, "links": 2},
            Exit.INCOMPLETE,
            "enricher: internal error: 2 links got no verdict",
        ),
        (
            {"records": [DEAD], "links": 3},
            Exit.INCOMPLETE,
            "internal error, the counts do not reconcile: 3 links, but 1",
        ),
        # documents changed after it
        ({"records": [record()], "links": 3, "is_past": True}, Exit.DONE, "No link is broken."),
        # a budget is the user's own wish
        ({"records": [record()], "links": 3, "unasked": 2}, Exit.DONE, "2 left for the next run"),
        # the graver one counts
        ({"records": [DEAD], "errors": [ERROR]}, Exit.INCOMPLETE, "a.md:1"),
        (
            {"errors": [ERROR], "is_interrupted": True},
            Exit.INTERRUPTED,
            "enricher: interrupted; what was learnt is kept",
        ),
    ],
)
def test_statuses(
    more: dict[str, Any], status: Exit, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert show(result(**more), wanted(), NO_LEDGER) == status
    assert said in capfd.readouterr().err


def test_trouble_is_told_even_quietly(capfd: pytest.CaptureFixture[str]) -> None:
    show(result(errors=[ERROR]), wanted(is_quiet=True), NO_LEDGER)
    assert capfd.readouterr().err == "enricher: a.md:1: no closing ---\n"


def test_a_report_that_fails_half_way_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")

    def pieces() -> Iterator[str]:
        yield "new"
        raise OSError(28, "No space left on device")

    full = r"report\.txt could not be written: No space left on device$"
    with pytest.raises(OutputError, match=full):
        to_file(pieces(), target)
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]
    assert target.read_text() == "old"


@pytest.mark.parametrize(
    ("places", "errors", "said"),
    [
        (["gone/a"], (), ". All else is done; try: enricher report --output FILE\n"),
        (["gone/a", "b"], (), ". All else is done; try: enricher report --output FILE\n"),
        (["gone/a", "gone/b"], (), "; try: enricher report --output FILE\n"),
        (["gone/a", "b"], (ERROR,), "; try: enricher report --output FILE\n"),
    ],
)
def test_a_report_that_cannot_be_written_is_incomplete(
    places: list[str],
    errors: tuple[DocumentError, ...],
    said: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The others are written; what is said of the rest of the work is true."""
    outputs = tuple(("text", tmp_path / place) for place in places)
    found = result([record()], errors=list(errors))
    assert show(found, wanted(outputs=outputs), NO_LEDGER) == Exit.INCOMPLETE
    err = capfd.readouterr().err
    assert err.startswith(
        "".join(
            f"enricher: {tmp_path / place} could not be written: No such file or directory{said}"
            for place in places
            if "gone" in place
        )
    )
    assert (tmp_path / "b").exists() == ("b" in places)


def test_a_pipe_or_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        to_file(["one\n", "two\n"], pipe)
        assert os.read(reader, 100) == b"one\ntwo\n"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_behind_a_link_the_file_itself_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    to_file(["new"], tmp_path / "link.txt")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"
