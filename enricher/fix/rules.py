"""Turns what is known of a document's links into fixes, rule by rule.

Laws of this file: nothing is fixed that no rule was named for; what is not confirmed waits; a link
is fixed by one rule only, the first that applies in the order of `FixRule`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

import msgspec

from enricher import enrich, urls
from enricher.checks import TargetState
from enricher.config import Config
from enricher.document import links as document_links
from enricher.document.frontmatter import Frontmatter
from enricher.document.link_fields import LinkField, link_fields
from enricher.fix.replacement import Suggestion
from enricher.models import Edit, FieldPath, Kind, Link, Value


class FixRule(StrEnum):
    """What may be done."""

    REPLACE = "replace"
    PRUNE = "prune"
    FLAG = "flag"
    ARCHIVE = "archive"
    MOVED = "moved"
    TEXT = "text"


_OF_ITEMS = (FixRule.REPLACE, FixRule.PRUNE, FixRule.FLAG)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyEdit:
    """An exact URL in the body that gives way to another."""

    line: int
    column: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One thing that is done to a document."""

    rule: FixRule
    field: FieldPath
    line: int
    why: str
    edits: tuple[Edit, ...] = ()
    """The first one is what it is about; the others go with it."""
    removes: bool = False
    """Takes the whole list item at `field` out."""
    body: BodyEdit | None = None
    link: Link | None = None
    """The one whose URL changes."""


Suggest = Callable[[Link], Suggestion | None]
"""A living article for a link that is gone; None: there is none."""


@dataclass(slots=True, kw_only=True)
class FixPlan:
    """Collects the fixes of one document."""

    front: Frontmatter
    links: Sequence[Link]
    find: enrich.StateLookup
    config: Config
    rules: frozenset[FixRule]
    suggest: Suggest
    takes: Callable[[Link], bool] | None = None
    """Which links may be fixed; None: all."""
    fixes: list[Fix] = field(default_factory=list)
    waiting: Counter[FixRule] = field(default_factory=Counter)
    """Links that a rule would fix once they are confirmed."""
    _settled: set[FieldPath] = field(default_factory=set)
    """Items and fields that a rule has taken."""

    def propose(self) -> list[Fix]:
        """Gives the fixes, in the order of the rules."""
        for item, members in self._items():
            if any(map(self._may_fix, members)):
                self._fix_item(item, members)
        for link in filter(self._may_fix, self.links):
            if FixRule.ARCHIVE in self.rules and not self._is_taken(link.field):
                self._archive(link)
        self._moved_and_texts()
        return self.fixes

    def _may_fix(self, link: Link) -> bool:
        return self.takes is None or self.takes(link)

    def _may_repair(self, field: FieldPath) -> bool:
        """True for a text beside a link that may be fixed."""
        return self.takes is None or any(
            link.field[:-1] == field[:-1] for link in filter(self._may_fix, self.links)
        )

    # ── whole items ───────────────────────────────────────────────────────────────────────

    def _items(self) -> Iterator[tuple[FieldPath, list[Link]]]:
        """Each item of a list with the links to pages that it holds itself."""
        found: dict[FieldPath, list[Link]] = {}
        for link in self.links:
            item = item_of(link)
            if item is not None:
                found.setdefault(item, []).append(link)
        yield from found.items()

    def _fix_item(self, item: FieldPath, members: list[Link]) -> None:
        ways = sorted(self.rules.intersection(_OF_ITEMS), key=_OF_ITEMS.index)
        gone = self._all_gone(members) if ways else []
        if not gone:
            return
        if not all(state.standing.is_confirmed for state in gone):
            self.waiting[ways[0]] += 1
            return
        made = (self._item_fix(rule, item, members, gone[0]) for rule in ways)
        fix = next((each for each in made if each is not None), None)
        if fix is not None:
            self.fixes.append(fix)
            self._settled.add(item)

    def _all_gone(self, members: list[Link]) -> list[TargetState]:
        """What is known of the links of an item; empty where one of them is not gone."""
        states = [self.find(link.kind, link.target) for link in members]
        gone = [state for state in states if state is not None and self._is_gone(state)]
        return gone if len(gone) == len(members) else []

    def _item_fix(
        self, rule: FixRule, item: FieldPath, members: list[Link], state: TargetState
    ) -> Fix | None:
        match rule:
            case FixRule.REPLACE:
                return self._replace(members, state)
            case FixRule.PRUNE:
                why, line = _gone_words(state), self.front.line(item)
                return Fix(rule=rule, field=item, line=line, why=why, removes=True)
            case _:
                return self._flag(item, members, state)

    def _is_gone(self, state: TargetState) -> bool:
        return state.standing.status.value in self.config.fix.gone

    def _replace(self, members: list[Link], state: TargetState) -> Fix | None:
        link = members[0]
        found = self.suggest(link) if document_links.has_owner(link.field) else None
        if found is None:
            return None
        said = found.citation
        why = (
            f"{_gone_words(state)}; {said.url} tells the same story "
            f"({found.similarity:.0%} alike, cited by {said.document})"
        )
        others = [
            Edit(field=each.field, before=self.front.get(each.field), after=None, because="replace")
            for each in members[1:]
        ]
        edits = (
            self._url_edit(link, said.url, FixRule.REPLACE),
            *self._texts(link, found),
            *others,
        )
        lines = tuple(line for each in members for line in self._without_line(each))
        return Fix(
            rule=FixRule.REPLACE,
            field=link.field,
            line=link.line,
            why=why,
            edits=(*edits, *lines),
            link=link,
        )

    def _texts(self, link: Link, found: Suggestion) -> Iterator[Edit]:
        """What described the old article describes the new one, where both say it."""
        field = link_fields(self.config.fields, self.config.fill).of(link.kind, link.field)
        if field is None:
            return
        owner = document_links.owner_of(link.field)
        for place, value in _described(field, found):
            path = (*owner, *place)
            now = self.front.get(path)
            if now is not None and value is not None and now != value:
                yield Edit(field=path, before=now, after=value, because="replace")

    def _flag(self, item: FieldPath, members: list[Link], state: TargetState) -> Fix | None:
        place = (*item, self.config.fix.removed_key)
        now = self.front.get(place)
        if now is True or not document_links.has_owner(members[0].field):
            return None
        edit = Edit(field=place, before=now, after=True, because="flag")
        line = self.front.line(item)
        return Fix(rule=FixRule.FLAG, field=item, line=line, why=_gone_words(state), edits=(edit,))

    # ── single links ──────────────────────────────────────────────────────────────────────

    def _archive(self, link: Link) -> None:
        state = self.find(link.kind, link.target)
        if state is None or not state.standing.status.is_gone or state.outcome.archive is None:
            return
        if not state.standing.is_confirmed:
            self.waiting[FixRule.ARCHIVE] += 1
            return
        copy = state.outcome.archive
        why = f"{_gone_words(state)}; archived {copy.captured_at:%Y-%m-%d}"
        if self.config.fix.archive == "replace":
            self._change_url(FixRule.ARCHIVE, link, copy.url, why)
        elif not link.in_body and document_links.has_owner(link.field):
            self._beside(link, copy.url, why)

    def _beside(self, link: Link, url: str, why: str) -> None:
        place = (*document_links.owner_of(link.field), self.config.fix.archive_key)
        if place not in self._settled and not self.front.words(place):
            self._settled.add(place)
            edit = Edit(field=place, before=None, after=url, because="archive")
            self.fixes.append(
                Fix(rule=FixRule.ARCHIVE, field=place, line=link.line, why=why, edits=(edit,))
            )

    def _moved_and_texts(self) -> None:
        """As a run would update and repair, whatever the settings allow a run to do."""
        enriching = msgspec.structs.replace(
            self.config.enrich,
            fill=(),
            size="report",
            moved="update",
            text="repair",
            completes=False,
        )
        config = msgspec.structs.replace(self.config, enrich=enriching)
        proposed = enrich.proposed_changes(self.front, self.links, self.find, config)
        by_field = {link.field: link for link in self.links}
        for edit in proposed.edits:
            if edit.because == "update":
                self._moved(by_field[edit.field], str(edit.after))
            elif edit.because == "repair":
                self._text(edit)
        for link in filter(_is_in_body, self.links):
            self._moved_in_body(link)

    def _moved_in_body(self, link: Link) -> None:
        state = self.find(link.kind, link.target)
        new_url = None if state is None else state.new_url
        if new_url is not None and urls.check(new_url) is None:
            self._moved(link, _with_fragment(new_url, link.url))

    def _text(self, edit: Edit) -> None:
        if FixRule.TEXT not in self.rules or self._is_taken(edit.field):
            return
        if not self._may_repair(edit.field):
            return
        line, why = self.front.line(edit.field), "characters broken by a wrong charset"
        self.fixes.append(
            Fix(rule=FixRule.TEXT, field=edit.field, line=line, why=why, edits=(edit,))
        )

    def _moved(self, link: Link, url: str) -> None:
        state = self.find(link.kind, link.target)
        if FixRule.MOVED not in self.rules or self._is_taken(link.field):
            return
        if state is None or not self._may_fix(link):
            return
        seen_for = state.outcome.checked_at - state.standing.since
        if seen_for < timedelta(days=self.config.fix.moved_days):
            self.waiting[FixRule.MOVED] += 1
            return
        why = (
            f"moved for good ({state.standing.reason}), seen since {state.standing.since:%Y-%m-%d}"
        )
        self._change_url(FixRule.MOVED, link, url, why)

    def _change_url(self, rule: FixRule, link: Link, url: str, why: str) -> None:
        self._settled.add(link.field)
        if link.in_body:
            body = BodyEdit(line=link.line, column=link.column, before=link.url, after=url)
            self.fixes.append(
                Fix(rule=rule, field=link.field, line=link.line, why=why, body=body, link=link)
            )
            return
        edits = (self._url_edit(link, url, rule), *self._without_line(link))
        self.fixes.append(
            Fix(rule=rule, field=link.field, line=link.line, why=why, edits=edits, link=link)
        )

    def _url_edit(self, link: Link, url: str, rule: FixRule) -> Edit:
        before = self.front.get(link.field)
        # "update" is what the ledger calls a URL that follows a move.
        because = "update" if rule is FixRule.MOVED else rule.value
        return Edit(field=link.field, before=before, after=url, because=because)

    def _without_line(self, link: Link) -> Iterator[Edit]:
        """The `checks` line of a URL that is no longer there says nothing."""
        if not document_links.has_owner(link.field):
            return
        owner = document_links.owner_of(link.field)
        place = (*owner, self.config.write.key, link.field[-1])
        if self.front.has(place):
            yield Edit(field=place, before=self.front.get(place), after=None, because="checks")

    def _is_taken(self, path: FieldPath) -> bool:
        return any(path[:length] in self._settled for length in range(1, len(path) + 1))


def item_of(link: Link) -> FieldPath | None:
    """The list item that a link to a page is, or that holds it; None where there is none."""
    if link.in_body or link.kind is not Kind.PAGE:
        return None
    if isinstance(link.field[-1], int):
        return link.field
    owner = document_links.owner_of(link.field)
    return owner if owner and isinstance(owner[-1], int) else None


def _is_in_body(link: Link) -> bool:
    return link.in_body


def _gone_words(state: TargetState) -> str:
    standing = state.standing
    return f"{standing.status} ({standing.reason}) since {standing.since:%Y-%m-%d}, confirmed"


def _described(field: LinkField, found: Suggestion) -> Iterator[tuple[FieldPath, Value | None]]:
    said = found.citation.description
    published = said.published
    yield from ((title, said.title) for title in field.titles[:1])
    for place, value in (
        (field.excerpt, said.excerpt),
        (field.published, None if published is None else published.instant or published.day),
        (field.site_name, said.provider_name),
        (field.domain, said.provider_domain),
    ):
        if place:
            yield place, value


def _with_fragment(url: str, old: str) -> str:
    fragment = old.partition("#")[2]
    return f"{url}#{fragment}" if fragment and "#" not in url else url
