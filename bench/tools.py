"""Gives the command line of every tool: the same work and manners, where there are settings."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from behaviour import Spec
from loads import PER_HOST

AT_ONCE = 100  # requests in flight, over all hosts
_BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tool finds what it needs. Ports are those of the web, TLS last."""

    folder: Path
    ports: tuple[int, ...]
    spec: Spec
    authority: Path | None

    @property
    def urls(self) -> Path:
        return self.folder / "urls.txt"

    def environment(self) -> dict[str, str]:
        """With the web as a proxy, and its certificates trusted."""
        plain = {
            key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")
        }
        proxy = f"http://127.0.0.1:{self.ports[0]}"
        trusted = {"SSL_CERT_FILE": str(self.authority), "NODE_EXTRA_CA_CERTS": str(self.authority)}
        return {
            **plain,
            "http_proxy": proxy,
            "https_proxy": proxy,
            **(trusted if self.authority else {}),
        }


@dataclass(frozen=True, slots=True)
class Command:
    arguments: list[str]
    environment: dict[str, str]


def executable(name: str) -> str | None:
    """A tool of this environment, or else of the PATH."""
    beside = _BIN / name
    return str(beside) if beside.exists() else shutil.which(name)


# ── enricher ─────────────────────────────────────────────────────────────────────────────────────

_CONFIG = """\
[fetch]
concurrency = {at_once}
ca_file = {ca_file}
allow_addresses = ["127.0.0.1/32"]
connect_to = {{ {routes} }}

[politeness]
concurrency = {per_host}
gap_s = {gap_s}
browser_retry = false

[archive]
enabled = false

[write]
when = "problems"
"""


def enricher(place: Place, program: str) -> Command:
    """Checks the documents of `documents/`; what it writes is what a first run writes."""
    routes = f'"*" = "http://127.0.0.1:{place.ports[0]}"'
    if len(place.ports) > 1:
        routes = f'"*:443" = "127.0.0.1:{place.ports[1]}", {routes}'
    config = place.folder / "bench.toml"
    config.write_text(
        _CONFIG.format(
            at_once=AT_ONCE,
            per_host=PER_HOST,
            gap_s=place.spec.gap_s,
            ca_file=json.dumps(str(place.authority or "")),
            routes=routes,
        ),
        encoding="utf-8",
    )
    options = [
        "--config",
        str(config),
        "--ledger",
        "ledger.sqlite3",
        "--no-progress",
        "--output",
        "report.txt",
    ]
    plain = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    # Installed, a program is compiled once; with this variable it would be at every start.
    plain.pop("PYTHONDONTWRITEBYTECODE", None)
    return Command([program, "run", "documents", *options], plain)


# ── others ───────────────────────────────────────────────────────────────────────────────────────


def _lychee(place: Place, *more: str) -> Command | None:
    program = executable("lychee")
    if program is None:
        return None
    manners = [
        "--host-concurrency",
        str(PER_HOST),
        "--host-request-interval",
        f"{place.spec.gap_s * 1000:.0f}ms",
    ]
    # Without `--include .*` lychee leaves out names that cannot exist.
    options = [
        "-qq",
        "--no-progress",
        "--max-concurrency",
        str(AT_ONCE),
        *manners,
        "--include",
        ".*",
    ]
    return Command([program, *options, *more, "--", str(place.urls)], place.environment())


def _lychee_bodies(place: Place) -> Command | None:
    named = place.folder / "fragments.txt"
    named.write_text(
        place.urls.read_text(encoding="utf-8").replace("\n", "#top\n"), encoding="utf-8"
    )
    command = _lychee(place, "--include-fragments")
    return Command([*command.arguments[:-1], str(named)], command.environment) if command else None


def _page(place: Place, prefix: str = "") -> Path:
    """A page with all URLs as links."""
    page = place.folder / "urls.html"
    urls = place.urls.read_text(encoding="utf-8").split()
    links = "\n".join(
        f'<a href="{prefix}{url.partition("://")[2] if prefix else url}">x</a>' for url in urls
    )
    page.write_text(f"<html><body>{links}</body></html>", encoding="utf-8")
    return page


def _link_checker(place: Place) -> Command | None:
    program = executable("linkchecker")
    if program is None:
        return None
    config = place.folder / "linkchecker.ini"
    trust = place.authority or "1"
    # Its rate is for each host; it asks 10 a second where nothing is said.
    config.write_text(
        f"[checking]\nmaxrequestspersecond=1000\nsslverify={trust}\nrobotstxt=0\n", encoding="utf-8"
    )
    options = [
        "--config",
        str(config),
        "--no-status",
        "--check-extern",
        "--recursion-level",
        "1",
        "--no-warnings",
    ]
    many = ["--threads", str(AT_ONCE), "--output", "none"]
    return Command([program, *options, *many, str(_page(place))], place.environment())


def _linkinator(place: Place) -> Command | None:
    program = executable("linkinator")
    if program is None:
        return None
    page = _page(place, prefix=f"http://127.0.0.1:{place.ports[0]}/~/")
    options = ["--concurrency", str(AT_ONCE), "--verbosity", "error", "--timeout", "30000"]
    plain = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    return Command([program, page.name, *options], plain)


PEERS: dict[str, Callable[[Place], Command | None]] = {
    "lychee": _lychee,
    "lychee bodies": _lychee_bodies,
    "LinkChecker": _link_checker,
    "linkinator": _linkinator,
}
