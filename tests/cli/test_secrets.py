"""Secrets are planted wherever one may come in, and looked for in all that a user's machine keeps or shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from enricher.cli.app import execute
from enricher.report.formats import NAMES
from tests.run.workplace import document, story
from tests.testweb.answers import Answer, page, redirect
from tests.testweb.server import Asked, SmallWeb

CANARY = "canary-0"
"""Every planted secret begins with it."""


def secret(number: int) -> str:
    return f"{CANARY}{number}"


COMMANDS = (
    *(
        ("run", "--verbose", "--refresh", "--format", each, "--output", f"run.{each}")
        for each in NAMES
    ),
    ("audit", "--verbose", "--refresh", "--format", "jsonl"),
    ("plan",),
    ("report", "--format", "json"),
    *(
        (name, "http://moved.test/a", *more)
        for name, more in (("history", ()), ("explain", ("--again",)))
    ),
    ("explain", f"http://me:{secret(1)}@user.test/a"),
    ("fix", "--rule", "moved"),
)

TITLE = "State lawmakers seek restrictions on face scans by police"


def cookie_wall(asked: Asked) -> Answer:
    if secret(5) in (asked.header("cookie") or ""):
        return page(story(TITLE))
    return redirect("/a", 302, ("Set-Cookie", f"sid={secret(5)}; Path=/"))


def plant(web: SmallWeb) -> list[str]:
    """Hosts that answer with secrets; gives the links to them."""
    article = page(story(TITLE), headers=(("Set-Cookie", f"sid={secret(6)}"),))
    web.add("http://moved.test/a", redirect(f"http://else.test/b?access_token={secret(2)}"))
    web.add(f"http://else.test/b?access_token={secret(2)}", article)
    web.add(
        "http://session.test/a", redirect(f"/b;jsessionid={secret(3)}#id_token={secret(3)}", 302)
    )
    web.add(f"http://session.test/b;jsessionid={secret(3)}", article)
    web.add("http://login.test/a", redirect(f"http://me:{secret(4)}@login.test/b", 302))
    web.add("http://cookie.test/a", cookie_wall)
    web.add("http://mail.test/a", redirect(f"mailto:x@y.test?token={secret(7)}", 302))
    refresh = f'<meta http-equiv="refresh" content="0;url=/b?session_id={secret(8)}">'
    web.add("http://refresh.test/a", page(refresh))
    web.add(f"http://refresh.test/b?session_id={secret(8)}", article)
    hosts = ("moved", "session", "login", "cookie", "mail", "refresh")
    return [*(f"http://{host}.test/a" for host in hosts), f"http://me:{secret(1)}@user.test/a"]


CONFIG = """\
[fetch]
connect_to = {{ "*" = "127.0.0.1:{port}" }}
contact = "https://a.test/about"
[politeness]
gap_s = 0.0
[archive]
enabled = false
[enrich]
moved = "update"
[write]
when = "always"
"""


@pytest.fixture
def place(tmp_path: Path, testweb: SmallWeb, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "seeds").mkdir()
    text = document(*((TITLE, url) for url in plant(testweb)))
    (tmp_path / "seeds" / "one.md").write_text(text)
    (tmp_path / "config.toml").write_text(CONFIG.format(port=testweb.port))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(read: Callable[[], Iterable[str]]) -> list[str]:
    """Lines of all commands that hold a secret."""
    found = []
    for command in COMMANDS:
        status = execute(command)
        assert status in {0, 1, 3}, (command, status)
        told = "\n".join(read())
        found += [f"{command[0]}: {line}" for line in told.splitlines() if CANARY in line]
    return found


def test_no_secret_is_kept_or_shown(
    place: Path, testweb: SmallWeb, capfd: pytest.CaptureFixture[str]
) -> None:
    """Ledger with its log, reports in every format, output, error lines, and what is written into documents."""
    before = (place / "seeds" / "one.md").read_text()
    assert shown(capfd.readouterr) == []
    planted = {secret(number) for number in (2, 3, 5, 8)}
    sent = {
        one
        for one in planted
        for asked in testweb.requests
        if one in f"{asked.path}{asked.headers}"
    }
    assert sent == planted  # servers did get theirs back
    document_now = (place / "seeds" / "one.md").read_text()
    assert document_now != before
    assert document_now.count(CANARY) == before.count(CANARY) == 1
    holding = [
        path.relative_to(place)
        for path in place.rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    ]
    assert holding == [Path("seeds/one.md")]
