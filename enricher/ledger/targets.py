"""What the ledger knows of targets: the latest check, the standing, and every check before.

A check is first committed, so that it is never asked again, and its meaning decided later: only
when
all of its site was asked does a run know whether a failure is the target's or the whole site's. A
process killed in between leaves pending checks; the next run decides them first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from enricher import urls
from enricher.ledger.database import Database, Row
from enricher.models import Kind, Memory, Outcome, PageFacts, Pin, Standing, Status

Key = tuple[Kind, str]
"""A target is a URL asked for as a page, or as an image."""

# Bound variables of one statement; SQLite's own limit was 999 for long (sqlite.org/limits.html).
_BATCH = 400

_to_json = msgspec.json.Encoder().encode
_outcome = msgspec.json.Decoder(Outcome).decode
_facts = msgspec.json.Decoder(PageFacts).decode
_standing = msgspec.json.Decoder(Standing).decode
_pin = msgspec.json.Decoder(Pin).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTarget:
    """As much of a target as planning needs."""

    seq: int
    checked_at: datetime
    due_at: datetime | None
    has_tried: bool
    """The latest check tried for what the target could bring: a page's lead image, a copy of an
    image.
    """
    standing: Standing | None
    status_reason: str
    """`status/reason` of the latest check."""


class LatestVerdict(NamedTuple):
    """The latest verdict of a target that documents name; a person's pin counts more."""

    number: int
    key: Key
    status: Status
    run: int
    """The run that checked it."""
    site: str
    has_archived_copy: bool


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


class Targets:
    """The tables `targets`, `checks`, `facts` and `lead_images`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # ── before a run ────────────────────────────────────────────────────────────────────────────

    def known(self, keys: Iterable[Key]) -> dict[Key, KnownTarget]:
        """The targets among `keys` that were ever checked."""
        columns = "kind, url, seq, checked_at, due_at, has_tried, standing, status_reason"
        sql = f"SELECT {columns} FROM targets"
        found: dict[Key, KnownTarget] = {}
        for kind, url, *row in self._of(keys, sql):
            found[Kind(kind), url] = _known(row)
        return found

    def linked(self, numbers: Iterable[int]) -> Iterator[tuple[int, Key, KnownTarget | None]]:
        """Yields the number, key and state of the targets that documents name by these numbers.

        The state is None where a target was never checked.
        """
        sql = (
            "SELECT l.id, l.kind, l.url, seq, checked_at, due_at, has_tried, standing, "
            "status_reason FROM linked_targets l "
            "LEFT JOIN targets t ON t.url = l.url AND t.kind = l.kind"
        )
        wanted = iter(numbers)
        while batch := list(islice(wanted, _BATCH)):
            marks = ", ".join("?" * len(batch))
            for number, kind, url, *row in self._db.rows(f"{sql} WHERE l.id IN ({marks})", *batch):
                yield number, (Kind(kind), url), None if row[0] is None else _known(row)

    def verdicts(self, numbers: Iterable[int]) -> Iterator[LatestVerdict]:
        """Yields the latest verdict of each target that documents name by these numbers."""
        sql = (
            "SELECT l.id, l.kind, l.url, t.status_reason, t.checked_run, t.site, p.pin, "
            "json_extract(t.latest, '$.archive') IS NOT NULL "
            "FROM linked_targets l JOIN targets t ON t.url = l.url AND t.kind = l.kind "
            "LEFT JOIN pins p ON p.url = l.url"
        )
        wanted = iter(numbers)
        while batch := list(islice(wanted, _BATCH)):
            marks = ", ".join("?" * len(batch))
            for row in self._db.rows(f"{sql} WHERE l.id IN ({marks})", *batch):
                number, kind, url, status_reason, run, site, pin, has_copy = row
                status = _pin(pin).status if pin else Status(status_reason.partition("/")[0])
                yield LatestVerdict(number, (Kind(kind), url), status, run, site, bool(has_copy))

    def statuses_by_run(self) -> Iterator[tuple[int, int, Status]]:
        """Yields (run, target, status) of every check, in the order of runs."""
        sql = (
            "SELECT run, target, json_extract(outcome, '$.verdict.status') FROM checks "
            "ORDER BY run, id"
        )
        for run, target, status in self._db.rows(sql):
            yield run, target, Status(status)

    def statuses_before(self, run: int) -> dict[Key, Status | None]:
        """Status at the end of a run, of each target checked after it; None: unknown then."""
        sql = (
            "SELECT t.kind, t.url, (SELECT json_extract(c.outcome, '$.verdict.status') "
            "FROM checks c WHERE c.target = t.id AND c.run <= ? ORDER BY c.id DESC LIMIT 1) "
            "FROM targets t WHERE t.checked_run > ?"
        )
        return {
            (Kind(kind), url): None if status is None else Status(status)
            for kind, url, status in self._db.rows(sql, run, run)
        }

    def memories(self, keys: Iterable[Key]) -> dict[Key, Memory]:
        """What is settled about the targets among `keys`."""
        sql = (
            "SELECT kind, targets.url, standing, coalesce(answered, latest), pin FROM targets "
            "LEFT JOIN pins ON pins.url = targets.url"
        )
        return {
            (Kind(kind), url): Memory(
                standing=_standing(standing),
                outcome=_outcome(outcome),
                pin=_pin(pin) if pin else None,
            )
            for kind, url, standing, outcome, pin in self._of(keys, sql)
            if standing
        }

    def latest(self, keys: Iterable[Key]) -> dict[Key, tuple[Outcome, int]]:
        """The latest check of each, answered or not, and the run that made it."""
        sql = "SELECT kind, url, latest, checked_run FROM targets"
        return {
            (Kind(kind), url): (_outcome(text), run) for kind, url, text, run in self._of(keys, sql)
        }

    def latest_in(self, keys: Iterable[Key], run: int) -> dict[Key, tuple[Outcome, int]]:
        """As `latest`, at the end of an earlier run."""
        found = self.latest(keys)
        for key, (_, checked_in) in list(found.items()):
            if checked_in > run:
                past = [
                    (outcome, then) for then, outcome in self.history(key[1], key[0]) if then <= run
                ]
                del found[key]
                if past:
                    found[key] = past[-1]
        return found

    def shared_images(self, site: str, articles: int) -> frozenset[str]:
        """Returns a site's default images: first on `articles` or more titles."""
        sql = (
            "SELECT image FROM lead_images WHERE site = ? "
            "GROUP BY image HAVING count(DISTINCT title) >= ?"
        )
        return frozenset(image for (image,) in self._db.rows(sql, site, articles))

    def answering(self, without: frozenset[str], count: int) -> list[str]:
        """A page of each of the `count` sites that answered last, other sites than those
        `without`.
        """
        sql = (
            "SELECT url, site, max(checked_at) AS last FROM targets WHERE kind = 'page' AND "
            "standing IS NOT NULL "
            "AND json_extract(standing, '$.status') IN ('ok', 'moved') GROUP BY site ORDER BY "
            "last DESC LIMIT ?"
        )
        rows = self._db.rows(sql, count + len(without))
        return [url for url, site, _ in rows if site not in without][:count]

    def seq(self) -> int:
        """Of the latest change."""
        row = self._db.one("SELECT max(seq) FROM targets")
        return (row[0] if row else 0) or 0

    # ── in a run ────────────────────────────────────────────────────────────────────────────────

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
        return tuple(_pending(row) for row in self._of(keys, _PENDING) if not row[-1])

    def of_run(self, run: int, site: str) -> tuple[Outcome, ...]:
        """Returns what a run saw on a site."""
        rows = self._db.rows(
            "SELECT latest FROM targets WHERE checked_run = ? AND site = ?", run, site
        )
        return tuple(_outcome(latest) for (latest,) in rows)

    def update_standings(self, updates: Sequence[StandingUpdate]) -> None:
        """Updates standings; call it inside a transaction. What documents could show gets a new
        `seq`.
        """
        seq = self.seq() + 1
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

    # ── afterwards ──────────────────────────────────────────────────────────────────────────────

    def history(self, url: str, kind: Kind | None = None) -> Iterator[tuple[int, Outcome]]:
        """Every check of a URL (of one kind) with the run that made it, oldest first."""
        sql = (
            "SELECT run, outcome, body FROM checks JOIN targets ON targets.id = checks.target "
            "LEFT JOIN facts ON facts.id = checks.facts WHERE url = ? AND kind = coalesce(?, "
            "kind) ORDER BY checks.id"
        )
        for run, outcome, body in self._db.rows(sql, url, kind):
            yield run, replace(_outcome(outcome), page=_facts(body) if body else None)

    def _of(self, keys: Iterable[Key], sql: str) -> Iterator[Row]:
        """Rows of a SELECT over `targets`, `kind` and `url` first, for these keys only."""
        wanted = iter(keys)
        while batch := list(islice(wanted, _BATCH)):
            pairs = set(batch)
            urls = tuple({url for _, url in batch})
            marks = ", ".join("?" * len(urls))
            for row in self._db.rows(f"{sql} WHERE targets.url IN ({marks})", *urls):
                if (row[0], row[1]) in pairs:
                    yield row


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


def _known(row: Sequence[Any]) -> KnownTarget:
    seq, checked_at, due_at, has_tried, standing, status_reason = row
    return KnownTarget(
        seq=seq,
        checked_at=_instant(checked_at),
        due_at=None if due_at is None else _instant(due_at),
        has_tried=bool(has_tried),
        standing=_standing(standing) if standing else None,
        status_reason=status_reason,
    )


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
