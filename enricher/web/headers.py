"""Builds the headers of a request."""

from __future__ import annotations

from functools import cache
from importlib import metadata

from enricher import config
from enricher.models import ClientIdentity, Kind, Request
from enricher.web.body import ACCEPT_ENCODING

Headers = list[tuple[str, str]]

_ACCEPT = {
    Kind.PAGE: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    Kind.IMAGE: "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
}
# Servers that choose by language should choose what most documents are written in, and may choose
# any other.
_ACCEPT_LANGUAGE = "en-US,en;q=0.5"

# The long-term release of Firefox, in its own order: what a wall lets through. Update it once a
# year.
_BROWSER_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_BROWSER_EXTRA = {
    Kind.PAGE: (
        ("Upgrade-Insecure-Requests", "1"),
        ("Sec-Fetch-Dest", "document"),
        ("Sec-Fetch-Mode", "navigate"),
        ("Sec-Fetch-Site", "none"),
        ("Sec-Fetch-User", "?1"),
        ("Priority", "u=0, i"),
    ),
    Kind.IMAGE: (
        ("Sec-Fetch-Dest", "image"),
        ("Sec-Fetch-Mode", "no-cors"),
        ("Sec-Fetch-Site", "cross-site"),
    ),
}


@cache
def user_agent(setting: str, contact: str) -> str:
    """Our own name, with the version and the contact address filled in."""
    filled = setting.replace("{version}", _version()).replace("{contact}", contact)
    # A header is one line of ASCII (RFC 9110 section 5.5).
    return " ".join(filled.encode("ascii", errors="replace").decode("ascii").split())


def headers(request: Request, fetch: config.Fetch, client_identity: ClientIdentity) -> Headers:
    """What a request says beside its URL, Host and cookies."""
    is_browser = client_identity is ClientIdentity.BROWSER
    said: Headers = [
        (
            "User-Agent",
            _BROWSER_AGENT if is_browser else user_agent(fetch.user_agent, fetch.contact),
        ),
        ("Accept", _ACCEPT[request.kind]),
        ("Accept-Language", _ACCEPT_LANGUAGE),
        # A part of an encoded body is of no use.
        ("Accept-Encoding", ACCEPT_ENCODING if request.range_bytes is None else "identity"),
        ("Connection", "keep-alive"),
    ]
    if is_browser:
        said += _BROWSER_EXTRA[request.kind]
    if request.range_bytes is not None:
        said.append(("Range", f"bytes={request.range_start}-{request.range_bytes - 1}"))
    validators = request.validators
    if validators is not None and validators.etag:
        said.append(("If-None-Match", validators.etag))
    if validators is not None and validators.last_modified:
        said.append(("If-Modified-Since", validators.last_modified))
    return said + list(request.headers)


def _version() -> str:
    try:
        return metadata.version("enricher")
    except metadata.PackageNotFoundError:  # run from a folder that is not installed
        return "0"
