"""Copies of lead images from servers as they are: with Range and without, cut short, and with something else instead."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

from enricher.config import Config, Images
from enricher.demo.pictures import jpeg
from enricher.models import Status
from enricher.run.job import Job
from enricher.run.lifecycle import check
from enricher.run.results.run_result import RunResult
from enricher.run.worker import IMAGES_AT_ONCE
from enricher.web.clock import SystemClock
from tests.run.victim import config
from tests.testweb.answers import Answer, Fault, image, page, redirect
from tests.testweb.server import Asked, Reply, SmallWeb

LEAD = "http://img.test/lead.jpg"
# Larger than the first bytes that tell its size: 94 kB.
PICTURE = jpeg(6000, 4000)
MAX_IMAGE_BYTES = 100_000
RULES = Images(max_image_bytes=MAX_IMAGE_BYTES, max_total_bytes=100 * MAX_IMAGE_BYTES)
TOO_LARGE = jpeg(6500, 4500)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><path d="M0 0h9v9z"/></svg>'
)

IN_PARTS = image(PICTURE, "image/jpeg")
WHOLE = replace(IN_PARTS, honours_range=False)


def where_part(part: Answer, whole: Answer) -> Callable[[Asked], Answer]:
    """One answer to who asks for the first bytes, another to who asks for all."""
    return lambda asked: part if asked.header("range") else whole


@dataclass(frozen=True)
class Row:
    name: str
    reply: Reply
    status: Status = Status.OK
    copy: bytes | None = PICTURE


ROWS = (
    Row("in parts", IN_PARTS),
    Row("ignores Range", WHOLE),
    *(
        Row(f"refuses Range by {code}", where_part(Answer(status=code), WHOLE))
        for code in (400, 416, 501)
    ),
    Row("in chunks", replace(WHOLE, framing="chunked")),
    Row("without a length", replace(WHOLE, framing="close")),
    Row("compressed", replace(WHOLE, coding="gzip")),
    Row("slowly", replace(WHOLE, fault=Fault.SLOW)),
    Row("elsewhere", redirect("http://cdn.test/lead.jpg", 302)),
    Row("a drawing", image(SVG, "image/svg+xml"), copy=SVG),
    Row("a page", page("<title>Gallery</title><h1>All our pictures</h1>"), Status.DRIFTED, None),
    Row(
        "a page called image", image(b"<!doctype html><title>Gallery</title>"), Status.DRIFTED, None
    ),
    Row("nothing", image(b""), Status.DRIFTED, None),
    Row("gone", Answer(status=410), Status.DEAD, None),
    Row("too large", image(TOO_LARGE, "image/jpeg"), copy=None),
    Row("without end", replace(WHOLE, fault=Fault.ENDLESS_BODY), copy=None),
    Row("whole cut short", where_part(IN_PARTS, replace(WHOLE, fault=Fault.TRUNCATED)), copy=None),
    Row(
        "whole broken off",
        where_part(IN_PARTS, replace(WHOLE, fault=Fault.RESET_IN_BODY)),
        copy=None,
    ),
    Row(
        "whole cut short, no length",
        where_part(IN_PARTS, replace(WHOLE, framing="close", body=b"")),
        copy=None,
    ),
    Row("whole for readers only", where_part(IN_PARTS, Answer(status=403)), copy=None),
    Row("whole is a page", where_part(IN_PARTS, page("<title>Subscribe</title>")), copy=None),
)


@dataclass
class Shop:
    """Documents, their ledger, and a folder of copies."""

    folder: Path
    web: SmallWeb

    def put(self, name: str, url: str, claim: str = "") -> None:
        (self.folder / "news").mkdir(exist_ok=True)
        (self.folder / "news" / name).write_text(f'---\nimages:\n  - url: "{url}"\n{claim}---\n')

    def read(self, name: str) -> str:
        return (self.folder / "news" / name).read_text()

    @property
    def copies(self) -> list[bytes]:
        return self.copies_of("[!.]*")

    def copies_of(self, pattern: str) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.folder / "assets").glob(pattern))]

    def settings(self, images: Images) -> Config:
        fetch = self.web.fetch_settings(allow_addresses=("127.0.0.1/32",))
        kept = msgspec.structs.replace(images, cache=str(self.folder / "assets"))
        return msgspec.structs.replace(config(fetch), images=kept)

    async def run(self, images: Images = RULES) -> RunResult:
        job = Job(
            config=self.settings(images),
            paths=(self.folder / "news",),
            ledger=self.folder / "ledger.sqlite3",
            clock=SystemClock(),
            chance=lambda: 0.5,
        )
        return await check(job)


@pytest.fixture
def shop(tmp_path: Path, testweb: SmallWeb) -> Shop:
    testweb.add("http://cdn.test/lead.jpg", IN_PARTS)
    return Shop(tmp_path, testweb)


async def test_a_copy_is_the_picture_or_is_not_there(shop: Shop) -> None:
    """And documents say so; a claim about a copy that was never here is reported.

    Each row has a host of its own, in one run for all: a run for each would cost 0.1 s.
    """
    for number, row in enumerate(ROWS):
        shop.web.add(url_of(number), row.reply)
        shop.put(f"{number}-says-nothing.md", url_of(number))
        shop.put(f"{number}-says-it-is-there.md", url_of(number), "    isCached: true\n")
    rules = msgspec.structs.replace(RULES, names="slug")
    result = await shop.run(rules)
    told = {row.name: told_of(shop, result, number) for number, row in enumerate(ROWS)}
    assert told == {row.name: Told.of(row) for row in ROWS}
    assert not result.is_incomplete
    asked = len(shop.web.requests)
    again = await shop.run(rules)
    assert (len(shop.web.requests), again.summary.changed) == (asked, ())


@dataclass(frozen=True)
class Told:
    """What became of one image: statuses in records, copies, and claims of both documents."""

    statuses: set[Status]
    copies: list[bytes]
    is_filled_in: bool
    claims: list[tuple[object, bool]]

    @classmethod
    def of(cls, row: Row) -> Told:
        is_kept = row.copy is not None
        return cls({row.status}, [row.copy] if row.copy else [], is_kept, [(is_kept, is_kept)])


def told_of(shop: Shop, result: RunResult, number: int) -> Told:
    records = [record for record in result.records if record.url == url_of(number)]
    changes = [change for record in records for change in record.changes]
    return Told(
        statuses={record.status for record in records},
        copies=shop.copies_of(f"img{number}-test-*"),
        is_filled_in="isCached: true" in shop.read(f"{number}-says-nothing.md"),
        claims=[(each.after, each.is_applied) for each in changes if each.because == "copy"],
    )


def url_of(number: int) -> str:
    return f"http://img{number}.test/lead.jpg"


async def test_the_folder_never_holds_more_than_it_may(shop: Shop) -> None:
    """Pictures without room in the cache are never asked for whole, and nothing kept is removed."""
    pictures = {f"http://img{n}.test/lead.jpg": jpeg(4000, 2000 + n) for n in range(12)}
    for number, (url, picture) in enumerate(pictures.items()):
        shop.web.add(url, image(picture, "image/jpeg"))
        shop.put(f"{number}.md", url)
    room = 3 * len(jpeg(4000, 2011))
    images = Images(max_image_bytes=MAX_IMAGE_BYTES, max_total_bytes=room)
    result = await shop.run(images)
    assert 2 <= len(shop.copies) <= 3
    assert sum(map(len, shop.copies)) <= room
    assert any("full" in notice for notice in result.summary.notices)
    claims = [
        picture
        for n, picture in enumerate(pictures.values())
        if "isCached: true" in shop.read(f"{n}.md")
    ]
    assert sorted(claims) == sorted(shop.copies)
    whole = [one for one in shop.web.requests if one.header("range") is None]
    assert len(whole) <= len(shop.copies) + IMAGES_AT_ONCE
    before, asked = shop.copies, len(shop.web.requests)
    await shop.run(images)
    await shop.run(msgspec.structs.replace(images, max_total_bytes=room // 3))
    assert (shop.copies, len(shop.web.requests)) == (before, asked)


@pytest.mark.parametrize(
    "left", [None, PICTURE[:-1], PICTURE[:-1] + b"!"], ids=["missing", "cut short", "damaged"]
)
async def test_what_documents_claim_is_verified(shop: Shop, left: bytes | None) -> None:
    shop.web.add(LEAD, IN_PARTS)
    shop.put("one.md", LEAD)
    await shop.run()
    (copy,) = (shop.folder / "assets").glob("[!.]*")
    for reply, claim in ((IN_PARTS, "true"), (Answer(status=410), "false")):
        copy.unlink() if left is None else copy.write_bytes(left)
        shop.web.add(LEAD, reply)
        await shop.run()
        assert f"isCached: {claim}" in shop.read("one.md")
        assert (PICTURE in shop.copies) == (claim == "true")


async def test_a_folder_that_may_not_be_written_is_told_and_nothing_asked_for_it(
    shop: Shop,
) -> None:
    shop.web.add(LEAD, IN_PARTS)
    shop.put("one.md", LEAD)
    await shop.run()
    shop.web.add("http://img.test/second.jpg", IN_PARTS)
    shop.put("two.md", "http://img.test/second.jpg")
    (shop.folder / "assets").chmod(0o555)
    if os.access(shop.folder / "assets", os.W_OK):
        pytest.skip("root may write everywhere")
    try:
        result = await shop.run()
        asked = len(shop.web.requests)
        again = await shop.run()
    finally:
        (shop.folder / "assets").chmod(0o755)
    assert "the folder may not be written" in result.summary.store_error
    assert again.summary.store_error
    assert len(shop.web.requests) == asked
    assert "isCached: true" in shop.read("one.md")
    assert "isCached: true" not in shop.read("two.md")
    await shop.run()
    assert "isCached: true" in shop.read("two.md")
