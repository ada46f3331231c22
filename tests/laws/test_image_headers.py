"""Laws of `page.image`: an image header cut anywhere gives NeedMore, the right facts, or NotAnImage, and nothing raises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enricher.models import ImageFacts, NeedMore, NotAnImage
from enricher.page import image

SAMPLES = {
    path.name: path.read_bytes()
    for path in sorted((Path(__file__).parent.parent / "samples" / "images").iterdir())
}
SAMPLES |= {
    "plain.svg": b'<?xml version="1.0"?><!-- a --><!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 9 7" width="18px">',
    "utf-16.svg": '<svg height="4cm" width="3cm" viewBox="0 0 3 4"/>'.encode("utf-16"),
}
SIGNATURES = sorted({data[:16] for data in SAMPLES.values()})


@pytest.mark.parametrize("name", SAMPLES)
def test_cut_anywhere(name: str) -> None:
    data = SAMPLES[name]
    whole = image.read(data, is_whole=True)
    assert isinstance(whole, ImageFacts)
    for length in range(len(data)):
        assert image.read(data[:length], is_whole=False) in {whole, NeedMore.NEED_MORE}
        assert image.read(data[:length], is_whole=True) in {
            whole,
            NotAnImage.UNKNOWN,
            NotAnImage.EMPTY,
        }


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_known_stays_known(name: str) -> None:
    data = SAMPLES[name]
    known = [image.has_size(data[:length]) for length in range(len(data) + 1)]
    assert known == sorted(known)


@given(
    name=st.sampled_from(sorted(SAMPLES)),
    place=st.integers(0, 400),
    noise=st.binary(max_size=12),
    cut=st.integers(0, 1500),
)
def test_damaged_headers_never_raise(name: str, place: int, noise: bytes, cut: int) -> None:
    data = SAMPLES[name]
    damaged = (data[:place] + noise + data[place + len(noise) :])[:cut]
    early, late = image.read(damaged, is_whole=False), image.read(damaged, is_whole=True)
    assert late is not NeedMore.NEED_MORE
    assert early is NeedMore.NEED_MORE or early == late


@given(
    signature=st.sampled_from(SIGNATURES),
    kept=st.integers(0, 16),
    tail=st.binary(max_size=300),
    more=st.binary(max_size=60),
)
# What was told to be no image as its fourth byte came had a signature from its ninth on; the fuzzer
# found it.
@example(signature=SIGNATURES[0], kept=0, tail=b"<sB\x00VP9L", more=b"WEBPV")
@example(signature=SIGNATURES[0], kept=0, tail=b"<a> ", more=b"ftypavif")
def test_more_bytes_never_change_an_answer(
    signature: bytes, kept: int, tail: bytes, more: bytes
) -> None:
    head = signature[:kept] + tail
    answer = image.read(head, is_whole=False)
    if answer is not NeedMore.NEED_MORE:
        assert image.read(head + more, is_whole=False) == answer
        assert image.read(head + more, is_whole=True) == answer
