"""Counts what a run passes over in documents, so that nothing is left out without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from enricher.config import FieldPattern, Fields
from enricher.document.reading import ReadDocument


@dataclass(slots=True)
class PassedOver:
    """Of the documents that were read in this run; unchanged ones were told of when they were."""

    documents: int = 0
    """Documents that were read and take part."""
    unread: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    no_urls: list[str] = field(default_factory=list)
    matched: set[str] = field(default_factory=set)

    def add(self, path: str, read: ReadDocument) -> None:
        """Takes in one document."""
        self.documents += read.is_document
        self.unread += [f"{path}: {read.unread}"] if read.unread else []
        self.skipped += [f"{path}: {read.skipped_by}"] if read.skipped_by else []
        self.no_urls += [f"{path}:{each}" for each in read.no_urls]
        self.matched |= read.matched

    def told(self, fields: Fields | None) -> Iterator[str]:
        """One sentence for each kind; of patterns where `fields` is given: all were read."""
        kinds = (
            ("file has frontmatter that is not read", self.unread),
            ("document left out by [documents] skip_if", self.skipped),
            ("link field holds no URL", self.no_urls),
        )
        for what, places in kinds:
            if places:
                yield _counted(what, places)
        unmatched = sorted(set(_own(fields)) - self.matched) if fields else []
        if unmatched and self.documents:
            yield f"[fields] names what no document has: {', '.join(unmatched)}"


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
