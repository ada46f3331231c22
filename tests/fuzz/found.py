"""Inputs on which a target failed once, each with what was mended: they are run with every suite."""

from __future__ import annotations

FOUND: dict[str, tuple[bytes, ...]] = {
    # The number of the zone overflowed, and the answer was taken for none.
    "retry-after": (b"\x06Thu, 01 Dec 2026 16:00:00 +99999999999999999999",),
    # Python's jar warned of a bug of its own, on the user's terminal, and dropped the cookie.
    "cookies": (b"a=b; Expires=Thu, 01 Dem 2026 16:00:00 GMT",),
}
