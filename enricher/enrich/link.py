"""Proposes the edits of one link: its URL, its `checks` line, and the size of an image."""

from __future__ import annotations

from enricher.checks import TargetState, entry
from enricher.document import links
from enricher.document.changes import is_empty
from enricher.enrich.edit_plan import EditPlan
from enricher.models import FieldPath, Kind, Link, Value

# No picture has more pixels on a side than eighteen digits can say.
_MAX_DIGITS = 18


def check_link(plan: EditPlan, link: Link) -> None:
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
    if link.kind is Kind.IMAGE and settled.is_good and links.has_owner(link.field):
        _sizes(plan, links.owner_of(link.field), settled)


def _check_line(plan: EditPlan, link: Link, state: TargetState | None) -> None:
    if not links.has_owner(link.field):
        return
    place = (*links.owner_of(link.field), plan.write.key, link.field[-1])
    old = plan.front.get(place)
    new = entry(state, old, plan.write.when)
    if new is not None or plan.front.has(place):
        plan.edit(place, old, new, "checks")


def _sizes(plan: EditPlan, image: FieldPath, state: TargetState) -> None:
    """Width and height as measured; an SVG without a size is left alone."""
    facts = state.outcome.image
    if facts is None or facts.width is None or facts.height is None:
        return
    is_corrected = plan.policy.size == "correct"
    measured = {"width": facts.width, "height": facts.height}
    held = {side: plan.front.get((*image, side)) for side in measured}
    wrong = {
        side: now
        for side, now in held.items()
        if now is not None and _is_other(now, measured[side])
    }
    for side, now in wrong.items():
        if is_corrected:
            after: Value = str(measured[side]) if isinstance(now, str) else measured[side]
            plan.edit((*image, side), now, after, "correct")
        else:
            plan.notice((*image, side), "size", now, measured[side])
    if "size" in plan.policy.fill and (is_corrected or not wrong):
        for side in (side for side, now in held.items() if is_empty(now)):
            plan.edit((*image, side), None, measured[side], "fill")


def _is_other(held: Value, measured: int) -> bool:
    """Another number; what is no number (`100%`) says nothing that could be wrong."""
    if isinstance(held, str):
        return held.strip().isdecimal() and int(held[:_MAX_DIGITS]) != measured
    return isinstance(held, int | float) and not isinstance(held, bool) and held != measured
