"""Reads a document once: its frontmatter, all its links, and what was passed over in it."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from enricher import urls
from enricher.config import Config
from enricher.document import conditions, fences, frontmatter, link_fields, links, url_fields
from enricher.document.frontmatter import Frontmatter
from enricher.document.passed_fields import PassedFields
from enricher.models import Kind, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What a text says."""

    front: Frontmatter | None = None
    links: tuple[Link, ...] = ()
    unread: str = ""
    """Why something that looks like frontmatter is none."""
    skipped_by: str = ""
    """The condition of `[documents] skip_if` that leaves the document out."""
    passed: PassedFields = field(default_factory=PassedFields)

    @property
    def title(self) -> str | None:
        """What the document calls itself."""
        return None if self.front is None else title_of(self.front)

    @property
    def is_document(self) -> bool:
        """Whether it takes part in a run."""
        return not self.skipped_by and (self.front is not None or bool(self.links))


def read(text: str, name: str, config: Config) -> ReadDocument:
    """What a document says. Raises DocumentError where its frontmatter cannot be read."""
    front = frontmatter.read(text, name)
    if front is None:
        found = _with_fragments(_body_links(text, 0, name, config), config)
        return ReadDocument(links=found, unread=fences.why_unread(text) or "")
    condition = conditions.first_met(front, config.documents.skip_if)
    if condition is not None:
        return ReadDocument(front=front, skipped_by=condition)
    return of_front(front, config)


def of_front(front: Frontmatter, config: Config) -> ReadDocument:
    """All links of a document that was read, those of its body included, and what is none."""
    looked = links.look(front, config.fields, config.fill)
    passed = PassedFields(
        no_urls=looked.no_urls,
        matched=tuple(sorted(looked.matched)),
        unnamed=_unnamed(front, looked, config),
    )
    found = _body_links(front.text, front.body_start, front.name, config)
    all_links = _with_fragments((*looked.links, *found), config)
    return ReadDocument(front=front, links=all_links, passed=passed)


def _unnamed(front: Frontmatter, looked: links.Looked, config: Config) -> dict[str, int]:
    """Fields with URLs that neither `[fields]` nor `[fill]` names, nor we write ourselves."""
    if not url_fields.may_hold_more(front, looked.slashes):
        return {}
    ours = (config.write.key, config.fix.archive_key)
    found = url_fields.unnamed(front, looked.named, ours)
    if not found:
        return {}
    filled = link_fields.link_fields(config.fields, config.fill).filled_images
    known = {*config.fields.unchecked, *filled}
    return {pattern: count for pattern, count in found.items() if pattern not in known}


def title_of(front: Frontmatter) -> str | None:
    """What a document calls itself, for people; None where it has no `title`."""
    return front.words(("title",))


def _with_fragments(links: tuple[Link, ...], config: Config) -> tuple[Link, ...]:
    """Links whose fragment is to be found in the page have targets of their own."""
    if not config.fields.fragments:
        return links
    return tuple(map(_with_fragment, links))


def _with_fragment(link: Link) -> Link:
    fragment = urls.fragment_to_find(link.url)
    if not fragment or link.kind is not Kind.PAGE or urls.check(link.target) is not None:
        return link
    return msgspec.structs.replace(link, target=f"{link.target}#{fragment}")


def _body_links(text: str, start: int, name: str, config: Config) -> tuple[Link, ...]:
    if not config.body.links:
        return ()
    # Markdown and HTML parsers take 0.1 s to load; most runs need none.
    from enricher.document import body  # noqa: PLC0415

    return body.find(text, start, name, config.fields.base_url)
