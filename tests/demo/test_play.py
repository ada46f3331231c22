"""The demo does the whole job: what a newcomer sees of it, and that it touches nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from enricher.demo.play import Listener, play
from enricher.errors import EnricherError
from enricher.models import Status
from enricher.run.results.records import Event
from tests.material import SEEDS

FOUND = "https://bloximages.chicago2.vip.townnews.com/newburyportnews.com/content/tncms/assets/v3/editorial/9/7b/62e4.image.jpg"
"""A lead image that the user's document lacks."""


@dataclass
class Heard:
    """What came out of one demo."""

    folder: Path
    is_whole: bool = False
    diff: str = ""
    said: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    heard = Heard(tmp_path_factory.mktemp("demo") / "kept")
    pieces: list[str] = []
    heard.is_whole = play(
        heard.folder, Listener(pieces.extend, heard.said.append, heard.events.append)
    )
    heard.diff = "".join(pieces)
    return heard


def added(diff: str) -> list[str]:
    return [
        line[1:].strip()
        for line in diff.splitlines()
        if line.startswith("+") and not line.startswith("+++")
    ]


def removed(diff: str) -> list[str]:
    return [
        line[1:].strip()
        for line in diff.splitlines()
        if line.startswith("-") and not line.startswith("---")
    ]


def test_all_is_done(heard: Heard) -> None:
    assert heard.is_whole
    assert any(
        "A second run straight after: 0 requests, 0 documents written." in line
        for line in heard.said
    )


@pytest.mark.parametrize(
    "line",
    [
        # the size of an image corrected, another filled in
        "width: 1024",
        "height: 768",
        "width: 928",
        "height: 522",
        # an image found on a page, with its measured size
        f'- url: "{FOUND}"',
        "width: 1200",
        "height: 630",
        # names that were unknown
        "name: The Crime Report",
        "name: American Civil Liberties Union",
        "name: Pew Research Center",
    ],
)
def test_what_is_filled_in(heard: Heard, line: str) -> None:
    assert line in added(heard.diff)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.MOVED, "http-301"),
        (Status.RESTRICTED, "bot-wall"),
        (Status.DEAD, "http-404"),
        (Status.SOFT404, "not-found-text"),
        (Status.PARKED, "parking-page"),
        (Status.DRIFTED, "not-an-image"),
        (Status.DRIFTED, "title-mismatch"),
    ],
)
def test_what_is_found(heard: Heard, status: Status, reason: str) -> None:
    assert f"{{status: {status}, reason: {reason}, since: " in heard.diff


def test_an_archived_copy_is_offered_for_what_is_gone(heard: Heard) -> None:
    (line,) = [line for line in added(heard.diff) if "reason: http-404" in line]
    assert "archiveUrl: " in line
    assert "20190601120000" in line


def test_nothing_else_is_touched(heard: Heard) -> None:
    """Only sizes and unknown names are replaced; everything else is added beside what was there."""
    assert {line.split(":")[0] for line in removed(heard.diff)} <= {
        "width",
        "height",
        "name",
        "images",
    }
    assert "secured" not in "".join(added(heard.diff))


def test_every_line_end_is_kept(heard: Heard) -> None:
    for path in sorted(SEEDS.iterdir()):
        before, after = path.read_bytes(), (heard.folder / "seeds" / path.name).read_bytes()
        assert (b"\r\n" in before) == (b"\r\n" in after)
        assert b"\r\n" not in before or after.count(b"\n") == after.count(b"\r\n")
        assert before.rpartition(b"\n---")[2] == after.rpartition(b"\n---")[2], "the body changed"


def test_the_folder_is_kept_and_named(heard: Heard) -> None:
    assert any(str(heard.folder / "seeds") in line for line in heard.said)
    assert (heard.folder / ".enricher" / "ledger.sqlite3").is_file()


def test_where_the_advice_can_be_followed(heard: Heard) -> None:
    """The ledger that `explain` and `pin` look into is in the kept folder; of a copy thrown away nothing is left."""
    assert any("enricher explain" in line for line in heard.said)
    assert heard.said[-1].endswith(f"the commands above work inside {heard.folder}.")
    said: list[str] = []
    assert play(None, Listener(lambda _: None, said.append))
    assert "the commands above would find nothing" in said[-2]
    assert "--keep FOLDER" in said[-1]


def test_a_folder_that_is_there_is_left_alone(heard: Heard) -> None:
    with pytest.raises(EnricherError, match="is there already; name a new folder"):
        play(heard.folder, Listener(lambda _: None, lambda _: None))


def test_instants_are_written_in_whole_seconds(heard: Heard) -> None:
    assert re.findall(r"since: \S+", heard.diff)
    assert all(
        re.fullmatch(r"since: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ[,}]", each)
        for each in re.findall(r"since: \S+", heard.diff)
    )
