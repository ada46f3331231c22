"""Peculiarities of named sites, each with its source."""

from __future__ import annotations

from enricher.models import Request


def witness(url: str) -> Request | None:
    """Another endpoint of the same site that knows whether `url` exists; None for most sites."""
    del url
    return None
