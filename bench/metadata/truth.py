"""What of an answer is right, for each field: strict rules, the same for every tool."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

FIELDS = ("title", "excerpt", "publishedDateTime", "site_name", "image", "authors", "canonical", "lang")

_ALIKE = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›′`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
)
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(f"[{_IDEOGRAPHS}]|[^\\W_{_IDEOGRAPHS}]+")
_BETWEEN_NAMES = re.compile(r"\s*[;|•·、/&,\n]\s*|\s+(?:and|und|et|y|e|og|och|with|mit)\s+")
_BEFORE_NAME = re.compile(
    r"^(?:(?:posted|written|text|story) )?(?:by|von|par|por|da|door|av|autor(?:in)?|author)\b[\s:]*"
)
_TITLES = re.compile(r"^(?:(?:dr|prof|professor|med|mag|dipl|ing|univ|mr|mrs|ms) )+")
_NO_NAME = frozenset({"phd", "md", "jr", "sr", "dr", "msc", "mba"})
_ENOUGH_OVERLAP = 0.5


def said(answer: Any) -> bool:
    return any(_texts(answer))


def score(field: str, wanted: Any, answer: Any, url: str) -> float:
    """0 to 1: right or not; for the excerpt the overlap of its words (F1)."""
    if not said(answer):
        return 0.0
    if field == "excerpt":
        return max(_overlap(got, want) for want in _texts(wanted) for got in _texts(answer)[:1])
    if field == "authors":
        return float(_names(_texts(answer)) == _names(_texts(wanted)))
    same = {
        "title": _folded,
        "site_name": lambda text: "".join(c for c in _folded(text).casefold() if c.isalnum()),
        "image": lambda text: _address(text, url, strict=True),
        "canonical": lambda text: _address(text, url, strict=True),
        "lang": lambda text: re.split(r"[-_]", text.strip().lower())[0],
        "publishedDateTime": _days,
    }[field]
    got = same(_texts(answer)[0])
    if isinstance(got, frozenset):
        return float(any(got & same(want) for want in _texts(wanted)))
    return float(got in [same(want) for want in _texts(wanted)])


def is_wrong(field: str, points: float) -> bool:
    return points < (_ENOUGH_OVERLAP if field == "excerpt" else 1.0)


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
    parts = [_BEFORE_NAME.sub("", part) for text in people for part in _BETWEEN_NAMES.split(_folded(text).casefold())]
    words = (" ".join(re.findall(r"\w+", part)) for part in parts if "@" not in part and not part.startswith("http"))
    return frozenset(bare for name in words if (bare := _TITLES.sub("", name)) and bare not in _NO_NAME)


def _address(url: str, base: str, *, strict: bool) -> str:
    parts = urlsplit(urljoin(base, url.strip()))
    query = "&".join(sorted(f"{key}={value}" for key, value in parse_qsl(parts.query))) if strict else ""
    return f"{(parts.hostname or '').lower()}{unquote(parts.path).rstrip('/')}?{query}"


def _days(text: str) -> frozenset[str]:
    """The day in the answer's own zone and in UTC."""
    try:
        moment = datetime.fromisoformat(re.sub(r"(\d)\s+(?=\d\d:)", r"\1T", text.strip()))
    except ValueError:
        return frozenset()
    own = moment.date().isoformat()
    return frozenset({own, moment.astimezone(UTC).date().isoformat()} if moment.tzinfo else {own})
