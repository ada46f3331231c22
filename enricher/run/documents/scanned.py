"""What a scan learns of one document, and fingerprints of the settings that decide it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from enricher import files
from enricher.config import Config
from enricher.document.passed_fields import PassedFields
from enricher.errors import DocumentError
from enricher.ledger.links import PackedLinks, packed
from enricher.run.documents.tree_file import KeptTree
from enricher.run.documents.write_mode import WriteMode

# What `document.links` makes of equal bytes under equal settings; raised when its meaning changes,
# so that every document is parsed anew.
READER_VERSION = 7
# What `enrich` makes of equal documents and equal facts; raised when that changes, so that every
# document is looked at anew.
ENRICH_VERSION = 4


@dataclass(slots=True)
class ScannedDocument:
    """A document that takes part in a run."""

    id: int
    path: str
    """As the user reaches it; the document's name everywhere."""
    is_behind: bool
    """Its targets, the settings or the document itself changed since it was last written."""
    size: int = 0
    """Bytes, when it was scanned."""
    waits_for: int = 0
    """Due targets without a verdict yet."""
    kept: KeptTree | None = None
    """The tree as it was scanned; on its way to be edited alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """What was read of one file: as `reading.ReadDocument`, with its links as the ledger keeps
    them.
    """

    fingerprint: str
    title: str | None
    links: PackedLinks
    is_document: bool
    unread: str
    skipped_by: str
    passed: PassedFields
    tree: bytes
    """What `kept_tree.packed` gives; empty where none is to be kept."""


def found_in(path: str, config: Config, mode: WriteMode) -> FoundDocument | DocumentError:
    """Reads one file; gives the error where it cannot be read."""
    # Unchanged documents need no parser.
    from enricher.document import kept_tree, reading  # noqa: PLC0415

    try:
        source = files.read(path, mode.within)
        read = reading.read(source.text, path, config)
    except DocumentError as error:
        return error
    return FoundDocument(
        fingerprint=source.fingerprint,
        title=read.title,
        links=packed(read.links),
        is_document=read.is_document,
        unread=read.unread,
        skipped_by=read.skipped_by,
        passed=read.passed,
        tree=kept_tree.packed(read.front) if mode.keeps_trees and read.front else b"",
    )


def reading_settings(config: Config) -> str:
    """Returns a fingerprint of what decides where links stand."""
    skip_if = config.documents.skip_if
    return _fingerprint(READER_VERSION, config.fields, config.fill, config.body, skip_if)


def writing_settings(config: Config) -> str:
    """Returns a fingerprint of what decides how facts are written into documents."""
    return _fingerprint(
        *(ENRICH_VERSION, config.enrich, config.write, config.fields, config.fill),
        config.policy,
        config.images.cache,
    )


def _fingerprint(*parts: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()
