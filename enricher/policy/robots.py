"""Decides by robots.txt (RFC 9309, read by `protego`) which paths we may ask, at what distance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from protego import Protego

# RFC 9309 section 2.5 asks crawlers to read at least 500 KiB.
MAX_BYTES = 500 * 1024

_TOKEN = re.compile(r"[A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class Robots:
    """One host's rules."""

    _rules: Any
    """A Protego, or True or False for all paths."""

    def may_ask(self, url: str, product_token: str) -> bool:
        return (
            bool(self._rules.can_fetch(url, product_token))
            if isinstance(self._rules, Protego)
            else self._rules
        )

    def crawl_delay_s(self, product_token: str) -> float | None:
        """Seconds between two requests.

        An extension that RFC 9309 does not know, and many sites use.
        """
        delay = self._rules.crawl_delay(product_token) if isinstance(self._rules, Protego) else None
        return float(delay) if delay is not None and 0 < delay < float("inf") else None


ALL = Robots(_rules=True)
NOTHING = Robots(_rules=False)


def read(http_status: int, body: bytes) -> Robots:
    """The rules that an answer for /robots.txt makes (RFC 9309 section 2.3.1).

    None on 4xx, all closed on 5xx.
    """
    if (
        http_status >= 500 or http_status == 429
    ):  # 429: we are not wanted right now; no licence to go on
        return NOTHING
    if http_status not in (200, 206):
        return ALL
    return Robots(_rules=Protego.parse(body[:MAX_BYTES].decode("utf-8-sig", errors="replace")))


def product_token(user_agent: str) -> str:
    """The name that robots.txt groups are matched against: the first product of the User-Agent."""
    found = _TOKEN.match(user_agent)
    return found[0] if found else "*"
