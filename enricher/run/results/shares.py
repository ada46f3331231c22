"""Shares out the fields that cite a URL among the few records that a report tells of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from enricher.ledger.links import IS_RESPELT, LinkCodes, target_of


class Shares:
    """Says, link by link in the order of a run, how many fields a record of it stands for."""

    def __init__(self, shown: Mapping[int, int], places: int | None = None) -> None:
        """`shown`: how often documents hold the codes whose records are told, the first `places` of
        each target.
        """
        self._shown = set(shown)
        self._fields: Counter[int] = Counter()
        for code, count in shown.items() if places is not None else ():
            if not code & IS_RESPELT:
                self._fields[target_of(code)] += count
        self._left = dict.fromkeys(self._fields, places or 0)

    def of(self, codes: LinkCodes) -> list[int] | None:
        """The fields that each link stands for, 0 for what is not told; None: for nothing."""
        if self._shown.isdisjoint(codes):
            return None
        shares = [self._share(code) if code in self._shown else 0 for code in codes]
        return shares if any(shares) else None

    def _share(self, code: int) -> int:
        """A URL that is spelt in its own way is told of by itself."""
        target = target_of(code)
        if code & IS_RESPELT or target not in self._left:
            return 1
        left = self._left[target]
        if left <= 1:
            self._shown.discard(code)  # the record of this link stands for all that follow
        if left < 1:
            return 0
        self._left[target] -= 1
        self._fields[target] -= 1
        return 1 if left > 1 else 1 + self._fields[target]
