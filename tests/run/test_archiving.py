"""A run asks the archive to keep pages while they live: `[archive] save = "new"`."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import pytest

from enricher.config import Archive, Config, HostAccess, Politeness, Retry
from enricher.ledger.archive_saves import ArchiveSave
from enricher.ledger.store import Ledger
from enricher.models import Failure, Observation
from enricher.policy.disclosure import may_tell
from enricher.run.archiving import SAVE_GAP_S, Archiving, patient
from enricher.run.lifecycle import check
from tests.fakes import FakeWeb, ManualClock, answer, failed
from tests.run.workplace import TITLE_A, TITLE_B, Workplace, document, story
from tests.testweb import SmallWeb
from tests.testweb.answers import Answer, page

GATE, SAVE = "http://archive.test/web/", "http://archive.test/save/"
URL = "http://site.test/story"
COPY = "http://archive.test/web/20261122120000/http://site.test/story"
SETTINGS = Archive(timegate=GATE, save="new", save_url=SAVE, save_budget=2)


@dataclass
class Asked:
    """One run's asking, against a table of answers."""

    table: dict[str, Observation] = field(default_factory=dict)
    kept: list[ArchiveSave] = field(default_factory=list)

    async def save(self, *pages: str) -> Archiving:
        self.web = FakeWeb(self.table)

        async def keep(save: ArchiveSave) -> None:
            self.kept.append(save)

        made = Archiving(config=SETTINGS, fetch=self.web.fetch, keep=keep, clock=ManualClock())
        await made.save(pages)
        return made

    @property
    def urls(self) -> list[str]:
        return [each.url for each in self.web.asked]


def redirected(url: str, location: str) -> Observation:
    return answer(url, "", 302, location=location)


@pytest.mark.parametrize(
    ("lookup", "save", "result", "requests"),
    [
        pytest.param(redirected(GATE + URL, COPY), None, "has-copy", 1, id="there is a copy"),
        pytest.param(None, redirected(SAVE + URL, COPY), "saved", 2, id="saved"),
        pytest.param(None, answer(SAVE + URL, "wait"), "asked", 2, id="it takes its time"),
        pytest.param(None, answer(SAVE + URL, "", 403), "refused", 2, id="refused"),
    ],
)
async def test_a_page_is_asked_once_and_the_answer_kept(
    lookup: Observation | None, save: Observation | None, result: str, requests: int
) -> None:
    answers = {GATE + URL: lookup, SAVE + URL: save}
    asked = Asked({url: each for url, each in answers.items() if each is not None})
    made = await asked.save(URL)
    (kept,) = asked.kept
    assert (kept.url, kept.result, len(asked.urls)) == (URL, result, requests)
    assert (kept.copy is not None) is (result in {"has-copy", "saved"})
    assert len(list(made.told())) == 1


@pytest.mark.parametrize(
    "busy",
    [
        pytest.param({GATE + URL: answer(GATE + URL, "", 429)}, id="look-up"),
        pytest.param({SAVE + URL: answer(SAVE + URL, "", 429)}, id="429"),
        pytest.param({SAVE + URL: answer(SAVE + URL, "", 503)}, id="503"),
        pytest.param({GATE + URL: failed(GATE + URL, Failure.READ_TIMEOUT)}, id="no answer"),
    ],
)
async def test_a_busy_archive_is_left_alone_until_the_next_run(
    busy: dict[str, Observation],
) -> None:
    asked = Asked(busy)
    made = await asked.save(URL, "http://site.test/other")
    assert asked.kept == []
    assert "other" not in " ".join(asked.urls)
    assert list(made.told()) == ["archive: it is busy; other pages are left to the next run"]


async def test_the_budget_ends_it() -> None:
    asked = Asked()
    await asked.save(*(f"http://site.test/{n}" for n in range(5)))
    assert len(asked.urls) == 2 * SETTINGS.save_budget


SECRET = {"Intra.test": HostAccess(bearer="T"), "a.test:8443": HostAccess()}


@pytest.mark.parametrize(
    ("url", "is_told"),
    [
        ("https://intra.test/a", False),
        ("http://intra.test:8080/b", False),
        ("https://a.test:8443/", False),
        ("https://a.test/", True),
        ("https://www.intra.test/", True),
        ("https://me:word@a.test/", False),
        ("https://a.test/?id=1&access_token=abc", False),
        ("https://a.test/?id=1", True),
        (URL, True),
    ],
)
def test_pages_behind_a_secret_are_told_to_no_archive(url: str, *, is_told: bool) -> None:
    assert may_tell(url, SECRET) is is_told


async def test_nor_is_a_copy_of_them_looked_up(place: Workplace) -> None:
    for hosts in ({}, {"gone.test": HostAccess(bearer="T")}):
        gone = "https://gone.test/news/the-story"
        place.put("one.md", document((TITLE_B, gone)))
        place.config = Config(archive=SETTINGS, hosts=hosts)
        await place.run(refresh=True)
        told = [url for url in place.asked if url.startswith(GATE)]
        assert told == ([] if hosts else [GATE + gone])


def test_the_archive_is_asked_slowly() -> None:
    found = patient(Config(politeness=Politeness(gap_s=0.1, concurrency=9)))
    assert (found.politeness.gap_s, found.politeness.concurrency) == (SAVE_GAP_S, 1)


# ── runs ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def _archive(place: Workplace, testweb: SmallWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enricher.run.archiving.SAVE_GAP_S", 0.0)
    testweb.add(URL, page(story(TITLE_A)))
    gone = testweb.add("http://site.test/gone", page(status=404))
    testweb.add(
        f"http://archive.test/save/{URL}", Answer(status=302, headers=(("Location", COPY),))
    )
    place.put("one.md", document((TITLE_A, URL), (TITLE_B, gone)))
    place.config = msgspec.structs.replace(
        place.config,
        archive=SETTINGS,
        fetch=testweb.fetch_settings(),
        politeness=Politeness(gap_s=0.0),
        retry=Retry(attempts=1),
    )


def saves(testweb: SmallWeb) -> list[str]:
    return [each.path for each in testweb.asked("archive.test") if each.path.startswith("/save/")]


@pytest.mark.usefixtures("_archive")
async def test_a_run_keeps_what_lives_once(place: Workplace, testweb: SmallWeb) -> None:
    result = await check(place.job())
    assert saves(testweb) == [f"/save/{URL}"]
    assert "archive: 1 saved" in result.summary.notices
    with Ledger.read(place.ledger) as ledger:
        kept = ledger.archive_saves.of(URL)
    assert kept is not None
    assert kept.copy is not None
    assert (kept.result, kept.copy.url) == ("saved", COPY)
    await check(place.job(refresh=True))
    assert len(saves(testweb)) == 1


@pytest.mark.usefixtures("_archive")
@pytest.mark.parametrize("more", [{"writes": False}, {"dry_run": True}, {"offline": True}])
async def test_nothing_else_asks_the_archive_to_keep(
    place: Workplace, testweb: SmallWeb, more: dict[str, bool]
) -> None:
    await check(place.job(**more))
    assert saves(testweb) == []


@pytest.mark.usefixtures("_archive")
async def test_it_is_off_unless_settings_say_so(place: Workplace, testweb: SmallWeb) -> None:
    off = msgspec.structs.replace(SETTINGS, save="off")
    place.config = msgspec.structs.replace(place.config, archive=off)
    await check(place.job())
    assert saves(testweb) == []
