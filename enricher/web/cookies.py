"""Keeps the cookies of one chain of redirects, as browsers would; thrown away when it is over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enricher import urls

if TYPE_CHECKING:
    import httpx

_ATTRIBUTE = re.compile(
    r"(?:max-age=-?[0-9]{1,15}|expires=(?P<date>.+)|(?:domain|path)=.+|secure|httponly)",
    re.IGNORECASE,
)


class Cookies:
    """The cookies that servers set on the way."""

    def __init__(self) -> None:
        self._jar: httpx.Cookies | None = None

    def keep(self, url: str, said: tuple[str, ...]) -> None:
        """Takes in the Set-Cookie headers of an answer.

        Each by itself: one that no jar can hold does not take the others with it.
        """
        for cookie in filter(None, map(_clean, said)):
            import httpx  # noqa: PLC0415 - few redirects set cookies, and it takes 10 MB

            jar = self._jar if self._jar is not None else httpx.Cookies()
            try:
                answer = httpx.Response(200, headers={"Set-Cookie": cookie}, request=_request(url))
                jar.extract_cookies(answer)
            except (ValueError, LookupError):
                continue
            self._jar = jar

    def header(self, url: str) -> str:
        """Returns what a request says as Cookie; "" where it is nothing that can be sent."""
        if self._jar is None:
            return ""
        request = _request(url)
        try:
            self._jar.set_cookie_header(request)
            said: str = request.headers.get("cookie", "")
        except (ValueError, LookupError):
            return ""
        return said if said.isascii() and said.isprintable() else ""


def _request(url: str) -> httpx.Request:
    """With a Host of our own: httpx would decode the host, and cannot decode all that live."""
    import httpx  # noqa: PLC0415 - as above

    return httpx.Request("GET", url, headers={"Host": urls.authority(url)})


def _clean(said: str) -> str:
    """A cookie without the attributes that browsers ignore; "" where it cannot be sent.

    Python's jar drops the whole cookie for an attribute that it cannot read.

    RFC 6265 section 5.2: attributes that are unknown or cannot be read are ignored.
    """
    pair, *attributes = said.split(";")
    if not (pair.isascii() and pair.isprintable()):
        return ""
    return ";".join([pair, *filter(_is_readable, attributes)])


def _is_readable(attribute: str) -> bool:
    """True if Python's jar can read an attribute of a cookie."""
    found = _ATTRIBUTE.fullmatch(attribute.strip()) if attribute.isascii() else None
    if found is None or found["date"] is None:
        return found is not None
    from http import cookiejar  # noqa: PLC0415 - as httpx, which loads it

    try:
        cookiejar.http2time(  # type: ignore[attr-defined]  # not in the stubs
            found["date"].strip().strip('"')
        )
    except ValueError:  # a month that is none: a warning of Python's, and no cookie
        return False
    return True
