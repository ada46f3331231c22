"""Tells what was passed over in a document's fields; apart from `reading`, which parses."""

from __future__ import annotations

import msgspec


class PassedFields(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was passed over in a document's fields; the ledger keeps it, for reports to tell."""

    no_urls: tuple[str, ...] = ()
    """Link fields that hold no URL, as `12: webUrl is a list`."""
    matched: tuple[str, ...] = ()
    """Patterns of `[fields]` that found something."""
    unnamed: dict[str, int] = {}
    """Patterns of fields that hold URLs and that no setting names, with the number of URLs."""
