"""What the ledger knows of targets: the latest check, the standing, and every check before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from enricher.ledger.database import Database, Row
from enricher.models import Kind, Memory, Outcome, PageFacts, Pin, Standing, Status

Key = tuple[Kind, str]
"""A target is a URL asked for as a page, or as an image."""

# Bound variables of one statement; SQLite's own limit was 999 for long (sqlite.org/limits.html).
_BATCH = 400

_outcome = msgspec.json.Decoder(Outcome).decode
_facts = msgspec.json.Decoder(PageFacts).decode
_standing = msgspec.json.Decoder(Standing).decode
_pin = msgspec.json.Decoder(Pin).decode


class _Status(msgspec.Struct, gc=False):
    """A verdict or standing of which no more is read."""

    status: Status


class _BriefOutcome(msgspec.Struct, gc=False):
    """An outcome of which only the verdict is read: that takes a tenth of the time."""

    verdict: _Status


_brief_outcome = msgspec.json.Decoder(_BriefOutcome).decode
_brief_standing = msgspec.json.Decoder(_Status).decode


class KnownTarget(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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
    is_settled: bool = True
    """False: a run ended before it was decided what the latest check means over time."""


class LatestVerdict(NamedTuple):
    """The latest verdict of a target that documents name; a person's pin counts more."""

    number: int
    key: Key
    status: Status
    run: int
    """The run that checked it."""
    site: str
    has_archived_copy: bool


class Targets:
    """Reads the tables `targets`, `checks`, `facts` and `lead_images`; `Checks` writes them."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def known(self, keys: Iterable[Key]) -> dict[Key, KnownTarget]:
        """The targets among `keys` that were ever checked."""
        columns = (
            "kind, url, seq, checked_at, due_at, has_tried, standing, status_reason, is_settled"
        )
        sql = f"SELECT {columns} FROM targets"
        found: dict[Key, KnownTarget] = {}
        for kind, url, *row in rows_of(self._db, keys, sql):
            found[Kind(kind), url] = _known(row)
        return found

    def linked(self, numbers: Iterable[int]) -> Iterator[tuple[int, Key, KnownTarget | None]]:
        """Yields the number, key and state of the targets that documents name by these numbers.

        The state is None where a target was never checked.
        """
        sql = (
            "SELECT l.id, l.kind, l.url, seq, checked_at, due_at, has_tried, standing, "
            "status_reason, is_settled FROM linked_targets l "
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
            # Only what is gone is looked up in archives.
            "CASE WHEN t.status_reason LIKE 'ok/%' THEN 0 "
            "ELSE json_extract(t.latest, '$.archive') IS NOT NULL END "
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
            for kind, url, standing, outcome, pin in rows_of(self._db, keys, sql)
            if standing
        }

    def living_pages(self) -> Iterator[str]:
        """Yields the pages whose latest answer and whose standing, or a pin, are good."""
        sql = (
            "SELECT targets.url, standing, coalesce(answered, latest), pin FROM targets "
            "LEFT JOIN pins ON pins.url = targets.url WHERE kind = ? AND standing IS NOT NULL"
        )
        for url, standing, outcome, pin in self._db.rows(sql, Kind.PAGE.value):
            status = _pin(pin).status if pin else _brief_standing(standing).status
            if status.is_good and _brief_outcome(outcome).verdict.status.is_good:
                yield url

    def latest(self, keys: Iterable[Key]) -> dict[Key, tuple[Outcome, int]]:
        """The latest check of each, answered or not, and the run that made it."""
        sql = "SELECT kind, url, latest, checked_run FROM targets"
        return {
            (Kind(kind), url): (_outcome(text), run)
            for kind, url, text, run in rows_of(self._db, keys, sql)
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

    def history(self, url: str, kind: Kind | None = None) -> Iterator[tuple[int, Outcome]]:
        """Every check of a URL (of one kind) with the run that made it, oldest first."""
        sql = (
            "SELECT run, outcome, body FROM checks JOIN targets ON targets.id = checks.target "
            "LEFT JOIN facts ON facts.id = checks.facts WHERE url = ? AND kind = coalesce(?, "
            "kind) ORDER BY checks.id"
        )
        for run, outcome, body in self._db.rows(sql, url, kind):
            yield run, replace(_outcome(outcome), page=_facts(body) if body else None)


def rows_of(database: Database, keys: Iterable[Key], sql: str) -> Iterator[Row]:
    """Rows of a SELECT over `targets`, `kind` and `url` first, for these keys only."""
    wanted = iter(keys)
    while batch := list(islice(wanted, _BATCH)):
        pairs = set(batch)
        urls = tuple({url for _, url in batch})
        marks = ", ".join("?" * len(urls))
        for row in database.rows(f"{sql} WHERE targets.url IN ({marks})", *urls):
            if (row[0], row[1]) in pairs:
                yield row


def _known(row: Sequence[Any]) -> KnownTarget:
    seq, checked_at, due_at, has_tried, standing, status_reason, is_settled = row
    return KnownTarget(
        seq=seq,
        checked_at=_instant(checked_at),
        due_at=None if due_at is None else _instant(due_at),
        has_tried=bool(has_tried),
        standing=_standing(standing) if standing else None,
        status_reason=status_reason,
        is_settled=bool(is_settled),
    )


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
