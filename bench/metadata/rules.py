"""What each rule of ours brings: the same pages read again with one rule taken out.

A rule is a function (or a place that dates are read from) and what stands in for it; a name that is gone raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from typing import Any

Patch = tuple[str, Any]
"""Module and name below `enricher.page`, and what stands there instead."""


def _gives(value: Any) -> Callable[..., Any]:
    return lambda *_args, **_named: value


def _first(*given: Any, **_named: Any) -> Any:
    return given[0]


def _first_article(nodes: Any, *_: Any) -> Any:
    return next((node for node in nodes if "Article" in str(node.get("@type"))), None)


RULES: dict[str, tuple[Patch, ...]] = {
    "the visible headline": (("title._heading", _gives(None)),),
    "similarity to the other titles (the first heading wins)": (
        ("normalise.NormalisedText.similarity", _gives(1.0)),
    ),
    "cutting the site's name off titles": (("normalise.without_site", _first),),
    "JSON-LD": (("jsonld.read", _gives(())),),
    "broken JSON-LD (only what is well-formed)": (
        *((f"jsonld.{name}", _first) for name in ("_without_foreign", "_unescaped")),
    ),
    "resolving `@id`": (("jsonld._resolve", _gives(None)),),
    "choosing the article among nodes (the first wins)": (("article.choose", _first_article),),
    "undoing entities, repairing mojibake": (
        ("text.unescaped", _first),
        ("text.ftfy.fix_encoding", _first),
    ),
    "the visible byline": (
        ("people.byline.Bylines.names", _gives(())),
        ("people.unmarked.in_text", _gives(())),
    ),
    "the byline that no element marks": (("people.unmarked.in_text", _gives(())),),
    "leaving comments, teasers and captions out": (("markup.regions.is_in", _gives(False)),),
    "telling roles, agencies and buttons from people": (
        ("people.names._is_no_person", _gives(False)),
    ),
    "telling the site from people": (("people.names._is_named_after", _gives(False)),),
    "an organization where no person is named": (
        ("people.authors._organization", _gives(((), ""))),
    ),
    "site names without slogans and domains": (("site.plain", _first),),
    "the site's name in the title": (("site._in_title", lambda *_: ()),),
    "how the article begins": (("first_paragraph.paragraph", _gives("")),),
    "completing times and zones": (("dates.choose._completed", _first),),
    "pictures about the headline": (("leadimage.shown", lambda *_: ()),),
    "pictures of the site set back": (("leadimage.is_of_the_site", _gives(False)),),
    "a head that proves the facts": (("stop.proven_head", _gives(None)),),
}
"""Named after what is lost."""


def all_rules() -> dict[str, tuple[Patch, ...]]:
    """Ours, and each place that dates are read from."""
    ranks = resolve_name("enricher.page.dates.choose:_RANKS")
    places = {
        f"dates: {source.__name__}": (
            ("dates.choose._RANKS", tuple(other for other in ranks if other is not source)),
        )
        for source in ranks
    }
    return RULES | places


@contextmanager
def without(patches: tuple[Patch, ...]) -> Iterator[None]:
    """Within, these names stand for something else."""
    undo: list[tuple[Any, str, Any]] = []
    try:
        for path, replacement in patches:
            place, _, name = path.rpartition(".")
            holder = resolve_name(f"enricher.page.{place}")
            undo.append((holder, name, getattr(holder, name)))
            setattr(holder, name, replacement)
        yield
    finally:
        for holder, name, original in reversed(undo):
            setattr(holder, name, original)
