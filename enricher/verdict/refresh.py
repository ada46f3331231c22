"""Reads the `Refresh` header, which browsers obey as they do `http-equiv=refresh`."""

from __future__ import annotations

import re

from enricher import urls

# Seconds. A slower refresh is a page that reloads itself for news, not one that sends readers on.
MAX_REFRESH_S = 5
# Characters of the header that are read.
MAX_HEADER_CHARS = 4_096
# "Shared declarative refresh steps" of the HTML standard: seconds first, `url=` may be missing.
_REFRESH = re.compile(
    r"\s*(?P<seconds>\d{1,9}|(?=\.))[\d.]*(?:\s*[;,]|\s)\s*(?:url\s*=\s*)?(?P<url>.*?)\s*",
    re.IGNORECASE | re.DOTALL,
)


def target(header: str | None, base: str) -> str | None:
    """Returns where the header of the answer at `base` sends readers; None where it does not."""
    found = _REFRESH.fullmatch((header or "")[:MAX_HEADER_CHARS])
    if found is None or int(found["seconds"] or 0) > MAX_REFRESH_S:
        return None
    written = found["url"].strip("'\"")
    there = urls.resolve(base, written) if written else None
    return there if there != urls.normalise(base) else None
