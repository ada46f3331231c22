"""Proposes the edits of one link: its URL, its `checks` line, and the size of an image."""

from __future__ import annotations

from collections.abc import Sequence

from enricher.checks import TargetState, entry
from enricher.document import links
from enricher.document.changes import is_empty
from enricher.document.frontmatter import node_at, plain
from enricher.document.link_fields import LinkField
from enricher.enrich.edit_plan import EditPlan
from enricher.models import FieldPath, Link, Value

# No picture has more pixels on a side than eighteen digits can say.
_MAX_DIGITS = 18


def check_link(plan: EditPlan, field: LinkField, link: Link) -> None:
    """Proposes what the link's own lines should be; nothing where its target is unknown."""
    state = plan.find(link.kind, link.target)
    if state is None:
        _check_line(plan, link, None)
        return
    url, settled = plan.settled(link, state)
    if url != link.url:
        plan.edit(link.field, plan.front.get(link.field), url, "update")
    elif state.new_url is not None:
        plan.notice(link.field, "moved", link.url, state.new_url)
    _check_line(plan, link, settled)
    if field.width and field.height and settled.is_good and links.has_owner(link.field):
        image = links.owner_of(link.field)
        _sizes(plan, ((*image, *field.width), (*image, *field.height)), settled)


def _check_line(plan: EditPlan, link: Link, state: TargetState | None) -> None:
    if not links.has_owner(link.field):
        return
    owner, name = links.owner_of(link.field), str(link.field[-1])
    path = (plan.write.key, name)
    node = node_at(plan.front.mapping(owner), path)
    old = None if node is None else plain(node)
    new = entry(state, old, plan.write.when)
    if new is not None or node is not None:
        plan.edit((*owner, *path), old, new, "checks")


def _sizes(plan: EditPlan, places: tuple[FieldPath, FieldPath], state: TargetState) -> None:
    """Width and height as measured, both or none.

    An SVG without a size is left alone, and so is a pair of which one side is no number of pixels
    (`100%`, `100px`): half of it measured would be another shape.
    """
    facts = state.outcome.image
    if facts is None or facts.width is None or facts.height is None:
        return
    measured = dict(zip(places, (facts.width, facts.height), strict=True))
    held = {place: plan.front.get(place) for place in places}
    pixels = {place: _pixels(now) for place, now in held.items() if not is_empty(now)}
    if None in pixels.values():
        return
    missing = [place for place in places if place not in pixels]
    wrong = [*filter(lambda place: pixels[place] != measured[place], pixels)]
    _set_sizes(plan, measured, wrong, missing)


def _set_sizes(
    plan: EditPlan,
    measured: dict[FieldPath, int],
    wrong: Sequence[FieldPath],
    missing: Sequence[FieldPath],
) -> None:
    """Corrects or reports the wrong sides; fills missing ones where the pair then is right."""
    is_corrected = plan.policy.size == "correct"
    for place in wrong:
        _correct(plan, place, measured[place], is_corrected=is_corrected)
    if "size" in plan.policy.fill and (is_corrected or not wrong):
        for place in missing:
            plan.edit(place, None, measured[place], "fill")


def _correct(plan: EditPlan, place: FieldPath, measured: int, *, is_corrected: bool) -> None:
    """A number that stands in quotes stays in them."""
    now = plan.front.get(place)
    assert now is not None
    if is_corrected:
        plan.edit(place, now, str(measured) if isinstance(now, str) else measured, "correct")
    else:
        plan.notice(place, "size", now, measured)


def _pixels(held: Value | None) -> float | None:
    """The number that is held; None where it is none."""
    if isinstance(held, str):
        text = held.strip()
        return int(text[:_MAX_DIGITS]) if text.isdecimal() else None
    is_number = isinstance(held, int | float) and not isinstance(held, bool)
    return held if is_number else None  # type: ignore[return-value]
