"""Reads a document's frontmatter: found between the fences, composed, asked by field path.

The opening fence is a first line `---`; the closing one the next line `---` or `...` (blanks may
follow either).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from enricher.document.compose import compose
from enricher.document.nodes import Alias, Mapping, Node, Scalar, Sequence, followed
from enricher.document.scalars import is_null, meaning
from enricher.errors import DocumentError
from enricher.models import FieldPath, Value

_OPENS = re.compile(r"\ufeff?---[ \t]*(\r\n|\n|\r)")
_CLOSES = re.compile(r"[\r\n](?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)")
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
# Comments above the first key; more of them would be a book.
_FIRST_LINES_CHARS = 10_000


@dataclass(frozen=True)
class Frontmatter:
    """One document: its whole text, and the tree of its frontmatter."""

    name: str
    """The document, as messages call it."""
    text: str
    """All of it, byte order mark and line ends included."""
    newline: str
    """The line end of the opening fence."""
    head_start: int
    """Where the opening fence begins: 1 behind a byte order mark, else 0."""
    yaml_start: int
    yaml_stop: int
    """Where the closing fence begins."""
    body_start: int
    """Behind the closing fence."""
    root: Mapping | None
    """None: the frontmatter is empty."""

    def node(self, path: FieldPath) -> Node | None:
        """What stands at a path, aliases on the way followed (but not at its end)."""
        known = self._known
        if path in known:
            return known[path]
        around = self.node(path[:-1])
        here = around.target if type(around) is Alias else around
        step, found = path[-1], None
        if type(here) is Mapping and isinstance(step, str):
            entry = here.by_key.get(step)
            found = None if entry is None else entry.value
        elif type(here) is Sequence and isinstance(step, int) and 0 <= step < len(here.items):
            found = here.items[step]
        known[path] = found
        return found

    @cached_property
    def _known(self) -> dict[FieldPath, Node | None]:
        """Nodes by the paths asked for so far; the same few are asked for repeatedly."""
        return {(): self.root}

    def has(self, path: FieldPath) -> bool:
        """Whether the field is there, were it null."""
        return self.node(path) is not None

    def get(self, path: FieldPath) -> Value | None:
        """The value at a path as plain data; None where it is null or absent."""
        node = self.node(path)
        if node is None:
            return None
        return meaning(node) if type(node) is Scalar else plain(node)

    def words(self, path: FieldPath) -> str | None:
        """The text of a scalar, whatever YAML takes it for (`1984` is a title too); None for null,
        blank and others.
        """
        node = self.node(path)
        here = None if node is None else followed(node)
        if not isinstance(here, Scalar) or is_null(here):
            return None
        return here.text if here.text.strip() else None

    def keys(self, path: FieldPath) -> tuple[str, ...]:
        """Keys of the mapping at a path, in order; none where it is no mapping."""
        node = self.node(path)
        here = None if node is None else followed(node)
        return tuple(here.by_key) if isinstance(here, Mapping) else ()

    def size(self, path: FieldPath) -> int:
        """Number of items of the list at a path; 0 where it is none."""
        node = self.node(path)
        here = None if node is None else followed(node)
        return len(here.items) if isinstance(here, Sequence) else 0

    def line(self, path: FieldPath) -> int:
        """Line of the value, from 1; of the nearest thing around it where it is absent."""
        for length in range(len(path), 0, -1):
            node = self.node(path[:length])
            if node is not None:
                return self.line_of(node.start)
        return 1

    def line_of(self, index: int) -> int:
        """Line of a position in `text`, from 1."""
        return bisect_right(self._line_starts, index)

    def line_start(self, index: int) -> int:
        """Position of the first character of the line that a position stands in."""
        return self._line_starts[bisect_right(self._line_starts, index) - 1]

    def line_stop(self, index: int) -> int:
        """Position behind the line's last character, before its line end."""
        found = _LINE_END.search(self.text, index)
        return len(self.text) if found is None else found.start()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text, 0, self.body_start))]


def read(text: str, name: str) -> Frontmatter | None:
    """The document's frontmatter; None where it has none (no fence, or no mapping between the
    fences).

    Raises DocumentError, with the line, for a fence that never closes, bad YAML, duplicate keys,
    and more depth, aliases or text than any news item has.
    """
    opening = _OPENS.match(text)
    if opening is None:
        return None
    head_start = 1 if text.startswith("\ufeff") else 0
    closing = _CLOSES.search(text, opening.end() - 1)
    if closing is None:
        if _opens_a_mapping(text, opening.end()):
            raise DocumentError(name, "its frontmatter is never closed by a line `---`", line=1)
        return None
    yaml_stop = closing.start() + 1
    try:
        root = compose(text, head_start, yaml_stop, name)
    except DocumentError:
        if _opens_a_mapping(text, opening.end()):
            raise
        return None  # prose between two rules
    if not isinstance(root, Mapping) and not (isinstance(root, Scalar) and is_null(root)):
        return None
    return Frontmatter(
        name=name,
        text=text,
        newline=opening[1],
        head_start=head_start,
        yaml_start=opening.end(),
        yaml_stop=yaml_stop,
        body_start=closing.end(),
        root=root if isinstance(root, Mapping) else None,
    )


def _opens_a_mapping(text: str, start: int) -> bool:
    """Whether the first lines look like frontmatter, were it broken."""
    return _LIKE_A_MAPPING.match(text, start, start + _FIRST_LINES_CHARS) is not None


def plain(node: Node) -> Value | None:
    """A node as plain data, aliases expanded (`compose` bounds to how much); keys that are no
    scalars left out.
    """
    here = followed(node)
    if isinstance(here, Scalar):
        return meaning(here)
    if isinstance(here, Mapping):
        return {key: plain(entry.value) for key, entry in here.by_key.items()}  # type: ignore[misc]
    return [plain(item) for item in here.items]  # type: ignore[misc]
