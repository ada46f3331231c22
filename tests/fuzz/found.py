"""Inputs on which a target failed once, each with what was mended: they are run with every suite."""

from __future__ import annotations

FOUND: dict[str, tuple[bytes, ...]] = {
    # Blank lines behind an interim response: an answer or none, as the bytes happened to be cut.
    "http-response": (
        b"\x1bHTTP/1.1 103 Early Hints\r\n\r\n\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>hello",
    ),
    # The number of the zone overflowed, and the answer was taken for none.
    "retry-after": (b"\x06Thu, 01 Dec 2026 16:00:00 +99999999999999999999",),
    # A control byte behind the first tag of an SVG took back what was concluded from the tag.
    "image-headers": (
        b'<svg viewBox="0 0 9 7" width="18px">\x0018px">',
        # A first part that begins no JPEG XL was told only while the next one was not there.
        (
            b"\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl \0\0\0\0jxl \0\0\0\x12jxlp\0\0\0\x0cJXL \r\n"
            b"\x87\n\0\0\0\x14ftypjxl \0\0\0\0jxl \0\0\0\x1ajxlc\xff\n\x7f@$\x08\x04\x01\0\x1c\0K\x18"
        ),
    ),
    # A heading was cut at a blank, and kept it at its end.
    "page-facts": (b"<h1>" + b"Some words " * 45 + b"end</h1>",),
    # Python's jar warned of a bug of its own, on the user's terminal, and dropped the cookie.
    "cookies": (b"a=b; Expires=Thu, 01 Dem 2026 16:00:00 GMT",),
}
