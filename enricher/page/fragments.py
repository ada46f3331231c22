"""Finds the places in a page that a URL's fragment can lead to: ids, and names of anchors.

A scan of the text, not of the tree: it takes the same time whatever the markup, and finds ids that
stand in templates and scripts, too, so that what a browser would find is never said to be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

_NAMED = re.compile(
    r"""[\s"'/](?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
# GitHub's and others' prefix for ids that come from an author's headings.
_PREFIX = "user-content-"


def holds(body: bytes, fragment: str) -> bool:
    """True if a whole page has a place of that name, as it stands or decoded (HTML standard,
    "select the indicated part").
    """
    names = {fragment, unquote(fragment)}
    return any(name in names or name.removeprefix(_PREFIX) in names for name in _places(body))


def _places(body: bytes) -> Iterator[str]:
    for found in _NAMED.finditer(body.decode("utf-8", "replace")):
        yield unescape(found[1] or found[2] or found[3] or "")
