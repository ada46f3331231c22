"""One link: its address, its `checks` line, and the size of an image."""

from __future__ import annotations

from enricher.document import links
from enricher.document.plan import is_empty
from enricher.enrich.sheet import Sheet
from enricher.models import FieldPath, Kind, Link, Value
from enricher.rows import Finding, is_written, row

# No picture has more pixels on a side than eighteen digits can say.
_MAX_DIGITS = 18


def look_at(sheet: Sheet, link: Link) -> None:
    """Asks for what the link's own lines should be; where nothing is known of its target, for nothing."""
    finding = sheet.find(link.kind, link.target)
    if finding is None:
        return
    url, settled = sheet.settled(link, finding)
    if url != link.url:
        sheet.edit(link.field, sheet.front.get(link.field), url, "update")
    elif finding.new_url is not None:
        sheet.notice(link.field, "moved", link.url, finding.new_url)
    _check_line(sheet, link, settled)
    if link.kind is Kind.IMAGE and settled.is_good and links.has_owner(link.field):
        _sizes(sheet, links.owner_of(link.field), settled)


def _check_line(sheet: Sheet, link: Link, finding: Finding) -> None:
    if not is_written(finding) or not links.has_owner(link.field):
        return
    place = (*links.owner_of(link.field), sheet.write.key, link.field[-1])
    old = sheet.front.get(place)
    new = row(finding, old, sheet.write.when)
    if new is not None or sheet.front.has(place):
        sheet.edit(place, old, new, "checks")


def _sizes(sheet: Sheet, image: FieldPath, finding: Finding) -> None:
    """Width and height as measured; an SVG without a size is left alone."""
    facts = finding.outcome.image
    if facts is None or facts.width is None or facts.height is None:
        return
    is_corrected = sheet.policy.size == "correct"
    measured = {"width": facts.width, "height": facts.height}
    held = {side: sheet.front.get((*image, side)) for side in measured}
    wrong = {side: now for side, now in held.items() if now is not None and _is_other(now, measured[side])}
    for side, now in wrong.items():
        if is_corrected:
            after: Value = str(measured[side]) if isinstance(now, str) else measured[side]
            sheet.edit((*image, side), now, after, "correct")
        else:
            sheet.notice((*image, side), "size", now, measured[side])
    if "size" in sheet.policy.fill and (is_corrected or not wrong):
        for side in (side for side, now in held.items() if is_empty(now)):
            sheet.edit((*image, side), None, measured[side], "fill")


def _is_other(held: Value, measured: int) -> bool:
    """Another number; what is no number (`100%`) says nothing that could be wrong."""
    if isinstance(held, str):
        return held.strip().isdecimal() and int(held[:_MAX_DIGITS]) != measured
    return isinstance(held, int | float) and not isinstance(held, bool) and held != measured
