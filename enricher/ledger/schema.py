"""The tables of the ledger, as numbered migrations, each applied in one transaction.

A migration is never edited after a release: a change of the tables is a new one at the end.
"""

from __future__ import annotations

from array import array

from enricher.errors import LedgerError
from enricher.ledger.database import Database

# "enrc" in ASCII: tells our file from other programs' databases
# (sqlite.org/pragma.html#pragma_application_id).
APPLICATION_ID = 0x656E7263

# Instants are ISO 8601 in UTC where people may look, seconds since 1970 where we compare. `seq`
# counts changes that
# documents could show: a document that was written at `applied_seq` is behind if one of its
# targets changed later.
# Integer keys: a text key on URLs costs locality beyond some ten million rows.
_FIRST = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    summary TEXT
);
CREATE TABLE targets (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    site TEXT NOT NULL,
    checked_run INTEGER NOT NULL,
    checked_at REAL NOT NULL,
    status_reason TEXT NOT NULL,
    latest TEXT NOT NULL,
    answered TEXT,
    has_tried INTEGER NOT NULL,
    standing TEXT,
    due_at REAL,
    digest BLOB NOT NULL DEFAULT x'',
    seq INTEGER NOT NULL DEFAULT 0,
    is_settled INTEGER NOT NULL DEFAULT 0,
    UNIQUE (url, kind)
);
CREATE INDEX targets_seq ON targets (seq);
CREATE INDEX targets_run ON targets (checked_run, site);
CREATE INDEX targets_unsettled ON targets (site) WHERE is_settled = 0;
CREATE TABLE facts (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    body TEXT NOT NULL
);
CREATE TABLE checks (
    id INTEGER PRIMARY KEY,
    target INTEGER NOT NULL REFERENCES targets (id),
    run INTEGER NOT NULL REFERENCES runs (id),
    outcome TEXT NOT NULL,
    facts INTEGER REFERENCES facts (id)
);
CREATE INDEX checks_target ON checks (target, id);
CREATE TABLE pins (
    url TEXT PRIMARY KEY,
    pin TEXT NOT NULL
);
CREATE TABLE lead_images (
    target INTEGER PRIMARY KEY REFERENCES targets (id),
    site TEXT NOT NULL,
    image TEXT NOT NULL,
    title BLOB NOT NULL
);
CREATE INDEX lead_images_shared ON lead_images (site, image, title);
CREATE TABLE sites (
    site TEXT PRIMARY KEY,
    failure TEXT,
    manner TEXT
);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    run INTEGER NOT NULL,
    stat_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reading TEXT NOT NULL,
    links BLOB NOT NULL,
    link_count INTEGER NOT NULL,
    applied_seq INTEGER NOT NULL DEFAULT -1,
    applied_policy TEXT NOT NULL DEFAULT '',
    notices TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX documents_run ON documents (run, path);
CREATE TABLE drafts (
    document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    run INTEGER NOT NULL,
    changes TEXT NOT NULL,
    diff TEXT
);
"""

# Every target that a document names gets a number, checked or not; a document keeps the numbers of
# its links (`ledger.documents`), so that an unchanged one is planned and counted without reading
# its links. Stored outcomes follow the names of our own values.
_LINKED_TARGETS = """
CREATE TABLE linked_targets (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE (url, kind)
);
ALTER TABLE documents ADD COLUMN targets BLOB NOT NULL DEFAULT x'';
ALTER TABLE documents ADD COLUMN title TEXT;
ALTER TABLE drafts RENAME TO document_changes;
ALTER TABLE sites RENAME COLUMN manner TO client_identity;
UPDATE targets SET latest = replace(latest, '"manner":"', '"client_identity":"'),
    answered = replace(answered, '"manner":"', '"client_identity":"');
UPDATE checks SET outcome = replace(outcome, '"manner":"', '"client_identity":"');
UPDATE targets SET status_reason = replace(status_reason, '/host-parked', '/host-paused'),
    latest = replace(latest, '"reason":"host-parked"', '"reason":"host-paused"'),
    standing = replace(standing, '"reason":"host-parked"', '"reason":"host-paused"');
UPDATE checks SET outcome = replace(outcome, '"reason":"host-parked"', '"reason":"host-paused"');
"""

# A link's code has a flag more, `documents.IS_RESPELT`; documents are read anew to know it.
_OLDER_FLAG_BITS = 3
_FOUR_FLAGS = """
UPDATE documents SET targets = with_four_flags(targets), reading = '';
"""

# What was passed over in a document's fields is told by every report, not only when it was read.
_PASSED_FIELDS = """
ALTER TABLE documents ADD COLUMN passed TEXT NOT NULL DEFAULT '{}';
"""

_ARCHIVE_SAVES = """
CREATE TABLE archive_saves (
    url TEXT PRIMARY KEY,
    run INTEGER NOT NULL,
    at TEXT NOT NULL,
    result TEXT NOT NULL,
    copy TEXT,
    captured_at TEXT
);
"""

# Every run goes through all documents, and few of their links are read: rows of `documents` are
# short without them (SQLite reads and writes a row as a whole).
_LINKS_APART = """
CREATE TABLE document_links (
    document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    links BLOB NOT NULL
);
INSERT INTO document_links SELECT id, links FROM documents;
ALTER TABLE documents DROP COLUMN links;
"""

MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _LINKED_TARGETS,
    _FOUR_FLAGS,
    _PASSED_FIELDS,
    _ARCHIVE_SAVES,
    _LINKS_APART,
)


def migrate(database: Database) -> None:
    """Brings a new or older ledger to the newest tables.

    Raises LedgerError, having changed nothing, where the file is another program's or a newer
    version's.
    """
    version = check(database)
    database.prepare_to_write()
    database.add_function("with_four_flags", _with_four_flags)
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        with database.transaction():
            for step in script.split(";\n"):
                if step.strip():
                    database.do(step)
            database.do(f"PRAGMA application_id = {APPLICATION_ID}")
            database.do(f"PRAGMA user_version = {number}")


def _with_four_flags(blob: bytes) -> bytes:
    """Makes room for a fourth flag in the codes of a document's links."""
    codes = array("I")
    codes.frombytes(blob)
    flags = (1 << _OLDER_FLAG_BITS) - 1
    spread = (code >> _OLDER_FLAG_BITS << _OLDER_FLAG_BITS + 1 | code & flags for code in codes)
    return array("I", spread).tobytes()


def check(database: Database) -> int:
    """The version of the tables, 0 for an empty file. Raises LedgerError for what is no ledger
    that we understand.
    """
    owner = _number(database, "PRAGMA application_id")
    version = _number(database, "PRAGMA user_version")
    tables = _number(database, "SELECT count(*) FROM sqlite_master")
    if owner != APPLICATION_ID and (owner or version or tables):
        raise LedgerError("it is the database of another program")
    if version > len(MIGRATIONS):
        raise LedgerError(
            f"it was written by a newer version of enricher (tables {version}, this one knows "
            f"{len(MIGRATIONS)})"
        )
    return version


def check_newest(database: Database) -> None:
    """For readers, who cannot migrate: as `check`, and the tables must be ours."""
    if check(database) != len(MIGRATIONS):
        raise LedgerError(
            "its tables are older than this version of enricher; the next run renews them"
        )


def _number(database: Database, sql: str) -> int:
    row = database.one(sql)
    return int(row[0]) if row else 0
