"""Counts what a run passes over in documents, so that nothing is left out without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from enricher.config import FieldPattern, Fields
from enricher.document.passed_fields import PassedFields
from enricher.run.documents.scanned import FoundDocument

if TYPE_CHECKING:
    from enricher.document.reading import ReadDocument

# In one sentence; `enricher init --stdout` shows them all.
_FIELDS_NAMED = 8


@dataclass(slots=True)
class PassedOver:
    """What was passed over in the documents of a run, those read earlier included."""

    documents: int = 0
    """Documents that take part."""
    unread: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    no_urls: list[str] = field(default_factory=list)
    matched: set[str] = field(default_factory=set)
    unnamed: Counter[str] = field(default_factory=Counter)

    def add(self, path: str, read: ReadDocument | FoundDocument) -> None:
        """Takes in one document that was read."""
        self.unread += [f"{path}: {read.unread}"] if read.unread else []
        self.skipped += [f"{path}: {read.skipped_by}"] if read.skipped_by else []
        if read.is_document:
            self.add_fields(path, read.passed)

    def add_fields(self, path: str, passed: PassedFields) -> None:
        """Takes in what was passed over in the fields of one document."""
        self.documents += 1
        self.no_urls += [f"{path}:{each}" for each in passed.no_urls]
        self.matched.update(passed.matched)
        self.unnamed.update(passed.unnamed)

    def told(self, fields: Fields) -> Iterator[str]:
        """One sentence for each kind."""
        kinds = (
            ("file has frontmatter that is not read", self.unread),
            ("document left out by [documents] skip_if", self.skipped),
            ("link field holds no URL", self.no_urls),
        )
        for what, places in kinds:
            if places:
                yield _counted(what, places)
        unmatched = sorted(set(_own(fields)) - self.matched)
        if unmatched and self.documents:
            yield f"[fields] names what no document has: {', '.join(unmatched)}"
        if self.unnamed:
            yield _unnamed(self.unnamed)


def _unnamed(counts: Counter[str]) -> str:
    """`URL-like fields that no setting names: ampWebUrl (6,243), links[] (12)`; the most first."""
    found = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    named = ", ".join(f"{pattern} ({count:,})" for pattern, count in found[:_FIELDS_NAMED])
    more = f", and {len(found) - _FIELDS_NAMED:,} more" if len(found) > _FIELDS_NAMED else ""
    return (
        f"URL-like fields that no setting names: {named}{more}. To check them, see: enricher init "
        "--stdout; to leave them: [fields] unchecked"
    )


def _own(fields: Fields) -> Iterable[str]:
    """The patterns of the user's own."""
    for each in (*fields.pages, *fields.images):
        yield each.path if isinstance(each, FieldPattern) else each


def _counted(what: str, places: list[str]) -> str:
    if len(places) == 1:
        return f"1 {what}: {places[0]}"
    subject, _, rest = what.partition(" ")
    if subject == "link":
        subject, rest = "link fields", rest.removeprefix("field ").replace("holds", "hold")
    else:
        subject, rest = f"{subject}s", rest.replace("has ", "have ", 1)
    return f"{len(places)} {subject} {rest}; the first: {places[0]}"
