"""Decides which targets a run asks: by their spelling, the settings, and what the ledger knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from enricher import urls
from enricher.config import Fields
from enricher.ledger.targets import Key, KnownTarget
from enricher.models import Failure, Status
from enricher.policy import accept, freshness
from enricher.run.link_filter import ALL_LINKS, LinkFilter

if TYPE_CHECKING:
    from enricher.copies import CachedImages


class UrlFilter:
    """Tells which URLs are never asked, by their spelling and the settings alone."""

    def __init__(self, fields: Fields) -> None:
        self._exclude = tuple(re.compile(pattern) for pattern in fields.exclude)

    def refusal(self, url: str) -> Failure | None:
        """Returns why a URL is not asked; None where it may be."""
        return urls.check(url) or self.exclusion(url)

    def exclusion(self, url: str) -> Failure | None:
        """Returns why a URL that can be asked is not to be; None where it may be."""
        excluded = any(pattern.search(url) for pattern in self._exclude)
        return Failure.EXCLUDED if excluded else None


def url_refusal(fields: Fields) -> Callable[[str], Failure | None]:
    """Returns what tells why a URL is never asked, by the settings of a run."""
    return UrlFilter(fields).refusal if fields.exclude else urls.check


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePolicy:
    """Decides whether a target is asked in this run."""

    url_filter: UrlFilter
    only: LinkFilter = ALL_LINKS
    """Links that take part; those of `paths` are chosen before."""
    now: datetime
    accepted: accept.AcceptedStatuses = ()
    """HTTP statuses that count as alive by today's settings."""
    max_age: timedelta | None = None
    refresh: bool = False
    offline: bool = False
    """Only what needs no request: URLs that are refused by their spelling or the settings."""
    wants_images: bool = True
    """Lead images may be filled in."""
    images: CachedImages | None = None
    """None: no copies of images are wanted."""

    def is_due(
        self, key: Key, known: KnownTarget | None, *, lacks: bool = False, anew: bool = False
    ) -> bool:
        """Returns whether to ask a target.

        `lacks`: it should bring something that a document lacks; `anew`: even if that was tried.
        """
        if self.offline and self.url_filter.refusal(key[1]) is None:
            return False
        if known is None or self.refresh:
            return True
        is_news = self._is_news_of_settings(key[1], known.status_reason)
        if is_news is not None:
            return is_news
        if lacks and (anew or not known.has_tried) and _is_good(known):
            return True
        return freshness.is_due(
            known.standing, known.checked_at, known.due_at, now=self.now, max_age=self.max_age
        )

    def _is_news_of_settings(self, url: str, status_reason: str) -> bool | None:
        """Whether today's settings refuse or accept a URL as the last check did not.

        None where neither they nor its spelling decide. What was asked once can be asked: only the
        settings may have changed since.
        """
        status, _, reason = status_reason.partition("/")
        judge = self.url_filter.refusal if status in _REFUSED else self.url_filter.exclusion
        refusal = judge(url)
        if refusal is None:
            return accept.is_changed(self.accepted, reason, url) or None
        return refusal != reason


# Statuses of what was never asked.
_REFUSED = frozenset({Status.BLOCKED.value, Status.INVALID.value})


def _is_good(known: KnownTarget) -> bool:
    return known.standing is not None and known.standing.status.is_good
