"""Pictures in a window of markup: which address, how large, and what stands about them."""

from __future__ import annotations

import pytest

from enricher.page.leadimage import pictures
from enricher.page.leadimage.pictures import Picture


def only(markup: str) -> Picture:
    (found,) = pictures.find(markup)
    return found


def address(given: str) -> str:
    found = list(pictures.find(f"<img {given}>"))
    return found[0].url if found else ""


LAZY = (
    *(
        "data-src",
        "data-lazy-src",
        "data-original",
        "data-lazy",
        "data-full-src",
        "data-hi-res-src",
        "data-image",
    ),
    *("data-url", "data-echo", "lazysrc"),
)


@pytest.mark.parametrize("name", LAZY)
def test_known_late_loaders(name: str) -> None:
    assert address(f"src=/first.jpg {name}=/get/7") == "/get/7"
    assert address(f"src=/first.jpg {name}=data:image/gif;base64,R0") == "/first.jpg"
    assert address(f"src=/first.jpg {name}=150w") == "/first.jpg"


@pytest.mark.parametrize("name", ["data-srcset", "data-lazy-srcset", "srcset"])
def test_sets(name: str) -> None:
    assert address(f"src=/first.jpg {name}='/s.jpg 300w, /l.jpg 900w'") == "/l.jpg"


STOPGAPS = (
    *(
        "",
        "#",
        "#top",
        "data:image/gif;base64,R0",
        "about:blank",
        "/t.gif",
        "/t.gif?7",
        "/grey.svg",
        "/a.svg",
        "/a.svg?7",
        "/blank.png",
        "/spacer.png",
    ),
    *(
        "/pixel.png",
        "/placeholder-16x9.png",
        "/lazy.png",
        "/loading.png",
        "/loader.png",
        "/transparent.png",
        "/clear.png",
    ),
    *("/white.png", "/gray.png", "/grey.png", "/empty.png", "/default.png", "/dummy.png"),
)
FILES = ("/a.jpg", "/a.JPEG", "/a.png", "/a.webp", "/a.gif", "/a.avif", "/a.jpg?b", "/a.jpg#b")


@pytest.mark.parametrize("stopgap", STOPGAPS)
@pytest.mark.parametrize("file", FILES)
def test_what_stands_there_until_the_picture_is_loaded(stopgap: str, file: str) -> None:
    assert address(f"src='{stopgap}' data-any={file}") == file


@pytest.mark.parametrize(
    "shown", ["/boat.jpg", "/nuclear.png", "/off-white-boat.png", "/t.gif.jpg", "/a#b.jpg"]
)
def test_what_is_shown_counts(shown: str) -> None:
    assert address(f"src='{shown}' data-any=/b.jpg") == shown


@pytest.mark.parametrize(
    "name", ["alt", "title", "longdesc", "usemap", "onerror", "style", "class", "id", "srcset"]
)
def test_what_only_looks_like_an_address(name: str) -> None:
    assert address(f"src=/t.gif {name}=boat.jpg") in (
        {"boat.jpg"} if name == "srcset" else {"/t.gif"}
    )


SETS = {
    "/s.jpg 300w, /l.jpg 900w": "/l.jpg",
    "/l.jpg 900w,/s.jpg 300w": "/l.jpg",
    "/l.jpg 2600w, /x.jpg 2601w": "/l.jpg",
    "/s.jpg, /l.jpg 2x": "/l.jpg",
    "/s.jpg 1x, /l.jpg 1.5x": "/l.jpg",
    "/w_320,h_180/s.jpg 320w, /w_900,h_450/l.jpg 900w": "/w_900,h_450/l.jpg",
    "\n /s.jpg\t300w ,\n /l.jpg\n900w\n": "/l.jpg",
    "data:image/gif;base64,R0 1w, /l.jpg 900w": "/l.jpg",
    "/l.jpg": "/l.jpg",
    "/l.jpg 1.2.3w": "/first.jpg",
    " 150w, 300w": "/first.jpg",
    "/x.jpg 9000w": "/first.jpg",
    "": "/first.jpg",
}


@pytest.mark.parametrize(("written", "expected"), SETS.items())
def test_the_largest_of_a_set(written: str, expected: str) -> None:
    assert address(f"src=/first.jpg srcset='{written}'") == expected


MARKUPS = {
    "<IMG SRC=/a.jpg>": "/a.jpg",
    "<amp-img src=/a.jpg>": "/a.jpg",
    "<AMP-IMG src=/a.jpg>": "/a.jpg",
    "<video poster=/a.jpg src=/a.mp4>": "/a.jpg",
    "<Video Poster=/a.jpg>": "/a.jpg",
    "<picture><source srcset=/a.jpg><source srcset=/b.jpg><img src=/c.jpg></picture>": "/a.jpg",
    "<picture><source media='(max-width:9px)' srcset=/a.jpg><source srcset=/b.jpg><img src=/c.jpg></picture>": "/b.jpg",
    "<picture><source srcset=/a.jpg></picture><picture><img src=/c.jpg></picture>": "/c.jpg",
    "<picture><source srcset=/a.jpg></picture><img src=/c.jpg>": "/c.jpg",
    "<video><source src=/a.mp4></video><img src=/c.jpg>": "/c.jpg",
    "<img alt='a > b' src=/a.jpg>": "/a.jpg",
    "<img alt=\"it's\" src='/a.jpg?b&amp;c'>": "/a.jpg?b&c",
    "<img\nsrc = '/a.jpg'\n/>": "/a.jpg",
    "<img data-x-src=/b src=/a.jpg>": "/a.jpg",
    "<imgs src=/a.jpg><img src=/c.jpg>": "/c.jpg",
}


@pytest.mark.parametrize(("markup", "expected"), MARKUPS.items())
def test_where_pictures_are(markup: str, expected: str) -> None:
    assert only(markup).url == expected


def test_two_pictures_of_one_source() -> None:
    found = pictures.find(
        "<picture><source srcset=/a.jpg><img src=/b.jpg></picture><img src=/c.jpg>"
    )
    assert [picture.url for picture in found] == ["/a.jpg", "/c.jpg"]


def test_a_film_without_a_still_has_no_picture() -> None:
    assert not list(pictures.find("<video poster='' src=/a.mp4></video>"))


KINDS = ("figure", "picture", "nav", "aside", "footer")


@pytest.mark.parametrize("kind", KINDS)
def test_elements_about_a_picture(kind: str) -> None:
    assert only(f"<{kind}><p><img src=/a.jpg></p></{kind}>").inside == {kind}
    assert only(f"<{kind.upper()}><{kind}></{kind}><img src=/a.jpg>").inside == {kind}
    assert only(f"<{kind}></{kind}><img src=/a.jpg>").inside == frozenset()
    assert only(f"</{kind}><{kind}><img src=/a.jpg>").inside == {kind}, (
        "the window begins in another one"
    )


def test_links_about_a_picture() -> None:
    first, second = pictures.find("<a href=/x><b><img src=/a.jpg></b></a><img src=/b.jpg>")
    assert pictures.attributes(first.link) == {"href": "/x"}
    assert second.link == ""


def test_names_about_a_picture() -> None:
    assert only(
        "<div class='A b' data-class=c><p id=d> <img src=/a.jpg class='e'>"
    ).names.split() == [
        "a",
        "b",
        "d",
        "e",
    ]
    assert only("<div class=a style=b><img class=c src=/author.jpg>").names.split() == ["a", "c"], (
        "minified"
    )
    assert only("<div class=a>text<p><img src=/a.jpg></p>").names == ""
    assert only("<div class=a></div><p><img src=/a.jpg></p>").names == ""
    assert only("<div class=a>" + "<p>" * 5 + "<img src=/a.jpg>").names == "a"
    assert only("<div class=a>" + "<p>" * 6 + "<img src=/a.jpg>").names == ""


@pytest.mark.parametrize(
    ("given", "is_marked"),
    {"itemprop=image": True, "itemprop='image'": True, "itemprop=images": False}.items(),
)
def test_marks(given: str, *, is_marked: bool) -> None:
    assert only(f"<img {given} src=/a.jpg>").is_marked is is_marked
    assert only(f"<div {given}><img src=/a.jpg></div>").is_marked is is_marked


SIDES = {
    "640": 640,
    " 640 ": 640,
    "640px": 640,
    "640 px;": 640,
    "640.5": 640,
    "0": None,
    "100%": None,
    "auto": None,
    "123456": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize(("text", "expected"), SIDES.items())
def test_a_side(text: str | None, expected: int | None) -> None:
    assert pictures.side(text) == expected


def test_sides_by_attribute_and_style() -> None:
    assert pictures.sides({"width": "640", "height": "480"}) == (640, 480)
    assert pictures.sides({"style": "Width : 640px;height:480PX"}) == (640, 480)
    assert pictures.sides({"width": "100", "style": "width:640px; max-height:480px"}) == (100, None)
    assert pictures.sides({"width": "100%", "style": "border:0;width:640px"}) == (640, None)
    assert pictures.sides({}) == (None, None)


def test_no_more_tags_than_are_bearable() -> None:
    assert len(list(pictures.find("<img src=/a.jpg>" * 1_000))) == 301
