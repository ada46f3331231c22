"""Tells what `fix` did or would do: a diff with reasons that `git apply` takes, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from enricher.document import fieldpath
from enricher.errors import DocumentError, printable
from enricher.fix.rules import Fix, FixRule
from enricher.report import escape
from enricher.report.words import plural
from enricher.run.fix import FixedDocument, FixResult
from enricher.run.results.records import SCHEMA_VERSION

WHAT = {
    FixRule.REPLACE: "replace what is gone by a living article on the same story",
    FixRule.PRUNE: "take out list items whose links are gone",
    FixRule.FLAG: "mark list items whose links are gone",
    FixRule.ARCHIVE: "put archived copies in place of what is gone",
    FixRule.MOVED: "update URLs that moved for good",
    FixRule.TEXT: "repair characters broken by a wrong charset",
}
"""What each rule does, in a line."""


def diff(result: FixResult) -> Iterator[str]:
    """Yields each document's reasons, then its diff; `git apply` and `patch` pass over reasons."""
    for document in result.documents:
        yield from (f"# {line}\n" for line in reasons(document))
        yield document.diff


def reasons(document: FixedDocument) -> Iterator[str]:
    """Yields `path:line: rule field: why` for each fix."""
    for fix in document.fixes:
        where = f"{printable(document.path)}:{fix.line}"
        yield f"{where}: {fix.rule} {fieldpath.show(fix.field)}: {printable(fix.why)}"


def summary(result: FixResult, *, is_written: bool) -> Iterator[str]:
    """Yields the counts: what was done by which rule, and what waits."""
    counts = Counter(fix.rule for document in result.documents for fix in document.fixes)
    looked_at = plural(result.looked_at, "document")
    if not counts:
        yield f"{looked_at}: nothing to fix by these rules"
    else:
        yield from _made(result, counts, looked_at, is_written=is_written)
    undone = len({error.path for error in (*result.errors, *refusals(result))})
    if undone:
        yield f"{plural(undone, 'document')} could not be read or written in full: see above"
    waiting = ", ".join(f"{rule}: {count:,}" for rule, count in sorted(result.waiting.items()))
    if waiting:
        yield f"not confirmed yet, so left alone ({waiting}); later runs will tell"
    if counts and not is_written:
        yield "nothing was written; to do it: the same command with --write"


def _made(
    result: FixResult, counts: Counter[FixRule], looked_at: str, *, is_written: bool
) -> Iterator[str]:
    changed = sum(bool(document.fixes) for document in result.documents)
    verb = "made" if is_written else "would be made"
    yield f"{looked_at}: {plural(counts.total(), 'fix', 'fixes')} {verb} in {changed:,}"
    yield from (f"  {rule}: {counts[rule]:,} ({WHAT[rule]})" for rule in FixRule if counts[rule])


def json(result: FixResult, *, is_written: bool) -> Iterator[str]:
    """Yields one JSON object with every fix and its reason."""
    told = {
        "schemaVersion": SCHEMA_VERSION,
        "written": is_written,
        "documents": result.looked_at,
        "fixes": [
            _fix(document.path, fix) for document in result.documents for fix in document.fixes
        ],
        "waiting": {rule.value: count for rule, count in result.waiting.items() if count},
        "errors": [str(error) for error in (*result.errors, *refusals(result))],
    }
    yield escape.json(told, indent=2) + "\n"


def refusals(result: FixResult) -> Iterator[DocumentError]:
    """Yields why single fixes were not made."""
    for document in result.documents:
        yield from document.refused


def _fix(path: str, fix: Fix) -> dict[str, object]:
    changes = [
        {"field": fieldpath.show(edit.field), "from": edit.before, "to": edit.after}
        for edit in fix.edits
    ]
    if fix.body is not None:
        place = f"{fix.body.line}:{fix.body.column}"
        changes = [{"field": f"body {place}", "from": fix.body.before, "to": fix.body.after}]
    return {
        "document": path,
        "line": fix.line,
        "rule": fix.rule.value,
        "field": fieldpath.show(fix.field),
        "why": fix.why,
        "removed": fix.removes,
        "changes": changes,
    }
