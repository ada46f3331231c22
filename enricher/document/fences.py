"""Finds where a document's frontmatter stands and in which dialect; or says why none is read.

YAML stands between lines `---` (the closing one may be `...`), TOML between lines `+++`, JSON is an
object at the very top. `---yaml`, `---toml` and `---json` name the dialect, as gray-matter and
Eleventy read them. A data file (`.yaml`, `.yml`, `.toml`, `.json`) is all data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from enricher.errors import DocumentError


class Dialect(StrEnum):
    """How data is written."""

    YAML = "yaml"
    TOML = "toml"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Fenced:
    """Positions in a document's text."""

    dialect: Dialect
    newline: str
    """The line end of the opening fence, or the first one."""
    head_start: int
    """Where libyaml begins: at the opening fence, behind a byte order mark or a dialect's name."""
    data_start: int
    data_stop: int
    """Where the closing fence begins."""
    body_start: int
    """Behind the closing fence."""


DATA_FILES = {
    ".yaml": Dialect.YAML,
    ".yml": Dialect.YAML,
    ".toml": Dialect.TOML,
    ".json": Dialect.JSON,
}

_MARK = "\ufeff"
_OPENS = re.compile(r"\ufeff?(?:---(yaml|yml|toml|json)?|(\+\+\+))[ \t]*(\r\n|\n|\r)")
_CLOSES = re.compile(r"[\r\n](?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)")
_CLOSES_TOML = re.compile(r"[\r\n]\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)")
# The first of these for texts without carriage returns, in a sixth of the time: it begins with one
# fixed character.
_CLOSES_AFTER_LF = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_OBJECT = re.compile(r'\ufeff?\{\s*(?:"|\})')
_LINE_END = re.compile(r"\r\n|\n|\r")
# How the first entry of a mapping looks; a Markdown file may open with a rule (`---`) that fences
# nothing.
_LIKE_A_MAPPING = re.compile(
    r"""(?: [ \t]* (?:\#[^\r\n]*)? (?:\r\n|\n|\r) )*       # blank lines and comments
        [ \t]* (?: \{
                | \? [ \t]
                | (?: "[^"\r\n]*" | '[^'\r\n]*'
                    | [^\s\#{}\[\],&*!|>'"%@`-][^:\r\n\[\]{}]{0,80}
                  ) [ \t]* : (?:\s|\Z)
                )""",
    re.VERBOSE,
)
# How TOML begins: a table, or a key with its value.
_LIKE_TOML = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*[ \t]*(?:\[|[\w.\"'-]+[ \t]*=)")
# Comments above the first key; more of them would be a book.
_FIRST_LINES_CHARS = 10_000


def find(text: str, name: str) -> Fenced | None:
    """Where the frontmatter stands; None where a document has none.

    Raises DocumentError for an opening fence that is never closed.
    """
    dialect = DATA_FILES.get(name[name.rfind(".") :].lower()) if "." in name else None
    if dialect is not None:
        return _all_of(text, dialect)
    opening = _OPENS.match(text)
    if opening is not None:
        return _between(text, name, opening)
    if _OBJECT.match(text) is not None:
        return _all_of(text, Dialect.JSON)
    return None


def opens_data(text: str, fenced: Fenced) -> bool:
    """Whether the first lines look like data, were it broken."""
    return _is_like_data(text, fenced.data_start, fenced.dialect)


def _is_like_data(text: str, start: int, dialect: Dialect) -> bool:
    like = _LIKE_TOML if dialect is Dialect.TOML else _LIKE_A_MAPPING
    return like.match(text, start, start + _FIRST_LINES_CHARS) is not None


def _all_of(text: str, dialect: Dialect) -> Fenced:
    """The whole text; for JSON, the reader finds where the object ends."""
    start = 1 if text.startswith(_MARK) else 0
    ending = _LINE_END.search(text)
    newline = ending[0] if ending else "\n"
    return Fenced(dialect, newline, start, start, len(text), len(text))


def _between(text: str, name: str, opening: re.Match[str]) -> Fenced | None:
    named, is_toml, newline = opening[1], opening[2], opening[3]
    dialect = (
        Dialect.TOML if is_toml else Dialect(named.replace("yml", "yaml") if named else "yaml")
    )
    closing = _closing(text, opening.end() - 1, is_toml=bool(is_toml))
    if closing is None:
        if _is_like_data(text, opening.end(), dialect):
            fence = "+++" if is_toml else "---"
            raise DocumentError(
                name, f"its frontmatter is never closed by a line `{fence}`", line=1
            )
        return None
    return Fenced(
        dialect=dialect,
        newline=newline,
        head_start=opening.end() if named else int(text.startswith(_MARK)),
        data_start=opening.end(),
        data_stop=closing.start() + 1,
        body_start=closing.end(),
    )


def _closing(text: str, start: int, *, is_toml: bool) -> re.Match[str] | None:
    """The closing fence, the line end before it included."""
    if is_toml:
        return _CLOSES_TOML.search(text, start)
    closes = _CLOSES if "\r" in text else _CLOSES_AFTER_LF
    return closes.search(text, start)


# ── frontmatter that is not read ────────────────────────────────────────────────────────────────

# Characters that editors do not show: form feed, no-break space, soft hyphen, zero-width ones.
_INVISIBLE = re.compile(r"[\f\v\xa0\xad\u200b-\u200f\u2060]")
_ANY_FENCE = re.compile(
    r"(?:^|[\r\n])([ \t\ufeff\f\v\xa0\xad\u200b-\u200f\u2060]*)"
    r"(-{3,}|\+{3,})([^\r\n]*)(?=\r\n|\n|\r)"
)
# Blank lines, comments and directives may stand above a fence; anything else is a body.
_ABOVE = re.compile(r"(?:[ \t\ufeff]*(?:(?:\#|%|//|<!--)[^\r\n]*)?(?:\r\n|\n|\r))*\Z")


def why_unread(text: str) -> str | None:
    """Why a text that begins much like frontmatter has none that is read; None: it has none.

    Site generators differ on these beginnings; what most of them do not read is not read here.
    """
    fence = _ANY_FENCE.search(text[:_FIRST_LINES_CHARS])
    if fence is None or not _ABOVE.match(text, 0, fence.start(1)):
        return None
    start = fence.end()
    is_like = any(_is_like_data(text, start, dialect) for dialect in (Dialect.YAML, Dialect.TOML))
    closing = re.compile(r"[\r\n][ \t]*(?:-{3,}|\+{3,}|\.\.\.)[ \t]*(?:[\r\n]|\Z)")
    if not is_like or closing.search(text, start) is None:
        return None
    return _unread_because(text, fence)


def _unread_because(text: str, fence: re.Match[str]) -> str:
    above = text[: fence.start(1)]
    if text.startswith(_MARK * 2):
        return "two byte order marks stand before it"
    if "%" in above:
        return "a YAML directive stands above its opening fence"
    if above.strip(_MARK):
        return "it does not begin at the very top of the file"
    hidden = _INVISIBLE.search(fence[1])
    if hidden is not None:
        return f"an invisible character (U+{ord(hidden[0]):04X}) stands before its opening fence"
    if fence[1].strip(_MARK):
        return "its opening fence is indented"
    shown = f"{fence[2]}{fence[3]}"[:20].strip()
    return f"its opening fence is `{shown}`, not `{fence[2][:3]}`"
