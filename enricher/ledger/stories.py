"""Finds citations by their words: a full-text index in memory, made anew when it is needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

# Candidates that are compared closely; the index ranks by shared rare words (BM25), so that the
# right one is among the first few.
CANDIDATES = 30
# Words of one search: a title and the first sentence; more make it slow and no better.
MAX_WORDS = 40


class StoryIndex:
    """An FTS5 index over texts, each with a number."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        """`texts` are folded words, separated by blanks."""
        self._connection = sqlite3.connect(":memory:")
        # Words come folded already; the tokenizer only has to split them.
        self._connection.execute(
            "CREATE VIRTUAL TABLE stories USING fts5 (words, content='', tokenize='unicode61')"
        )
        self._connection.executemany("INSERT INTO stories (rowid, words) VALUES (?, ?)", texts)

    def search(self, words: Iterable[str]) -> list[int]:
        """The numbers of the texts that share the most telling words, the best first."""
        chosen = list(dict.fromkeys(words))[:MAX_WORDS]
        if not chosen:
            return []
        quoted = (word.replace('"', '""') for word in chosen)
        query = " OR ".join(f'"{word}"' for word in quoted)
        sql = "SELECT rowid FROM stories WHERE stories MATCH ? ORDER BY rank LIMIT ?"
        return [number for (number,) in self._connection.execute(sql, (query, CANDIDATES))]

    def close(self) -> None:
        """Gives the memory back."""
        self._connection.close()
