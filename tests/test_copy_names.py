"""What a kept copy of an image is called."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import copy_names

URL = "https://example.com/a.jpg"


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        (
            "https://img.example.com/2022/07/Boats%20at%20sea.JPEG?w=1200",
            "img-example-com-2022-07-boats-at-sea",
        ),
        ("https://example.com/", "example-com"),
        ("https://example.com/Café_de-la__Gare.webp", "example-com-cafe-de-la-gare"),
        ("https://пример.рф/фото.jpg", "xn-e1afmkfd-xn-p1ai"),
        ("https://example.com/../../etc/passwd", "example-com-etc-passwd"),
        ("https://example.com/.hidden", "example-com-hidden"),
        ("https://example.com/boats.v2", "example-com-boats-v2"),
        # the end of a path tells more than its beginning
        (f"https://example.com/{'a' * 70}/boats.jpg", f"{'a' * 66}-boats"),
        (f"https://example.com/{'a' * 70}/{'b' * 71}.jpg", "b" * 71),
        # no address at all
        ("", "image"),
        ("https://example.com/\ud800.jpg", "image"),
    ],
)
def test_slugs(url: str, slug: str) -> None:
    name = copy_names.name_of(url, b"", "jpeg", "slug")
    assert re.fullmatch(rf"{re.escape(slug)}-[0-9a-f]{{10}}\.jpg", name)


def test_addresses_of_one_slug_differ() -> None:
    names = {copy_names.name_of(f"{URL}?w={width}", b"", "jpeg", "slug") for width in (100, 200)}
    assert len(names) == 2


def test_the_same_bytes_have_one_name() -> None:
    name = copy_names.name_of(URL, b"a", "jpeg", "hash")
    assert re.fullmatch(r"[0-9a-f]{32}\.jpg", name)
    assert copy_names.name_of("https://example.com/b.png", b"a", "jpeg", "hash") == name
    assert copy_names.name_of(URL, b"b", "jpeg", "hash") != name


@pytest.mark.parametrize(
    ("form", "suffix"),
    [("jpeg", "jpg"), ("apng", "png"), ("tiff", "tif"), ("png", "png"), ("webp", "webp")],
)
def test_names_end_in_what_the_bytes_are(form: str, suffix: str) -> None:
    assert copy_names.name_of(URL, b"", form, "hash").endswith(f".{suffix}")


@given(
    url=st.text(max_size=300),
    content=st.binary(max_size=20),
    form=st.sampled_from(["jpeg", "png", "apng", "svg"]),
)
def test_names_are_plain_file_names(url: str, content: bytes, form: str) -> None:
    kinds: tuple[Literal["hash"], Literal["slug"]] = ("hash", "slug")
    for names in kinds:
        name = copy_names.name_of(url, content, form, names)
        assert name == copy_names.name_of(url, content, form, names)
        assert len(name) <= 100
        assert not name.startswith((".", "-"))
        assert all(char.isascii() and (char.isalnum() or char in "-.") for char in name)
