"""The first sentences of the article itself, for pages that describe themselves nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from enricher.page import normalise
from enricher.page.markup import lines, visible
from enricher.page.markup.headline import text_of
from enricher.page.parsed import ParsedPage
from enricher.page.text import small

# Shorter paragraphs are captions, bylines and notices.
MIN_CHARS = 60
MAX_CHARS = 320
# Longer ones that are called a description hold the article's body; their paragraphs are looked at singly.
MAX_STANDFIRST_CHARS = 600
MAX_ELEMENTS = 200
MAX_DEPTH = 8
# Markup behind the headline that is read as lines where the page has no paragraphs.
MAX_LINES_BYTES = 24 * 1024
# Arabic and Urdu have marks of their own, Hindi and its neighbours the danda; Thai, Lao and Khmer end with a blank.
_SENTENCE_END = re.compile(r":$|[.!?…؟۔][\"”’»)]?(?=\s|$)|[。！？।\u0e00-\u0eff\u1780-\u17ff]")
_FULL_STOP = re.compile(r"[.!?…؟۔][\"”’»)]?(?=\s|$)|[。！？।]")
_ELSEWHERE = re.compile(
    r"comment|kommentar|related|sidebar|widget|cookie|consent|banner|newsletter|promo|caption|footer|modal|popup|notice"
    r"|author[\s_-]*(?:bio|box|card|info|desc)|about[\s_-]*(?:the[\s_-]*)?author|\bbio\b",
    re.IGNORECASE,
)
_ELSEWHERE_TAGS = frozenset(
    {"aside", "footer", "nav", "figure", "form", "noscript", "header", "dialog", "li"}
)
# Both in small letters.
_NOTICE = re.compile(
    r"\b(?:us[aei]\w*|utili[sz]\w*|nutz\w*|verwende\w*|setz\w*|gebruik\w*|använder|bruger|bruker)\b.{0,40}\bcookies?\b"
    r"|\b(?:enable|activate|turn on|aktivieren|activ\w+|habilit\w+|abilit\w+)\b.{0,30}\bjavascript\b"
    r"|\bjavascript\b.{0,30}\b(?:disabled|enabled|required|deaktiviert|aktiviert|désactivé|desactivado)\b"
    r"|rights reserved|rechte vorbehalten|droits réservés|derechos reservados|direitos reservados|diritti riservati"
    r"|\bad ?-?block|\b(?:subscribe|sign up)\b.{0,40}\bnewsletter\b|\barticle (?:is|was published) more than\b"
    r"|\baffiliate[ -]links?\b|\bearn\b.{0,30}\bcommission\b|^※|\bamazon associate\b|\benlaces? (?:de )?afiliad"
    r"|\bliens? (?:d['’])?affili|\blink (?:di )?affilia|\balready a (?:subscriber|member)\b"
    r"|\b(?:log|sign)[ -]in\b.{0,20}\baccount\b|会員(?:限定|登録)|転載・複製|無断転載|무단 ?전재"
    r"|^(?:veröffentlicht|aktualisiert|published|posted|updated|publié|publicado|pubblicato|gepubliceerd)\b.{0,12}\d"
    r"|\bfollow us on\b|\bfolgen? sie uns\b|\bsuivez-nous\b|\bsíguenos en\b|\bseguici su\b|\bsiga-nos\b|\bvolg ons\b",
)
# How captions end.
_CREDIT = re.compile(
    r"(?:\b(?:photos?|fotos?|bild(?:er)?|images?|credits?)\s*[:=©/]|courtesy of\b|(?:사진|写真|摄影|图)\s*[:：=]|©"
    r"|\bgetty images|\bistock|\bshutterstock|\bap photo|\bon unsplash)[^!?。]{0,60}$",
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
# Paragraphs, headings that may be standfirsts, and what is called one in the languages of the news.
_TEXTS = (
    'h1,h2,h3,p,[itemprop~="description"],[role="doc-subtitle"],[class*="tandfirst"],[class*="orspann"]'
    ',[class*="chapo"],[class*="ntradilla"],[class*="ommario"],[class*="ingress"],[class*="bajada"],[class*="copete"]'
    ',[class*="perex"],[class*="sapo"],[class*="preamble"],[class*="manchet"],[class*="dek"],[class*="-intro"]'
    ',[class*="-lead"],[class*="xcerpt"],[class*="abstract"]'
)


def paragraph(page: ParsedPage, title: str) -> str:
    """How the article begins below its headline, to the end of a sentence; empty where nothing looks like it."""
    texts = page.tree.css(_TEXTS)[:MAX_ELEMENTS]
    at, around = _headline(texts, title)
    for node in texts[at:]:
        text = _text(node)
        if text and not _is_elsewhere(node, around):
            return shortened(text)
    return next(map(shortened, _lines(page, normalise.key(title))), "")


def _headline(texts: list[LexborNode], title: str) -> tuple[int, frozenset[int]]:
    """The place behind the heading that carries the title, and what stands around it; 0 where there is none."""
    words = normalise.key(title)
    for at, node in enumerate(texts):
        if words and node.tag in _HEADINGS and words in normalise.key(visible.line(node)):
            return at + 1, frozenset(parent.mem_id for parent in _parents(node))
    return 0, frozenset()


def _parents(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    for _ in range(3 * MAX_DEPTH):
        if parent is None:
            return
        yield parent
        parent = parent.parent


def _text(node: LexborNode) -> str:
    """The text of an element that may be how an article begins; empty where it is none."""
    text = visible.line(node)
    if not _is_prose(text):
        return ""
    if (
        node.tag in _HEADINGS
    ):  # a standfirst; those with links, and those without a full stop, are headlines
        parent = node.parent
        is_link = node.css_first("a") is not None or (parent is not None and parent.tag == "a")
        return text if not is_link and _FULL_STOP.search(text) else ""
    return text if node.tag == "p" or len(text) <= MAX_STANDFIRST_CHARS else ""


def _is_prose(text: str) -> bool:
    """Long enough for a paragraph, with the end of a sentence, and about the article rather than the site."""
    if len(text) < MIN_CHARS and normalise.width(text) < MIN_CHARS:
        return False
    if not _SENTENCE_END.search(text):
        return False
    lower = small(text)
    return not _NOTICE.search(lower) and not _CREDIT.search(lower)


def _lines(page: ParsedPage, words: str) -> Iterator[str]:
    """Prose below the headline on pages without paragraphs, where only line breaks part the text.

    `words` is the key of the title: of several headings like it, the first that holds it is the headline.
    """
    places = page.headlines
    titled = [
        place for place in places if words in normalise.key(text_of(page.markup[slice(*place)]))
    ]
    for _, end in (titled or places)[:1]:
        markup = page.markup[end : end + MAX_LINES_BYTES].partition(b">")[2]
        for line in lines.read(markup.decode("utf-8", "replace")):
            if not line.is_heading and _is_prose(line.text) and not _ELSEWHERE.search(line.names):
                yield line.text


def shortened(text: str, max_chars: int = MAX_CHARS) -> str:
    """To the end of the last sentence that fits; else of the last word."""
    if len(text) <= max_chars:
        return text
    ends = [match.end() for match in _FULL_STOP.finditer(text, 0, max_chars)]
    if ends and ends[-1] >= MIN_CHARS:
        return text[: ends[-1]]
    space = text.rfind(" ", 0, max_chars)
    return text[: space if space > 0 else max_chars - 1] + "…"


def _is_elsewhere(node: LexborNode, around: frozenset[int]) -> bool:
    """In a part of the page that is not the article. What holds the headline, too, is never such a part (`around`)."""
    if _ELSEWHERE.search(visible.marks(node)):
        return True
    for depth, parent in enumerate(_parents(node)):
        if (
            depth >= MAX_DEPTH
            or parent.mem_id in around
            or parent.tag in {"body", "main", "article"}
        ):
            return False
        if parent.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(visible.marks(parent)):
            return True
    return False
