"""The time of day about a date, and its zone, as machines and newsrooms write them.

Law of this file: pure; regular expressions without nested repetition, on texts of bounded length.
"""

from __future__ import annotations

import re
from datetime import time
from functools import cache

from msgspec.structs import replace

from enricher.page.dates.parsed_date import ParsedDate
from enricher.page.dates.words import halves, label_of, zones

# No zone is further from Greenwich (Kiribati; Howland Island).
_MAX_OFFSET_MINUTES = 14 * 60

_UPPER = re.compile(r"(?<![^\W\d_])(?:[A-Z]{1,5}|МСК|мск)(?![^\W\d_])")


@cache
def _clock_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Finds a time of day at once behind a date, and at the end of what stands before one."""
    words = sorted(halves("before_noon") | halves("after_noon"), key=len, reverse=True)
    half = "|".join(map(re.escape, words))
    clock = (
        r"(?P<early>午前|午後|上午|下午|早上|凌晨|晚上|오전|오후|(?<![a-z])[ap]m(?=\s\d))?\s?"
        r"(?<![\d.,/:])(?P<hour>[01]?\d|2[0-4])"
        r"(?:"
        r"(?:\s?[:h時时点點시]\s?|\.(?=\d\d(?:\.\d\d)?(?![\d.])))"
        r"(?P<minute>[0-5]\d|(?<=[시時时点點]\s)\d|(?<=[시時时点點])\d)"
        r"(?:[:.](?P<second>[0-5]\d)(?:[.,]\d+)?)?(?!\d|[./-]\d|(?<!\d\dh\d\d)\s?min)(?:[분分]|min)?"
        rf"|(?=\s?(?:{half}|uhr|h|u)(?![^\W_])|[時时点點시])"
        rf")(?:\s?(?P<half>{half})(?![^\W\d_]))?"
        r"(?:\s?(?:uhr|hrs?|hs|h|u|ч)(?![^\W\d_])\.?)?"
        r"(?:\s*\(?(?P<zone>z(?![^\W\d_])|(?:gmt|utc)?\s?[+-]\d\d?(?::?\d\d)?(?!\d|[./-]\d)"
        r"|[^\W\d_]{2,5}(?![^\W\d_])))?"
    )
    behind = re.compile(rf"[^\d\n]{{0,28}}?(?<!\d){clock}")
    return behind, re.compile(rf"{clock}[^\d\n]{{0,24}}$")


# Of the text about a date: what may stand between, and the longest clock.
_CLOCK_CHARS = 56


def zones_in(text: str) -> frozenset[str]:
    """Folded names of the zones that a text writes in capitals; `et` is a word, too."""
    return frozenset(word.lower() for word in _UPPER.findall(text)) & zones().keys()


def with_clock(folded: str, parsed: ParsedDate, written: frozenset[str], since: int) -> ParsedDate:
    """The date with the time of day behind it or else before it, but not before `since`."""
    behind = folded[parsed.end : parsed.end + _CLOCK_CHARS]
    after, before = _clock_patterns()
    found = after.match(behind)
    if found is not None and label_of(behind[: found.start("hour")]) == "updated":
        found = None  # the change's
    if found is not None and (timed := _clock(parsed, found, written)) is not None:
        return replace(timed, end=parsed.end + found.end())
    offset = max(since, parsed.start - _CLOCK_CHARS)
    found = before.search(folded[offset : parsed.start])
    return (_clock(parsed, found, written) if found is not None else None) or parsed


def _clock(parsed: ParsedDate, found: re.Match[str], written: frozenset[str]) -> ParsedDate | None:
    hour, half = int(found["hour"]), found["half"] or found["early"]
    if half in halves("after_noon") and hour < 12:
        hour += 12
    elif half in halves("before_noon") and hour == 12:
        hour = 0
    if hour > 23:
        return None
    clock = time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    return replace(parsed, clock=clock, offset_minutes=_zone(found["zone"], written))


def _zone(text: str | None, written: frozenset[str]) -> int | None:
    if not text:
        return None
    if text[-1].isdigit():
        return offset_of(text)
    return zones().get(text) if text in written else None


def offset_of(text: str) -> int | None:
    """Minutes of `z`, `+0200`, `+02:00`, `-5`, `gmt+2`; a blank stands for a `+` lost in a URL.

    None where no zone is so far away.
    """
    text = text.strip().removeprefix("gmt").removeprefix("utc").strip()
    if text in {"", "z"}:
        return 0
    digits = re.sub(r"\D", "", text)
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    total = 60 * hours + minutes
    if total > _MAX_OFFSET_MINUTES or minutes > 59:
        return None
    return -total if text.startswith("-") else total
