"""What people said of URLs: their word counts until what is seen there changes."""

from __future__ import annotations

import msgspec

from enricher.ledger.database import Database
from enricher.models import Pin

_to_json = msgspec.json.Encoder().encode
_pin = msgspec.json.Decoder(Pin).decode

# A pin changes what documents show, so that its targets get a new `seq` (`ledger.schema`).
_TOUCH = "UPDATE targets SET seq = (SELECT coalesce(max(seq), 0) + 1 FROM targets) WHERE url = ?"


class Pins:
    """The table `pins`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, url: str, pin: Pin) -> None:
        """Pins a URL; documents that name it will look again."""
        sql = "INSERT OR REPLACE INTO pins (url, pin) VALUES (?, ?)"
        self._db.do(sql, url, _to_json(pin).decode())
        self._db.do(_TOUCH, url)

    def remove(self, url: str) -> None:
        """Takes the pin of a URL away; documents that name it will look again."""
        self._db.do("DELETE FROM pins WHERE url = ?", url)
        self._db.do(_TOUCH, url)

    def all(self) -> dict[str, Pin]:
        """Returns every pin by its URL, in the order of URLs."""
        rows = self._db.rows("SELECT url, pin FROM pins ORDER BY url")
        return {url: _pin(pin) for url, pin in rows}
