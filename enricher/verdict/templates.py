"""How pages in the place of others speak: domains for sale, servers without a site, consent walls.

The phrases stand in templates.toml.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from enricher.verdict import language, phrases
from enricher.verdict.phrases import Phrases

TemplateKind = Literal["sale", "default_site", "region", "consent", "trouble", "gate", "removal"]


@cache
def of(kind: TemplateKind) -> Phrases:
    """Returns the phrases of one kind of page."""
    return phrases.of(written.phrase for written in language.templates()[kind])
