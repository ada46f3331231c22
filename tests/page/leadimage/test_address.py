"""What images' addresses tell: each word and folder of the tables, and what only looks like one."""

from __future__ import annotations

import time

import pytest

from enricher.page.leadimage import address

HOPELESS = (
    *("data:image/gif;base64,R0lGOD", "about:blank", "javascript:void(0)"),
    *(
        "/1x1.png",
        "/px-1x1.gif",
        "/spacer.gif",
        "/spacer_7.png",
        "/blank.jpg",
        "/clear.gif",
        "/space.gif",
        "/pixel.png",
    ),
    *(
        "/transparent.svg",
        "/a-sprite.png",
        "/emoji/1f1ec.svg",
        "https://gravatar.com/avatar/0a",
        "/track/7",
        "/tracker.gif",
    ),
    *(
        "/tracking/7.gif",
        "/a.ico",
        "/a.htm?b",
        "/a.html",
        "/a.mp3",
        "/a.mp4?b",
        "/a.webm",
        "/a.mov",
        "/a.m3u8",
        "/a.pdf",
    ),
    *(
        "undefined",
        "/a/null",
        "/none/",
        "/NaN",
        "false",
        "true",
        "/[object Object]",
        "{{ a }}",
        "/${a}",
        "{% a %}",
        "<% a %>",
    ),
    *(
        "/upload/",
        "/uploads/",
        "/image/",
        "/images/",
        "/img/",
        "/file/",
        "/files/",
        "/media/",
        "/picture/",
        "/pictures/",
    ),
    *(
        "/photo/",
        "/photos/",
        "/thumb/",
        "/thumbs/",
        "/storage/",
        "/count.php",
        "/piwik.php?idsite=7",
    ),
)
HOPEFUL = (
    *(
        "/a.jpg",
        "/11x12.png",
        "/a1x1b.png",
        "/outerspace.gif",
        "/nuclear.gif",
        "/megapixel.gif",
        "/blankets.gif",
    ),
    *(
        "/sprite-and-ice.jpeg",
        "/tracks/7.jpg",
        "/a.html.jpg",
        "/nullarbor.jpg",
        "/images/7",
        "/falseflag",
        "/boats/",
    ),
    *(
        "/get_image.php?a",
        "/img.php?a",
        "/thumbs.php",
        "/photo.php?a",
        "/foto.php",
        "/pic.php",
        "/bild.php",
        "/media.php?a",
    ),
    *("/resize.php?a", "/crop.php?a"),
)


@pytest.mark.parametrize("written", HOPELESS)
def test_nothing_to_see(written: str) -> None:
    assert address.is_hopeless(written)


@pytest.mark.parametrize("written", HOPEFUL)
def test_perhaps_something_to_see(written: str) -> None:
    assert not address.is_hopeless(written)


OF_THE_SITE = (
    *(
        "logo-of-the-harbour-boat-festival.png",
        "old-logos-of-many-harbour-towns.png",
        "favicon-96-harbour-boat-sea.png",
    ),
    *(
        "placeholder-harbour-boat-sea.jpg",
        "no-image-harbour-boat-sea.jpg",
        "no_photo-harbour-boat-sea.jpg",
    ),
    *(
        "noimg-harbour-boat-sea.jpg",
        "nopic-harbour-boat-sea.jpg",
        "site-image-harbour-boat-sea.jpg",
    ),
    *(
        "share_image-harbour-boat-sea.jpg",
        "social-image-harbour-boat-sea.jpg",
        "socialcard-harbour-boat-sea.jpg",
    ),
    *(
        "og-default-harbour-boat-sea.jpg",
        "og-fallback-harbour-boat-sea.jpg",
        "apple-touch-icon-harbour-boat-sea.png",
    ),
    *(
        "fallback.png",
        "dummy.png",
    ),
    *(
        "missing.png",
        "blank.png",
        "loading.gif",
        "spinner.gif",
    ),
    *(
        "the-social-share-boat.png",
        "og-image_1200x630.png",
    ),
    *(
        "wp-content/themes/a/boat.jpg",
        "sites/all/themes/a/boat.jpg",
        "assets/themes/boat.jpg",
        "tncms/custom/boat.jpg",
    ),
    *(
        "typo3conf/ext/boat.jpg",
        "blavatar/0a",
        "avatar/boat.jpg",
        "avatars/boat.jpg",
        "favicon/boat.png",
        "favicons/a/boat.png",
    ),
    *(
        "logo/boat.png",
        "logos/boat.png",
        "share-images/boat.png",
        "social_image/boat.png",
        "default-image/boat.png",
    ),
    *("fallback-images/boat.png", "placeholder-images/boat.png"),
)
OF_THE_ARTICLE = (
    *(
        "boat.jpg",
        "catalogue.jpg",
        "technology.png",
        "brandenburg.jpg",
        "downloading.jpg",
        "icons-of-the-harbour-boats-die.jpg",
    ),
    *("missing-boy-found-alive.jpg"),
    *(
        "shared-boats.jpg",
        "facebook-boss.jpg",
        "bugle-share.jpg",
        "avatars-of-the-sea-boat.jpg",
        "newspaper.png",
    ),
)


@pytest.mark.parametrize("path", OF_THE_SITE)
def test_of_the_site(path: str) -> None:
    url = f"https://news.test/{path}"
    assert address.is_of_the_site(url)


@pytest.mark.parametrize("path", OF_THE_ARTICLE)
def test_of_the_article(path: str) -> None:
    assert not address.is_of_the_site(f"https://news.test/{path}")


SMALL = (
    "/149x20.jpg",
    "/80x149.jpg",
    "/a-120x80.jpg",
    "/a?w=130",
    "/w_100/a.jpg",
    "/a?width=99&q=5",
    "/a?h=80",
    "/height=80/a",
    "/size=64/a",
)
NOT_SMALL = (
    "/a.jpg",
    "/16x9/a.jpg",
    "/150x20.jpg",
    "/a-120x800.jpg",
    "/23x27/3055x2048/a.jpg",
    "/a?w=150",
    "/s1600/a",
    "/a?q=5",
    "/photos/01/26/72/41/22774010/3/rawImage.jpg",
    "/12/28/a.jpg",
)


@pytest.mark.parametrize("url", [*SMALL, "/60/60/a.jpg", "/s72-c/a.jpg", "/s64/a.jpg"])
def test_small(url: str) -> None:
    assert address.is_small(url)


@pytest.mark.parametrize("url", NOT_SMALL)
def test_not_small(url: str) -> None:
    assert not address.is_small(url)


MENDED = {
    "https:\\/\\/img.test\\/a.jpg": "https://img.test/a.jpg",
    "https://news.testhttps://img.test/a.jpg": "https://img.test/a.jpg",
    "https://img.test/a.JPG,https://img.test/b.jpg": "https://img.test/a.JPG",
    "https://img.test/a.png; https://img.test/b.png": "https://img.test/a.png",
    "https://img.test/a.webp|https://img.test/b.webp": "https://img.test/a.webp",
    "https://img.test/a.gifhttps://img.test/b.gif": "https://img.test/a.gif",
    "https://img.test/a.jpeg,b": "https://img.test/a.jpeg,b",
    "https://img.test/fit/https://other.test/a.jpg": "https://img.test/fit/https://other.test/a.jpg",
}


@pytest.mark.parametrize(("written", "meant"), MENDED.items())
def test_mended(written: str, meant: str) -> None:
    assert address.mended(written) == meant


@pytest.mark.parametrize(
    "name", ["og-" * 24, "fb_" * 600, "share-image" * 180, "1" * 1_900, "icon-" * 390, "a-" * 950]
)
def test_long_names_are_cheap(name: str) -> None:
    start = time.process_time()
    for url in (
        f"https://news.test/{name}!.x",
        f"https://news.test/{name}/default.jpg",
        f"https://news.test/{name}.jpg",
    ):
        address.is_of_the_site(url)
        address.is_hopeless(url)
        address.is_small(url)
    assert time.process_time() - start < 0.5
