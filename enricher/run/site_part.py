"""A part of all sites, for one of several coordinators that share nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

_FORM = re.compile(r"([0-9]{1,4})/([0-9]{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class SitePart:
    """The sites whose hash falls to one of several parts; the same on every machine."""

    number: int
    """From 1."""
    of: int

    @classmethod
    def parse(cls, text: str) -> SitePart:
        """Returns the part that `2/4` names: the second of four.

        Raises:
            ValueError: it names none; the message says what to write.
        """
        found = _FORM.fullmatch(text)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise ValueError(f'"{text}" is no part; write K/N with K from 1 to N, such as 2/4')
        return cls(int(found[1]), int(found[2]))

    def holds(self, site: str) -> bool:
        """True if the site is in this part."""
        digest = blake2b(site.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.of == self.number - 1
