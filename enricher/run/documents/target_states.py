"""Looks up what documents may show of targets, and remembers it while the ledger stays the same."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from enricher import urls
from enricher.checks import TargetState
from enricher.ledger.store import Ledger
from enricher.ledger.targets import Key
from enricher.models import Kind, Memory, Outcome
from enricher.policy import standing

# An image that differently titled articles of one site offer first: three may be a series, four are
# the site's default.
SHARED_BY_ARTICLES = 4
# Targets that are remembered from one document to the next, in each process: 3.5 KB each. With
# 4,000, documents that name 12,000 at random take 1 % less CPU, and 9 MB more.
MEMORIES = 1_500


class TargetStates:
    """Looks up the state of targets; many documents name the same ones."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._shared: dict[str, frozenset[str]] = {}
        self._known: dict[Key, Memory | None] = {}
        self._states: dict[Key, TargetState | None] = {}
        self._known_at = -1

    def refresh(self) -> int:
        """Forgets what changed since; returns the ledger's latest change. Call it per document."""
        seq = self._ledger.targets.seq()
        if seq != self._known_at:
            self._shared, self._known_at = {}, seq
            self._known, self._states = {}, {}
        elif len(self._known) > MEMORIES:
            self._known, self._states = {}, {}
        return seq

    def recall(self, keys: Iterable[Key]) -> None:
        """Looks up these targets, and the lead images of those that are pages, all at once."""
        own = set(keys)
        self._recall(own)
        self._recall({lead for key in own if (lead := _lead_image(self._known[key]))})

    def memory(self, key: Key) -> Memory | None:
        """Returns what is settled of a target; None where nothing is."""
        if key not in self._known:
            self._recall({key})
        return self._known[key]

    def state(self, kind: Kind, target: str) -> TargetState | None:
        """Returns what documents may show of a target; a person's pin counts more than checks."""
        key = (kind, target)
        if key not in self._states:
            self._states[key] = self._state(key)
        return self._states[key]

    def _state(self, key: Key) -> TargetState | None:
        memory = self.memory(key)
        if memory is None:
            return None
        shown = standing.pinned(memory.standing, memory.pin) if memory.pin else memory.standing
        return TargetState(outcome=self._without_default_image(memory.outcome), standing=shown)

    def _recall(self, keys: set[Key]) -> None:
        unknown = [key for key in keys if key not in self._known]
        if unknown:
            self._known |= dict.fromkeys(unknown) | self._ledger.targets.memories(unknown)

    def _without_default_image(self, outcome: Outcome) -> Outcome:
        """Leaves out an image that many articles of its site share."""
        page = outcome.page
        if page is None or page.image is None or outcome.image is None:
            return outcome
        site = urls.site(outcome.target)
        if site not in self._shared:
            shared = self._ledger.targets.shared_images(site, SHARED_BY_ARTICLES)
            self._shared[site] = shared
        if page.image.url not in self._shared[site]:
            return outcome
        return replace(outcome, page=replace(page, image=None), image=None)


def _lead_image(memory: Memory | None) -> Key | None:
    """Returns the lead image that a page offers, as a target."""
    page = memory.outcome.page if memory else None
    if page is None or page.image is None:
        return None
    return Kind.IMAGE, urls.normalise(page.image.url)
