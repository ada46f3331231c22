"""Reads HTTP/1 responses from bytes, as leniently as browsers do. Pure.

The head is read here because browsers accept heads that llhttp refuses, however lenient it is set
(names with blanks, lines without a colon, `HTTP/2 200`); chunked bodies are read by llhttp.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

import httptools

# Chromium's limit (net/http/http_stream_parser.cc, kMaxHeaderBufSize), interim responses included.
MAX_HEAD_BYTES = 256 * 1024

RawHeaders = list[tuple[bytes, bytes]]

_STATUS_LINE = re.compile(
    rb"(?:HTTP/(\d+)(?:\.(\d+))?|ICY)[ \t]+(\d{3})(?:[ \t\r](.*))?", re.IGNORECASE | re.DOTALL
)
_BLANK_LINES = re.compile(rb"[\r\n]*")
_HEAD_END = re.compile(rb"\n\r?\n")
_FRAMING_NAMES = frozenset({b"content-length", b"transfer-encoding", b"connection"})
_FRAMING_NAME_LENGTHS = frozenset(map(len, _FRAMING_NAMES))
_BODILESS = frozenset({204, 205, 304})
# No length has more digits than 2**63; to read more costs time quadratic in their number.
_LENGTH_DIGITS = 19
_CHUNKED_HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class MessageError(ValueError):
    """The bytes are no HTTP response, or break off where one may not."""


class ConnectionEndedError(MessageError):
    """The connection ended in order, but within the body."""


@dataclass(frozen=True, slots=True)
class Head:
    """Status and headers of a final response, and how its body ends."""

    http_status: int
    reason: str
    headers: RawHeaders
    """Names as sent."""
    content_length: int | None
    """None where the body is chunked or ends with the connection."""
    is_chunked: bool
    keeps_alive: bool

    @property
    def ends_with_connection(self) -> bool:
        return not self.is_chunked and self.content_length is None


class ResponseParser:
    """Takes in the bytes of one response."""

    def __init__(self) -> None:
        self.head: Head | None = None
        self.body: deque[bytes] = deque()
        """Pieces that were not taken yet, without chunk framing."""
        self.is_done = False
        self.has_leftover = False
        """Bytes came after the end of the response."""
        self._start = bytearray()
        self._searched = 0
        self._interim_bytes = 0
        self._left = 0
        self._chunks: httptools.HttpResponseParser | None = None

    def feed(self, data: bytes) -> None:
        """Raises MessageError."""
        if self.is_done:
            self.has_leftover = self.has_leftover or bool(data)
        elif self.head is None:
            self._feed_head(data)
        elif self._chunks is not None:
            self._feed_chunks(data)
        elif self.head.ends_with_connection:
            self.body.append(data)
        else:
            self._feed_length(data)

    def feed_eof(self) -> None:
        """The connection ended. Raises MessageError where the response may not end here."""
        if self.is_done:
            return
        if self.head is None:
            raise MessageError("closed the connection within the head of its answer")
        if not self.head.ends_with_connection:
            missing = "" if self._chunks is not None else f", {self._left} bytes early"
            raise ConnectionEndedError(f"closed the connection within the body{missing}")
        self.is_done = True

    # ── called by llhttp ──

    def on_body(self, data: bytes) -> None:
        if not self.is_done:
            self.body.append(data)

    def on_message_complete(self) -> None:
        self.is_done = True

    def on_message_begin(self) -> None:
        self.has_leftover = self.has_leftover or self.is_done

    # ── head ──

    def _feed_head(self, data: bytes) -> None:
        start = self._start
        start += data
        self._check_beginning()
        position = 0
        while found := _HEAD_END.search(start, max(position, self._searched - 2)):
            head = read_head(bytes(start[position : found.start()]))
            position = found.end()
            if head.http_status >= 200:
                self._check_head_bytes(position)
                self._start = bytearray()
                self._begin_body(head)
                if position < len(start):
                    self.feed(bytes(start[position:]))
                return
            if head.http_status == 101:
                raise MessageError("switched protocols unasked")
            position = _BLANK_LINES.match(start, position).end()  # type: ignore[union-attr]
        self._check_head_bytes(len(start))
        self._interim_bytes += position
        del start[:position]
        self._searched = len(start)

    def _check_head_bytes(self, count: int) -> None:
        if self._interim_bytes + count > MAX_HEAD_BYTES:
            raise MessageError(f"more than {MAX_HEAD_BYTES // 1024} KiB before an answer")

    def _check_beginning(self) -> None:
        """Reject what is not HTTP at its first bytes; skip blank lines before (RFC 9112 2.2)."""
        start = self._start
        if self._searched == 0 and start.startswith((b"\r", b"\n")):
            del start[: len(start) - len(start.lstrip(b"\r\n"))]
        if self._searched < 8:
            word = bytes(start[:5]).upper()
            if not (b"HTTP/".startswith(word[:5]) or b"ICY ".startswith(word[:4])):
                raise MessageError("the answer is not HTTP")

    def _begin_body(self, head: Head) -> None:
        self.head = head
        if head.is_chunked:
            self._chunks = _chunk_parser(self)
        elif head.content_length is not None:
            self._left = head.content_length
            self.is_done = self._left == 0

    # ── body ──

    def _feed_length(self, data: bytes) -> None:
        if len(data) > self._left:
            self.has_leftover = True
            data = data[: self._left]
        self._left -= len(data)
        self.body.append(data)
        self.is_done = self._left == 0

    def _feed_chunks(self, data: bytes) -> None:
        assert self._chunks is not None
        try:
            self._chunks.feed_data(data)
        except httptools.HttpParserError as error:
            if not self.is_done:
                raise MessageError(f"broken chunks: {error}") from error
            self.has_leftover = True
        if self.is_done:
            self._chunks = None  # ends the cycle of references, so that no collector has to


def read_head(block: bytes) -> Head:
    """A response's head, without the blank line at its end. Raises MessageError."""
    if b"\0" in block:
        raise MessageError("a NUL in the head")
    first, *lines = block.split(b"\n")
    status_line = _STATUS_LINE.fullmatch(first)
    if status_line is None or status_line[3] < b"100":
        words = first[:80].decode("latin-1").strip()
        raise MessageError(f"no status line: {words}")
    headers = _headers(lines)
    fields = _framing_fields(headers)
    version = (int(status_line[1] or 1), int(status_line[2] or 0))
    status = int(status_line[3])
    is_chunked, length = _framing(status, fields)
    return Head(
        http_status=status,
        reason=(status_line[4] or b"").decode("latin-1").strip(),
        headers=headers,
        content_length=length,
        is_chunked=is_chunked,
        keeps_alive=_keeps_alive(version, fields.get(b"connection", [])),
    )


def _framing(status: int, fields: dict[bytes, list[bytes]]) -> tuple[bool, int | None]:
    """Whether the body is chunked, and its length where one counts (RFC 9112 section 6.3)."""
    if status in _BODILESS or status < 200:
        return False, 0
    if _is_chunked(fields.get(b"transfer-encoding", [])):
        return True, None
    return False, _length(fields.get(b"content-length", []))


def _keeps_alive(version: tuple[int, int], values: list[bytes]) -> bool:
    options = b",".join(values).lower()
    if version == (1, 1):
        return b"close" not in options
    return version == (1, 0) and b"keep-alive" in options


def _headers(lines: list[bytes]) -> RawHeaders:
    """Folded lines are joined (RFC 9112 section 5.2); lines without a header are left out."""
    headers: RawHeaders = []
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if headers:
                name, value = headers[-1]
                headers[-1] = (name, (value + b" " + line.strip()).strip())
            continue
        name, colon, value = line.partition(b":")
        name = name.strip()
        if colon and name:
            headers.append((name, value.strip()))
    return headers


def _framing_fields(headers: RawHeaders) -> dict[bytes, list[bytes]]:
    fields: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        if len(name) in _FRAMING_NAME_LENGTHS and (lower := name.lower()) in _FRAMING_NAMES:
            fields.setdefault(lower, []).append(value)
    return fields


def _is_chunked(values: list[bytes]) -> bool:
    if not values:
        return False
    codings = {coding.strip().lower() for value in values for coding in value.split(b",")}
    unknown = codings - {b"chunked", b"identity", b""}
    if unknown:
        words = b", ".join(sorted(unknown))[:80].decode("latin-1")
        raise MessageError(f"unknown transfer coding: {words}")
    return b"chunked" in codings


def _length(values: list[bytes]) -> int | None:
    """Equal lengths count once, and what is no number does not count, as in Chromium."""
    if len(values) == 1 and values[0].isdigit():
        return int(values[0].lstrip(b"0")[:_LENGTH_DIGITS] or b"0")
    lengths = {
        part.lstrip(b"0") or b"0"
        for value in values
        for part in map(bytes.strip, value.split(b","))
        if part.isdigit()
    }
    if len(lengths) > 1:
        raise MessageError("more than one Content-Length")
    digits = next(iter(lengths), None)
    return int(digits[:_LENGTH_DIGITS]) if digits is not None else None


def _chunk_parser(listener: ResponseParser) -> httptools.HttpResponseParser:
    made = httptools.HttpResponseParser(_Chunks(listener))
    made.set_dangerous_leniencies(
        lenient_chunked_length=True,
        lenient_keep_alive=True,
        lenient_data_after_close=True,
        lenient_optional_lf_after_cr=True,
        lenient_optional_cr_before_lf=True,
        lenient_optional_crlf_after_chunk=True,
        lenient_spaces_after_chunk_size=True,
    )
    made.feed_data(_CHUNKED_HEAD)
    return made


class _Chunks:
    """The callbacks of llhttp that matter here; others would be called if they existed."""

    def __init__(self, listener: ResponseParser) -> None:
        self.on_message_begin = listener.on_message_begin
        self.on_body = listener.on_body
        self.on_message_complete = listener.on_message_complete
