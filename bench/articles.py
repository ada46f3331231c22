"""Returns the articles and images of the bench's web: facts made from a number, always the same.

Documents are written from them and pages are served from them, so that titles match without a
table between the two. An address carries its number at the end (`…-n4711`, `i4711.jpg`), which is
all that the server needs to answer.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

_SUBJECTS = (
    "Council", "Harbour board", "Court", "University", "Hospital", "Senate", "Observatory",
    "Library", "Airline", "Union", "Ministry", "Museum", "Parliament", "Regulator", "Orchestra",
    "Utility", "Shipyard", "Weather service", "Chip maker", "Publisher", "School district",
    "Rail operator", "Port authority", "Central bank", "Farm bureau", "Power company",
)  # fmt: skip
_VERBS = (
    "approves", "rejects", "delays", "publishes", "questions", "defends", "reviews", "expands",
    "halts", "unveils", "restores", "sells", "tests", "withdraws", "audits", "rewrites", "funds",
    "reopens", "measures",
)  # fmt: skip
_THINGS = (
    "face recognition contract", "flood defence plan", "archive of old newspapers",
    "ferry timetable", "pension reform", "vaccine study", "data centre", "bridge repairs",
    "water tariff", "solar auction", "street lighting", "language course", "night trains",
    "battery factory", "coastal survey", "open data portal", "fishing quota",
    "satellite image library", "budget for schools", "cycle network", "housing register",
)  # fmt: skip
_PLACES = (
    "in the north", "after long debate", "despite protests", "before the election",
    "for the second time", "as costs rise", "near the old harbour", "in 12 districts",
    "without a vote", "amid staff shortage", "over privacy fears", "under new rules",
    "ahead of winter",
)  # fmt: skip
_PEOPLE = (
    "Ann Weber",
    "Luis Ortega",
    "Mary Okafor",
    "Jon Lindqvist",
    "Priya Nair",
    "Tomasz Zielinski",
    "Lea Martin",
)
_PAPERS = ("Herald", "Gazette", "Courier", "Observer", "Chronicle", "Tribune", "Monitor", "Review")

_NUMBER = re.compile(r"[-/][ni](\d+)(?:\.jpg)?$")


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says of itself."""

    title: str
    excerpt: str
    published: str
    author: str
    site_name: str
    image_url: str


def pick(values: tuple[str, ...], number: int, salt: int) -> str:
    """One of the values; the same for the same number, and evenly spread."""
    return values[zlib.crc32(salt.to_bytes(1) + number.to_bytes(4)) % len(values)]


def site_name(host: str) -> str:
    """The name that a host's pages give their site."""
    label = host.removeprefix("www.").partition(".")[0]
    word, _, number = label.rpartition("-")
    return (
        f"{(word or label).title()} {_PAPERS[int(number or 0) % len(_PAPERS)]}"
        if number.isdigit()
        else label
    )


def title(number: int) -> str:
    lists = (_SUBJECTS, _VERBS, _THINGS, _PLACES)
    return " ".join(pick(words, number, salt) for salt, words in enumerate(lists, 1))


@lru_cache(maxsize=200_000)
def article(host: str, number: int, lead: str = "http://cdn-{0}.internal/lead/i{0}.jpg") -> Article:
    """The facts of page `number` of a host.

    Lead images are few and shared, so that a load of pages asks for hardly anything else.
    """
    name = title(number)
    return Article(
        title=name,
        excerpt=(
            f"{name}, which {pick(_PEOPLE, number, 6)} says will be felt "
            f"{pick(_PLACES, number, 7)}. What comes next for the {pick(_THINGS, number, 8)} is open, "
            f"and the {pick(_SUBJECTS, number, 9).lower()} is to speak ..."
        ),
        published=_published(number),
        author=pick(_PEOPLE, number, 5),
        site_name=site_name(host),
        image_url=lead.format(number % 20),
    )


def _published(number: int) -> str:
    day = f"{2010 + number % 14}-{1 + number % 12:02}-{1 + number % 28:02}"
    return f"{day}T{number % 24:02}:30:00Z"


def page_path(number: int) -> str:
    published = _published(number)
    return f"/{published[:4]}/{published[5:7]}/{title(number).lower().replace(' ', '-')}-n{number}"


def image_path(number: int) -> str:
    return f"/media/{title(number).lower().replace(' ', '-')}/i{number}.jpg"


def image_size(number: int) -> tuple[int, int]:
    """Width and height of image `number`."""
    return 640 + number * 37 % 1280, 360 + number * 23 % 720


def number_of(path: str) -> int | None:
    """The number that an address carries, None where it has none."""
    found = _NUMBER.search(path.partition("?")[0])
    return int(found[1]) if found else None
