"""Finds where settings lead a host and port: `connect_to`, for tests and staging."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from enricher.errors import ConfigError

_PORT = re.compile(r"(?P<host>.*?):(?P<port>\d+)")


@dataclass(frozen=True, slots=True)
class Route:
    """A server that the user names; its address is not judged."""

    host: str
    port: int
    is_plain: bool = False
    """TLS ends before this server: https URLs are spoken to it in plain HTTP."""


class Routes:
    """Patterns over `host` or `host:port`: an exact name, `*.test` for names below it, `*` for all.

    With more than one that fits, the more exact name wins, then the one with a port.
    """

    def __init__(self, connect_to: Mapping[str, str]) -> None:
        """Raises ConfigError."""
        rules = [(*_pattern(key), _route(key, value)) for key, value in connect_to.items()]
        self._rules = sorted(
            rules, key=lambda rule: (rule[0] == "*", -len(rule[0]), rule[1] is None)
        )

    def find(self, host: str, port: int) -> Route | None:
        for pattern, pattern_port, route in self._rules:
            if pattern_port in (None, port) and _fits(pattern, host):
                return route
        return None


def _fits(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return pattern in ("*", host)


def _pattern(key: str) -> tuple[str, int | None]:
    found = _PORT.fullmatch(key)
    host, port = (
        (found["host"], int(found["port"])) if found and not key.endswith("]") else (key, None)
    )
    return host.strip("[]").lower(), port


def _route(key: str, value: str) -> Route:
    try:
        split = urlsplit(value if "//" in value else f"//{value}")
        if split.hostname and split.port and split.scheme in ("", "http"):
            return Route(split.hostname, split.port, is_plain=split.scheme == "http")
    except ValueError:  # a port that is no number
        pass
    raise ConfigError(
        f'[fetch] connect_to: {value!r} for {key!r} should look like "127.0.0.1:8080"'
    )
