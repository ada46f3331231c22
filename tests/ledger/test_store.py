"""The ledger keeps what it is told, whole, for one run at a time."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zlib
from array import array
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from enricher.errors import LedgerBusy, LedgerError
from enricher.ledger import schema
from enricher.ledger.checks import StandingUpdate
from enricher.ledger.documents import DocumentChanges, DocumentState
from enricher.ledger.links import LACKS_IMAGE, code
from enricher.ledger.store import Ledger
from enricher.models import ClientIdentity, Kind, Pin, Standing, Status
from enricher.policy.standing import SiteFailure
from tests.fakes import NOON, link, outcome

URL = "https://site.test/story"
KEY = (Kind.PAGE, URL)
STATE = DocumentState(stat_key="1", fingerprint="f", settings="s")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "ledger.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as ledger:
        yield ledger


def settled(
    ledger: Ledger, status: Status = Status.OK, *, is_answer: bool = True, digest: bytes = b"1"
) -> None:
    """Settles everything of site.test with one standing."""
    with ledger.transaction():
        ledger.checks.update_standings(
            [
                StandingUpdate(
                    id=check.id,
                    standing=Standing(status=status, reason="r", since=NOON),
                    is_answer=is_answer,
                    due_at=NOON + timedelta(days=7),
                    digest=digest,
                )
                for check in ledger.checks.pending("site.test")
            ]
        )


def later(run: int) -> datetime:
    return NOON + timedelta(days=run)


def committed(
    ledger: Ledger, status: Status = Status.OK, reason: str = "http-200", title: str | None = None
) -> int:
    run = ledger.begin("run", NOON)
    with ledger.transaction():
        seen = outcome(URL, status, reason, title=title, at=later(run))
        ledger.checks.commit(run, [seen], has_tried={KEY})
    return run


def test_a_check_is_kept_before_it_is_settled(ledger: Ledger) -> None:
    committed(ledger)
    known = ledger.targets.known([KEY])[KEY]
    assert (known.standing, known.due_at, known.status_reason) == (None, None, "ok/http-200")
    assert ledger.targets.memories([KEY]) == {}
    assert ledger.checks.pending_sites() == ("site.test",)


def test_a_settled_check_is_a_memory(ledger: Ledger) -> None:
    committed(ledger, title="A story")
    settled(ledger)
    memory = ledger.targets.memories([KEY])[KEY]
    assert memory.outcome == outcome(URL, title="A story", at=later(1))
    assert memory.standing.status is Status.OK
    assert ledger.targets.known([KEY])[KEY].due_at == NOON + timedelta(days=7)
    assert ledger.checks.pending_sites() == ()


def test_a_check_that_was_no_answer_leaves_the_older_facts(ledger: Ledger) -> None:
    committed(ledger, title="A story")
    settled(ledger)
    run = committed(ledger, Status.UNREACHABLE, "read-timeout")
    (waiting,) = ledger.checks.pending("site.test")
    assert waiting.answered is not None
    assert waiting.answered.page is not None
    settled(ledger, is_answer=False)
    assert ledger.targets.memories([KEY])[KEY].outcome.verdict.status is Status.OK
    latest, by = ledger.targets.latest([KEY])[KEY]
    assert (latest.verdict.status, by) == (Status.UNREACHABLE, run)


def test_only_what_documents_could_show_moves_the_sequence(ledger: Ledger) -> None:
    committed(ledger)
    settled(ledger, digest=b"1")
    first = ledger.targets.known([KEY])[KEY].seq
    committed(ledger)
    settled(ledger, digest=b"1")
    assert ledger.targets.known([KEY])[KEY].seq == first
    committed(ledger)
    settled(ledger, digest=b"2")
    assert ledger.targets.known([KEY])[KEY].seq == first + 1 == ledger.targets.seq()


def test_history_tells_every_check_with_its_facts(ledger: Ledger) -> None:
    runs = [committed(ledger, title=title) for title in ("Old", "New", "New")]
    told = list(ledger.targets.history(URL))
    assert [run for run, _ in told] == runs
    assert [o.page.title.text for _, o in told if o.page and o.page.title] == ["Old", "New", "New"]


def test_a_check_that_comes_twice_is_kept_once(ledger: Ledger) -> None:
    run = committed(ledger)
    settled(ledger)
    with ledger.transaction():
        ledger.checks.commit(run, [outcome(URL, at=later(run))], {KEY})
    assert len(list(ledger.targets.history(URL))) == 1
    assert ledger.checks.pending_sites() == ()


def test_the_same_url_as_page_and_as_image_are_two_targets(ledger: Ledger) -> None:
    run = ledger.begin("run", NOON)
    with ledger.transaction():
        for kind in Kind:
            ledger.checks.commit(run, [outcome(URL, kind=kind)], ())
    assert len(ledger.targets.known([(Kind.PAGE, URL), (Kind.IMAGE, URL)])) == 2
    assert len(ledger.targets.known([KEY])) == 1


def test_recalls_more_targets_than_a_statement_has_room_for(ledger: Ledger) -> None:
    urls = [f"https://site.test/{number}" for number in range(1500)]
    run = ledger.begin("run", NOON)
    with ledger.transaction():
        ledger.checks.commit(run, [outcome(url) for url in urls], ())
    assert (
        len(ledger.targets.known((Kind.PAGE, url) for url in [*urls, "https://other.test/"]))
        == 1500
    )


@pytest.mark.parametrize("note", ["the publisher said so", "", None])
def test_a_pin_comes_back_with_the_memory(ledger: Ledger, note: str | None) -> None:
    committed(ledger)
    settled(ledger)
    before = ledger.targets.seq()
    pin = Pin(status=Status.DEAD, note=note, pinned_at=NOON, seen=None)
    ledger.pins.put(URL, pin)
    assert ledger.targets.memories([KEY])[KEY].pin == pin
    assert ledger.pins.all() == {URL: pin}
    assert ledger.targets.known([KEY])[KEY].seq > before
    ledger.pins.remove(URL)
    assert ledger.targets.memories([KEY])[KEY].pin is None


def test_documents_come_back_with_their_links(ledger: Ledger) -> None:
    run = ledger.begin("run", NOON)
    links = (link("a.md", URL, "related", 2, "webUrl", title="A story", has_images=False),)
    with ledger.transaction():
        document, codes = ledger.documents.put(run, "a.md", STATE, links)
    known = ledger.documents.known(["a.md", "b.md"])
    assert list(known) == ["a.md"]
    assert (known["a.md"].id, known["a.md"].state) == (document, STATE)
    assert known["a.md"].applied_seq == -1
    assert known["a.md"].codes == codes
    assert ledger.documents.links(document) == links
    assert ledger.documents.links_if(document, STATE.fingerprint) == links
    assert ledger.documents.links_if(document, "other") is None
    (met,) = ledger.documents.of_run(run)
    assert (met.id, met.codes, met.notices, met.has_changes) == (document, codes, b"[]", False)
    (citation,) = ledger.documents.citing(URL)
    assert (citation.path, citation.links) == ("a.md", links)
    assert list(ledger.documents.citing("https://other.test/")) == []


@pytest.mark.parametrize(
    "url", ["http://a.test/\0", "http://a.test/\0\0b", 'http://"\\\n', "é\U0001f600"]
)
def test_a_target_of_odd_characters_keeps_its_number(ledger: Ledger, url: str) -> None:
    both = [link("a.md", url), link("a.md", "http://a.test/")]
    _, codes = ledger.documents.put(1, "a.md", STATE, both)
    _, more = ledger.documents.put(1, "b.md", STATE, both)
    assert list(codes) == list(more) == [code(1), code(2)]


def test_a_target_keeps_its_number_in_all_documents(ledger: Ledger) -> None:
    first = link("a.md", URL, has_images=False)
    other = link("b.md", "https://site.test/b", "originalUrl")
    _, codes = ledger.documents.put(1, "a.md", STATE, [first])
    _, more = ledger.documents.put(1, "b.md", STATE, [other, first, other])
    assert codes[0] == more[1] == code(1, LACKS_IMAGE)
    assert more[0] == more[2] == code(2)
    assert {number: key for number, key, _ in ledger.targets.linked([1, 2])} == {
        1: KEY,
        2: (Kind.PAGE, "https://site.test/b"),
    }


def test_a_linked_target_comes_with_what_is_known_of_it(ledger: Ledger) -> None:
    ledger.documents.put(1, "a.md", STATE, [link("a.md", URL)])
    assert [known for _, _, known in ledger.targets.linked([1])] == [None]
    assert list(ledger.targets.verdicts([1])) == []
    run = committed(ledger, Status.DEAD, "http-404")
    settled(ledger)
    assert [known for _, _, known in ledger.targets.linked([1])] == [
        ledger.targets.known([KEY])[KEY]
    ]
    (verdict,) = ledger.targets.verdicts([1])
    assert (verdict.number, verdict.key, verdict.status, verdict.run) == (1, KEY, "dead", run)
    ledger.pins.put(URL, Pin(status=Status.OK, note="", pinned_at=NOON, seen=None))
    assert [each.status for each in ledger.targets.verdicts([1])] == [Status.OK]


def test_a_document_read_anew_is_no_longer_applied(ledger: Ledger) -> None:
    run = ledger.begin("run", NOON)
    document, _ = ledger.documents.put(run, "a.md", STATE, ())
    ledger.documents.set_applied(document, 5, "policy")
    ledger.documents.meet(run + 1, [(document, "2")])
    known = ledger.documents.known(["a.md"])["a.md"]
    assert (known.applied_seq, known.applied_policy, known.state.stat_key) == (5, "policy", "2")
    assert ledger.documents.put(run, "a.md", STATE, ())[0] == document
    again = ledger.documents.known(["a.md"])["a.md"]
    assert (again.applied_seq, again.applied_policy) == (-1, "")


def test_changes_are_of_one_run(ledger: Ledger) -> None:
    document, _ = ledger.documents.put(1, "a.md", STATE, ())
    changes = DocumentChanges(changes=b"[]", diff="--- a")
    ledger.documents.set_changes(1, document, changes)
    assert list(ledger.documents.diffs(1)) == ["--- a"]
    assert list(ledger.documents.diffs(2)) == []
    assert ledger.documents.changes_of(1, document) == changes
    ledger.documents.forget("a.md")
    assert list(ledger.documents.diffs(1)) == []


def test_sites_keep_their_failure_and_client_identity(ledger: Ledger) -> None:
    failure = SiteFailure(
        site="site.test", alike="dead", targets=3, first_seen_at=NOON, last_seen_at=NOON
    )
    ledger.sites.keep_failure("other.test", None)
    ledger.sites.keep_failure("site.test", failure)
    ledger.sites.keep_client_identity("site.test", ClientIdentity.BROWSER)
    assert ledger.sites.failure("site.test") == failure
    assert ledger.sites.client_identities() == {"site.test": ClientIdentity.BROWSER}
    ledger.sites.keep_failure("site.test", None)
    ledger.sites.keep_client_identity("site.test", ClientIdentity.HONEST)
    assert ledger.sites.failure("site.test") is None
    assert ledger.sites.client_identities() == {}


def test_the_account_of_runs(ledger: Ledger) -> None:
    run = ledger.begin("audit", NOON)
    assert ledger.runs()[0].ended_at is None
    ledger.end(run, NOON + timedelta(minutes=1), b"{}")
    assert [(r.id, r.kind, r.summary) for r in ledger.runs()] == [(run, "audit", b"{}")]
    ledger.discard_run(run)
    assert ledger.runs() == ()


def test_a_failing_transaction_leaves_nothing(ledger: Ledger) -> None:
    def breaks() -> None:
        with ledger.transaction():
            ledger.begin("run", NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks()
    assert ledger.runs() == ()


# ── whose ledger it is ────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_run_is_told_who_holds_the_ledger(path: Path, ledger: Ledger) -> None:
    code = f"""
from pathlib import Path
from enricher.ledger.store import Ledger
Ledger.open(Path({str(path)!r}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (
        f"LedgerBusy: another run holds the ledger {path}: process {os.getpid()} on " in done.stderr
    )


def test_the_same_process_cannot_open_it_twice_either(path: Path, ledger: Ledger) -> None:
    with pytest.raises(LedgerBusy):
        Ledger.open(path)


def test_readers_see_what_was_committed_while_a_run_writes(path: Path, ledger: Ledger) -> None:
    committed(ledger)
    with Ledger.read(path) as reader, ledger.transaction():
        ledger.begin("run", NOON)
        assert len(reader.runs()) == 1


def test_a_snapshot_stays_as_it_was(path: Path, ledger: Ledger) -> None:
    with Ledger.read(path) as reader, reader.snapshot():
        assert reader.runs() == ()
        ledger.begin("run", NOON)
        assert reader.runs() == ()


def other_program(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE theirs (x)")
    database.close()


def newer(path: Path) -> None:
    Ledger.open(path).close()
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    database.close()


def text(path: Path) -> None:
    path.write_text(
        "This is a letter to my aunt, and certainly not a database of any kind.\n" * 100
    )


def torn(path: Path) -> None:
    Ledger.open(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (other_program, "the database of another program"),
        (newer, "a newer version of enricher"),
        (text, "not a database"),
        (torn, "malformed"),
    ],
)
def test_what_is_no_ledger_is_refused_in_one_line_and_left_alone(
    spoil: object, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.sqlite3"
    spoil(path)  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=why) as caught, Ledger.open(path) as ledger:
        ledger.runs()
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before


def test_a_refused_ledger_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    text(path)
    for _ in range(2):
        with pytest.raises(LedgerError, match="not a database"):
            Ledger.open(path)


def test_no_ledger_to_read(path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger"):
        Ledger.read(path)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="cannot be made"):
        Ledger.open(tmp_path / "file" / "ledger.sqlite3")


def test_kill_9_keeps_what_was_committed_and_frees_the_ledger(path: Path) -> None:
    code = f"""
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from enricher.ledger.store import Ledger
ledger = Ledger.open(Path({str(path)!r}))
ledger.begin("run", datetime.now(UTC))
with ledger.transaction():
    ledger.begin("run", datetime.now(UTC))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == -9
    with Ledger.open(path) as ledger:
        assert len(ledger.runs()) == 1


def test_a_ledger_of_the_first_version_is_read_on(path: Path) -> None:
    """Its outcomes, statuses and sites keep their meaning under the names of today."""
    path.parent.mkdir()
    told = 'a title that says "manner":"browser" and host-parked'
    paused: dict[str, object] = {
        "target": URL,
        "kind": "page",
        "checked_at": NOON.isoformat(),
        "manner": "browser",
    }
    paused["verdict"] = {"status": "throttled", "reason": "host-parked"}
    paused["failure_detail"] = told
    text = json.dumps(paused, separators=(",", ":"))
    with closing(sqlite3.connect(path)) as old:
        old.executescript(schema.MIGRATIONS[0])
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
        old.execute("INSERT INTO runs VALUES (1, 'run', 1, ?, NULL, NULL)", [NOON.isoformat()])
        old.execute(
            "INSERT INTO targets (id, url, kind, site, checked_run, checked_at, status_reason, "
            "latest, has_tried) VALUES (1, ?, 'page', 'site.test', 1, 0, ?, ?, 0)",
            [URL, "throttled/host-parked", text],
        )
        old.execute("INSERT INTO checks (target, run, outcome) VALUES (1, 1, ?)", [text])
        old.execute("INSERT INTO sites (site, manner) VALUES ('site.test', 'browser')")
        old.commit()
    with Ledger.open(path) as ledger:
        latest, _ = ledger.targets.latest([KEY])[KEY]
        ((_, checked),) = ledger.targets.history(URL)
        assert ledger.targets.known([KEY])[KEY].status_reason == "throttled/host-paused"
        assert ledger.sites.client_identities() == {"site.test": ClientIdentity.BROWSER}
    for outcome_ in (latest, checked):
        assert outcome_.client_identity is ClientIdentity.BROWSER
        assert outcome_.verdict.reason == "host-paused"
        assert outcome_.failure_detail == told


def test_targets_that_documents_of_a_run_name(ledger: Ledger) -> None:
    elsewhere = (Kind.PAGE, "https://site.test/elsewhere")
    with ledger.transaction():
        ledger.documents.put(1, "old.md", STATE, [link("old.md", elsewhere[1])])
        _, codes = ledger.documents.put(2, "a.md", STATE, [link("a.md", URL)])
    numbers = ledger.documents.numbers([KEY, elsewhere])
    assert (
        ledger.documents.known_numbers([KEY, elsewhere, (Kind.PAGE, "https://x.test/")]) == numbers
    )
    assert list(ledger.documents.codes(2)) == [codes]
    assert list(ledger.documents.codes(3)) == []


def test_a_ledger_with_three_flags_keeps_its_links_and_has_documents_read_anew(path: Path) -> None:
    links = (link("a.md", URL),)
    older = array("I", [number << 3 | flags for number, flags in ((1, 0), (70_000, 5), (2, 6))])
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as old:
        for script in schema.MIGRATIONS[:2]:
            old.executescript(script)
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute("PRAGMA user_version = 2")
        old.execute(
            "INSERT INTO documents (path, run, stat_key, fingerprint, reading, links, link_count, "
            "targets) VALUES ('a.md', 1, '', '', 'settings', ?, 3, ?)",
            [zlib.compress(msgspec.json.encode(links)), older.tobytes()],
        )
        old.commit()
    with Ledger.open(path) as ledger:
        known = ledger.documents.known(["a.md"])["a.md"]
        assert ledger.documents.links(known.id) == links
    assert list(known.codes) == [code(1), code(70_000, 5), code(2, 6)]
    assert known.state.settings == ""
