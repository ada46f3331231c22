"""What a kept copy of an image is called: the same picture or the same address, always the same
name.

Law of this file: pure; a name is one path segment of ASCII letters, digits, `-` and `.`, never
hidden, at most 100 characters, and ends in what the bytes are, whatever the address candidates.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import Literal

from enricher import urls

_SUFFIXES = {"jpeg": "jpg", "apng": "png", "tiff": "tif"}
_SLUG_CHARS = 72
# Of SHA-256 in hexadecimal: two different pictures share a name once in 2^64 pairs, two addresses
# of one slug once in 2^20.
_CONTENT_DIGITS = 32
_ADDRESS_DIGITS = 10
_EXTENSION = re.compile(r"\.[a-z]{3,4}$")


def fingerprint(content: bytes) -> str:
    """SHA-256 of an image's bytes, hexadecimal."""
    return sha256(content).hexdigest()


def name_of(url: str, content: bytes, form: str, names: Literal["hash", "slug"]) -> str:
    """The file name of a copy, by its content or its address. `form`: `ImageFacts.format`."""
    stem = fingerprint(content)[:_CONTENT_DIGITS] if names == "hash" else _slug(url)
    return f"{stem}.{_SUFFIXES.get(form, form)}"


def _slug(url: str) -> str:
    """`example-com-2022-07-boats-1f3870be27`: host and path, then digits of the address."""
    path = _EXTENSION.sub("", "-".join(urls.path_segments(url)).lower())
    plain = (
        unicodedata.normalize("NFKD", f"{urls.host(url)}-{path}").encode("ascii", "ignore").decode()
    )
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    digits = sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:_ADDRESS_DIGITS]
    # The end of a path tells more than its beginning.
    return f"{words[-_SLUG_CHARS:].strip('-') or 'image'}-{digits}"
