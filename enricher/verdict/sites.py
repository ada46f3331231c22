"""Lists peculiarities of named sites, one row each, with its source.

The other rules know no names.
"""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import msgspec

from enricher import urls
from enricher.models import Kind, Observation, Request, Stop
from enricher.verdict.case import Look, missed, seen

# An oEmbed answer is a few hundred bytes; some carry the markup of a whole post.
SECOND_SOURCE_MAX_BYTES = 64 * 1024


class Site(msgspec.Struct, frozen=True):
    """A site that answers 200 for what is gone, and its endpoint that knows better."""

    name: str
    hosts: tuple[str, ...]
    """Ends of host names."""
    paths: tuple[str, ...]
    """Beginnings of the paths of single items; others are ordinary pages."""
    endpoint: str
    """`{url}` takes the escaped address of the item."""
    source: str


SITES: tuple[Site, ...] = (
    Site(
        "YouTube",
        ("youtube.com", "youtu.be", "youtube-nocookie.com"),
        ("/watch", "/shorts/", "/embed/", "/live/", "/playlist", "/v/"),
        "https://www.youtube.com/oembed?format=json&url={url}",
        "oembed.com, providers.json; gone videos: lycheeverse/lychee, quirks/mod.rs",
    ),
    Site(
        "Vimeo",
        ("vimeo.com",),
        ("/",),
        "https://vimeo.com/api/oembed.json?url={url}",
        "developer.vimeo.com/api/oembed",
    ),
    Site(
        "X (Twitter)",
        ("twitter.com", "x.com"),
        ("/",),
        "https://publish.twitter.com/oembed?omit_script=1&url={url}",
        "developer.x.com, oEmbed API; pages are scripts: stevenvachon/broken-link-checker 210",
    ),
    Site(
        "TikTok",
        ("tiktok.com",),
        ("/@",),
        "https://www.tiktok.com/oembed?url={url}",
        "developers.tiktok.com, Embed Videos",
    ),
    Site(
        "Reddit",
        ("reddit.com",),
        ("/r/",),
        "https://www.reddit.com/oembed?url={url}",
        "oembed.com, providers.json",
    ),
    Site(
        "Flickr",
        ("flickr.com",),
        ("/photos/",),
        "https://www.flickr.com/services/oembed/?format=json&url={url}",
        "oembed.com",
    ),
    Site(
        "SoundCloud",
        ("soundcloud.com",),
        ("/",),
        "https://soundcloud.com/oembed?format=json&url={url}",
        "developers.soundcloud.com",
    ),
    Site(
        "Spotify",
        ("open.spotify.com",),
        ("/",),
        "https://open.spotify.com/oembed?url={url}",
        "developer.spotify.com, oEmbed API",
    ),
    Site(
        "Dailymotion",
        ("dailymotion.com",),
        ("/video/",),
        "https://www.dailymotion.com/services/oembed?url={url}",
        "oembed.com",
    ),
)
# LinkedIn's 999 and the refusals of Facebook and Instagram need no row: they are `restricted` by
# their status or by the page to sign in that they redirect to (/authwall, /login), whoever sends
# them.


def second_source(url: str) -> Request | None:
    """The endpoint that knows whether `url` exists; None for most sites."""
    site = _site_of(url)
    if site is None:
        return None
    address = site.endpoint.format(url=quote(_item(url), safe=""))
    return Request(url=address, kind=Kind.PAGE, stop=Stop.NEVER, max_bytes=SECOND_SOURCE_MAX_BYTES)


def _site_of(url: str) -> Site | None:
    host = urls.host(url)
    path = urlsplit(url).path if host else ""
    for site in SITES:
        if any(host == end or host.endswith(f".{end}") for end in site.hosts) and _is_item(
            site, host, path
        ):
            return site
    return None


def _is_item(site: Site, host: str, path: str) -> bool:
    if host == "youtu.be":
        return len(path) > 1
    if site.name == "X (Twitter)":
        return "/status/" in path
    if site.name == "Vimeo":
        return any(segment.isdigit() for segment in path.split("/"))
    return len(path) > 1 and path.startswith(site.paths)


def _item(url: str) -> str:
    """The item's own address, in the one form that the endpoints know."""
    parts = urlsplit(url)
    if urls.host(url).endswith(("youtube.com", "youtube-nocookie.com")) and parts.path.startswith(
        ("/embed/", "/v/")
    ):
        return f"https://www.youtube.com/watch?v={parts.path.split('/')[2]}"
    if urls.host(url).endswith("youtube.com") and "v" in parse_qs(parts.query):
        return f"https://www.youtube.com/watch?v={parse_qs(parts.query)['v'][0]}"
    return url


def read_second_source(answer: Observation) -> Look:
    """What an oEmbed endpoint says (oembed.com, section 2.3.5).

    404 there is no such item, 401 it is private.

    YouTube says 400 for an identifier that cannot be one, and 401 or 403 for items that may not be
    embedded, which exist. Only 404 and 410 count.
    """
    number = answer.http_status if answer.failure is None else None
    if number in (404, 410):
        return seen(f"{answer.url} says HTTP {number}")
    return missed(f"{answer.url} says HTTP {number}" if number else "the endpoint did not answer")
