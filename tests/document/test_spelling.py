"""Spelling: what is written is read back as it was, by YAML 1.1 and by YAML 1.2."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enricher.document import spelling
from enricher.models import Value

# What a YAML 1.2 reader (core schema, section 10.3.2) takes for something else than a text.
_CORE_1_2 = re.compile(
    r"""null|Null|NULL|~|true|True|TRUE|false|False|FALSE
      | [-+]?[0-9]+ | 0o[0-7]+ | 0x[0-9a-fA-F]+
      | [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? | [-+]?\.(inf|Inf|INF) | \.(nan|NaN|NAN)""",
    re.VERBOSE,
)

nasty = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(
        st.sampled_from(" :#-'\"\\,[]{}&*!|>%@`?=~.\t\n\r\x85\xa0\u2028\ufeff\x00\x7f09aeyn+_ZT"),
        max_size=12,
    ),
    st.from_regex(_CORE_1_2, fullmatch=True),
)
styles = st.sampled_from(["", "'", '"'])


def load(text: str) -> Any:
    return yaml.load(text, Loader=yaml.SafeLoader)


@given(nasty, styles)
def test_a_text_in_a_block_is_that_text(text: str, style: str) -> None:
    spelt = spelling.text(text, style, in_flow=False)
    assert load(f"a: {spelt}\nb: 1\n") == {"a": text, "b": 1}
    assert load(f"- {spelt} # c\n") == [text]
    assert not re.search("[\n\r\x85\u2028\u2029]", spelt)


@given(nasty, styles)
def test_a_text_in_flow_is_that_text(text: str, style: str) -> None:
    spelt = spelling.text(text, style, in_flow=True)
    assert load(f"{{a: {spelt}, b: [{spelt}]}}") == {"a": text, "b": [text]}


@given(nasty)
def test_a_plain_text_is_a_text_to_yaml_1_2(text: str) -> None:
    if spelling.is_plain(text, in_flow=False):
        assert not _CORE_1_2.fullmatch(text)


@given(nasty.filter(lambda text: len(text) < 500), nasty)
def test_rows_are_read_back(key: str, text: str) -> None:
    value: Value = {key: text, key + "x": [text, 1, {"y": True}]}
    assert load(spelling.flow(value)) == value
    assert load(spelling.flow(value, quoted_keys=True)) == value


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("The Daily News of Newburyport", "The Daily News of Newburyport"),
        ("9to5Mac", "9to5Mac"),
        ("24/7 Wall St.", "24/7 Wall St."),
        ("AT&T", "AT&T"),
        ("it’s – “new”", "it’s – “new”"),
        (".NET Blog", '".NET Blog"'),
        ("yes", '"yes"'),
        ("N", '"N"'),
        ("NULL", '"NULL"'),
        ("1984", '"1984"'),
        ("1e3", '"1e3"'),
        ("12:30", '"12:30"'),
        ("2022-07-28", '"2022-07-28"'),
        ("0o17", '"0o17"'),
        ("@home", '"@home"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("a:", '"a:"'),
        ("- a", '"- a"'),
        (" a", '" a"'),
        ("", '""'),
        ("a\tb", '"a\\tb"'),
        ("a\x85\u2028\ufeff\x00\x9f", '"a\\x85\\u2028\\ufeff\\x00\\x9f"'),
        ("😀", "😀"),
    ],
)
def test_plain_where_it_can_be(text: str, spelt: str) -> None:
    assert spelling.text(text, "", in_flow=False) == spelt


def test_half_a_surrogate_pair_is_never_written() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        spelling.text("a\ud83d", '"', in_flow=False)


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1e300])
def test_numbers_that_yaml_would_misread_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        spelling.scalar(number, "", in_flow=False)


def test_a_key_beyond_what_libyaml_takes_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        spelling.key("k" * 1001, quoted=False)
