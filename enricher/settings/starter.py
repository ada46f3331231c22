"""Writes a config.toml for documents that were looked at: their fields, counted, with examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enricher.config import Fetch, FieldPattern
from enricher.document.presets import PRESETS
from enricher.document.url_fields import UrlField
from enricher.errors import printable
from enricher.models import Kind

SEEDS_PRESET = "seeds"
_EXAMPLE_CHARS = 60
"""Longest example in a comment; the rest is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was found in documents."""

    paths: tuple[str, ...]
    """Files and folders that were looked through."""
    documents: int
    fields: Sequence[UrlField]
    generator: str | None = None
    sign: str = ""
    """The file or folder that gave the generator away."""

    @property
    def preset(self) -> str:
        """The generator's; that of news items where their fields are found; else none."""
        if self.generator is not None:
            return self.generator
        known = {each.path for each in PRESETS[SEEDS_PRESET].pages if "." in each.path}
        return SEEDS_PRESET if any(each.pattern in known for each in self.fields) else "none"


def config_toml(survey: Survey) -> str:
    """The text of a config.toml that checks every field that was found."""
    return "".join(f"{line}\n" for line in _lines(survey))


def _lines(survey: Survey) -> Iterator[str]:
    urls = sum(each.count for each in survey.fields)
    yield f"# Made by enricher init from {survey.documents:,} documents with {urls:,} URLs."
    yield "# What is not said here has its default; docs/configuration.md lists every setting."
    yield ""
    yield f"seeds = [{', '.join(_quoted(path) for path in survey.paths)}]"
    yield ""
    yield "[fields]"
    why = f"guessed by {survey.sign}" if survey.sign else "field names that need no table below"
    yield f"preset = {_quoted(survey.preset)}  # {why}"
    yield "# A table says which fields beside a URL describe its page: title, excerpt, published,"
    yield "# site_name. Without any, a page is checked for being there, not for being that article."
    for name, kind in (("pages", Kind.PAGE), ("images", Kind.IMAGE)):
        yield from _patterns(name, [each for each in survey.fields if each.kind is kind], survey)
    yield ""
    yield "[fetch]"
    yield "# Where a site owner can reach you: put your own page or mailbox here."
    yield f"contact = {_quoted(Fetch().contact)}"


def _patterns(name: str, fields: Sequence[UrlField], survey: Survey) -> Iterator[str]:
    if not fields:
        yield f"# {name}: no URL was found that looks like one"
        return
    preset = PRESETS[survey.preset]
    known = preset.pages if name == "pages" else preset.images
    yield f"{name} = ["
    for each in fields:
        noun = "document" if each.documents == 1 else "documents"
        yield f"    # {each.count:,} in {each.documents:,} {noun}, such as {_example(each)}"
        yield f"    {_pattern(each, known)},"
    yield "]"


def _pattern(each: UrlField, known: Sequence[FieldPattern]) -> str:
    """A plain pattern where the preset describes it, or nothing does; else a table."""
    described = each.described_by
    is_known = any(pattern.path == each.pattern and pattern.title for pattern in known)
    if not described or is_known:
        return _quoted(each.pattern)
    parts = {"path": each.pattern} | described
    return f"{{ {', '.join(f'{key} = {_quoted(value)}' for key, value in parts.items())} }}"


def _example(each: UrlField) -> str:
    url = printable(each.examples[0])
    return url if len(url) <= _EXAMPLE_CHARS else f"{url[:_EXAMPLE_CHARS]}…"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
