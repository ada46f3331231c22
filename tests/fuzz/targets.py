"""What is fuzzed: functions that take any bytes, and hold laws; they raise where one is broken.

A target raises AssertionError for a broken law; any other exception is a bug, too, except those
that the function under test promises.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from enricher import urls
from enricher.config import Config, DocumentBody
from enricher.document import editing, fieldpath, frontmatter, reading
from enricher.document.fences import Dialect
from enricher.errors import ConfigError, DocumentError
from enricher.models import Edit, Kind, NeedMore, Stop
from enricher.page import image, jsonld, read
from enricher.page.dates import parsing
from enricher.page.markup import charset
from enricher.policy import pace, robots
from enricher.settings import reader
from enricher.verdict import refresh
from enricher.web.body import GarbledError
from enricher.web.body_reader import BodyReader, bounded
from enricher.web.cookies import Cookies
from enricher.web.failures import EndedEarlyError
from enricher.web.http1 import MessageError, ResponseParser
from enricher.web.messages import HttpRequest, HttpResponse

Target = Callable[[bytes], None]

URL = "https://site.test/news/story?a=1"
NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
MAX_BODY_BYTES = 4096
STATUSES = (200, 206, 301, 302, 403, 404, 429, 503)
BODY_LINKS = Config(body=DocumentBody(links=True))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\0", "")


def _edited(text: str, dialect: Dialect) -> None:
    """Edits change the named fields and nothing of the body, and can be read back."""
    try:
        front = frontmatter.read(text, "it.md")
    except DocumentError:
        return
    if front is None or front.dialect is not dialect:
        return
    edits = [
        Edit(field=(key,), before=front.get((key,)), after=f'new {key}: it\'s "so"', because="x")
        for key in ("title", "excerpt", "url")
    ]
    result = editing.apply_edits(front, edits)
    assert len(result.done) + len(result.refused) == len(edits)
    again = frontmatter.read(result.text, "it.md")
    assert again is not None
    assert again.text[again.body_start :] == text[front.body_start :]
    for edit in result.done:
        assert again.get(edit.field) == edit.after


def frontmatter_yaml(data: bytes) -> None:
    _edited(f"---\n{_text(data)}\n---\nBody\n", Dialect.YAML)


def frontmatter_toml(data: bytes) -> None:
    _edited(f"+++\n{_text(data)}\n+++\nBody\n", Dialect.TOML)


def document_links(data: bytes) -> None:
    """Any text is a document, none, or an error that says why; links stand where they say."""
    text = _text(data)
    try:
        document = reading.read(text, "it.md", BODY_LINKS)
    except DocumentError as error:
        assert str(error).isprintable()  # noqa: PT017 - no test of pytest's
        return
    for link in document.links:
        assert 1 <= link.line <= text.count("\n") + text.count("\r") + 1


def page_blocks(data: bytes) -> None:
    """The walk over a page's tree, and all that verdicts read from it."""
    read.PageReader(data, URL, "text/html").signals.read()


def page_facts(data: bytes) -> None:
    facts = read.page(data, URL, "text/html; charset=utf-8", NOW.date()).facts
    if facts.title is not None:
        assert facts.title.text.strip() == facts.title.text != ""
    for candidate in facts.images:
        assert urls.check(candidate.url) is None


def json_ld(data: bytes) -> None:
    jsonld.read([_text(data)])


def dates(data: bytes) -> None:
    found = parsing.parse(_text(data))
    assert found is None or 1 <= found.day.month <= 12


def image_headers(data: bytes) -> None:
    """More bytes never change a conclusion."""
    early, late = image.read(data, is_whole=False), image.read(data, is_whole=True)
    assert late is not NeedMore.NEED_MORE
    assert early is NeedMore.NEED_MORE or early == late
    half = image.read(data[: len(data) // 2], is_whole=False)
    assert half is NeedMore.NEED_MORE or half == early


def charsets(data: bytes) -> None:
    content_type, _, body = data.partition(b"\n")
    said = content_type.decode("latin-1")
    charset.decode(body, said)
    charset.as_utf8(body, said).decode("utf-8")


def robots_txt(data: bytes) -> None:
    rules = robots.read(200, data)
    assert rules.may_ask(URL, "enricher") in {True, False}
    delay = rules.crawl_delay_s("enricher")
    assert delay is None or 0 < delay < math.inf


def retry_after(data: bytes) -> None:
    """Pauses are numbers from 0 to the longest that we believe."""
    lines = _text(data[1:]).split("\n")
    named = ["retry-after", "ratelimit", "x-ratelimit-reset", "x-ratelimit-remaining"]
    headers = list(zip(named, lines, strict=False))
    status = STATUSES[data[0] % len(STATUSES)] if data else 429
    pause = pace.pause_s(status, headers, NOW)
    assert pause is None or 0 <= pause <= pace.MAX_PAUSE_S


def location(data: bytes) -> None:
    """A redirect leads to a URL that can be sent, or nowhere; normalising twice changes nothing."""
    said = _text(data)
    target = urls.redirected(URL, said)
    if target is None:
        assert urls.check_reference(URL, said) is not None
        return
    assert urls.check(target) is None
    assert target.isascii()
    assert target.isprintable()
    assert " " not in target
    once = urls.normalise(target)
    assert urls.normalise(once) == once
    assert urls.check(once) is None
    assert urls.host(once) == urls.host(target) != ""


def refresh_header(data: bytes) -> None:
    target = refresh.target(_text(data), URL)
    assert target is None or urls.check(target) is None


def cookies(data: bytes) -> None:
    """Whatever a server sets, what is sent back is one line of printable ASCII."""
    kept = Cookies()
    kept.keep(URL, tuple(_text(data).split("\n")))
    sent = kept.header(URL)
    assert sent == "" or (sent.isascii() and sent.isprintable())


def config(data: bytes) -> None:
    """Settings are read, or refused with the place and a cure."""
    try:
        reader.parse(_text(data))
    except ConfigError as error:
        assert "config.toml" in str(error)  # noqa: PT017


def field_path(data: bytes) -> None:
    text = _text(data)
    with suppress(ValueError):
        path = fieldpath.parse(text)
        assert fieldpath.parse(fieldpath.show(path)) == path


def http_response(data: bytes) -> None:
    """Bytes of a server, however they are cut, become the same response, within its bounds."""
    if not data:
        return
    cut = 1 + data[0] % 97
    said = data[1:]
    whole = _response([said])
    pieces = _response([said[at : at + cut] for at in range(0, len(said), cut)])
    assert whole[0] == pieces[0]
    if whole[1] is None and pieces[1] is None:
        assert whole[2] == pieces[2]
    assert len(whole[2]) <= MAX_BODY_BYTES


def _response(pieces: list[bytes]) -> tuple[object, str | None, bytes]:
    """Status and headers, how it failed, and the decoded body."""
    parser, answer = ResponseParser(), HttpResponse()
    body: list[bytes] = []
    failure: str | None = None
    try:
        for piece in pieces:
            parser.feed(piece)
            body += parser.body
            parser.body.clear()
        parser.feed_eof()
    except MessageError:
        failure = "message"
    if parser.head is None:
        return None, failure, b""
    answer.http_status = parser.head.http_status
    answer.headers = bounded(parser.head.headers)
    pace.pause_s(answer.http_status, answer.headers, NOW)
    read_so_far = b""
    try:
        feeding = BodyReader(_ASK, answer)
        for chunk in [b"".join(body)]:
            for _ in feeding.feed(chunk):
                pass
        read_so_far = feeding.data
        feeding.check_end()
    except (GarbledError, EndedEarlyError):
        failure = failure or "body"
    return (answer.http_status, answer.headers), failure, read_so_far


_ASK = HttpRequest(
    url=URL,
    headers=[],
    kind=Kind.PAGE,
    stop=Stop.NEVER,
    max_bytes=MAX_BODY_BYTES,
    budget_s=1.0,
)

TARGETS: dict[str, Target] = {
    "http-response": http_response,
    "retry-after": retry_after,
    "location": location,
    "cookies": cookies,
    "refresh": refresh_header,
    "robots": robots_txt,
    "charset": charsets,
    "image-headers": image_headers,
    "dates": dates,
    "field-path": field_path,
    "json-ld": json_ld,
    "config": config,
    "document-links": document_links,
    "frontmatter-yaml": frontmatter_yaml,
    "frontmatter-toml": frontmatter_toml,
    "page-blocks": page_blocks,
    "page-facts": page_facts,
}
"""Cheap ones first."""
