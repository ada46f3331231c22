"""Makes fixes in the text of a document, by the verified splices that a run uses."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from enricher.document import editing, frontmatter, items
from enricher.document.frontmatter import Frontmatter
from enricher.errors import EditError, RefusedEdit
from enricher.fix.rules import BodyEdit, Fix

_LINE_END = re.compile(r"\r\n|\n|\r")
# What would end a URL in Markdown or HTML; RFC 3986 lets all of it be written as escapes.
_ENDS_URL = re.compile(r"[\s()<>\"'`\\\[\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFixes:
    """What became of a document and its fixes."""

    text: str
    done: tuple[Fix, ...]
    refused: tuple[EditError, ...]


def make(front: Frontmatter, fixes: Sequence[Fix]) -> MadeFixes:
    """Makes the fixes, each refused alone where it is not safe."""
    text, in_body, not_in_body = _with_body(front, fixes)
    after = frontmatter.read(text, front.name) if in_body else front
    assert after is not None, "the frontmatter is as it was"
    result = editing.apply_edits(after, [edit for each in fixes for edit in each.edits])
    taken_out = [each.field for each in fixes if each.removes]
    shorter, removed, not_removed = items.remove_items(result.front, taken_out)
    edited = frozenset(id(edit) for edit in result.done)

    def is_done(each: Fix) -> bool:
        if each.removes:
            return each.field in removed
        return id(each) in in_body if each.body else id(each.edits[0]) in edited

    return MadeFixes(
        text=shorter.text,
        done=tuple(filter(is_done, fixes)),
        refused=(*result.refused, *not_removed, *not_in_body),
    )


def _with_body(
    front: Frontmatter, fixes: Sequence[Fix]
) -> tuple[str, frozenset[int], tuple[EditError, ...]]:
    """The text with exact URLs of its body replaced, the fixes made (by id), and refusals."""
    lines = [0, *(found.end() for found in _LINE_END.finditer(front.text))]
    text, done, refused = front.text, set[int](), list[EditError]()
    for each in sorted((fix for fix in fixes if fix.body), key=_place, reverse=True):
        assert each.body is not None
        start = lines[each.body.line - 1] + each.body.column - 1
        spelt = _spelt(text, start, each.body) if start >= front.body_start else None
        if spelt is None:
            why = "the URL is spelt in another way there; change it by hand"
            refused.append(RefusedEdit(front.name, why, line=each.line, field="body"))
            continue
        text = text[:start] + spelt[1] + text[start + len(spelt[0]) :]
        done.add(id(each))
    return text, frozenset(done), tuple(refused)


def _spelt(text: str, start: int, edit: BodyEdit) -> tuple[str, str] | None:
    """Both URLs as the text spells them, which may be with HTML's `&amp;`; None: it does not."""
    after = escaped(edit.after)
    pairs = ((html.escape(edit.before, quote=False), html.escape(after, quote=False)),)
    for before, new in ((edit.before, after), *pairs):
        if text.startswith(before, start):
            return before, new
    return None


def _place(each: Fix) -> tuple[int, int]:
    body = each.body or BodyEdit(line=0, column=0, before="", after="")
    return body.line, body.column


def escaped(url: str) -> str:
    """A URL that ends nowhere early, in Markdown and in HTML."""
    return _ENDS_URL.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), url)
