"""JSON-LD as pages really write it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.page import jsonld

ARTICLE = '{"@type":"NewsArticle","headline":"A"}'


@pytest.mark.parametrize(
    "block",
    [
        ARTICLE,
        f"\n  {ARTICLE} ;\n",
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/*<![CDATA[*/{ARTICLE}/*]]>*/",
        f"<![CDATA[{ARTICLE}]]>",
        '{"@type":"NewsArticle", /* the headline */ "headline":"A", // yes\n}',
        '{"@type":"NewsArticle","headline":"A",}',
        '[{"@type":"NewsArticle","headline":"A",},]',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;A&quot;}",
        '{"@type":["NewsArticle","Article"],"headline":"A"}',
        '{"@type":"http://schema.org/NewsArticle","headline":"A"}',
        '{"@graph":[{"@type":"WebSite","name":"N"},{"@type":"NewsArticle","headline":"A"}]}',
        '{"@context":"https://schema.org","article":{"@type":"NewsArticle","headline":"A"}}',
        '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"A"}}',
        '{"@type":"WebSite"}{"@type":"NewsArticle","headline":"A"}',
        '{"@type":"NewsArticle","headline":"A","image":{"width": ,"height":\n}}',
        '{"@type":"NewsArticle","headline":"A","articleBody":"She said "no" to that"}',
        '{"@type":"NewsArticle","headline":"A","url":"https://news.test/a","articleBody":"cut of',
    ],
)
def test_blocks_are_read_whatever_is_broken_in_them(block: str) -> None:
    found = [node for node in jsonld.read([block]) if "NewsArticle" in jsonld.types(node)]
    assert [node["headline"] for node in found] == ["A"]


@pytest.mark.parametrize(
    ("block", "body"),
    [
        ('{"@type":"Article","articleBody":"One\ntwo\tthree"}', "One\ntwo\tthree"),
        ('{"@type":"Article","articleBody":"See // the /* sign */, please",}', "See // the /* sign */, please"),
        (r'{"@type":"Article","articleBody":"It\'s a \d"}', r"It\'s a \d"),
    ],
)
def test_texts_inside_stay_as_they_are(block: str, body: str) -> None:
    assert [node["articleBody"] for node in jsonld.read([block])] == [body]


@pytest.mark.parametrize("block", ["", "null", "3", '"text"', "{", "[[[", "not json", "{}", '{"@type"', "-->", "<!--"])
def test_what_is_none_gives_none(block: str) -> None:
    assert jsonld.read([block]) == ()


def test_references_are_resolved_across_blocks() -> None:
    blocks = [
        '{"@graph":[{"@type":"Article","@id":"#a","author":{"@id":"#p"},"image":[{"@id":"#i"}],"publisher":{"@type":"Organization","@id":"#o"}}]}',
        '{"@graph":[{"@type":"Person","@id":"#p","name":"P"},{"@type":"ImageObject","@id":"#i","url":"u"},{"@type":"Organization","@id":"#o","name":"O"}]}',
    ]
    article = jsonld.read(blocks)[0]
    assert (article["author"]["name"], article["image"][0]["url"], article["publisher"]["name"]) == ("P", "u", "O")


def test_circles_end() -> None:
    block = (
        '[{"@type":"Article","@id":"#a","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","mainEntity":{"@id":"#a"}}]'
    )
    assert len(jsonld.read([block])) == 2


def test_depth_and_number_are_bounded() -> None:
    assert jsonld.read(["[" * 100_000]) == ()
    assert jsonld.read(["[" * 900 + '{"@id":"a"}' + "]" * 900]) == ()
    assert len(jsonld.read(["[" * 10 + '{"@type":"Article"}' + "]" * 10])) == 1
    assert len(jsonld.read(["[" + ",".join(['{"@type":"Article"}'] * 5_000) + "]"])) <= jsonld.MAX_NODES + 1


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("A", ["A"]),
        (["A", {"name": "B"}, {"@value": "C"}, {"@id": "D"}, 3, None, ""], ["A", "B", "C", "D"]),
        ({"@value": "Titel", "@language": "de"}, ["Titel"]),
        (None, []),
        ({"name": ["A"]}, []),
    ],
)
def test_strings_of_a_value(value: Any, texts: list[str]) -> None:
    assert list(jsonld.strings(value)) == texts


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "name", "author", "mainEntity"]) | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(st.text(alphabet='{}[]",:/*\\\n @tyidgraph<!->01', max_size=60), max_size=3))
def test_no_block_raises(blocks: list[str]) -> None:
    jsonld.read(blocks)


@given(JSON)
def test_no_value_raises(value: Any) -> None:
    for node in jsonld.read([json.dumps(value)]):
        jsonld.types(node)
        list(jsonld.strings(node.get("name")))
