"""Shrinks a ledger: checks that say what the one before and after them say are dropped.

Kept are standings, pins, documents, the account of runs, the latest checks of every target, and of
each stretch of checks with one verdict the first and the last: what a target's status was at the
end of any run can still be told.
"""

from __future__ import annotations

from dataclasses import dataclass

from enricher.ledger.database import Database
from enricher.ledger.store import Ledger

LAST_CHECKS = 5
"""Latest checks of a target that are kept whatever they say: enough to see a failure confirmed."""

# NULL is different from every verdict: the first and the last check of all are kept.
_REDUNDANT = """
WITH told AS (
    SELECT id, target, json_extract(outcome, '$.verdict.status') || '/' ||
        json_extract(outcome, '$.verdict.reason') AS verdict FROM checks
), ranked AS (
    SELECT id, verdict,
        lag(verdict) OVER by_target AS before,
        lead(verdict) OVER by_target AS after,
        count(*) OVER (PARTITION BY target ORDER BY id DESC) AS age
    FROM told WINDOW by_target AS (PARTITION BY target ORDER BY id)
)
SELECT id FROM ranked WHERE verdict = before AND verdict = after AND age > ?
"""
_UNUSED_FACTS = (
    "SELECT id FROM facts WHERE id NOT IN (SELECT facts FROM checks WHERE facts IS NOT NULL)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was dropped."""

    checks: int
    kept_checks: int
    facts: int
    """What pages said of themselves, where no check tells of it any more."""


def prune(ledger: Ledger, last_checks: int = LAST_CHECKS) -> Pruned:
    """Drops what is redundant, and gives the room back to the disk.

    Raises LedgerError where the disk has no room for the new file beside the old one.
    """
    database = ledger.database
    with database.transaction():
        before = _count(database, "checks")
        database.do(f"DELETE FROM checks WHERE id IN ({_REDUNDANT})", last_checks)
        facts = _count(database, "facts")
        database.do(f"DELETE FROM facts WHERE id IN ({_UNUSED_FACTS})")
        kept, kept_facts = _count(database, "checks"), _count(database, "facts")
    database.do("VACUUM")
    database.do("PRAGMA wal_checkpoint(TRUNCATE)")
    return Pruned(checks=before - kept, kept_checks=kept, facts=facts - kept_facts)


def _count(database: Database, table: str) -> int:
    row = database.one(f"SELECT count(*) FROM {table}")
    return int(row[0]) if row else 0
