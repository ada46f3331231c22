"""The main job over real sockets on loopback: killed, interrupted, without a network."""

from __future__ import annotations

import random
import re
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from enricher.config import Fetch
from enricher.demo.pictures import png
from enricher.document import frontmatter
from enricher.errors import NoNetwork
from enricher.ledger.store import Ledger
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.web.clock import SystemClock
from tests.run.victim import config
from tests.run.victims import Victims, wait_until
from tests.run.workplace import document, story
from tests.testweb.answers import image, page
from tests.testweb.server import SmallWeb


@pytest.fixture
def victims(tmp_path: Path, testweb: SmallWeb) -> Iterator[Victims]:
    made = Victims(tmp_path, testweb)
    yield made
    made.end()


@pytest.mark.parametrize("engine", ["inline", "processes:2"])
def test_killed_at_any_moment_nothing_is_lost_and_nothing_answered_is_asked_again(
    victims: Victims, engine: str
) -> None:
    victims.engine = engine
    links = [
        (f"Story number {n} of the year", f"http://site.test/news/{n}-story") for n in range(200)
    ]
    for title, url in links:
        victims.web.add(url, page(story(title)))
    for number in range(20):
        (victims.documents / f"{number}.md").write_text(
            document(*links[number * 10 : number * 10 + 10])
        )
    before = {path.name: path.read_text() for path in victims.documents.iterdir()}
    dice = random.Random(4)
    kills = 0
    learnt: dict[str, int] = {}
    for _ in range(3):
        victim = victims.start()
        victims.let_ask(dice.randrange(20, 60))
        victim.kill()
        kills += victim.wait() == -signal.SIGKILL
        for path in victims.documents.glob("*.md"):
            text = path.read_text()
            assert text == before[path.name] or text.count("status: ok") == 10
        learnt = victims.learnt([url for _, url in links]) | learnt
    told = victims.result_of(victims.start())
    assert kills > 0
    assert not told["incomplete"]
    assert all(
        path.read_text().count("status: ok") == 10 for path in victims.documents.glob("*.md")
    )
    assert {path.name for path in victims.documents.iterdir()} == set(before)
    for path in victims.documents.iterdir():
        assert without_checks(path.read_text()) == before[path.name]
    asked = victims.asked()
    assert len(asked) == 200
    assert learnt
    assert {url: asked[url] for url in learnt} == learnt


def test_killed_at_any_moment_no_document_claims_a_copy_that_is_not_there(
    victims: Victims, tmp_path: Path
) -> None:
    pictures = {f"http://img{n % 9}.test/{n}.png": png(640, 480 + n) for n in range(120)}
    victims.cache = str(tmp_path / "assets")
    for number, (url, picture) in enumerate(pictures.items()):
        victims.web.add(url, image(picture))
        (victims.documents / f"{number}.md").write_text(f'---\nimages:\n  - url: "{url}"\n---\n')
    dice = random.Random(5)
    kills = 0
    for _ in range(3):
        victim = victims.start()
        victims.let_ask(dice.randrange(20, 70))
        victim.kill()
        kills += victim.wait() == -signal.SIGKILL
        assert set(claimed(victims)) <= kept(tmp_path / "assets")
    told = victims.result_of(victims.start())
    assert kills > 0
    assert not told["incomplete"]
    assert sorted(claimed(victims)) == sorted(pictures.values())
    assert kept(tmp_path / "assets") == set(pictures.values())
    asked = len(victims.web.requests)
    assert victims.result_of(victims.start())["changed"] == 0
    assert len(victims.web.requests) == asked


def claimed(victims: Victims) -> list[bytes]:
    """The pictures of the documents that say they are kept."""
    names = [
        path.stem for path in victims.documents.glob("*.md") if "isCached: true" in path.read_text()
    ]
    return [png(640, 480 + int(name)) for name in names]


def kept(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.glob("[!.]*")}


def without_checks(text: str) -> str:
    """The document as it was before the run wrote into it."""
    found = re.sub(r"    checks:\n      webUrl: \{status: ok, since: [^}]*\}\n", "", text)
    assert frontmatter.read(found, "it") is not None
    return found


@pytest.mark.parametrize("engine", ["inline", "processes:2"])
def test_an_interrupted_run_keeps_what_it_learnt(victims: Victims, engine: str) -> None:
    victims.engine = engine
    links = [(f"Story number {n} of the year", f"http://{n}.test/news/story") for n in range(6)]
    for title, url in links:
        victims.web.add(url, page(story(title)))
    victims.web.add(links[0][1], replace(page(story(links[0][0])), waits_for="later"))
    for number, link in enumerate(links):
        (victims.documents / f"{number}.md").write_text(document(link))
    victim = victims.start()
    wait_until(
        lambda: (
            sum("status: ok" in path.read_text() for path in victims.documents.glob("*.md")) == 5
        )
    )
    victim.send_signal(signal.SIGINT)
    told = victims.result_of(victim)
    assert told == {
        "interrupted": True,
        "asked": 5,
        "unasked": 1,
        "incomplete": False,
        "changed": 5,
    }
    victims.web.release("later")
    told = victims.result_of(victims.start())
    assert told == {
        "interrupted": False,
        "asked": 1,
        "unasked": 0,
        "incomplete": False,
        "changed": 1,
    }
    asked = Counter(one.host for one in victims.web.requests)
    assert asked == {f"{n}.test": 2 if n == 0 else 1 for n in range(6)}


async def test_a_machine_that_reaches_nothing_changes_nothing(tmp_path: Path) -> None:
    """Whatever it asks, no server listens there."""
    path = tmp_path / "one.md"
    path.write_text(document(*((f"Story {n}", f"http://{n}.test/story") for n in range(7))))
    before = path.read_text()
    fetch = Fetch(connect_to={"*": "127.0.0.1:9"}, allow_addresses=("127.0.0.1/32",))
    job = Job(
        config=config(fetch),
        paths=(tmp_path,),
        ledger=tmp_path / "ledger.sqlite3",
        clock=SystemClock(),
        chance=lambda: 0.5,
    )
    with pytest.raises(NoNetwork):
        await check(job)
    assert path.read_text() == before
    with Ledger.read(job.ledger) as ledger:
        assert ledger.runs() == ()
