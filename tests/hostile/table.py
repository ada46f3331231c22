"""All rows of the hostile web, by group, and the name service that its runs ask."""

from __future__ import annotations

import re

from enricher.web.resolver import Resolved, SystemResolver
from tests.hostile import addresses, content, encodings, images, names, protocol, redirects
from tests.run import hostile
from tests.run.hostile import Row
from tests.run.living import ALIVE
from tests.web.support import Table

GROUPS: dict[str, tuple[Row, ...]] = {
    "fakes": hostile.FAKES,
    "undecidable": hostile.UNDECIDABLE,
    "alive": ALIVE,
    "dead": hostile.DEAD,
    "protocol": protocol.ROWS,
    "encodings": encodings.ROWS,
    "redirects": redirects.ROWS,
    "TLS": names.TLS,
    "DNS": names.DNS,
    "addresses": addresses.ROWS,
    "content": content.ROWS,
    "images": images.ROWS,
}
SLOW = protocol.SLOW
ROWS: tuple[Row, ...] = tuple(row for rows in GROUPS.values() for row in rows)

# What the system's resolver answers without asking anybody.
_NUMERIC = re.compile(r"[0-9a-fx.:]+|localhost", re.IGNORECASE)


class NameService:
    """Knows the names of the table; reads addresses in any spelling as the system does."""

    def __init__(self) -> None:
        self._table = Table(names.ADDRESSES)
        self._system = SystemResolver()

    async def resolve(self, name: str) -> Resolved:
        if _NUMERIC.fullmatch(name):
            return await self._system.resolve(name)
        return await self._table.resolve(name)
