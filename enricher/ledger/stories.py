"""Finds citations by their words: a full-text index in memory, made anew when it is needed."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable


class StoryIndex:
    """An FTS5 index over texts, each with its place in the order in which they were given."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts` are folded words, separated by blanks."""
        # Closed with the index at the latest, in whichever thread that ends: Python 3.13 warns of a
        # connection that never is.
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._connection.close)
        # Words come folded already; the tokenizer only has to split them.
        self._connection.execute(
            "CREATE VIRTUAL TABLE stories USING fts5 (words, content='', tokenize='unicode61')"
        )
        self._connection.executemany(
            "INSERT INTO stories (rowid, words) VALUES (?, ?)", enumerate(texts)
        )

    def search(self, words: Iterable[str], places: range) -> list[int]:
        """The places of the texts that have one of these words, in order.

        They are not ranked: for that, FTS5 counts each word in all texts, which takes ten times as
        long.
        """
        query = " OR ".join(f'"{word}"' for word in words)
        if not query or not places:
            return []
        sql = "SELECT rowid FROM stories WHERE stories MATCH ? AND rowid BETWEEN ? AND ?"
        found = self._connection.execute(sql, (query, places[0], places[-1]))
        return [place for (place,) in found]

    def close(self) -> None:
        """Gives the memory back."""
        self._connection.close()
