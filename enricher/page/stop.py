"""When enough of a body was read. Cheap: called for each chunk."""

from __future__ import annotations

import re

_HEAD_ENDS = re.compile(rb"</head\s*>|<body[\s>]", re.IGNORECASE)
_NEEDED = (
    re.compile(rb"og:title|\"headline\"", re.IGNORECASE),
    re.compile(rb"og:description|name=[\"']?description|\"description\"", re.IGNORECASE),
    re.compile(rb"published_time|datePublished", re.IGNORECASE),
    re.compile(rb"og:image|\"image\"", re.IGNORECASE),
)


def has_facts(body: bytes) -> bool:
    """The head is over, and it alone names title, excerpt, date and image."""
    end = _HEAD_ENDS.search(body)
    return end is not None and all(mark.search(body, 0, end.start()) for mark in _NEEDED)
