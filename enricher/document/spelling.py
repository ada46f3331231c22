"""How values are written into YAML: so that YAML 1.1 and 1.2 read them back as they were, on one
line.

What PyYAML, Psych, js-yaml and libfyaml agree on is used and nothing else: a text is written plain
only where no version can take it for anything but that text.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache

from enricher.document.nodes import Scalar
from enricher.document.scalars import FALSE, NULLS, TRUE, meaning
from enricher.models import ScalarValue, Value

# YAML 1.2 section 5.1, printable characters; less NEL, LS and PS (line breaks to YAML 1.1 alone),
# the byte order mark, and TAB (which no plain text should hold).
_PRINTABLES = r"\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_PRINTABLE = re.compile(f"[{_PRINTABLES}]*")
# What stands as an escape between double quotes.
_ESCAPED = re.compile(f'[^{_PRINTABLES}]|["\\\\]')
# Line breaks to YAML 1.1, and what is invisible: written as escapes in JSON.
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NAMED_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

# YAML 1.2 section 7.3.3: what cannot begin a plain scalar; and `~`, `=`, `<`, which mean something
# to YAML 1.1.
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`~=<+.")
# What could be a number or a time to some version; with any other character it cannot.
_LIKE_A_NUMBER = re.compile(r"[0-9][0-9a-fA-FxXoObB_:.,+\-TtZz \t]*")
_WORDS = frozenset(word.lower() for word in NULLS | TRUE | FALSE) | {"y", "n"}
# A flow line holds bare words and nothing else that could be mistaken.
_FLOW_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# Longer ones are not said again.
_MAX_FLOW_WORD_CHARS = 200
_COLLECTIONS = frozenset({dict, list})
# libyaml gives up on an implicit key that is longer.
_MAX_KEY_CHARS = 1_000


def scalar(value: ScalarValue, style: str, *, in_flow: bool) -> str:
    """One scalar on one line; `style` (`'`, `"` or empty for plain) counts for texts alone, where
    it can be kept.

    Raises ValueError for what YAML cannot hold: lone surrogates, times without a zone, endless
    numbers.
    """
    if isinstance(value, str):
        return text(value, style, in_flow=in_flow)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, date):
        return value.isoformat()
    spelt = repr(value)
    if meaning(Scalar(spelt, 0, 0, "", None, None)) != value:
        raise ValueError(f"{spelt} cannot be written as a YAML number")
    return spelt


def text(value: str, style: str, *, in_flow: bool) -> str:
    """A text in the given style, or in double quotes where that style cannot hold it."""
    if _SURROGATE.search(value):
        raise ValueError("the new text holds half a surrogate pair, which no file can hold")
    if not style and is_plain(value, in_flow=in_flow):
        return value
    if style == "'" and _PRINTABLE.fullmatch(value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + _escaped(value) + '"'


def _is_ambiguous(value: str) -> bool:
    """True if its first character, its blanks or the word itself mean something to YAML."""
    return not value or value != value.strip() or value[0] in _INDICATORS or value.lower() in _WORDS


def is_plain(value: str, *, in_flow: bool) -> bool:
    """Whether the text can stand without quotes and be nothing but a text to every reader."""
    if _is_ambiguous(value) or not _PRINTABLE.fullmatch(value) or _LIKE_A_NUMBER.fullmatch(value):
        return False
    if ": " in value or " #" in value or value.endswith(":"):
        return False
    # Readers differ on `?` and `:` inside flow collections; both are rare enough to be quoted
    # there.
    return not (in_flow and any(mark in value for mark in ",[]{}:?"))


@lru_cache(maxsize=1024)
def key(name: str, *, quoted: bool) -> str:
    """A key; quoted where its neighbours are (JSON) or where it must be."""
    if len(name) > _MAX_KEY_CHARS:
        raise ValueError("a key is too long for YAML")
    return text(name, '"' if quoted else "", in_flow=True)


def flow(value: Value, *, quoted_keys: bool = False) -> str:
    """A value on one line: `{status: ok, since: 2026-11-22T18:04:11Z}`. Bare words are plain, other
    texts quoted.
    """
    if isinstance(value, dict):
        parts = (
            f"{key(name, quoted=quoted_keys)}: {flow(part, quoted_keys=quoted_keys)}"
            for name, part in value.items()
        )
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item, quoted_keys=quoted_keys) for item in value) + "]"
    if isinstance(value, str) and not quoted_keys and len(value) <= _MAX_FLOW_WORD_CHARS:
        return _flow_word(value)
    return scalar(value, '"', in_flow=True)


@lru_cache(maxsize=1024)  # `checks` lines repeat the same few words
def _flow_word(value: str) -> str:
    return text(value, "" if _FLOW_WORD.fullmatch(value) else '"', in_flow=True)


def json_text(value: Value) -> str:
    """A value as JSON on one line; times are texts. Raises ValueError for lone surrogates."""
    spelt = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_json_time)
    if _SURROGATE.search(spelt):
        raise ValueError("the new text holds half a surrogate pair, which no file can hold")
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", spelt)


def _json_time(value: object) -> str:
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, date):
        return value.isoformat()
    raise ValueError(f"{value!r} cannot be written as JSON")


def is_flat(value: Value) -> bool:
    """True for a mapping of scalars, which fits one line."""
    return (
        isinstance(value, dict)
        and bool(value)
        and _COLLECTIONS.isdisjoint(map(type, value.values()))
    )


def holds_flat(value: Value) -> bool:
    """True for a mapping of flat mappings, such as `checks`: each is written on one flow line."""
    return isinstance(value, dict) and bool(value) and all(is_flat(part) for part in value.values())


def _escaped(value: str) -> str:
    return _ESCAPED.sub(_escape, value)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    point = ord(character)
    numbered = f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"
    return _NAMED_ESCAPES.get(character, numbered)


@lru_cache(maxsize=1024)  # documents share a few times; equal ones are spelt alike
def _time(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be written")
    precision = "microseconds" if value.microsecond else "seconds"
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=precision) + "Z"
