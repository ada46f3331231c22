"""Writes new lines in a document's own style: keys and lists at a given column. Text only."""

from __future__ import annotations

from enricher.document.spelling import flow, holds_flat, json_text, key, scalar
from enricher.document.style import Style
from enricher.models import ScalarValue, Value


class Layout:
    """Writes what is new; each function gives whole lines without their line ends."""

    def __init__(self, style: Style, *, is_json: bool = False) -> None:
        self._style = style
        self._is_json = is_json

    def entry(
        self, name: str, value: Value, column: int, *, on_one_line: bool = False
    ) -> list[str]:
        """`name: value` at a column; `on_one_line`: a mapping in flow style beside its key."""
        head = f"{' ' * column}{key(name, quoted=False)}:"
        if isinstance(value, dict) and value and not on_one_line:
            return [head, *self.below(name, value, column)]
        if isinstance(value, list) and value:
            return [head, *self.below(name, value, column)]
        return [f"{head} {self.inline(name, value, in_flow=False)}"]

    def below(self, name: str, value: Value, column: int) -> list[str]:
        """The lines under `name:` which stands at `column`."""
        if isinstance(value, list):
            dash = column + self._style.dash_offset(name)
            return [line for item in value for line in self.item(name, item, dash)]
        assert isinstance(value, dict)
        inner = column + self._style.indent(name)
        flat = holds_flat(value)
        return [
            line
            for part, below in value.items()
            for line in self.entry(part, below, inner, on_one_line=flat)
        ]

    def item(self, name: str, value: Value, dash: int) -> list[str]:
        """`- …` with its dash at a column, as an item of the list called `name`."""
        if not isinstance(value, dict) or not value:
            return [f"{' ' * dash}- {self.inline(name, value, in_flow=False)}"]
        inner = dash + self._style.dash_gap(name)
        lines = [line for part, below in value.items() for line in self.entry(part, below, inner)]
        lines[0] = f"{' ' * dash}-{lines[0][dash + 1 :]}"
        return lines

    def inline(self, name: str, value: Value, *, in_flow: bool, quoted_keys: bool = False) -> str:
        """The value on the line of its key: texts quoted as the document quotes others, collections
        in flow style.
        """
        if self._is_json:
            return json_text(value)
        if isinstance(value, str):
            style = '"' if in_flow else self._style.quote(name, value)
            return scalar(value, style, in_flow=in_flow)
        if isinstance(value, dict | list):
            return flow(value, quoted_keys=quoted_keys)
        return scalar(value, "", in_flow=in_flow)

    def flow(self, value: Value, *, quoted_keys: bool = False) -> str:
        """The value on one line, in flow style."""
        return json_text(value) if self._is_json else flow(value, quoted_keys=quoted_keys)

    def scalar(self, value: ScalarValue, style: str, *, in_flow: bool) -> str:
        """A scalar in the given quotes, where they can hold it."""
        return json_text(value) if self._is_json else scalar(value, style, in_flow=in_flow)

    def key(self, name: str, *, quoted: bool) -> str:
        """A key inside a flow mapping."""
        return json_text(name) if self._is_json else key(name, quoted=quoted)
