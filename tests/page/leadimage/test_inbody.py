"""What makes a picture about the headline the article's, and what does not: each word of the tables."""

from __future__ import annotations

import pytest

from enricher.page import leadimage
from enricher.page.parsed import ParsedPage
from tests.page.titled import titled

URL = "https://example.com/news/story.html"
HEADLINE = "<title>A story of some length</title><body><h1>A story of some length</h1>"


def first(html: str) -> str | None:
    found = leadimage.candidates(*titled(ParsedPage(html.encode(), URL, "text/html")))
    return found[0].url.removeprefix("https://example.com") if found else None


NAMES = (
    *(
        "featured",
        "hero-7",
        "lead",
        "article",
        "main",
        "post-thumb",
        "post-thumbnail",
        "cover",
        "photo",
        "foto",
        "wp-image-7",
    ),
    *(
        "picture",
        "wp-caption",
        "bild",
        "media",
        "visual",
        "headline",
        "story",
        "aufmacher",
        "content",
    ),
)


@pytest.mark.parametrize("name", NAMES)
def test_names_that_speak_for_a_picture(name: str) -> None:
    assert first(f"{HEADLINE}<img class='{name}' src=/plan.png>") == "/plan.png"
    assert first(f"{HEADLINE}<div id={name}><img src=/plan.png></div>") == "/plan.png"
    assert first(f"{HEADLINE}<img class=x src=/plan.png>") is None


OTHERS = (
    *(
        "author",
        "autor",
        "auteur",
        "avatar",
        "byline",
        "by-line",
        "headshot",
        "profile",
        "portrait",
        "contributor",
        "userpic",
    ),
    *(
        "related",
        "recommended",
        "promo",
        "sidebar",
        "newsletter",
        "readmore",
        "read-more",
        "most-read",
        "mostread",
        "advert",
    ),
)


@pytest.mark.parametrize("name", OTHERS)
def test_names_that_speak_against_a_picture(name: str) -> None:
    assert first(f"{HEADLINE}<div class={name}><figure><img src=/boat.jpg></figure></div>") is None


@pytest.mark.parametrize("name", ["autorisation", "autoriza", "x"])
def test_names_that_do_not(name: str) -> None:
    assert (
        first(f"{HEADLINE}<div class={name}><figure><img src=/boat.jpg></figure></div>")
        == "/boat.jpg"
    )


FURNITURE = (
    *(
        "/theme/a.jpg",
        "/themes/a.jpg",
        "/template/a.jpg",
        "/templates/x/a.jpg",
        "/skin/a.jpg",
        "/skins/a.jpg",
        "/icon/a.jpg",
    ),
    *(
        "/icons/a.jpg",
        "/plugin/a.jpg",
        "/plugins/a.jpg",
        "/lib/a.jpg",
        "/static/img/a.jpg",
        "/static/images/a.jpg",
    ),
    *(
        "/wp-includes/a.jpg",
        "/ad/a.jpg",
        "/ads/a.jpg",
        "/ad_7.jpg",
        "/ads-7.jpg",
        "/sns/a.jpg",
        "/author/a.jpg",
    ),
    *(
        "/authors/a.jpg",
        "/autoren/a.jpg",
        "/autores/a.jpg",
        "/columnist/a.jpg",
        "/columnists/a.jpg",
        "/staff/a.jpg",
    ),
    *(
        "/writer/a.jpg",
        "/writers/a.jpg",
        "/reporter/a.jpg",
        "/reporters/a.jpg",
        "/creativecommons.jpg",
    ),
    *(
        "/a-widget.jpg",
        *(
            "/qrcode.jpg",
            "/qr-code-2.jpg",
            "/my_qr_code.jpg",
        ),
        "/staticmap?a=.jpg",
        "/a-button.jpg",
        "/cropped-a.jpg",
        "/a-profile.jpg",
        "/an-avatar-of-some-harbour-boat.jpg",
    ),
    *(
        "/print.jpg",
        "/printer.jpg",
        "/email.jpg",
        "/e-mail-2.jpg",
        "/mail.jpg",
        "/rss.jpg",
        "/stars5.jpg",
    ),
    *(
        "/star.jpg",
        "/arrow.jpg",
        "/appstore.jpg",
        "/app-store.jpg",
        "/google-play.jpg",
        "/googleplay.jpg",
    ),
)


@pytest.mark.parametrize("path", FURNITURE)
def test_furniture(path: str) -> None:
    assert first(f"{HEADLINE}<figure><img src='{path}'></figure>") is None


@pytest.mark.parametrize(
    "path",
    [
        "/library/a.jpg",
        "/adsl.jpg",
        "/ebg-7.jpg",
        "/print-media.jpg",
        "/starship.jpg",
        "/arrows-found.jpg",
        "/sns.jpg",
    ],
)
def test_no_furniture(path: str) -> None:
    assert first(f"{HEADLINE}<figure><img src='{path}'></figure>") == path


DECORATION = (
    "header",
    "banner",
    "masthead",
    "background",
)


@pytest.mark.parametrize("name", DECORATION)
def test_decoration_weighs_less(name: str) -> None:
    assert first(f"{HEADLINE}<img class=lead src=/{name}.png>") is None
    assert (
        first(f"{HEADLINE}<figure class=lead><img src=/a-{name}.jpg></figure>") == f"/a-{name}.jpg"
    )


FILES = (
    "a.jpg",
    "a.jpeg",
    "a.webp",
    "a.avif",
    "a.jpg?v=7",
    "a.jpg#b",
    "a.jpg/7",
    "a.jpg!w",
    "a.jpg:l",
)
FORMATS = ("a?format=jpg", "a?w=900&fm=jpeg", "a?format=webp", "a?fm=avif")


@pytest.mark.parametrize("file", [*FILES, *FORMATS])
def test_photos_count(file: str) -> None:
    assert first(f"{HEADLINE}<img src=/{file}>") in {f"/{file}", f"/{file.partition('#')[0]}"}


LINKS = (
    *(
        "photo",
        "photos",
        "foto",
        "fotos",
        "bild",
        "bilder",
        "image",
        "images",
        "imagen",
        "imagenes",
        "gallery",
        "galleries",
    ),
    *(
        "galerie",
        "media",
        "attachment",
        "zoom",
        "popup",
        "slideshow",
        "slide-shows",
        "diaporama",
        "fotostrecke",
        "bilderstrecken",
    ),
    *("bildershow", "tx_cms_showpic"),
)
MARKS = (
    "lightbox[1]",
    "fancybox",
    "thickbox",
    "colorbox",
    "magnific-popup",
    "zoomable",
    "enlarge",
    "asset-img-link",
)


@pytest.mark.parametrize(
    "link", ["href=/photographers/7", "href=/zooms", "href=/imageries", "href=/x class=image-link"]
)
def test_links_to_another_article(link: str) -> None:
    assert first(f"{HEADLINE}<a {link}><figure><img src=/boat.jpg></figure></a>") is None


SIDES = {
    "width=150": "/boat.jpg",
    "width=149": None,
    "height=100": "/boat.jpg",
    "height=99": None,
    "style='width:149px'": None,
    "style='max-width:1px'": "/boat.jpg",
    "width=100 srcset='/boat.jpg 900w'": None,
    "width=900 height=300": "/boat.jpg",
    "width=901 height=300": None,
    "width=700": "/boat.jpg",
}


@pytest.mark.parametrize(("given", "expected"), SIDES.items())
def test_sides(given: str, expected: str | None) -> None:
    assert first(f"{HEADLINE}<img {given} src=/boat.jpg>") == expected


def test_a_set_counts() -> None:
    assert first(f"{HEADLINE}<img srcset='/plan.png 900w'>") == "/plan.png"
    assert first(f"{HEADLINE}<img src='/plan.png'>") is None


DECLARED = {
    ("/2024/20240131-120x80.jpg", "/20240131-460x300.jpg"): False,
    ("/19991231-120x80.jpg", "/19991231-460x300.jpg"): False,
    ("/123456-120x80.jpg", "/123456-460x300.jpg"): False,
    ("/abcdefa-120x80.jpg", "/abcdefa-460x300.jpg"): False,
}


@pytest.mark.parametrize(("urls", "is_known"), DECLARED.items())
def test_declared_in_a_smaller_size(urls: tuple[str, str], *, is_known: bool) -> None:
    small, large = urls
    far = "<p>word</p>" * 400
    html = f"<meta property=og:image content='{small}'><meta property=og:image:width content=120>{HEADLINE}{far}"
    assert (first(f"{html}<div class=related><img src='{large}'></div>") == large) is is_known


ALTS = {
    "story length here today": None,
    "some length": None,
}


@pytest.mark.parametrize(("alt", "expected"), ALTS.items())
def test_called_like_the_headline(alt: str, expected: str | None) -> None:
    assert first(f"{HEADLINE}{'<p>word</p>' * 400}<img alt='{alt}' src=/plan.png>") == expected
