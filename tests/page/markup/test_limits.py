"""Markup that would hold the parser up does not reach it; all other markup does."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from enricher.page.markup import limits
from enricher.page.parsed import ParsedPage
from tests import material
from tests.page import real

# On a slow machine under load; without the guard these take from 7 s to for ever.
MAX_CPU_S = 3.0

HOSTILE: dict[str, Callable[[], bytes]] = {
    "nested elements": lambda: b"<div>" * 200_000,
    "nested and closed": lambda: b"<div>" * 100_000 + b"</div>" * 100_000,
    "nested with closing tags that close nothing": lambda: b"<div></x>" * 100_000,
    "attributes": lambda: b"<div " + b" ".join(b"a%d" % i for i in range(200_000)) + b">",
    "attributes with tags in quotes": lambda: (
        b"<div " + b" ".join(b'a%d="<p>"' % i for i in range(100_000)) + b">"
    ),
    "attributes with tags in apostrophes": lambda: (
        b"<div " + b" ".join(b"a%d='<p>'" % i for i in range(100_000)) + b">"
    ),
    "attributes with ends of tags in apostrophes": lambda: (
        b"<div " + b" ".join(b"a%d='\">'" % i for i in range(80_000)) + b">"
    ),
    "attributes with ends of tags behind a space": lambda: (
        b"<div " + b" ".join(b'a%d= "> "' % i for i in range(80_000)) + b">"
    ),
    "attributes with a tag in each": lambda: (
        b"<div " + b" ".join(b"a%d= '<p id=\"\">'" % i for i in range(50_000)) + b">"
    ),
    "attributes that look like tags": lambda: (
        b"<div " + b" ".join(b"<a%d" % i for i in range(200_000)) + b">"
    ),
    "attributes without space": lambda: (
        b"<div " + b"".join(b'a%d=""' % i for i in range(120_000)) + b">"
    ),
    "many long tags": lambda: (b"<div " + b" ".join(b"a%d" % i for i in range(1_900)) + b">") * 90,
    "formatting that is opened again": lambda: b"".join(
        b"<b id=%d><p>x" % i for i in range(60_000)
    ),
    "formatting in tables": lambda: b"".join(b"<table><font size=%d>" % i for i in range(40_000)),
    "links": lambda: b"".join(b"<a href=%d><p>x" % i for i in range(50_000)),
    "scripts that begin": lambda: b"<script " * 130_000,
    "scripts in a drawing": lambda: (
        b"<svg><script><div " + b" ".join(b"a%d" % i for i in range(200_000)) + b">"
    ),
    "attributes far apart": lambda: (
        b"<div " + (b" " * 200).join(b"a%d" % i for i in range(5_000)) + b">"
    ),
    "html again and again": lambda: b"".join(b"<html a%d=1>" % i for i in range(80_000)),
    "comments": lambda: b"<!--" * 250_000,
    "no tag at all": lambda: b"x " * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_parsed_in_time(name: str) -> None:
    before = time.process_time()
    ParsedPage(HOSTILE[name](), "https://news.test/a", "")
    assert time.process_time() - before < MAX_CPU_S


@pytest.mark.parametrize(
    "markup",
    [
        b"",
        b"<p>Hello",
        b"<title>A</title><script>short()</script><style>p{}</style><h1 class='a b c' id=x>Head</h1>",
        b'<div data-story=\'{"a": "b > c"}\'>' + b"<p>word " * 3_000 + b"</div>",
        b"".join(
            b'<p class="a" id="p%d">A paragraph of a page, with "quotes" and it\'s own words.</p>\n'
            % i
            for i in range(2_000)
        ),
        b"<i class=icon></i>" * 300,
    ],
)
def test_ordinary_markup_is_left_alone(markup: bytes) -> None:
    assert limits.limit_markup(markup).markup == markup


ATOMS = (
    "a%d", "a%d=x", 'a%d="x"', "a%d='x'", 'a%d=""', "a%d=''", 'a%d=">"', "a%d='>'", "a%d=\"'>\"", "a%d='\">'",
    'a%d= ">  "', "a%d=\n'\">'", '"a%d', "'a%d", '""a%d', "''a%d", "<a%d", "a%d/", "a%d" + " " * 70, "a%d" + "\n" * 700,
    'a%d="' + "data " * 30 + '"', "a%d='" + "data" * 300 + "'",
)  # fmt: skip


@given(
    before=st.lists(
        st.sampled_from(
            ["text ", "<p class='x'>", '<p id="y">', "it's ", '"', "'", "= ", " " * 90]
        ),
        max_size=60,
    ),
    atoms=st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3),
    gap=st.sampled_from([" ", "\n", "/"]),
)
@settings(max_examples=20)
def test_no_tag_with_too_many_attributes_is_left(
    before: list[str], atoms: list[str], gap: str
) -> None:
    names = count()
    tag = gap.join(atom % next(names) for _ in range(9_000 // len(atoms)) for atom in atoms)
    left = limits.limit_markup(f"{''.join(before)}<div {tag}><p>".encode()).markup
    assert _most_attributes(left) <= _few(left)


@pytest.mark.parametrize("phase", range(25))
@pytest.mark.parametrize(
    "value",
    ['\'">">">">">">">x\'', "\"'>'>'>'>'>'>'>x\"", '">>>>>>>>>>>>>>>"', "'>>>>>>>>>>>>>>>'"],
)
def test_wherever_we_look_in_a_value(value: str, phase: int) -> None:
    """An attribute of 25 bytes: every place where we look is the same place in one of them."""
    tag = " ".join(f"a{number:05}={value}" for number in range(9_000))
    left = limits.limit_markup(f"{'x' * phase}{'<p>' * 2_000}<div {tag}><p>".encode()).markup
    assert _most_attributes(left) <= _few(left)


def _most_attributes(markup: bytes) -> int:
    return max(len(node.attributes) for node in LexborHTMLParser(markup).css("*"))


def _few(markup: bytes) -> int:
    # Where each takes more of the stretch that is looked at, few fit into a page.
    return max(
        limits.MAX_ATTRIBUTES, len(markup) * limits.MAX_ATTRIBUTES // (2 * limits.MAX_STRETCH_BYTES)
    )


def test_long_scripts_are_taken_out_and_their_tags_stay() -> None:
    long = b"x" * (limits.MAX_SCRIPT_BYTES + 1)
    found = limits.limit_markup(
        b"<SCRIPT src=a>" + long + b"</SCRIPT><p>b<style>" + long + b"</style>c"
    )
    assert found.markup == b"<SCRIPT src=a></SCRIPT><p>b<style></style>c"
    named = b"<style data-ids='" + b"css-1a2b3c " * 1_000 + b"'>"
    assert limits.limit_markup(named + long + b"</style>").markup == named + b"</style>"


def test_all_json_ld_is_handed_out_in_order() -> None:
    long = b" " * limits.MAX_SCRIPT_BYTES
    markup = (
        b"<script type='application/ld+json'>{1}</script><script>y</script><script type=Application/LD+JSON>{2"
        + long
    )
    assert limits.limit_markup(markup).json_ld == ("{1}", "{2" + long.decode())


def test_attributes_do_not_pile_up_on_the_first_html_tag() -> None:
    assert limits.limit_markup(HOSTILE["html again and again"]()).markup.count(b"<html ") == 0


@pytest.mark.parametrize("data", [b"iVBORw0K/" * 5_000, b"A" * 50_000])
def test_pictures_inside_attributes_are_taken_out(data: bytes) -> None:
    found = limits.limit_markup(
        b"<p>"
        + b"word " * 900
        + b'<img src="data:image/png;base64,'
        + data
        + b'" alt="A"><h1>B</h1>'
    )
    assert len(found.markup) < 10_000
    assert found.markup.endswith(b'" alt="A"><h1>B</h1>')


@material.needs_pages
def test_of_real_pages_nothing_but_data_is_lost() -> None:
    """Every heading that the parser finds in the whole page, it finds in what the guard leaves."""
    for page in real.pages()[::8]:
        whole = [node.text() for node in LexborHTMLParser(page.body).css("h1,h2,title")]
        left = [
            node.text()
            for node in LexborHTMLParser(limits.limit_markup(page.body).markup).css("h1,h2,title")
        ]
        assert left == whole, page.case
