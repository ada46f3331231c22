"""Colours the headings of a text report, where it goes to a terminal that wants colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from enricher.models import Status

_RED, _YELLOW, _GREEN, _BOLD = "\x1b[1;31m", "\x1b[33m", "\x1b[32m", "\x1b[1m"
_END = "\x1b[0m"


def wants_colours(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """True for terminals, unless NO_COLOR is set to anything (no-color.org) or TERM is dumb."""
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return stream.isatty()


def coloured(lines: Iterable[str]) -> Iterator[str]:
    """The same lines, headings coloured by how grave they are; what stands below stays plain."""
    for line in lines:
        is_heading = line.strip() and not line.startswith(" ")
        yield f"{_colour(line)}{line.rstrip()}{_END}\n" if is_heading else line


def _colour(heading: str) -> str:
    word = heading.split(" ", maxsplit=1)[0].strip()
    if word == "recovered":
        return _GREEN
    if word not in set(Status):
        return _RED if word == "new" else _BOLD
    status = Status(word)
    if status.is_good:
        return _GREEN
    return _RED if status.is_gone or status is Status.INVALID else _YELLOW
