"""One URL asked again by a person: `explain --again`."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from enricher.config import Archive, Config, Politeness, Retry
from enricher.errors import NoNetwork
from enricher.models import Status
from enricher.run.recheck import recheck
from enricher.web.clock import SystemClock
from tests.testweb import Answer, SmallWeb, page

DEAD_PORT = "127.0.0.1:9"
"""Nothing listens there: what a machine without network sees of every host."""


def config(web: SmallWeb, *, is_online: bool) -> Config:
    fetch = web.fetch_settings()
    if not is_online:
        fetch = msgspec.structs.replace(fetch, connect_to={"*": DEAD_PORT})
    return Config(
        fetch=fetch,
        politeness=Politeness(gap_s=0.0),
        retry=Retry(attempts=1),
        archive=Archive(timegate="http://archive.test/web/"),
    )


async def ask(web: SmallWeb, folder: Path, *, is_online: bool) -> Status:
    settings = config(web, is_online=is_online)
    found = await recheck(
        "http://site.test/story", settings, folder / "none.sqlite3", SystemClock(), lambda: 0.5
    )
    return found[0].verdict.status


async def test_without_a_network_it_says_so(testweb: SmallWeb, tmp_path: Path) -> None:
    with pytest.raises(NoNetwork, match=r"no network: neither site\.test nor any site"):
        await ask(testweb, tmp_path, is_online=False)


async def test_a_site_that_fails_while_another_answers_is_told(
    testweb: SmallWeb, tmp_path: Path
) -> None:
    testweb.add("http://archive.test/web/", page())
    testweb.add("http://site.test/story", Answer(status=503))
    assert await ask(testweb, tmp_path, is_online=True) is Status.ERROR


async def test_an_answer_is_an_answer(testweb: SmallWeb, tmp_path: Path) -> None:
    testweb.add("http://site.test/story", page())
    assert await ask(testweb, tmp_path, is_online=True) is Status.OK
