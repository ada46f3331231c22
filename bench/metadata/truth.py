"""What of an answer is right, for each field: the same rules for every tool."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(f"[{_IDEOGRAPHS}]|[^\\W_{_IDEOGRAPHS}]+")
_BETWEEN_NAMES = re.compile(r"\s*[;|•·、/&,\n]\s*|\s+(?:and|und|et|y|e|og|och|with|mit)\s+")
_BEFORE_NAME = re.compile(
    r"^(?:(?:posted|written|text|story) )?(?:by|von|par|por|da|door|av|autor(?:in)?|author)\b[\s:]*"
)
_TITLES = re.compile(r"^(?:(?:dr|prof|professor|med|mag|dipl|ing|univ|mr|mrs|ms) )+")
_NO_NAME = frozenset({"phd", "md", "jr", "sr", "dr", "msc", "mba"})
_SUFFIX = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$")
_ENOUGH_OVERLAP = 0.5
_INSTANT = "published instant"
# Shorter names stand in others by chance, and shorter file names are `image` or `1`.
_LEAST_SHARED = 3
_LONG_NAME = 6


@dataclass(frozen=True)
class Measure:
    """One way of counting the answers of one field."""

    name: str
    field: str
    score: Callable[[Any, Any, str], float]
    """The known answer, the given one and the page's address -> 0 to 1. A given answer says something."""
    least: float = 1.0
    """An answer that scores less is wrong."""

    def is_answered(self, given: Any) -> bool:
        """A day alone says nothing of the instant."""
        texts = _texts(given)
        return bool(texts) and (self.name != _INSTANT or _minute(texts[0]) is not None)

    def is_known(self, expected: dict[str, Any]) -> bool:
        """Does the truth of a page hold what this counts? An instant must be the only answer."""
        if self.name != _INSTANT:
            return self.field in expected
        texts = _texts(expected.get(self.field))
        return len(texts) == 1 and _minute(texts[0]) is not None


def _same(key: Callable[[str, str], Any]) -> Callable[[Any, Any, str], float]:
    """Right where the key of the first given text is that of one of the known ones."""

    def score(wanted: Any, given: Any, url: str) -> float:
        return float(key(_texts(given)[0], url) in [key(text, url) for text in _texts(wanted)])

    return score


def _excerpt(wanted: Any, given: Any, _url: str) -> float:
    return max(_overlap(_texts(given)[0], text) for text in _texts(wanted))


def _day(wanted: Any, given: Any, _url: str) -> float:
    return float(any(_days(_texts(given)[0]) & _days(text) for text in _texts(wanted)))


def _authors(wanted: Any, given: Any, _url: str) -> float:
    return float(_names(_texts(given)) == _names(_texts(wanted)))


def _like_site(wanted: Any, given: Any, _url: str) -> float:
    mine = _core(_texts(given)[0])
    return float(
        any(
            mine == core or _holds(mine, core) or _holds(core, mine)
            for core in map(_core, _texts(wanted))
        )
    )


def _holds(longer: str, shorter: str) -> bool:
    return len(shorter) >= _LEAST_SHARED and shorter in longer


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(text) for text in values if text and str(text).strip()]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE)
    return " ".join(re.sub("[\u00ad\u200b\u200e\u200f]", "", plain).replace("''", '"').split())


def _overlap(got: str, wanted: str) -> float:
    left, right = (Counter(_TOKEN.findall(_folded(text).casefold())) for text in (got, wanted))
    both = (left & right).total()
    return 2 * both / (left.total() + right.total()) if both else 0.0


def _names(people: Iterable[str]) -> frozenset[str]:
    parts = [
        _BEFORE_NAME.sub("", part)
        for text in people
        for part in _BETWEEN_NAMES.split(_folded(text).casefold())
    ]
    words = (
        " ".join(re.findall(r"\w+", part))
        for part in parts
        if "@" not in part and not part.startswith("http")
    )
    return frozenset(
        bare for name in words if (bare := _TITLES.sub("", name)) and bare not in _NO_NAME
    )


def _letters(text: str) -> str:
    return "".join(letter for letter in _folded(text).casefold() if letter.isalnum())


def _core(name: str) -> str:
    """A site's name without article and top-level domain."""
    bare = re.sub(
        r"\.(?:com|org|net|co\.uk|com\.\w\w|\w\w)$",
        "",
        _folded(name).casefold().removeprefix("www."),
    )
    return _letters(re.sub(r"^(?:the|der|die|das|le|la|el|il)\s+", "", bare))


def _address(url: str, base: str) -> str:
    parts = urlsplit(urljoin(base, unescape(url.strip())))
    query = "&".join(sorted(f"{key}={value}" for key, value in parse_qsl(parts.query)))
    return f"{(parts.hostname or '').lower()}{unquote(parts.path).rstrip('/')}?{query}"


def _picture(url: str) -> str:
    """What two sizes of one picture share: the file's name without marks of size, or its folder where that is none."""
    *folders, name = [
        part for part in unquote(urlsplit(unescape(url)).path).casefold().split("/") if part
    ] or [""]
    stem = re.sub(
        r"(?:[-_.](?:\d{2,4}x\d{2,4}|w?\d{3,4}|scaled|large|medium|small|thumb))+$",
        "",
        _SUFFIX.sub("", name),
    )
    return stem if len(stem) >= _LONG_NAME else "/".join([*folders[-2:], stem])


def _days(text: str) -> frozenset[str]:
    """The day in the answer's own zone and in UTC."""
    try:
        moment = datetime.fromisoformat(re.sub(r"(\d)\s+(?=\d\d:)", r"\1T", text.strip()))
    except ValueError:
        return frozenset()
    own = moment.date().isoformat()
    return frozenset({own, moment.astimezone(UTC).date().isoformat()} if moment.tzinfo else {own})


def _minute(text: str) -> str | None:
    """The minute in UTC; None without a time of day."""
    try:
        moment = datetime.fromisoformat(re.sub(r"(\d)\s+(?=\d\d:)", r"\1T", text.strip()))
    except ValueError:
        return None
    if len(text.strip()) <= len("2022-07-28"):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="minutes")


MEASURES = (
    Measure("title", "title", _same(lambda text, _: _folded(text))),
    Measure("excerpt", "excerpt", _excerpt, _ENOUGH_OVERLAP),
    Measure("published day", "publishedDateTime", _day),
    Measure(_INSTANT, "publishedDateTime", _same(lambda text, _: _minute(text))),
    Measure("site name", "site_name", _same(lambda text, _: _letters(text))),
    Measure("site name, like", "site_name", _like_site),
    Measure("image", "image", _same(_address)),
    Measure("same picture", "image", _same(lambda text, _: _picture(text))),
    Measure("authors", "authors", _authors),
    Measure("canonical", "canonical", _same(_address)),
    Measure("language", "lang", _same(lambda text, _: re.split(r"[-_]", text.strip().lower())[0])),
)
