"""Nothing blocks the event loop: no SQL, no files, no name look-ups on its thread while a run is at work."""

from __future__ import annotations

import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

import enricher
from enricher.config import Archive, Config, Images, Politeness, Retry
from enricher.demo.pictures import png
from enricher.ledger.database import Database
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.web.clock import SystemClock
from tests.run.workplace import document, story
from tests.testweb.answers import image, page
from tests.testweb.certificates import Certificates
from tests.testweb.server import SmallWeb

_BLOCKING = frozenset(
    {"open", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename", "os.link"}
    | {"sqlite3.connect", "socket.getaddrinfo", "socket.gethostbyname", "fcntl.flock"}
)
# Code, certificates and word lists are read once, when they are first needed.
_INSTALLED = (
    str(Path(enricher.__file__).parent),
    sys.base_prefix,
    sysconfig.get_path("purelib"),
    "/etc/ssl",
)


class Watch:
    """Collects what blocks the event loop's thread while it is on."""

    def __init__(self) -> None:
        self.is_on = False
        self.found: list[str] = []

    def note(self, what: str) -> None:
        if self.is_on and threading.current_thread() is threading.main_thread():
            self.found.append(what)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.is_on and event in _BLOCKING:
            place = str(arguments[0]) if arguments else ""
            if not place.startswith(_INSTALLED) and not place.isdecimal():
                self.note(f"{event} {place}")

    @contextmanager
    def on(self) -> Iterator[None]:
        self.is_on = True
        try:
            yield
        finally:
            self.is_on = False


@pytest.fixture(scope="module")
def hooked() -> Watch:
    """Audit hooks stay for good, so there is one for the module, and it is off but for the runs."""
    watch = Watch()
    sys.addaudithook(watch.audit)
    return watch


@pytest.fixture
def watch(hooked: Watch, monkeypatch: pytest.MonkeyPatch) -> Watch:
    hooked.found.clear()

    def noted(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: Database, *values: Any) -> Any:
            hooked.note(f"sql {values[0] if values else ''}")
            return method(self, *values)

        return call

    for name in ("do", "do_all", "one", "rows"):
        monkeypatch.setattr(Database, name, noted(getattr(Database, name)))
    return hooked


def job(folder: Path, web: SmallWeb) -> Job:
    return Job(
        config=Config(
            fetch=web.fetch_settings(allow_addresses=("127.0.0.1/32",)),
            politeness=Politeness(gap_s=0.0),
            retry=Retry(first_wait_s=0.0),
            archive=Archive(enabled=False),
            images=Images(cache=str(folder / "copies")),
        ),
        paths=(folder / "news",),
        ledger=folder / "state" / "ledger.sqlite3",
        clock=SystemClock(),
        chance=lambda: 0.5,
    )


def test_a_run_that_asks_writes_and_keeps_images_never_blocks_the_event_loop(
    tmp_path: Path, watch: Watch, certificates: Certificates
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    with SmallWeb(certificates) as web:
        for number in range(6):
            url, lead = f"http://site{number}.test/story", f"http://site{number}.test/lead.png"
            title = f"Harbour festival number {number} draws record crowd"
            head = f"<meta property='og:image' content='{lead}'>"
            web.add(url, page(story(title, head=head)))
            web.add(lead, image(png(640, 480)))
            (news / f"{number}.md").write_text(document((title, url)))
        (news / "broken.md").write_text("---\na: [\n---\n")
        wanted = job(tmp_path, web)
        with watch.on():
            result = anyio.run(check, wanted)
            anyio.run(check, wanted)
    assert watch.found == []
    assert len(result.errors) == 1
    assert "isCached: true" in (news / "0.md").read_text()


def test_the_watch_sees_what_blocks(tmp_path: Path, watch: Watch) -> None:
    async def block() -> None:
        with closing(Database(tmp_path / "x.sqlite3", is_read_only=False)) as database:
            database.one("SELECT 1")
        (tmp_path / "file").write_text("")
        await anyio.lowlevel.checkpoint()

    with watch.on():
        anyio.run(block)
    assert [what.split()[0] for what in watch.found] == ["sqlite3.connect", "sql", "open"]
