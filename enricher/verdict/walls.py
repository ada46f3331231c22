"""Rules that come next."""

from __future__ import annotations

from enricher.verdict.case import Case, Look, missed


def is_bot_wall(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def is_login(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def is_consent(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def is_paywall(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


WORTH_ANOTHER_TRY = frozenset({"bot-wall", "http-403"})
