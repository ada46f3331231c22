"""Words that all reports use: what statuses mean, counts, sizes, durations, days."""

from __future__ import annotations

from datetime import UTC, datetime

from enricher.models import Status
from enricher.run.results.records import Record

MEANINGS = {
    Status.DEAD: "the server says it is gone, or its host no longer exists",
    Status.SOFT404: 'answers, but with "not found" in other words',
    Status.PARKED: "the domain is for sale or taken over",
    Status.DRIFTED: "answers, but no longer with what the document describes",
    Status.INVALID: "no URL",
    Status.UNREACHABLE: "no answer; may be different tomorrow",
    Status.ERROR: "the server failed; may be different tomorrow",
    Status.THROTTLED: "the server asked us to wait; comes first next time",
    Status.RESTRICTED: "the page is there, but not for us: login, paywall, bot wall",
    Status.BLOCKED: "our own policy does not go there",
    Status.MOVED: "moved for good, same article",
    Status.OK: "leads to the article or image",
}
"""What each status means, in a line."""


def new_address(record: Record) -> str | None:
    """Returns where a link leads now that moved for good; None where it did not."""
    return record.final_url if record.status is Status.MOVED else None


def now_at(record: Record) -> str:
    """Returns `, now at https://…` for a link that moved for good, else nothing."""
    address = new_address(record)
    return f", now at {address}" if address else ""


LEFT_TO_PEOPLE = {
    "update": ("link", "links", 'moved for good: [enrich] moved = "update" rewrites them.'),
    "repair": ("text", "texts", 'with broken characters: [enrich] text = "repair" repairs them.'),
    "correct": (
        "image size is",
        "image sizes are",
        'not as declared: [enrich] size = "correct" corrects them.',
    ),
    "copy": (
        "image is",
        "images are",
        "said to be cached, and [images] cache has no copy: correct isCached if there is none.",
    ),
}
"""What is only reported: what it is of one and of many, and what can be done."""


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 link`, `2 links`, `1,234 links`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size(count: int) -> str:
    """`0 bytes`, `41 kB`, `1.3 MB`; decimal units."""
    if count < 1000:
        return plural(count, "byte")
    power = next((each for each in (1, 2) if count < 999.5 * 1000**each), 3)
    number = count / 1000**power
    unit = ("kB", "MB", "GB")[power - 1]
    return f"{number:.1f} {unit}" if number < 9.95 else f"{number:,.0f} {unit}"


def duration(seconds: float) -> str:
    """`80 ms`, `1.4 s`, `42 s`, `3 min 20 s`, `2 h 5 min`."""
    if seconds < 0.95:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def day(moment: datetime) -> str:
    """`2026-11-22`, in UTC."""
    return moment.astimezone(UTC).date().isoformat()


def evidence(record: Record) -> str:
    """`http-404: HTTP 404`: what decided, in a line."""
    return "; ".join(f"{each.rule}: {each.saw}" for each in record.evidence)
