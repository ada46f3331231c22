"""Decides which worker may ask a site: one at a time, in the order in which they asked for it.

No await, no I/O. A worker is whatever the caller says; what is to be told comes back as messages.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from enricher.run.engines.frames import SiteGranted, SiteWanted
from enricher.web.site_state import SiteState

W = TypeVar("W")

# States of sites that are not asked now are looked through when there are more; 300 bytes each.
KEPT_STATES = 10_000


@dataclass(eq=False, slots=True)
class _Held(Generic[W]):
    holder: W
    waiting: deque[W] = field(default_factory=deque)
    is_wanted_back: bool = False
    """The holder was told that others wait."""


class SiteRegistry(Generic[W]):
    """Knows which worker holds which site, and who waits for it."""

    def __init__(self, now: Callable[[], float], gap_s: Callable[[str], float]) -> None:
        """`now` gives monotonic seconds, `gap_s` the least time between two requests to a site."""
        self._now = now
        self._gap_s = gap_s
        self._held: dict[str, _Held[W]] = {}
        self._states: dict[str, tuple[float, SiteState]] = {}
        """Of sites at no worker, with the instant of each."""
        self._look_through_at = KEPT_STATES

    def asked(self, worker: W, site: str) -> Iterator[tuple[W, SiteGranted | SiteWanted]]:
        """Takes a worker's wish for a site; yields what is to be told to whom."""
        held = self._held.get(site)
        if held is None:
            yield worker, self._grant(worker, site)
        elif held.holder != worker and worker not in held.waiting:
            held.waiting.append(worker)
            if not held.is_wanted_back:
                held.is_wanted_back = True
                yield held.holder, SiteWanted(site=site)

    def given(self, worker: W, sites: Iterable[str]) -> tuple[SiteGranted, ...]:
        """Gives a worker those of its unit's sites that no other worker holds."""
        return tuple(self._grant(worker, site) for site in sites if site not in self._held)

    def returned(
        self, worker: W, site: str, state: SiteState
    ) -> Iterator[tuple[W, SiteGranted | SiteWanted]]:
        """Takes a site back; yields what is to be told to whom."""
        held = self._held.get(site)
        if held is not None and held.holder == worker:
            yield from self._freed(site, held, state)

    def gone(self, worker: W) -> Iterator[tuple[W, SiteGranted | SiteWanted]]:
        """Takes all sites of a worker back that certainly sends no further request.

        Its latest request may have been a moment ago, so the site's gap begins now.
        """
        for site, held in list(self._held.items()):
            if worker in held.waiting:
                held.waiting.remove(worker)
            if held.holder == worker:
                yield from self._freed(site, held, SiteState(wait_s=self._gap_s(site)))

    def _freed(
        self, site: str, held: _Held[W], state: SiteState
    ) -> Iterator[tuple[W, SiteGranted | SiteWanted]]:
        del self._held[site]
        if not state.is_blank:
            self._keep(site, state)
        if held.waiting:
            following = held.waiting.popleft()
            yield following, self._grant(following, site, held.waiting)

    def _grant(self, worker: W, site: str, waiting: deque[W] | None = None) -> SiteGranted:
        held = self._held[site] = _Held(worker, waiting or deque(), bool(waiting))
        at, state = self._states.pop(site, (0.0, SiteState()))
        return SiteGranted(
            site=site, state=state.later(self._now() - at), is_wanted=held.is_wanted_back
        )

    def _keep(self, site: str, state: SiteState) -> None:
        now = self._now()
        self._states[site] = now, state
        if len(self._states) > self._look_through_at:
            self._states = {
                site: (at, state)
                for site, (at, state) in self._states.items()
                if not state.later(now - at).is_forgettable
            }
            self._look_through_at = KEPT_STATES + 2 * len(self._states)
