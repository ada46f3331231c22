"""JSON-LD as pages really write it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.page import jsonld

# What holds another node is not put together from plain texts alone: it was read.
ARTICLE = '{"@type":"NewsArticle","headline":"A","author":{"name":"B"}}'


@pytest.mark.parametrize(
    "block",
    [
        ARTICLE,
        f"\n  {ARTICLE} ;\n",
        f"\ufeff{ARTICLE}",
        f"{ARTICLE}}}",
        # hidden from readers that know no scripts, or none of XML
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/*<![CDATA[*/{ARTICLE}/*]]>*/",
        f"<![CDATA[{ARTICLE}]]>",
        f"<![CDATA[[{ARTICLE}]]]>",
        f"<!--//--><![CDATA[//><!--\n{ARTICLE}\n//--><!]]>",
        # comments, commas, spaces that JSON does not know
        f"/* made by hand */ {ARTICLE}",
        f"// made by hand\n[{ARTICLE}]",
        '{"@type":"NewsArticle", /* the *headline* */ "headline":"A", // yes\n"author":{"name":"B"}// and who\n}',
        '{"@type":"NewsArticle","headline":"A","author":{"name":"B",},}',
        '[{"@type":"NewsArticle","headline":"A","author":[{"name":"B"},]},]',
        '{\u00a0"@type":"NewsArticle",\u200b"headline":"A",\u3000"author":{"name":"B"}\ufeff}',
        # escapes
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;A&quot;,&quot;author&quot;:{&quot;name&quot;:&quot;B&quot;}}",
        # templates that had nothing to say
        # types
        '{"@type":["Article","NewsArticle"],"headline":"A","author":{"name":"B"}}',
        '{"@type":"http://schema.org/NewsArticle","headline":"A","author":{"name":"B"}}',
        '{"@type":"https://schema.org#NewsArticle","headline":"A","author":{"name":"B"}}',
        '{"@type":"schema:NewsArticle","headline":"A","author":{"name":"B"}}',
        # inside others, beside others
        f'{{"@graph":[{{"@type":"WebSite","name":"N"}},{ARTICLE}]}}',
        f'{{"@context":"https://schema.org","article":{ARTICLE}}}',
        *(
            f'{{"@type":"WebPage","{key}":{ARTICLE}}}'
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"]
        ),
        f'[{{"@type":"WebSite"}},{ARTICLE[:-1]},}}]',
        f'{{"@type":"WebSite"}}{ARTICLE}',
        f'{{"@type":"WebSite"}},\n\t; {ARTICLE}',
    ],
)
def test_blocks_are_read_whatever_is_broken_in_them(block: str) -> None:
    found = [node for node in jsonld.read([block]) if "NewsArticle" in jsonld.types(node)]
    assert [(node["headline"], list(jsonld.strings(node["author"]))) for node in found] == [
        ("A", ["B"])
    ]


@pytest.mark.parametrize(
    ("block", "body"),
    [
        ('{"@type":"Article","articleBody":"One\ntwo\tthree"}', "One\ntwo\tthree"),
        (
            '{"@type":"Article","articleBody":"See // the /* sign\u00a0*/, please",}',
            "See // the /* sign\u00a0*/, please",
        ),
        # half of an emoji, where a program cut the text; two halves, and what only looks like one
        (r'{"@type":"Article","articleBody":"One \ud83d\uD83D"}', "One "),
        (r'{"@type":"Article","articleBody":"\ude00 one\uDe00"}', " one"),
        (
            r'{"@type":"Article","articleBody":"\ud83d\uDE00 \u00fc \\ud83d"}',
            "\U0001f600 ü \\ud83d",
        ),
    ],
)
def test_texts_inside_stay_as_they_are(block: str, body: str) -> None:
    assert [node["articleBody"] for node in jsonld.read([block])] == [body]


@pytest.mark.parametrize(
    "block", ["", "null", "3", '"text"', "{", "[[[", "not json", "{}", '{"@type"', "-->", "<!--"]
)
def test_what_is_none_gives_none(block: str) -> None:
    assert jsonld.read([block]) == ()


def test_references_are_resolved_across_blocks() -> None:
    blocks = [
        '{"@graph":[{"@type":"Article","@id":"#a","author":{"@id":"#p"},"image":[{"@id":"#i"}],"publisher":{"@type":"Organization","@id":"#o"}}]}',
        '{"@graph":[{"@type":"Person","@id":"#p","name":"P"},{"@type":"ImageObject","@id":"#i","url":"u"},{"@type":"Organization","@id":"#o","name":"O"}]}',
    ]
    article = jsonld.read(blocks)[0]
    assert (
        article["author"]["name"],
        article["image"][0]["url"],
        article["publisher"]["name"],
    ) == ("P", "u", "O")


@pytest.mark.parametrize(
    ("nodes", "name"),
    [
        ('{"@type":"Person","@id":"#p"},{"@id":"#p","name":"P"}', "P"),
        ('{"@id":"#p","name":"Short"},{"@type":"Person","@id":"#p","name":"P"}', "P"),
        ('{"@type":"Person","@id":"#p","name":"P"},{"@id":"#p","name":"Short"}', "P"),
        ('{"@type":"Person","@id":"#other","name":"P"}', "#p"),
    ],
)
def test_the_fullest_node_of_a_name_stands_for_it(nodes: str, name: str) -> None:
    article = jsonld.read([f'[{{"@type":"Article","author":{{"@id":"#p"}}}},{nodes}]'])[0]
    assert list(jsonld.strings(article["author"])) == [name]


def test_nodes_that_only_tell_of_others_do_not_stand_for_themselves() -> None:
    assert len(jsonld.read(['{"@type":"Article","author":{"@type":"Person","name":"P"}}'])) == 1


def test_circles_end() -> None:
    block = '[{"@type":"Article","@id":"#a","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","mainEntity":{"@id":"#a"}}]'
    assert len(jsonld.read([block])) == 2


def test_depth_and_number_are_bounded() -> None:
    assert jsonld.read(["[" * 100_000]) == ()
    assert jsonld.read(["[" * 900 + '{"@id":"a"}' + "]" * 900]) == ()
    assert len(jsonld.read(["[" * 10 + '{"@type":"Article"}' + "]" * 10])) == 1
    assert (
        len(jsonld.read(["[" + ",".join(['{"@type":"Article"}'] * 5_000) + "]"]))
        <= jsonld.MAX_NODES + 1
    )


MOST_S = 0.5


def test_comments_that_never_end_are_passed_over_once() -> None:
    start = time.process_time()
    jsonld.read(['{"@type":' + "/* " * (jsonld.MAX_BLOCK_CHARS // 3)])
    assert time.process_time() - start < MOST_S


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
            st.sampled_from(["@type", "@id", "@graph", "name", "author", "mainEntity"])
            | st.text(max_size=4),
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
