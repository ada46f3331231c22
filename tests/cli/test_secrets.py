"""Secrets are planted wherever one may come in, and looked for in all that a user's machine keeps or shows."""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

import pytest

from enricher.cli.app import execute
from enricher.ledger.checks import Checks
from enricher.report.formats import NAMES
from tests.run.workplace import document, story
from tests.testweb.answers import Answer, Fault, page, redirect
from tests.testweb.server import Asked, SmallWeb

CANARY = "canary-0"
"""Every planted secret begins with it."""


def credentials(secret: str) -> str:
    """As a header says them, but for what depends on the last signs."""
    return base64.b64encode(f"me:{secret}".encode()).decode()[:-4]


FORMS = (CANARY, credentials(CANARY), "canary%2D0")


def secret(number: int) -> str:
    return f"{CANARY}{number:02}"


def hold(text: str) -> bool:
    return any(form in text for form in FORMS)


COMMANDS = (
    ("run", "--metrics", "metrics", *chain(*(("--format", n, "--output", n) for n in NAMES))),
    ("run", "-v", "--refresh"),
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
    link = f'<link rel="canonical" href="http://session.test/b;jsessionid={secret(3)}">'
    web.add(f"http://session.test/b;jsessionid={secret(3)}", page(link + story(TITLE)))
    web.add("http://login.test/a", redirect(f"http://me:{secret(4)}@login.test/b", 302))
    web.add("http://cookie.test/a", cookie_wall)
    web.add("http://mail.test/a", redirect(f"mailto:x@y.test?token={secret(7)}", 302))
    refresh = f'<meta http-equiv="refresh" content="0;url=/b?session_id={secret(8)}">'
    web.add("http://refresh.test/a", page(refresh))
    web.add(f"http://refresh.test/b?session_id={secret(8)}", article)
    web.add("http://fails.test/a", redirect(f"http://shut.test/b?api_key={secret(9)}", 302))
    web.add(f"http://shut.test/b?api_key={secret(9)}", Answer(fault=Fault.CLOSE))
    web.add("https://member.test/a", member_page)
    web.add("http://gone.test/a", Answer(status=410))
    web.add("http://archive.test/*", kept_copy)
    hosts = ("moved", "session", "login", "cookie", "mail", "refresh", "fails", "gone")
    plain = [f"http://{host}.test/a" for host in hosts]
    return [*plain, "https://member.test/a", f"http://me:{secret(1)}@user.test/a"]


def kept_copy(asked: Asked) -> Answer:
    if asked.path.startswith("/get"):
        return redirect(f"/web/20260102030405/http://gone.test/a?token={secret(15)}", 302)
    return page(story(TITLE), headers=(("Memento-Datetime", "Fri, 02 Jan 2026 03:04:05 GMT"),))


VARIABLES = {"MEMBER_KEY": secret(10), "MEMBER_COOKIE": secret(11), "MEMBER_TOKEN": secret(12)}
"""Of the environment, which `[hosts]` names."""
GIVEN = {
    "x-member": secret(10),
    "cookie": f"m={secret(11)}",
    "authorization": f"Bearer {secret(12)}",
}


def member_page(asked: Asked) -> Answer:
    """Lets in who has all that `[hosts]` gives, and tells it on."""
    if any(asked.header(name) != value for name, value in GIVEN.items()):
        return redirect(f"/login?token={secret(12)}", 302)
    return page(story(TITLE), headers=(("Set-Cookie", f"m={secret(11)}"),))


CONFIG = """\
[fetch]
connect_to = {{ "127.0.0.1:1" = "127.0.0.1:1", "*:443" = "127.0.0.1:{tls_port}", "*" = "127.0.0.1:{port}" }}
ca_file = "{ca_file}"
contact = "https://a.test/about"
[hosts."member.test"]
headers = {{ X-Member = "MEMBER_KEY" }}
cookies = {{ m = "MEMBER_COOKIE" }}
bearer = "MEMBER_TOKEN"
[politeness]
gap_s = 0.0
[retry]
attempts = 1
[confirm]
certain_checks = 1
vantage = "http://me:{vantage}@127.0.0.1:{port}"
[archive]
timegate = "http://archive.test/get?api_key={archive}&url="
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
    settings = CONFIG.format(
        port=testweb.port,
        tls_port=testweb.tls_port,
        ca_file=testweb.ca_file,
        vantage=secret(13),
        archive=secret(14),
    )
    (tmp_path / "config.toml").write_text(settings)
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)  # progress is shown
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _holding(place: Path) -> list[Path]:
    """Files that hold a secret."""
    files = (path for path in sorted(place.rglob("*")) if path.is_file())
    return [path.relative_to(place) for path in files if hold(path.read_bytes().decode("latin-1"))]


MISTAKES = {
    "a proxy in a list": f'[fetch]\nproxy = ["http://me:{CANARY}@p.test"]',
    "a proxy of another kind": f'[fetch]\nproxy = "socks5://me:{CANARY}@p.test"',
    "a proxy of no kind": f'[fetch]\nproxy = "me:{CANARY}@p.test"',
    "a slash in a password": f'[fetch]\nproxy = "http://me:/{CANARY}@p.test"',
    "a vantage of no kind": f'[confirm]\nvantage = "ftp://me:{CANARY}@p.test"',
    "a timegate of no kind": f'[archive]\ntimegate = "ftp://a.test/?api_key={CANARY}&url="',
    "a value for a variable": f'[hosts."a.test"]\nbearer = "{CANARY}"',
    "a value for a variable, in a list": f'[hosts."a.test"]\nbearer = ["{CANARY}"]',
    "a value that no header may have": '[hosts."a.test"]\nbearer = "TOKEN"',
    "a table for a header": f'[hosts."a.test"]\nheaders = {{ X = {{ value = "{CANARY}" }} }}',
    "no table": f'[hosts]\n"a.test" = "{CANARY}"',
    "an unknown key": f'[hosts."a.test"]\ntoken = "{CANARY}"',
    "a line that is no TOML": f'[hosts."a.test"]\nbearer = {CANARY}',
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_no_mistake_in_settings_shows_a_secret(
    mistake: str, place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "config.toml").write_text(MISTAKES[mistake])
    monkeypatch.setenv("TOKEN", f"{CANARY}\n{CANARY}")
    assert execute(("run",)) == 2
    told = capfd.readouterr()
    assert told.err
    assert not hold(f"{told.out}{told.err}"), told.err


@pytest.mark.parametrize("options", [(), ("-v",)])
def test_no_internal_error_shows_a_secret(
    options: tuple[str, ...],
    place: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither its line, nor its details, nor the file that holds them."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError(f"http://me:{CANARY}@p.test/?token={CANARY}")

    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr(Checks, "commit", fail)
    assert execute(("run", *options)) == 3
    told = capfd.readouterr()
    assert "internal error: KeyError" in told.err
    files = [path.read_text() for path in place.glob("enricher-*.txt")]
    assert len(files) == (not options)
    assert not hold(f"{told.out}{told.err}{files}")


def shown(read: Callable[[], Iterable[str]]) -> list[str]:
    """Lines of all commands that hold a secret."""
    found = []
    for command in COMMANDS:
        status = execute(command)
        assert status in {0, 1, 3}, (command, status)
        told = "\n".join(read())
        found += [f"{command[0]}: {line}" for line in told.splitlines() if hold(line)]
    return found


def test_no_secret_is_kept_or_shown(
    place: Path, testweb: SmallWeb, capfd: pytest.CaptureFixture[str]
) -> None:
    """Ledger with its log, reports in every format, output, error lines, and what is written into documents."""
    before = (place / "seeds" / "one.md").read_text()
    assert shown(capfd.readouterr) == []
    planted = {secret(number) for number in (2, 3, 5, 8, 9, 10, 11, 12, 13, 14)}
    sent = {
        one
        for one in planted
        for asked in testweb.requests
        if one in f"{asked.path}{asked.headers}" or credentials(one) in str(asked.headers)
    }
    assert sent == planted  # servers did get theirs back
    document_now = (place / "seeds" / "one.md").read_text()
    assert document_now != before
    assert document_now.count(CANARY) == before.count(CANARY) == 1
    assert _holding(place) == [Path("config.toml"), Path("seeds/one.md")]


@pytest.mark.parametrize("port", ["1", "{port}"], ids=["refuses", "answers"])
@pytest.mark.parametrize("setting", ["http://me:{word}@127.0.0.1:{port}", "environment"])
def test_no_proxy_s_password_is_kept_or_shown(
    setting: str,
    port: str,
    place: Path,
    testweb: SmallWeb,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = port.format(port=testweb.port)
    monkeypatch.setenv("HTTP_PROXY", f"http://me:{secret(16)}@127.0.0.1:{at}")
    proxy = setting.format(word=secret(16), port=at)
    settings = (place / "config.toml").read_text()
    (place / "config.toml").write_text(settings.replace("[fetch]", f'[fetch]\nproxy = "{proxy}"'))
    assert execute(("run", "-v")) in {0, 3}
    told = capfd.readouterr()
    assert not hold(f"{told.out}{told.err}")
    was_sent = any(credentials(secret(16)) in str(asked.headers) for asked in testweb.requests)
    assert was_sent == (port != "1")
    assert set(_holding(place)) <= {Path("config.toml"), Path("seeds/one.md")}
