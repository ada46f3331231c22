"""Handshakes are shortened where a server remembers the last one, and never under another name."""

from __future__ import annotations

import ssl
from typing import Any

import pytest

from tests.testweb import Answer, SmallWeb
from tests.web.support import open_client, request


@pytest.fixture
def resumed(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each handshake of the client, whether it resumed a session."""
    found: list[bool] = []
    original = ssl.SSLObject.do_handshake

    def do_handshake(self: Any) -> None:
        original(self)
        if not self.server_side:
            found.append(bool(self.session_reused))

    monkeypatch.setattr(ssl.SSLObject, "do_handshake", do_handshake)
    return found


@pytest.mark.usefixtures("one_transport")
async def test_the_next_connection_to_an_origin_resumes(
    testweb: SmallWeb, resumed: list[bool]
) -> None:
    urls = [testweb.add(f"https://{name}.test/", Answer(keeps_open=False)) for name in "ab"]
    async with open_client(testweb) as client:
        for url in [*urls, *urls]:
            assert (await client.fetch(request(url))).failure is None
    assert resumed == [False, False, True, True]


@pytest.mark.usefixtures("one_transport")
async def test_a_session_is_copied_once_for_an_origin(
    testweb: SmallWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenSSL takes as long for it as for a page."""
    copies: list[object] = []
    original: Any = ssl.SSLObject.session

    def session(self: Any) -> Any:
        copies.append(self)
        return original.fget(self)

    monkeypatch.setattr(ssl.SSLObject, "session", property(session))
    url = testweb.add("https://a.test/", Answer(keeps_open=True))
    async with open_client(testweb) as client:
        for _ in range(3):
            assert (await client.fetch(request(url))).failure is None
    assert len(copies) == 1


@pytest.mark.usefixtures("one_transport")
async def test_sessions_of_a_site_that_is_done_are_forgotten(
    testweb: SmallWeb, resumed: list[bool]
) -> None:
    url = testweb.add("https://a.test/", Answer(keeps_open=False))
    async with open_client(testweb) as client:
        for _ in range(2):
            await client.fetch(request(url))
        await client.close_site("a.test")
        await client.fetch(request(url))
    assert resumed == [False, True, False]
