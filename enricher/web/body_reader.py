"""Reads response bodies: how far, when it is enough, whether it was all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from enricher.models import Stop
from enricher.page import image, stop
from enricher.web.body import Body
from enricher.web.failures import EndedEarlyError
from enricher.web.messages import HttpRequest, HttpResponse

# What stays of an answer's headers: enough for every rule, too little to fill a ledger with.
MAX_HEADERS = 100
MAX_HEADER_CHARS = 8192
# White space after a page's last tag, at most.
MAX_TAIL_BYTES = 1024
# Room on the wire for the framing of small chunks and for data that does not compress.
WIRE_SLACK_BYTES = 256 * 1024
# Of an answer that is no success: the words of walls and lost pages stand in its first kilobytes.
MAX_FAILING_BYTES = 128 * 1024
# Of what can hold no facts: enough to see that it is what it says.
MAX_FACTLESS_BYTES = 4096

_FACTLESS_KINDS = ("image/", "video/", "audio/", "font/", "model/")
_FACTLESS = frozenset(
    {"application/pdf", "application/zip", "application/octet-stream", "text/event-stream"}
)
_CONTENT_RANGE = re.compile(r"bytes 0-(\d+)/(\d+)")

_IS_ENOUGH: dict[Stop, Callable[[bytes], bool]] = {
    Stop.FACTS: stop.has_facts,
    Stop.IMAGE_SIZE: image.has_size,
}


class BodyReader(Body):
    """Reads the body of one answer, up to where it is enough."""

    def __init__(self, ask: HttpRequest, answer: HttpResponse) -> None:
        """Raises GarbledError where the body is encoded too often."""
        status = answer.http_status or 0
        is_failing = status >= 400
        self._answer = answer
        self._has_stopped = False
        self._look_at_size = 0
        self._is_enough = None if is_failing else _IS_ENOUGH.get(ask.stop)
        cap = _cap(ask, answer, is_failing=is_failing)
        super().__init__(answer.headers_of("content-encoding"), cap)
        self.max_bytes = cap
        """What the body may become, decoded."""
        self.max_wire_bytes = 2 * cap + WIRE_SLACK_BYTES
        """What the body may take on the wire; honest encodings make bodies smaller."""

    @property
    def ends_as_page(self) -> bool:
        """True if what was read is a page to its last tag, whatever its announced length."""
        return self.data[-MAX_TAIL_BYTES:].rstrip().lower().endswith(b"</html>")

    def check_end(self) -> None:
        """Check the end of the body. Raises EndedEarlyError where its encoding goes on."""
        if not self.ends_here() and not self.ends_as_page:
            raise EndedEarlyError("the compressed body breaks off")

    @property
    def is_over(self) -> bool:
        """We have what we want; the rest of the body may stay where it is."""
        return self._has_stopped or self.is_full

    @property
    def is_all(self) -> bool:
        """True if the body was complete, that is, the answer was not partial (206)."""
        if self._answer.http_status != 206:
            return True
        found = _CONTENT_RANGE.fullmatch(self._answer.header("content-range") or "")
        return found is not None and int(found[1]) + 1 == int(found[2])

    def feed(self, raw: bytes) -> Iterator[None]:
        """Takes in a chunk step by step, up to where it is enough. Raises GarbledError."""
        for _ in super().feed(raw):
            if self._is_enough is not None and self.size >= self._look_at_size:
                # Looking at all that was read, at every piece, would make long pages quadratic.
                self._look_at_size = self.size * 5 // 4
                self._has_stopped = self._is_enough(self.data)
            if self._has_stopped:
                return
            yield


def bounded(raw: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Headers as text, names in lower case, bounded in number and length."""
    return tuple(
        (_text(name).lower(), _text(value)[:MAX_HEADER_CHARS]) for name, value in raw[:MAX_HEADERS]
    )


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _cap(ask: HttpRequest, answer: HttpResponse, *, is_failing: bool) -> int:
    if is_failing:
        return min(ask.max_bytes, MAX_FAILING_BYTES)
    media_type = (answer.header("content-type") or "").partition(";")[0].strip().lower()
    if ask.stop is Stop.FACTS and (
        media_type in _FACTLESS or media_type.startswith(_FACTLESS_KINDS)
    ):
        return min(ask.max_bytes, MAX_FACTLESS_BYTES)
    return ask.max_bytes
