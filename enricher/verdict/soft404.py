"""Rules that come next."""

from __future__ import annotations

from enricher.verdict.case import Case, Look, missed


def is_gone_by_witness(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def is_like_missing_page(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def says_not_found(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def says_removed(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def lands_on_error_page(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def lands_on_home(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def lands_on_search(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def lands_on_section(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def is_empty(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")


def shows_another_article(case: Case) -> Look:
    """Looks at nothing yet."""
    return missed(f"not looked at {case.end}")
