"""Makes the pictures of the documentation from the program's own words: a terminal session and the layers."""

from __future__ import annotations

import html
import io
import re

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from tests import tutorial
from tests.test_floors import FLOORS

# What fits a page without a scroll bar, in characters.
_COLUMNS = 100
_COMMAND = "enricher audit"
_COLOURS = {"+": "green", "-": "red", "@": "cyan", "$": "bold white"}


def terminal() -> str:
    """The audit of the tutorial, as a terminal shows it."""
    page = tutorial.PAGE.read_text(encoding="utf-8")
    block = next(
        each for each in re.findall(r"```console\n(.*?)```", page, re.DOTALL) if _COMMAND in each
    )
    console = Console(
        record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False
    )
    for line in block.splitlines():
        text = Text(line, style=_COLOURS.get(line[:1], ""), no_wrap=True, overflow="ellipsis")
        console.print(text, highlight=False)
    svg = console.export_svg(title="enricher", theme=MONOKAI, unique_id="session")
    # No font from elsewhere: a page of ours asks no other site.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


_WORDS = {
    4: ("shows", "arguments in, text out"),
    3: ("runs", "the only place where both sides meet"),
    2: ("decides | acts", "one side judges without I/O, the other does I/O"),
    1: ("reads", "text and bytes in, values out"),
    0: ("values", "frozen, shared by all"),
}


def architecture() -> str:
    """The layers as `tests/test_floors.py` holds them: every box may use those below it."""
    rows = []
    for number, (layer, (what, more)) in enumerate(_WORDS.items()):
        top = 20 + number * 90
        rows.append(
            f'<text x="20" y="{top + 26}" class="b">layer {layer}: {html.escape(what)}</text>'
        )
        rows.append(f'<text x="20" y="{top + 46}" class="s">{html.escape(more)}</text>')
        wings = sorted({wing for floor, wing in FLOORS.values() if floor == layer}, reverse=True)
        width = 560 // len(wings)
        for place, wing in enumerate(wings):
            left = 340 + place * width
            names = [
                name.removeprefix("enricher.")
                for name, each in FLOORS.items()
                if each == (layer, wing)
            ]
            rows.append(f'<rect x="{left}" y="{top}" width="{width - 12}" height="56" rx="6"/>')
            rows += _in_box([name for name in names if not name.startswith("__")], left, top, width)
        if number:
            rows.append(f'<path d="M 620 {top - 30} v 24 m -5 -6 l 5 6 l 5 -6"/>')
    style = (
        "svg{background:#fff}text{font:13px sans-serif;fill:#222}.b{font-weight:bold}.s{fill:#555}"
        "rect{fill:#e0f2f1;stroke:#00695c}path{stroke:#00695c;fill:none}"
    )
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 920 470" role="img" aria-label="The layers of enricher">'
    return f"{head}\n<style>{style}</style>\n" + "\n".join(rows) + "\n</svg>\n"


def _in_box(names: list[str], left: int, top: int, width: int) -> list[str]:
    """The names in up to three lines."""
    # A character of this font is 7 units wide on average.
    most, lines = (width - 30) // 7, [""]
    for name in names:
        if len(lines[-1]) + len(name) + 3 > most:
            lines.append("")
        lines[-1] += f"{'   ' if lines[-1] else ''}{name}"
    return [
        f'<text x="{left + 10}" y="{top + 20 + 18 * number}" xml:space="preserve">{line}</text>'
        for number, line in enumerate(lines)
    ]
