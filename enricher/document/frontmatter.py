"""Reads a document's frontmatter, in any dialect, into one tree that is asked by field path."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from enricher.document import fences, json_reader, toml_reader
from enricher.document.compose import compose
from enricher.document.fences import Dialect, Fenced
from enricher.document.nodes import Alias, Mapping, Node, Scalar, Sequence, followed
from enricher.document.scalars import is_null, meaning
from enricher.errors import DocumentError
from enricher.models import FieldPath, Value

_LINE_END = re.compile(r"\r\n|\n|\r")
_LF = re.compile(r"\n")


@dataclass(frozen=True)
class Frontmatter:
    """One document: its whole text, and the tree of its frontmatter."""

    name: str
    """The document, as messages call it."""
    text: str
    """All of it, byte order mark and line ends included."""
    newline: str
    """The line end of the opening fence."""
    data_start: int
    data_stop: int
    """Where the closing fence begins."""
    body_start: int
    """Behind the closing fence."""
    root: Mapping | None
    """None: the frontmatter is empty."""
    dialect: Dialect = Dialect.YAML

    def storable(self, value: Value | None) -> Value | None:
        """A value as it reads once it is written: JSON has no times, only texts."""
        return _without_times(value) if self.dialect is Dialect.JSON else value

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

    def mapping(self, path: FieldPath) -> Mapping | None:
        """The mapping at a path, were it behind an alias; None where none is there."""
        node = self.node(path)
        here = None if node is None else followed(node)
        return here if isinstance(here, Mapping) else None

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
        return _words(self.node(path))

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

    def place(self, path: FieldPath) -> tuple[int, int]:
        """Line and column of a value that is there, both from 1."""
        node = self.node(path)
        return self.place_of(self.data_start if node is None else node.start)

    def place_of(self, index: int) -> tuple[int, int]:
        """Line and column of a position in `text`, both from 1."""
        starts = self._line_starts
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    def line_of(self, index: int) -> int:
        """Line of a position in `text`, from 1."""
        return bisect_right(self._line_starts, index)

    def line_start(self, index: int) -> int:
        """Position of the first character of the line that a position stands in."""
        if self._has_returns:
            return self._line_starts[bisect_right(self._line_starts, index) - 1]
        return self.text.rfind("\n", 0, index) + 1

    def line_stop(self, index: int) -> int:
        """Position behind the line's last character, before its line end."""
        if self._has_returns:
            found = _LINE_END.search(self.text, index)
            return len(self.text) if found is None else found.start()
        stop = self.text.find("\n", index)
        return len(self.text) if stop < 0 else stop

    @cached_property
    def _has_returns(self) -> bool:
        """Whether lines may end otherwise than by LF alone; finding those takes longer."""
        return "\r" in self.text

    @cached_property
    def _line_starts(self) -> list[int]:
        line_end = _LINE_END if self._has_returns else _LF
        found = line_end.finditer(self.text, 0, self.body_start)
        return [0, *(each.end() for each in found)]


def read(text: str, name: str) -> Frontmatter | None:
    """The document's frontmatter; None where it has none.

    It has none without an opening fence, and where no mapping stands between the fences. Raises
    DocumentError, with the line, for a fence that never closes, data that cannot be read, duplicate
    keys, and more depth, aliases or text than any news item has.
    """
    fenced = fences.find(text, name)
    if fenced is None:
        return None
    dialect, data_stop, body_start = fenced.dialect, fenced.data_stop, fenced.body_start
    try:
        root, dialect, data_stop = _root(text, fenced, name)
    except DocumentError:
        if fences.opens_data(text, fenced):
            raise
        return None  # prose between two rules
    if data_stop != fenced.data_stop:  # an object at the top, and the body behind it
        body_start = data_stop
    is_empty = isinstance(root, Scalar) and is_null(root)
    if not isinstance(root, Mapping) and not is_empty:
        return None
    return Frontmatter(
        name=name,
        text=text,
        newline=fenced.newline,
        data_start=fenced.data_start,
        data_stop=data_stop,
        body_start=body_start,
        root=root if isinstance(root, Mapping) else None,
        dialect=dialect,
    )


def _root(text: str, fenced: Fenced, name: str) -> tuple[Node, Dialect, int]:
    """The tree, its dialect, and where it ends. Raises DocumentError."""
    if fenced.dialect is Dialect.TOML:
        tree = toml_reader.compose(text, fenced.data_start, fenced.data_stop, name)
        return tree, Dialect.TOML, fenced.data_stop
    if fenced.dialect is Dialect.JSON or _begins_with_brace(text, fenced):
        try:
            node, stop = _json(text, fenced, name)
        except json_reader.NotJson as error:
            if fenced.dialect is Dialect.JSON:
                raise json_reader.refusal(error, text, name) from error
        else:
            return node, Dialect.JSON, stop
    return compose(text, fenced.head_start, fenced.data_stop, name), Dialect.YAML, fenced.data_stop


def _json(text: str, fenced: Fenced, name: str) -> tuple[Node, int]:
    """The object and where it ends; behind one without fences, in no data file, is the body."""
    node, stop = json_reader.compose(text, fenced.data_start, fenced.data_stop)
    is_fenced = fenced.data_stop < fenced.body_start
    if stop < fenced.data_stop and (is_fenced or name.lower().endswith(".json")):
        raise json_reader.NotJson("more follows the object", stop)
    return node, fenced.data_stop if is_fenced else stop


def _begins_with_brace(text: str, fenced: Fenced) -> bool:
    return text[fenced.data_start : fenced.data_stop].lstrip().startswith("{")


def node_at(mapping: Mapping | None, path: FieldPath) -> Node | None:
    """What stands at a path of keys below a mapping: `Frontmatter.node` for many paths of one."""
    here: Node | None = mapping
    for step in path:
        if type(here) is Alias:
            here = here.target
        if type(here) is not Mapping:
            return None
        entry = here.by_key.get(step)  # type: ignore[arg-type]  # an index finds nothing
        if entry is None:
            return None
        here = entry.value
    return here


def words_at(mapping: Mapping | None, path: FieldPath) -> str | None:
    """`Frontmatter.words` below a mapping."""
    return _words(node_at(mapping, path))


def value_at(mapping: Mapping | None, path: FieldPath) -> Value | None:
    """`Frontmatter.get` below a mapping."""
    node = node_at(mapping, path)
    if node is None:
        return None
    return meaning(node) if type(node) is Scalar else plain(node)


def _words(node: Node | None) -> str | None:
    here = node.target if type(node) is Alias else node
    if type(here) is not Scalar or is_null(here):
        return None
    return here.text if here.text.strip() else None


def _without_times(value: Value | None) -> Value | None:
    match value:
        case dict():
            return {key: _without_times(part) for key, part in value.items()}  # type: ignore[misc]
        case list():
            return [_without_times(part) for part in value]  # type: ignore[misc]
        case datetime():
            return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        case date():
            return value.isoformat()
        case _:
            return value


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
