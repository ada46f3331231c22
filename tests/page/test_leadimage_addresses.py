"""What images' addresses tell: nothing to see, of the site, small; and what only looks like it."""

from __future__ import annotations

import time

import pytest

from enricher.page import leadimage
from enricher.page.parsed import ParsedPage

URL = "https://news.test/a/story"
HOPELESS = """
    data:image/gif;base64,R0 about:blank javascript:void(0) /1x1.png /px-1x1.gif /spacer.gif
    /blank.jpg /pixel.png /transparent.svg /a-sprite.png /emoji/1f1ec.svg /track/7 /tracker.gif
    https://gravatar.com/avatar/0a /a.ico /a.htm?b /a.html /a.mp4?b /a.m3u8 /a.pdf undefined /a/null
    /none/ /NaN false {{a}} /${a} {%a%} <%a%> /uploads/ /
"""
HOPEFUL = """
    /a.jpg /11x12.png /a1x1b.png /outerspace.gif /megapixel.gif /blankets.gif /sprite-and-ice.jpeg
    /tracks/7.jpg /a.html.jpg /nullarbor.jpg /images/7 /falseflag /get_image.php?a
"""
OF_THE_SITE = """
    logo.png old-logos-of-towns.png favicon-96.png placeholder-boat.jpg no-image-boat.jpg
    no_photo.jpg noimg.jpg nopic.jpg site-image.jpg share_image.jpg social-image.jpg socialcard.jpg
    og-default.jpg og-fallback.jpg apple-touch-icon.png fallback.png dummy.png missing.png blank.png
    loading.gif spinner.gif the-social-share-boat.png og-image_1200x630.png
"""
OF_THE_ARTICLE = """
    boat.jpg catalogue.jpg technology.png downloading.jpg icons-of-the-harbour-die.jpg
    missing-boy-found-alive.jpg shared-boats.jpg facebook-boss.jpg newspaper.png
"""
SMALL = """
    /149x20.jpg /80x149.jpg /a-120x80.jpg /a?w=130 /a?width=99&q=5 /a?h=80
"""
NOT_SMALL = """
    /a.jpg /16x9/a.jpg /150x20.jpg /a-120x800.jpg /23x27/3055x2048/a.jpg /a?w=150 /a?q=5
    /photos/01/26/72/41/22774010/3/rawImage.jpg /12/28/a.jpg
"""


@pytest.mark.parametrize("written", [*HOPELESS.split(), *HOPEFUL.split()])
def test_nothing_to_see(written: str) -> None:
    html = f'<meta property="og:image" content="{written}">'
    found = leadimage.candidates(ParsedPage(html.encode(), URL), "")
    assert bool(found) is (written in HOPEFUL.split())


@pytest.mark.parametrize("path", [*OF_THE_SITE.split(), *OF_THE_ARTICLE.split()])
def test_of_the_site(path: str) -> None:
    is_of_the_site = leadimage.is_of_the_site(f"https://news.test/a/{path}")
    assert is_of_the_site is (path in OF_THE_SITE.split())


@pytest.mark.parametrize(
    "name", ["og-" * 24, "fb_" * 600, "share-image" * 170, "1" * 1_900, "icon-" * 380, "a-" * 950]
)
def test_long_names_are_cheap(name: str) -> None:
    start = time.process_time()
    for path in (f"{name}!.x", f"{name}/default.jpg", f"{name}.jpg"):
        html = f'<meta property="og:image" content="https://news.test/{path}">'
        leadimage.candidates(ParsedPage(html.encode(), URL), "")
    assert time.process_time() - start < 0.5
