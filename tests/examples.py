"""How many examples laws try."""

from __future__ import annotations

from hypothesis import settings

STEADY = 60
"""Of each law in the profile that gates changes; the profile `search` tries 1,000."""
DEAR = 20
"""Of laws of which an example costs 10 ms and more, in the profile that gates changes."""


def dear() -> int:
    """As many as the profile tries, but no more than DEAR where it gates changes."""
    each = settings().max_examples
    return each if each > STEADY else min(each, DEAR)
