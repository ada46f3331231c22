"""Where readers see a page's date: marked up elements, the lines about the headline, lines elsewhere.

Law of this file: pure, bounded, and positional: a date counts for where it stands and what stands about it, never
for which site it is on. What is looked at is the markup itself, in windows of a few kilobytes; the tree would have
to be walked node by node.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from enricher import urls
from enricher.page.dates import parsing
from enricher.page.dates.parsed_date import DateStyle, ParsedDate
from enricher.page.dates.scored import BESIDE_CHARS, IS_ABOVE, ScoredDate, judge
from enricher.page.dates.vocabulary import HATOM_UPDATED, OF_EVENT, label_of, label_of_names
from enricher.page.folding import fold
from enricher.page.markup import headline, lines
from enricher.page.markup.lines import Line
from enricher.page.parsed import ParsedPage

# ── how a page writes dates ───────────────────────────────────────────────────────────────────────────────────

# English under these top-level domains is mostly American.
_AMERICAN = frozenset("com org net us gov edu mil info io tv news co me".split())  # noqa: SIM905 - reads better
_MONTH_FIRST_REGIONS = frozenset({"us", "ph"})


def style(page: ParsedPage) -> DateStyle:
    """The language of a page, and what it means by 3/4/2022: by its region, else by language and domain."""
    written = page.language or page.first("og:locale", "content-language", "language") or ""
    language, _, region = written.lower().replace("_", "-").partition("-")
    if len(region) == 2:
        return DateStyle(language, region in _MONTH_FIRST_REGIONS)
    is_english = language in {"", "en"}
    return DateStyle(language, is_english and urls.host(page.url).rsplit(".", 1)[-1] in _AMERICAN)


# ── marked up elements ────────────────────────────────────────────────────────────────────────────────────────

# schema.org in microdata and RDFa, Dublin Core in RDFa, HTML's former `pubdate`, and a common data attribute.
_PUBLISHED = re.compile(r"(?:^|[\s:])datepublished(?:\s|$)|(?:^|\s)dc:(?:date|issued)(?:\s|$)")
_CREATED = re.compile(r"(?:^|[\s:])datecreated(?:\s|$)|(?:^|\s)dc:created(?:\s|$)")
_CHANGED = re.compile(r"(?:^|\s)datemodified(?:\s|$)")
_TIME_ATTRIBUTES = ("pubdate", "data-published")
# Blogger's `<abbr itemprop="datePublished" title="…">` shows the time of day alone.
_DATE_ATTRIBUTES = ("content", "datetime", "data-published", "title")
# The first ones are the article's; behind them come comments and other articles.
_MAX_ELEMENTS = 8
_MAX_TEXT = 200


def marked(page: ParsedPage, style: DateStyle) -> Iterator[ParsedDate]:
    """Dates of elements that say by microdata, RDFa or attribute that they are the date of publication.

    What was created may be published later: it comes last.
    """
    yield from _dates((node for node in page.dated if _is_published(node)), style)
    yield from _dates((node for node in page.dated if _CREATED.search(_properties(node))), style)


def _is_published(node: LexborNode) -> bool:
    is_time = node.tag == "time" and any(name in node.attributes for name in _TIME_ATTRIBUTES)
    return is_time or _PUBLISHED.search(_properties(node)) is not None


def changed(page: ParsedPage, style: DateStyle) -> Iterator[ParsedDate]:
    """Dates of elements that say that they are the date of a change."""
    return _dates((node for node in page.dated if _CHANGED.search(_properties(node))), style)


def times(page: ParsedPage, style: DateStyle) -> Iterator[ParsedDate]:
    """Dates of the first `<time>` elements, wherever they stand; not those of changes and comments."""
    return _dates(
        (node for node in page.dated if node.tag == "time" and not _is_elsewhere(node)), style
    )


_COMMENT = re.compile(r"\bcomment(?!s?-(?:open|closed|enabled|disabled))", re.IGNORECASE)
# From a comment's date to what calls it a comment.
_COMMENT_LEVELS = 4


def _is_elsewhere(node: LexborNode) -> bool:
    """Is it the date of a change, or of a reader's comment?"""
    names = HATOM_UPDATED.sub("", (node.attributes.get("class") or "").lower())
    if "updated" in {label_of_names(names), label_of(fold(_said_of(node)))}:
        return True
    around = node.parent
    for _ in range(_COMMENT_LEVELS):
        if around is None or around.tag in {"body", "article", "main"}:
            return False
        if _COMMENT.search(around.attributes.get("class") or ""):
            return True
        around = around.parent
    return False


def _said_of(node: LexborNode) -> str:
    """What stands before it, beside it, and how its own text begins."""
    before = node.prev
    while before is not None and before.is_text_node and not before.text().strip():
        before = before.prev
    said = (before.text() or "")[-BESIDE_CHARS:] if before is not None else ""
    return f"{said} {(node.text() or '')[:BESIDE_CHARS]}"


def _properties(node: LexborNode) -> str:
    given = node.attributes
    return f"{given.get('itemprop') or ''} {given.get('property') or ''}".lower()


def _dates(nodes: Iterator[LexborNode], style: DateStyle) -> Iterator[ParsedDate]:
    for node in islice(nodes, _MAX_ELEMENTS):
        given = node.attributes
        for text in map(given.get, _DATE_ATTRIBUTES):
            if text and (parsed := parsing.parse(text, style)) is not None:
                yield parsed
                break
        else:
            if (parsed := parsing.parse((node.text() or "")[:_MAX_TEXT], style)) is not None:
                yield parsed


# ── the lines about the headline ──────────────────────────────────────────────────────────────────────────────

# Beyond this no further place is looked at.
_CERTAIN = 4.5

# Markup read behind and before the headline; bylines stand within the first kilobytes, but for pictures and drawings.
_BEHIND_BYTES = 6_000
_FAR_BEHIND_BYTES = 24_000
_ABOVE_BYTES = 3_000
# Characters of visible text behind the headline, and before it, that can belong to it.
_BEHIND_CHARS = 900
_TEASER_CHARS = 100
# … and from the day of an event to its hour and price.
_EVENT_CHARS = 60
_ABOVE_CHARS = 250


def nearby(page: ParsedPage, style: DateStyle) -> list[ScoredDate]:
    """Dates about the headline, most convincing first."""
    found: list[ScoredDate] = []
    for start, end in page.headlines:
        for look in (_behind, _above):
            found += look(page.markup, (start, end), style)
            if _has_certain(found):
                return sorted(found, key=_by_score)
    return sorted(found, key=_by_score)


def _has_certain(found: list[ScoredDate]) -> bool:
    return any(scored_date.score >= _CERTAIN for scored_date in found)


def _by_score(scored_date: ScoredDate) -> float:
    return -scored_date.score


def _behind(markup: bytes, span: tuple[int, int], style: DateStyle) -> Iterable[ScoredDate]:
    title = headline.words(headline.text_of(markup[span[0] : span[1]]))
    found: list[ScoredDate] = []
    for size in (_BEHIND_BYTES, _FAR_BEHIND_BYTES):
        piece = markup[span[1] : span[1] + size]
        is_cut = len(piece) == size
        if is_cut:
            piece = piece[: piece.rfind(b"<")]
        shown = lines.read(piece[piece.find(b">") + 1 :].decode("utf-8", "replace"))
        found, is_over = _judged(_labelled_by_line_above(shown), title, style)
        if is_over or not is_cut or _has_certain(found):
            break
    return found


def _judged(
    shown: Iterator[Line], title: set[str], style: DateStyle
) -> tuple[list[ScoredDate], bool]:
    """The dates of lines behind a headline, and whether what belongs to it ends among these lines."""
    found: list[tuple[int, ScoredDate]] = []
    for line in shown:
        if _is_next_title(line, title):
            # Its date may stand before its heading.
            return [scored_date for at, scored_date in found if line.at - at > _TEASER_CHARS], True
        if line.at > _BEHIND_CHARS:
            return [scored_date for _, scored_date in found], True
        if found and len(line.text) <= _LABEL_LINE_CHARS and OF_EVENT.match(fold(line.text)):
            found = [(at, scored_date) for at, scored_date in found if line.at - at > _EVENT_CHARS]
        found += ((line.at, scored_date) for scored_date in judge(line, style, line.at, 0.0))
    return [scored_date for _, scored_date in found], False


def _is_next_title(line: Line, title: set[str]) -> bool:
    """Does the next article begin with this line? One word is a name, as over a forum's posts; CJK writes no blanks."""
    is_title = line.is_heading and line.has_link and (" " in line.text or not line.text.isascii())
    return is_title and not headline.is_like(line.text, title)


def in_headline(page: ParsedPage, style: DateStyle) -> Iterator[ParsedDate]:
    """Dates of the headline itself, and of the page's title: of press releases, minutes, daily columns."""
    headlines = (headline.text_of(page.markup[start:end]) for start, end in page.headlines)
    for text in (*headlines, page.html_title):
        yield from parsing.find(text, style)


# A label or a part of a date that has a line of its own is no longer.
_LABEL_LINE_CHARS = 30
_PART_CHARS = 13
_YEAR = re.compile(r"\d{4}")
# A line that ends a date begun above it: its year, or its month and year.
_REST = re.compile(r"(?:[^\W\d_]{3,10}\.?,? )?(?:19|20)\d\d")


def _begins_date(text: str) -> bool:
    """May it be the day, the month, or both?"""
    return 0 < len(text) <= _PART_CHARS and not _YEAR.search(text)


def _labelled_by_line_above(found: Iterator[Line]) -> Iterator[Line]:
    """The lines, each knowing what a short line above it says: in tables and lists of label and value.

    Day, month and year may stand in two or three lines; they are joined where the year stands.
    """
    above = ["", ""]
    for line in found:
        text = line.text
        line.label = above[1] if len(above[1]) <= _LABEL_LINE_CHARS else ""
        if len(text) <= _PART_CHARS + 4 and _REST.fullmatch(text) and _begins_date(above[1]):
            line.text = " ".join(
                (*(part for part in above[:1] if _begins_date(part)), above[1], text)
            )
        if text:
            above = [above[1], text]
        yield line


_SCRIPT = re.compile(rb"<(/?)(?:script|style)\b[^<>]*>", re.IGNORECASE)


def _whole(piece: bytes) -> bytes:
    """A piece cut out of markup, without the rest of the tag, or of the script, that it begins in."""
    script = _SCRIPT.search(piece)
    return piece[script.end() if script is not None and script[1] else piece.find(b">") + 1 :]


# What stands before the menu is the site's: the day of the visit, most often. (What stands aside may be the article's.)
_MENU_END = b"</nav"


def _above(markup: bytes, span: tuple[int, int], style: DateStyle) -> Iterable[ScoredDate]:
    piece = (
        _whole(markup[max(0, span[0] - _ABOVE_BYTES) : span[0]])
        if span[0] > _ABOVE_BYTES
        else markup[: span[0]]
    )
    piece = piece[max(0, piece.rfind(_MENU_END)) :]
    found = list(_labelled_by_line_above(lines.read(piece.decode("utf-8", "replace"))))
    end = found[-1].at + len(found[-1].text) if found else 0
    for line in found:
        distance = end - line.at - len(line.text)
        if distance < _ABOVE_CHARS:
            yield from judge(line, style, distance, IS_ABOVE)


# A line, anywhere, that begins by saying that what follows is a date of publication. (In small letters, and with a look
# at the first: found ten times as fast as in both without. Cyrillic ones stay as they are.)
_LABELLED = re.compile(
    rb">[\s(*]*+(?=[&degfojpuv\xd0])(?:(?:first |originally |date )?(?:published|posted)|publication date"
    rb"|(?:date|fecha|data) d[ei] pubb?lica|publi[^\s<>]{0,14}(?: (?:le|el|em|il|op)\b|:)"
    rb"|ver(?:\xc3\xb6|&ouml;)ffentlich|erschienen|erscheinungsdatum|erstellt|pubblicat[oa]|publicerad|publisert|udgivet"
    rb"|offentliggjort|julkaistu|geplaatst|gepubliceerd|opublikowano|publikov"
    rb"|\xd0[\x9e\xbe]\xd0\xbf\xd1\x83\xd0\xb1\xd0\xbb)"
)
_LABELLED_BYTES = 300
# The date stands in the label's line or, in tables and lists of label and value, in the next.
_LABELLED_LINES = 2
_MAX_LABELLED = 10
# As long as articles are with their markup.
_ARTICLE_BYTES = 100_000


def labelled(page: ParsedPage, style: DateStyle) -> Iterator[ScoredDate]:
    """Dates behind such words, as at the end of the text; not those of comments and other articles."""
    start = max(0, page.markup.find(b"<h1"))
    article = page.markup[start : start + _ARTICLE_BYTES]
    small = article.lower()
    for found in islice(_LABELLED.finditer(small), _MAX_LABELLED):
        if _ELSEWHERE.search(small, max(0, found.start() - _LABELLED_BYTES), found.start()):
            continue
        piece = article[found.start() + 1 : found.end() + _LABELLED_BYTES].decode(
            "utf-8", "replace"
        )
        for line in islice(_labelled_by_line_above(lines.read(piece)), _LABELLED_LINES):
            scored = list(judge(line, style, 0, 0.0)) if len(line.text) <= 2 * BESIDE_CHARS else []
            yield from scored
            if scored:
                break


# A paragraph that begins with its date in brackets, perhaps behind its place: `(Bonn, 28 July 2022) The bridge …`.
_BRACKETED = re.compile(
    rb"<p\b[^<>]{0,200}>(?:\s|<(?:b|em|i|span|strong)\b[^<>]{0,100}>){0,6}+\(([^()<>]{6,50})\)"
)
_MAX_BRACKETED = 10
_PLACE_CHARS = 25


def bracketed(page: ParsedPage, style: DateStyle) -> Iterator[ParsedDate]:
    """Dates in brackets, and nothing else but a place there, that paragraphs begin with."""
    for found in islice(_BRACKETED.finditer(page.markup), _MAX_BRACKETED):
        text = found[1].decode("utf-8", "replace").strip()
        parsed = parsing.parse(text, style)
        if parsed is not None and parsed.start <= _PLACE_CHARS and parsed.end >= len(fold(text)):
            yield parsed


_OPEN_TAG = re.compile(rb"<[a-zA-Z]+\b[^<>]{0,500}>")
_DATE_NAMES = rb"(?:dat[eu]|publi|posted|postmeta|entry-?meta|submitted|created|timestamp)"
# The second look is for the few tags that hold such a name at all.
_HOLDS_NAME = re.compile(_DATE_NAMES)
_NAMED_DATE = re.compile(
    rb"""\b(?:class|id)\s*=\s*(?:["'][^"']{0,100}?|[^\s"'<>]{0,100}?)""" + _DATE_NAMES
)
_ELSEWHERE = re.compile(
    rb"comment|relat|teaser|widget|sidebar|footer|copyright|calendar|event|valid|updat|modif|picker"
)
_MAX_TAGS = 2_000
_MAX_NAMED = 10
_NAMED_BYTES = 600
# What is said of it just before, perhaps in an element of its own.
_NAMED_LABEL_BYTES = 80
_NAMED_CHARS = 60


def named(page: ParsedPage, style: DateStyle) -> Iterator[ScoredDate]:
    """Dates of elements that are called a date by class or id, wherever they stand behind the menu."""
    menus = (page.markup.rfind(_MENU_END, 0, start) for start, _ in page.headlines)
    tags = islice(_OPEN_TAG.finditer(page.markup, max(0, min(menus, default=0))), _MAX_TAGS)
    for tag in islice((tag for tag in tags if _is_called_date(tag[0].lower())), _MAX_NAMED):
        before = headline.text_of(
            page.markup[max(0, tag.start() - _NAMED_LABEL_BYTES) : tag.start()]
        )
        if label_of(fold(before)) == "updated":
            continue
        piece = page.markup[tag.start() : tag.end() + _NAMED_BYTES]
        for line in lines.read(piece.decode("utf-8", "replace")):
            if line.at > _NAMED_CHARS:
                break
            yield from judge(line, style, line.at, 0.0)


def _is_called_date(tag: bytes) -> bool:
    return bool(_HOLDS_NAME.search(tag) and _NAMED_DATE.search(tag) and not _ELSEWHERE.search(tag))
