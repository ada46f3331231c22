"""Gives what a page offers for a missing field: its texts, date, measured lead image."""

from __future__ import annotations

from datetime import UTC

from enricher import urls
from enricher.checks import CheckEntry, TargetState, entry, fresh
from enricher.document import repair
from enricher.enrich.edit_plan import EditPlan
from enricher.models import DateFact, Kind, TextFact, Value


def of(plan: EditPlan, rule: str, state: TargetState) -> Value | None:
    """What a known page has for a gap; None: nothing."""
    page = state.outcome.page
    assert page is not None
    match rule:
        case "publishedDateTime":
            return _date(page.published)
        case "images":
            return _lead_image(plan, state)
        case "provider.name":
            name = _sound(page.site_name)
            return None if name is None or bare(name) in _hosts(state) else name
        case _:
            return text(state, rule)


def text(state: TargetState, name: str) -> str | None:
    """The page's excerpt, or its title (for a `name`, too); None where it has none that is fit to
    be written.
    """
    page = state.outcome.page
    if page is None:
        return None
    return _sound(page.excerpt if name == "excerpt" else page.title)


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


def _lead_image(plan: EditPlan, state: TargetState) -> Value | None:
    """The measured lead image of a page as the only item of a list, with its own `checks` line."""
    page = state.outcome.page
    if page is None or page.image is None or urls.check(page.image.url) is not None:
        return None
    url, known = page.image.url, plan.find(Kind.IMAGE, urls.normalise(page.image.url))
    if known is None:
        known = fresh(state)
    else:
        url, known = plan.followed(Kind.IMAGE, url, known)
    facts = known.outcome.image
    if not known.is_good or facts is None or facts.width is None or facts.height is None:
        return None
    item: CheckEntry = {"url": url, "width": facts.width, "height": facts.height, "isCached": False}
    line = entry(known, None, plan.write.when)
    if line is not None:
        item[plan.write.key] = {"url": line}
    return [item]
