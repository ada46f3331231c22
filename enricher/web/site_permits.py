"""The sites that a worker may ask at present, where several workers share them.

A site is at one worker at a time. A worker keeps it until another one wants it; then it ends the
requests that it has begun and gives the site back. No request waits at two sites, so no two workers
wait for one another.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from enricher.web.site_state import SiteState

# Requests of one worker to a site that others wait for, before it is their turn. The change costs
# the time of one answer, which eight requests make a small part of.
TURN_REQUESTS = 8
# Sites that a worker keeps although it asks nothing there: 5,000 are about 2 MB.
KEPT_SITES = 5_000


class SiteStates(Protocol):
    """Who knows the pace of sites: the throttle."""

    def take_over(self, site: str, state: SiteState) -> None:
        """Takes up a site where another worker left it."""
        ...

    def hand_over(self, site: str) -> SiteState:
        """Returns what the next worker must know, and drops it here."""
        ...


@dataclass(eq=False, slots=True)
class _Site:
    is_held: bool = False
    is_asked_for: bool = False
    is_wanted: bool = False
    """Another worker waits for it."""
    turns_left: int = 0
    """Requests that may still begin although another worker waits."""
    users: int = 0
    """Requests that have begun."""
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)

    @property
    def is_open(self) -> bool:
        return self.is_held and (not self.is_wanted or self.turns_left > 0)

    def begin(self) -> None:
        self.users += 1
        self.turns_left -= 1


class SitePermits:
    """Lets requests through to the sites that this worker holds, and asks for others."""

    def __init__(
        self, ask: Callable[[str], None], give_back: Callable[[str, SiteState], None]
    ) -> None:
        """`ask` asks the coordinator for a site; `give_back` returns one."""
        self._ask = ask
        self._give_back = give_back
        self._sites: dict[str, _Site] = {}
        self._states: SiteStates | None = None

    def attach(self, states: SiteStates) -> None:
        """Names who keeps the pace of sites; once, before the first request."""
        self._states = states

    async def enter(self, site: str) -> None:
        """Waits until the site may be asked; `leave` must follow."""
        entry = self._sites.setdefault(site, _Site())
        if entry.is_open and not entry.waiting:
            entry.begin()
            return
        permitted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry.waiting.append(permitted)
        self._go_on(site, entry)
        try:
            await permitted
        except asyncio.CancelledError:
            if not permitted.cancelled():
                self.leave(site)
            elif permitted in entry.waiting:  # else it was passed over, when it was its turn
                entry.waiting.remove(permitted)
            raise

    def leave(self, site: str) -> None:
        """Ends a request."""
        entry = self._sites[site]
        entry.users -= 1
        self._go_on(site, entry)
        if len(self._sites) > KEPT_SITES:
            self._close_some()

    def close(self, site: str) -> None:
        """Gives a site back where no request needs it: its unit is done."""
        entry = self._sites.get(site)
        if entry is not None and entry.is_held and not entry.users and not entry.waiting:
            self._return(site, entry)

    # ── told by the coordinator ──

    def granted(self, site: str, state: SiteState, *, is_wanted: bool) -> None:
        """Takes a site; `is_wanted` if others wait for it already."""
        assert self._states is not None
        entry = self._sites.setdefault(site, _Site())
        entry.is_held, entry.is_asked_for = True, False
        entry.is_wanted, entry.turns_left = is_wanted, TURN_REQUESTS
        self._states.take_over(site, state)
        self._go_on(site, entry)

    def wanted(self, site: str) -> None:
        """Hears that another worker waits for a site; one that was just given back is no matter."""
        entry = self._sites.get(site)
        if entry is not None and entry.is_held and not entry.is_wanted:
            entry.is_wanted, entry.turns_left = True, 0
            self._go_on(site, entry)

    # ── within ──

    def _go_on(self, site: str, entry: _Site) -> None:
        """Does what is to be done for a site after a change."""
        while entry.waiting and entry.is_open:
            permitted = entry.waiting.popleft()
            if not permitted.done():
                entry.begin()
                permitted.set_result(None)
        if entry.is_held and entry.is_wanted and not entry.users:
            self._return(site, entry)
        if entry.waiting and not entry.is_held and not entry.is_asked_for:
            entry.is_asked_for = True
            self._ask(site)

    def _return(self, site: str, entry: _Site) -> None:
        assert self._states is not None
        entry.is_held = entry.is_wanted = False
        if not entry.waiting:
            del self._sites[site]
        self._give_back(site, self._states.hand_over(site))

    def _close_some(self) -> None:
        for site in list(self._sites)[: KEPT_SITES // 2]:
            self.close(site)
