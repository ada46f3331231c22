"""The ledger: the durable account of what was seen, concluded and changed.

One run at a time writes it (`Ledger.open`); any process may read it meanwhile (`Ledger.read`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from enricher.errors import LedgerBusy, LedgerDamaged, LedgerError, LedgerUnusable
from enricher.ledger import schema
from enricher.ledger.archive_saves import ArchiveSaves
from enricher.ledger.checks import Checks
from enricher.ledger.database import Database, LedgerLock
from enricher.ledger.documents import Documents
from enricher.ledger.pins import Pins
from enricher.ledger.targets import Targets
from enricher.models import ClientIdentity
from enricher.policy.standing import SiteFailure

_to_json = msgspec.json.Encoder().encode
_failure = msgspec.json.Decoder(SiteFailure).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One row of the account: when a run was, and what it said at its end."""

    id: int
    kind: str
    """`run`, `dry-run` or `audit`."""
    started_at: datetime
    ended_at: datetime | None
    """None: it is at work, or was killed."""
    summary: bytes | None
    """JSON."""


class Sites:
    """The table `sites`: what holds for a whole site."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def failure(self, site: str) -> SiteFailure | None:
        """The failure that all of the site's targets showed in the last run that asked it."""
        row = self._db.one("SELECT failure FROM sites WHERE site = ?", site)
        return _failure(row[0]) if row and row[0] else None

    def keep_failure(self, site: str, failure: SiteFailure | None) -> None:
        text = _to_json(failure).decode() if failure else None
        if failure is None and self._db.one("SELECT 1 FROM sites WHERE site = ?", site) is None:
            return
        self._db.do(
            "INSERT INTO sites (site, failure) VALUES (?, ?) "
            "ON CONFLICT (site) DO UPDATE SET failure = excluded.failure",
            *(site, text),
        )

    def client_identities(self) -> dict[str, ClientIdentity]:
        """Returns the sites that let us in with another identity than the honest one."""
        sql = "SELECT site, client_identity FROM sites WHERE client_identity IS NOT NULL"
        rows = self._db.rows(sql)
        return {site: ClientIdentity(identity) for site, identity in rows}

    def keep_client_identity(self, site: str, identity: ClientIdentity) -> None:
        kept = None if identity is ClientIdentity.HONEST else identity.value
        self._db.do(
            "INSERT INTO sites (site, client_identity) VALUES (?, ?) "
            "ON CONFLICT (site) DO UPDATE SET client_identity = excluded.client_identity",
            *(site, kept),
        )


class Ledger:
    """A context manager over one file; its parts are attributes, a table or more each."""

    def __init__(self, database: Database, hold: LedgerLock | None) -> None:
        self._db = self.database = database
        self._hold = hold
        self.path = database.path
        self.targets = Targets(database)
        self.checks = Checks(database, self.targets)
        self.documents = Documents(database)
        self.sites = Sites(database)
        self.pins = Pins(database)
        self.archive_saves = ArchiveSaves(database)

    @classmethod
    def open(cls, path: Path) -> Ledger:
        """For a run: makes what is missing, and holds the ledger until `close`.

        Raises LedgerBusy where another run holds it, else LedgerUnusable.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _keep_out_of_git(path)
        except OSError as error:
            raise LedgerUnusable(f"the ledger {path} cannot be made: {error}") from error
        with _as_unusable():
            hold = LedgerLock(path)
            hold.take()
            try:
                return cls(_ready(path, is_read_only=False), hold)
            except BaseException:
                hold.end()
                raise

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """For looking only. Raises LedgerUnusable where there is no ledger, or none of ours."""
        if not path.is_file():
            raise LedgerUnusable(f"there is no ledger {path}; `enricher run` makes one")
        with _as_unusable():
            return cls(_ready(path, is_read_only=True), None)

    @classmethod
    def copied(cls, path: Path) -> Ledger:
        """For trying out: a private copy that may be written and is gone after `close`.

        Empty where there is no ledger yet; an older one is renewed, in the copy only. Raises
        LedgerUnusable where the file is none of ours.
        """

        def fill(database: Database) -> None:
            database.fill_from(path)
            schema.migrate(database)

        with _as_unusable():
            database = Database(path, is_read_only=False, is_private=True)
            return cls(_checked(database, fill), None)

    def close(self) -> None:
        try:
            self._db.close()
        finally:
            if self._hold:
                self._hold.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is kept together, or not at all."""
        with self._db.transaction():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one state, whatever a run commits meanwhile."""
        with self._db.snapshot():
            yield

    # ── the account of runs ─────────────────────────────────────────────────────────────────────

    def begin(self, kind: str, at: datetime) -> int:
        """Adds a run to the account; returns its number."""
        return self._db.do(
            "INSERT INTO runs (kind, pid, started_at) VALUES (?, ?, ?)",
            *(kind, os.getpid(), at.isoformat()),
        )

    def end(self, run: int, at: datetime, summary: bytes) -> None:
        self._db.do(
            "UPDATE runs SET ended_at = ?, summary = ? WHERE id = ?",
            *(at.isoformat(), summary.decode(), run),
        )

    def discard_run(self, run: int) -> None:
        """Removes a run that learnt nothing from the account."""
        self._db.do("DELETE FROM runs WHERE id = ?", run)

    def unfinished(self, before: int, since: datetime) -> tuple[int, ...]:
        """Returns the runs straight before this one that were killed, none begun before `since`."""
        earlier = (run for run in self.runs() if run.id < before)
        killed = takewhile(lambda run: run.ended_at is None and run.started_at > since, earlier)
        return tuple(run.id for run in killed)

    def runs(self) -> tuple[Run, ...]:
        """Returns the account of runs, latest first."""
        sql = "SELECT id, kind, started_at, ended_at, summary FROM runs ORDER BY id DESC"
        return tuple(
            Run(
                id=id_,
                kind=kind,
                started_at=datetime.fromisoformat(started_at),
                ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
                summary=summary.encode() if summary else None,
            )
            for id_, kind, started_at, ended_at, summary in self._db.rows(sql)
        )


OWN_FOLDER = ".enricher"


def _keep_out_of_git(ledger: Path) -> None:
    """A new ledger in a folder of our own is no part of the documents' repository."""
    if ledger.parent.name == OWN_FOLDER and not ledger.exists():
        with suppress(FileExistsError), (ledger.parent / ".gitignore").open("x") as file:
            file.write("*\n")


@contextmanager
def _as_unusable() -> Iterator[None]:
    """What fails before the ledger is open keeps the command from doing anything."""
    try:
        yield
    except (LedgerBusy, LedgerDamaged):
        raise
    except LedgerError as error:
        raise LedgerUnusable(str(error)) from error


def _ready(path: Path, *, is_read_only: bool) -> Database:
    database = Database(path, is_read_only=is_read_only)
    return _checked(database, schema.check_newest if is_read_only else schema.migrate)


def _checked(database: Database, check: Callable[[Database], None]) -> Database:
    """The database, once it passed; else closed. Raises LedgerError."""
    path = database.path
    try:
        check(database)
    except LedgerError as error:
        database.close()
        if str(path) in str(error):
            raise
        raise LedgerError(f"the ledger {path} cannot be used: {error}") from error
    return database
