"""Adds the checks of a run to the ledger, and then what each means over time.

A check is first committed, so that it is never asked again, and its meaning decided later: only
when all of its site was asked does a run know whether a failure is the target's or the whole
site's. A process killed in between leaves pending checks; the next run decides them first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec.structs import replace

from enricher import urls
from enricher.ledger.database import Database, Row
from enricher.ledger.targets import Key, Targets, rows_of
from enricher.models import Outcome, PageFacts, Pin, Standing

_to_json = msgspec.json.Encoder().encode
_outcome = msgspec.json.Decoder(Outcome).decode
_standing = msgspec.json.Decoder(Standing).decode
_pin = msgspec.json.Decoder(Pin).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingCheck:
    """A committed check whose meaning over time is not yet decided."""

    id: int
    run: int
    outcome: Outcome
    standing: Standing | None
    """Before this check."""
    answered: Outcome | None
    """The check before that was answered."""
    pin: Pin | None
    digest: bytes

    @property
    def key(self) -> Key:
        return self.outcome.kind, self.outcome.target


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingUpdate:
    """What a check means over time."""

    id: int
    standing: Standing | None
    """None: never asked before, and held back with its whole site."""
    is_answer: bool
    """The check's facts replace the older ones."""
    due_at: datetime
    digest: bytes
    """Of all that documents could show; a new one makes documents look again."""


class Checks:
    """Writes the tables `targets`, `checks`, `facts` and `lead_images`."""

    def __init__(self, database: Database, targets: Targets) -> None:
        self._db = database
        self._targets = targets

    def commit(self, run: int, outcomes: Iterable[Outcome], has_tried: Container[Key]) -> None:
        """Keeps checks, each once; call it inside a transaction.

        `has_tried`: the targets whose check tried for all that the target could bring.
        """
        for outcome in outcomes:
            text = _to_json(outcome).decode()
            verdict = f"{outcome.verdict.status}/{outcome.verdict.reason}"
            at = outcome.checked_at.timestamp()
            found = self._db.one(
                "INSERT INTO targets (url, kind, site, checked_run, checked_at, latest, "
                "has_tried, status_reason) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url, kind) DO UPDATE SET "
                "answered = coalesce(answered, latest), latest = excluded.latest, checked_run = "
                "excluded.checked_run, "
                "checked_at = excluded.checked_at, has_tried = excluded.has_tried, site = "
                "excluded.site, "
                "status_reason = excluded.status_reason, is_settled = 0 "
                "WHERE checked_run <> excluded.checked_run OR checked_at <> excluded.checked_at "
                "RETURNING id",
                *(outcome.target, outcome.kind, urls.site(outcome.target), run, at, text),
                *((outcome.kind, outcome.target) in has_tried, verdict),
            )
            if found is not None:
                self._keep_check(run, found[0], outcome)

    def _keep_check(self, run: int, target: int, outcome: Outcome) -> None:
        page = outcome.page
        bare = _to_json(replace(outcome, page=None)).decode()
        facts = None if page is None else self._facts_id(page)
        self._db.do(
            "INSERT INTO checks (target, run, outcome, facts) VALUES (?, ?, ?, ?)",
            target,
            run,
            bare,
            facts,
        )
        if page is None or not (page.images or page.image):
            return
        # The page's own first choice, not ours: else a default that we passed over would soon look
        # like none.
        first = page.images[0] if page.images else page.image
        assert first is not None
        title = _digest((page.title.text if page.title else outcome.target).encode())
        self._db.do(
            "INSERT OR REPLACE INTO lead_images (target, site, image, title) VALUES (?, ?, ?, ?)",
            *(target, urls.site(outcome.target), first.url, title),
        )

    def _facts_id(self, page: PageFacts) -> int:
        """Pages rarely change what they say of themselves: equal facts are kept once."""
        body = _to_json(page)
        digest = _digest(body)
        self._db.do(
            "INSERT OR IGNORE INTO facts (digest, body) VALUES (?, ?)", digest, body.decode()
        )
        row = self._db.one("SELECT id FROM facts WHERE digest = ?", digest)
        assert row is not None
        return int(row[0])

    def pending_sites(self) -> tuple[str, ...]:
        return tuple(
            site
            for (site,) in self._db.rows("SELECT DISTINCT site FROM targets WHERE is_settled = 0")
        )

    def pending(self, site: str) -> tuple[PendingCheck, ...]:
        """Returns the checks of a site whose meaning is not decided."""
        rows = self._db.rows(f"{_PENDING} WHERE is_settled = 0 AND site = ? ORDER BY id", site)
        return tuple(_pending(row) for row in rows)

    def pending_of(self, keys: Iterable[Key]) -> tuple[PendingCheck, ...]:
        """Returns those among `keys` whose meaning is not decided."""
        return tuple(_pending(row) for row in rows_of(self._db, keys, _PENDING) if not row[-1])

    def of_runs(self, runs: Collection[int], site: str) -> tuple[Outcome, ...]:
        """Returns what these runs saw on a site."""
        marks = ", ".join("?" * len(runs))
        rows = self._db.rows(
            f"SELECT latest FROM targets WHERE checked_run IN ({marks}) AND site = ?", *runs, site
        )
        return tuple(_outcome(latest) for (latest,) in rows)

    def update_standings(self, updates: Sequence[StandingUpdate]) -> None:
        """Updates standings; call it inside a transaction. What documents could show gets a new
        `seq`.
        """
        seq = self._targets.seq() + 1
        self._db.do_all(
            "UPDATE targets SET standing = ?, due_at = ?, answered = CASE WHEN ? THEN NULL ELSE "
            "answered END, "
            "seq = CASE WHEN digest = ? THEN seq ELSE ? END, digest = ?, is_settled = 1 WHERE id "
            "= ?",
            (
                (
                    _to_json(s.standing).decode() if s.standing else None,
                    s.due_at.timestamp(),
                    s.is_answer,
                    s.digest,
                    seq,
                    s.digest,
                    s.id,
                )
                for s in updates
            ),
        )


_PENDING = (
    "SELECT kind, targets.url, id, checked_run, latest, standing, answered, pin, digest, "
    "is_settled FROM targets "
    "LEFT JOIN pins ON pins.url = targets.url"
)


def _pending(row: Row) -> PendingCheck:
    _, _, id_, run, latest, standing, answered, pin, digest, _ = row
    return PendingCheck(
        id=id_,
        run=run,
        outcome=_outcome(latest),
        standing=_standing(standing) if standing else None,
        answered=_outcome(answered) if answered else None,
        pin=_pin(pin) if pin else None,
        digest=digest,
    )


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
