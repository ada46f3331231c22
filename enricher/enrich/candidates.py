"""Gives what a page offers for a missing field: its texts, date, measured lead image."""

from __future__ import annotations

import re
from datetime import UTC

from enricher import urls
from enricher.checks import CheckEntry, TargetState, entry, fresh
from enricher.document import repair
from enricher.document.link_fields import LinkField
from enricher.enrich.edit_plan import EditPlan
from enricher.models import DateFact, FieldPath, Kind, PageFacts, TextFact, Value
from enricher.page.tables import pattern

# What stands between a title and a site's name, left over where one of them is missing.
_EDGES = re.compile(r"^\W+|\W+$")


def _site_name(page: PageFacts, state: TargetState) -> str | None:
    """None where it is no more than the host."""
    name = _sound(page.site_name)
    return None if name is None or bare(name) in _hosts(state) else name


def of(plan: EditPlan, field: LinkField, fact: str, state: TargetState) -> Value | None:
    """What a known page has for a missing fact; None: nothing."""
    page = state.outcome.page
    assert page is not None
    match fact:
        case "published":
            return _date(page.published)
        case "image":
            return _lead_image(plan, field, state)
        case "site_name":
            return _site_name(page, state)
        case "authors":
            return [*filter(None, map(repair.sound, page.authors))] or None
        case "language":
            return page.language
        case _:
            return text(state, fact)


def text(state: TargetState, fact: str) -> str | None:
    """The page's `title` or `excerpt`; None where it has none that is fit to be written."""
    page = state.outcome.page
    if page is None:
        return None
    if fact == "excerpt":
        return _sound(page.excerpt)
    title = _sound(page.title)
    return None if title is None or _says_nothing(title, state) else title


def _says_nothing(title: str, state: TargetState) -> bool:
    """True for the site's name, its host or `- Home` as the title of a page deep in the site."""
    outcome = state.outcome
    if urls.path_depth(outcome.final_url or outcome.target) == 0:
        return False
    name = outcome.page.site_name if outcome.page else None
    names = _hosts(state) | ({bare(name.text)} if name else set())
    shown = bare(_EDGES.sub("", title))
    return shown in names or pattern("words", "no_title", r"^{}$").match(shown) is not None


def bare(name: str) -> str:
    """A name or domain without what does not count between the two."""
    return name.strip().casefold().removeprefix("www.").rstrip("./")


def _sound(fact: TextFact | None) -> str | None:
    return None if fact is None else repair.sound(fact.text)


def _date(fact: DateFact | None) -> Value | None:
    if fact is None:
        return None
    instant = fact.moment.instant
    return fact.moment.day if instant is None else instant.astimezone(UTC).replace(microsecond=0)


def _hosts(state: TargetState) -> set[str]:
    """Names of the host, which are no names of its publisher."""
    outcome = state.outcome
    addresses = (outcome.target, outcome.final_url) if outcome.final_url else (outcome.target,)
    return {bare(name(url)) for url in addresses for name in (urls.host, urls.site)}


def _lead_image(plan: EditPlan, field: LinkField, state: TargetState) -> Value | None:
    """The measured lead image of a page, in the shape that the settings name."""
    found = _measured_image(plan, state)
    if found is None:
        return None
    url, known = found
    if field.image_key is None:
        return url
    if not field.image_key:
        return [url]
    facts = known.outcome.image
    assert facts is not None
    item: CheckEntry = {field.image_key: url}
    if plan.fields.has_image_facts:
        item |= {"width": facts.width, "height": facts.height}  # type: ignore[dict-item]
        item["isCached"] = False
    line = entry(known, None, plan.write.when)
    if line is not None:
        item[plan.write.key] = {field.image_key: line}
    return [item]


def image_line(plan: EditPlan, place: FieldPath, state: TargetState) -> Value | None:
    """The `checks` line of a lead image that is filled at a place of its own; None: it has none."""
    found = _measured_image(plan, state)
    if found is None or plan.fields.of(Kind.IMAGE, place) is None:
        return None
    _, known = found
    return entry(known, None, plan.write.when)


def _measured_image(plan: EditPlan, state: TargetState) -> tuple[str, TargetState] | None:
    """A page's lead image and what is known of it, where it is good and both sides are known."""
    page = state.outcome.page
    if page is None or page.image is None or urls.check(page.image.url) is not None:
        return None
    url, known = page.image.url, plan.find(Kind.IMAGE, urls.normalise(page.image.url))
    if known is None:
        known = fresh(state)
    else:
        url, known = plan.followed(Kind.IMAGE, url, known)
    facts = known.outcome.image
    is_measured = facts is not None and facts.width is not None and facts.height is not None
    return (url, known) if known.is_good and is_measured else None
