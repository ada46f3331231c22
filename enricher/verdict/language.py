"""How one language says "not found", "removed" and "sign in"; the form that the tables of languages are written in.

A phrase is written as a reader sees it. Phrases of one kind are separated by ` / `; `{n}` stands for any of the
language's words for a page or an article, `…` for up to seven words in between, `(a|b)` for a choice. Sources: the
error pages that the common publishing systems ship with in these languages, and those of news sites.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language's ways to say it."""

    name: str
    nouns: str = ""
    """What `{n}` stands for."""
    missing: str = ""
    """May stand alone as a title or headline."""
    notices: str = ""
    """Parts of sentences that explain it."""
    login: str = ""
    fillers: str = ""
    """Words that stand around without changing the meaning: "error", "sorry"."""
