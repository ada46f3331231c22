"""The demo's small web: its answers, its images, and that it covers the seeds."""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import zlib
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from enricher.config import Fetch
from enricher.demo.pages import answer
from enricher.demo.pictures import jpeg, picture, png
from enricher.demo.web import LOOPBACK, _Handler, _Server, small_web
from enricher.models import ImageFacts
from enricher.page import image
from tests.material import SEEDS

SIZES = [(1, 1), (7, 9), (8, 8), (640, 480), (1200, 630), (2048, 1365)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("make", [png, jpeg])
def test_images_have_their_size(make: object, width: int, height: int) -> None:
    assert callable(make)
    facts = image.read(make(width, height), is_whole=True)
    assert isinstance(facts, ImageFacts)
    assert (facts.width, facts.height) == (width, height)


def test_a_png_is_whole() -> None:
    body = png(9, 5)
    assert zlib.decompress(body[body.index(b"IDAT") + 4 : body.index(b"IEND") - 8]) == bytes(5 * 3)


def test_a_jpeg_ends_with_ones_and_its_mark() -> None:
    assert jpeg(8, 8).endswith(b"\x3f\xff\xd9")
    assert jpeg(32, 8).endswith(b"\x00\xff\xd9")


def test_the_name_of_an_image_says_its_format() -> None:
    assert picture("a.png", 1, 1).startswith(b"\x89PNG")
    assert picture("a.jpg", 1, 1).startswith(b"\xff\xd8")


def urls() -> list[str]:
    found = [
        url
        for path in sorted(SEEDS.glob("*.md"))
        for url in re.findall(r"https?://[^\"'\s]+", path.read_text(encoding="utf-8"))
    ]
    return sorted(set(found))


@pytest.mark.parametrize("url", urls())
def test_every_address_of_the_seeds_has_its_own_answer(url: str) -> None:
    """But the one that is gone."""
    parts = urlsplit(url)
    status = answer(parts.netloc, parts.path).status
    assert (status == 404) == (
        url == "https://www.linkrot-gazette.example/2019/05/a-field-guide-to-dead-links"
    )


def test_redirects_lead_to_living_pages() -> None:
    moved = [
        url for url in urls() if answer(urlsplit(url).netloc, urlsplit(url).path).status == 301
    ]
    assert len(moved) == 2
    for url in moved:
        parts = urlsplit(dict(answer(urlsplit(url).netloc, urlsplit(url).path).headers)["Location"])
        assert answer(parts.netloc, parts.path).status == 200


def test_it_answers_over_a_socket() -> None:
    with small_web() as port, httpx.Client(base_url=f"http://{LOOPBACK}:{port}") as client:
        page = client.get("/Provider/Style/URI", headers={"Host": "www.w3.org"})
        assert page.status_code == 200
        assert "<title>Cool URIs don’t change | W3C</title>" in page.text
        part = client.get(
            "/azure/assets/images/organizations/microsoft.com-50x50.jpg",
            headers={"Host": "everyday-cc.github.io:443", "Range": "bytes=0-99"},
        )
        assert part.status_code == 206
        assert len(part.content) == 100
        assert part.headers["content-range"].startswith("bytes 0-99/")
        assert client.get("/", headers={"Host": "unknown.example"}).status_code == 404


def test_the_users_document_is_as_it_came() -> None:
    """Its broken characters and its blob are what we are tested on; our own seeds may change, this one may not."""
    name = "2022-07-28-new-orleans-mayor-signs-it-cops-can-use-facial-recognition.md"
    digest = hashlib.sha256(Path(SEEDS, name).read_bytes()).hexdigest()
    assert digest == "2f3f54d5cdac38a168ed932877ef474cc894f8ec8cfd14148e13b8369eedb634"


def test_a_run_may_connect_all_at_once_however_late_the_web_accepts() -> None:
    with _Server((LOOPBACK, 0), _Handler) as web, contextlib.ExitStack() as clients:
        for _ in range(Fetch().concurrency):
            clients.enter_context(socket.create_connection((LOOPBACK, web.server_port), timeout=10))
