"""Tells which sites a run could not finish in its time because it asks politely: no error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from enricher.config import Politeness
from enricher.run.schedule import gap_s

# Sites that are named, those with most left.
NAMED = 3


def unfinished(
    begun: Mapping[str, int], left: Mapping[str, int], politeness: Politeness, budget: timedelta
) -> list[str]:
    """Returns a line for the user where sites have more links than their pace allows in `budget`.

    `begun` and `left`: due links of each site, at the beginning and at the end.
    """
    bound = {
        site: left[site]
        for site, count in begun.items()
        if left.get(site) and count * gap_s(site, politeness) > budget.total_seconds()
    }
    if not bound:
        return []
    largest = sorted(bound, key=lambda site: (-bound[site], site))[:NAMED]
    named = ", ".join(f"{site} {bound[site]:,}" for site in largest)
    sites = "1 site has" if len(bound) == 1 else f"{len(bound):,} sites have"
    more = ", ..." if len(bound) > NAMED else ""
    line = (
        f"unfinished because polite: {sites} more links than can be asked at their pace in this "
        f"time; {sum(bound.values()):,} are left ({named}{more}), and the next run goes on there"
    )
    return [line]
