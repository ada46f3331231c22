"""Rules that come next."""

from __future__ import annotations

from enricher.verdict.case import Case, Look, missed


def is_parked(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")
