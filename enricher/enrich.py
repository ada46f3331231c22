"""Floor 2, judgement. From what is known of a document's links to the edits that a careful person would make.

Laws of this file: only what is missing is filled, and only from a page that is the described one; what is there is
corrected by policy alone; and after the edits are applied, the same findings ask for no more (idempotence).
`quality`, `heat` and `secured` are nobody's business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cached_property

from enricher import urls
from enricher.config import Enrich, Write
from enricher.document import links, repair
from enricher.document.frontmatter import Frontmatter
from enricher.document.plan import is_empty
from enricher.models import (
    DateFact,
    Description,
    Edit,
    FieldPath,
    Kind,
    Link,
    Page,
    TextFact,
    Value,
)
from enricher.rows import Finding, Row, fresh, is_written, row
from enricher.verdict import identity

Finder = Callable[[Kind, str], Finding | None]
"""What is known of a target; None: nothing yet."""

# What is not published on a day: it goes on, or it takes place (types of 267 real documents; none of these is dated).
TIMELESS = frozenset({"collection", "community", "course", "event", "forum", "profile", "webinar"})
# No picture has more pixels on a side than eighteen digits can say.
_MAX_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that policy says to report and not to change."""

    field: FieldPath
    what: str
    """`moved`, `size`, `mojibake` or `copy`."""
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What one document should become."""

    edits: tuple[Edit, ...]
    notices: tuple[Notice, ...]


def edits(front: Frontmatter, found: Sequence[Link], find: Finder, policy: Enrich, write: Write) -> list[Edit]:
    """The edits that bring the document up to what is known of its links (`found`: all of them)."""
    return list(wishes(front, found, find, policy, write).edits)


def wishes(front: Frontmatter, found: Sequence[Link], find: Finder, policy: Enrich, write: Write) -> Wishes:
    """The edits, and what is only reported."""
    desk = _Desk(front, find, policy, write)
    pages: dict[FieldPath, list[Link]] = {}
    for link in found:
        desk.look_at(link)
        if link.kind is Kind.PAGE and links.describes_owner(link.field):
            pages.setdefault(links.owner_of(link.field), []).append(link)
    for owner, of_owner in pages.items():
        desk.tend(owner, sorted(of_owner, key=_preference))
    return Wishes(edits=tuple(desk.edits.values()), notices=tuple(desk.notices))


def _preference(link: Link) -> int:
    """The page that is linked today before the one that was linked at first."""
    return ("webUrl", "originalUrl").index(name) if (name := link.field[-1]) in ("webUrl", "originalUrl") else 2


@dataclass(frozen=True)
class _KnownPage:
    """A page that a mapping links to, and how the document describes it."""

    finding: Finding
    description: Description

    def described(self, told: dict[str, Value]) -> _KnownPage:
        """The same page, described by these texts, too."""
        return _KnownPage(self.finding, replace(self.description, **told))  # type: ignore[arg-type]

    @cached_property
    def is_trusted(self) -> bool:
        """The page passed the identity check, and is not plainly another one than this document's words describe.

        The check compared all documents that link to it, and one of them may hold the wrong address; after a 304 it
        had nothing to compare at all. What the page says of itself is compared again, with this document alone.
        """
        score, page = self.finding.outcome.verdict.identity, self.finding.outcome.page
        if self.description.is_empty or page is None:
            return page is not None and (score is None or score >= identity.PROVEN)
        likeness = identity.compare([self.description], Page(facts=page))
        is_unlike = likeness.is_other or (likeness.score is not None and likeness.score <= identity.UNLIKE)
        return likeness.is_proven or (score is not None and score >= identity.PROVEN and not is_unlike)


@dataclass(slots=True)
class _Desk:
    """One document while it is judged."""

    front: Frontmatter
    find: Finder
    policy: Enrich
    write: Write
    edits: dict[FieldPath, Edit] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    # ── one link ──────────────────────────────────────────────────────────────────────────────────────────────

    def look_at(self, link: Link) -> None:
        """Its `checks` line, its address, and the size of an image."""
        finding = self.find(link.kind, link.target)
        if finding is None:
            return
        url, settled = self._settled(link, finding)
        if url != link.url:
            self._edit(link.field, self.front.get(link.field), url, "update")
        elif finding.new_url is not None:
            self._notice(link.field, "moved", link.url, finding.new_url)
        self._check_line(link, settled)
        if link.kind is Kind.IMAGE and settled.is_good and links.has_owner(link.field):
            self._sizes(links.owner_of(link.field), settled)

    def _settled(self, link: Link, finding: Finding) -> tuple[str, Finding]:
        """The address that should stand there, its fragment kept, and what is known of it."""
        url, settled = self._settled_url(link.kind, link.url, finding)
        fragment = link.url.partition("#")[2]
        return (f"{url}#{fragment}" if fragment and "#" not in url else url), settled

    def _settled_url(self, kind: Kind, url: str, finding: Finding) -> tuple[str, Finding]:
        """Both as they are, unless policy updates what moved to where it is good and stays."""
        old, seen = (url, finding), {finding.outcome.target}
        while self.policy.moved == "update" and (new_url := finding.new_url) and urls.check(new_url) is None:
            target = urls.normalise(new_url)
            if target in seen:
                return old  # round in circles: none of these addresses is for good
            seen.add(target)
            there = self.find(kind, target)
            if there is not None and not there.is_good:
                break
            url, finding = new_url, there or fresh(finding)
        return url, finding

    def _check_line(self, link: Link, finding: Finding) -> None:
        if not is_written(finding) or not links.has_owner(link.field):
            return
        place = (*links.owner_of(link.field), self.write.key, link.field[-1])
        old = self.front.get(place)
        new = row(finding, old, self.write.when)
        if new is not None or self.front.has(place):
            self._edit(place, old, new, "checks")

    def _sizes(self, image: FieldPath, finding: Finding) -> None:
        """Width and height as measured; an SVG without a size is left alone."""
        facts = finding.outcome.image
        if facts is None or facts.width is None or facts.height is None:
            return
        measured = {"width": facts.width, "height": facts.height}
        held = {side: self.front.get((*image, side)) for side in measured}
        wrong = {side: now for side, now in held.items() if now is not None and _is_other(now, measured[side])}
        for side, now in wrong.items():
            if self.policy.size == "correct":
                after: Value = str(measured[side]) if isinstance(now, str) else measured[side]
                self._edit((*image, side), now, after, "correct")
            else:
                self._notice((*image, side), "size", now, measured[side])
        if "size" in self.policy.fill and (not wrong or self.policy.size == "correct"):
            for side in (side for side, now in held.items() if is_empty(now)):
                self._edit((*image, side), None, measured[side], "fill")

    # ── one mapping that describes a page ─────────────────────────────────────────────────────────────────────

    def tend(self, owner: FieldPath, pages: Sequence[Link]) -> None:
        """Its texts mended, its gaps filled from the first of its pages that can be trusted and has something."""
        known = [page for link in pages if (page := self._known_page(link)) is not None]
        for name in ("title", "name", "excerpt"):
            offered = [page for page in known if page.is_trusted] if self.policy.completes else []
            self._mend((*owner, name), [_text(_fact(page.finding, name)) for page in offered])
        self._mend((*owner, "provider", "name"), [])
        gaps = self._gaps(owner) if known else []
        while filled := self._filled(gaps, known):
            for rule, value in filled.items():
                place = (*owner, *rule.split("."))
                self._edit(place, self.front.get(place), value, "fill")
            gaps = [rule for rule in gaps if rule not in filled]
            # What was filled describes the pages, too, and may make another one of them trusted: now, not next time.
            told = {name: value for name, value in filled.items() if name in ("title", "excerpt")}
            known = [page.described(told) for page in known] if told else []

    def _filled(self, gaps: Sequence[str], known: Sequence[_KnownPage]) -> dict[str, Value]:
        """For each gap, what the first page that can be trusted has for it."""
        filled: dict[str, Value] = {}
        for rule in gaps:
            offers = ((page, self._offer(rule, page.finding)) for page in known)
            value = next((offer for page, offer in offers if offer is not None and page.is_trusted), None)
            if value is not None:
                filled[rule] = value
        return filled

    def _gaps(self, owner: FieldPath) -> list[str]:
        """What is missing, of what may be filled. What comes in by a merge key (`<<`) is not missing."""
        front = self.front
        if front.has((*owner, "<<")):
            return []
        gaps = [rule for rule in self.policy.fill if "." in rule or is_empty(front.get((*owner, rule)))]
        is_named = front.words((*owner, "name")) is not None
        is_timeless = front.words((*owner, "type")) in TIMELESS or front.has((*owner, "startDateTime"))
        filled = {
            "size": True,  # of an image, not of a page
            "title": is_named,
            "publishedDateTime": is_timeless,
            "provider.name": self._has_provider_name(owner),
        }
        return [rule for rule in gaps if not filled.get(rule, False)]

    def _has_provider_name(self, owner: FieldPath) -> bool:
        """A name that is only the domain is as good as none; where there is no provider, there is nothing to name."""
        place = (*owner, "provider")
        if not self.front.has(place):
            return True
        name, domain = self.front.words((*place, "name")), self.front.words((*place, "domain"))
        return name is not None and (domain is None or _bare(name) != _bare(domain))

    def _known_page(self, link: Link) -> _KnownPage | None:
        """What is known of the link's page, if it is good and anything was read from it."""
        finding = self.find(link.kind, link.target)
        if finding is None or not finding.is_good:
            return None
        _, settled = self._settled(link, finding)
        return None if settled.outcome.page is None else _KnownPage(settled, link.description)

    def _mend(self, place: FieldPath, offered: Sequence[str | None]) -> None:
        """Mojibake, and what a feed cut off; each by its policy."""
        now = self.front.get(place)
        if not isinstance(now, str) or not now.strip() or (now.isascii() and not offered):
            return  # nothing to mend, nor anything to complete it from
        mended = repair.mojibake(now)
        if self.policy.completes and place[-1] in ("title", "excerpt"):
            whole = next(
                (text for text in offered if text and repair.is_cut_from(mended, text, is_title=place[-1] == "title")),
                None,
            )
            if whole is not None:
                self._edit(place, now, whole, "complete")
                return
        if mended != now and self.policy.text == "repair":
            self._edit(place, now, mended, "repair")
        elif mended != now:
            self._notice(place, "mojibake", now, mended)

    def _offer(self, rule: str, settled: Finding) -> Value | None:
        """What a page has for a gap."""
        page = settled.outcome.page
        assert page is not None
        match rule:
            case "publishedDateTime":
                return _date_value(page.published)
            case "images":
                return self._lead_image(settled)
            case "provider.name":
                name = _text(page.site_name)
                return None if name is None or _bare(name) in _hosts(settled) else name
            case _:
                return _text(_fact(settled, rule))

    def _lead_image(self, settled: Finding) -> Value | None:
        """The measured lead image of a page as the only item of a list, with its own `checks` line."""
        page = settled.outcome.page
        if page is None or page.image is None or urls.check(page.image.url) is not None:
            return None
        url, known = page.image.url, self.find(Kind.IMAGE, urls.normalise(page.image.url))
        if known is None:
            known = fresh(settled)
        else:
            url, known = self._settled_url(Kind.IMAGE, url, known)
        facts = known.outcome.image
        if not known.is_good or facts is None or facts.width is None or facts.height is None:
            return None
        item: Row = {"url": url, "width": facts.width, "height": facts.height, "isCached": False}
        line = row(known, None, self.write.when) if is_written(known) else None
        if line is not None:
            item[self.write.key] = {"url": line}
        return [item]

    # ── what comes of it ──────────────────────────────────────────────────────────────────────────────────────

    def _edit(self, place: FieldPath, before: Value | None, after: Value | None, because: str) -> None:
        kept = None if is_empty(before) and after is not None else before
        if not (kept == after and type(kept) is type(after)):
            self.edits[place] = Edit(field=place, before=kept, after=after, because=because)

    def _notice(self, place: FieldPath, what: str, before: Value, after: Value) -> None:
        self.notices.append(Notice(field=place, what=what, before=before, after=after))


def _fact(finding: Finding, name: str) -> TextFact | None:
    page = finding.outcome.page
    if page is None:
        return None
    return page.excerpt if name == "excerpt" else page.title


def _text(fact: TextFact | None) -> str | None:
    return None if fact is None else repair.sound(fact.text)


def _date_value(fact: DateFact | None) -> Value | None:
    if fact is None:
        return None
    instant = fact.moment.instant
    return fact.moment.day if instant is None else instant.astimezone(UTC).replace(microsecond=0)


def _hosts(finding: Finding) -> set[str]:
    """Names of the place, which are no names of its publisher."""
    return {_bare(name(url)) for url in _addresses(finding) for name in (urls.host, urls.site)}


def _addresses(finding: Finding) -> tuple[str, ...]:
    outcome = finding.outcome
    return (outcome.target, outcome.final_url) if outcome.final_url else (outcome.target,)


def _is_other(held: Value, measured: int) -> bool:
    """Another number; what is no number (`100%`) says nothing that could be wrong."""
    if isinstance(held, str):
        return held.strip().isdecimal() and int(held[:_MAX_DIGITS]) != measured
    return isinstance(held, int | float) and not isinstance(held, bool) and held != measured


def _bare(name: str) -> str:
    """A name or domain without what does not count between the two."""
    return name.strip().casefold().removeprefix("www.").rstrip("./")


__all__ = ["Finder", "Finding", "Notice", "Wishes", "edits", "wishes"]
