"""A visit: one journey through a table of answers, and what it asked for."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from msgspec import structs

from enricher.config import Archive, Fetch, Policy
from enricher.journey import steps
from enricher.journey.target import steps_for
from enricher.models import (
    Description,
    Kind,
    Observation,
    Outcome,
    Request,
    Status,
    Task,
    Validators,
)
from tests.fakes import answer, outcome

URL = "https://site.test/2022/07/29/mayor-signs-ordinance"


TITLE = "New Orleans mayor signs ordinance on facial recognition"


TEXT = (
    "The mayor signed an ordinance on Thursday to partly reverse the ban on facial recognition by the police. "
    * 12
)


SEEN = Description(title=TITLE)


LEAD = "https://img.test/lead.png"


ARCHIVE = "https://archive.test/web/"


CAPTURE = f"{ARCHIVE}20220801000000/{URL}"


def article(title: str = TITLE, head: str = "", text: str = TEXT) -> str:
    return (
        f"<html><head><title>{title}</title><meta property='og:title' content='{title}'>"
        f"<meta property='og:type' content='article'>{head}</head><body><h1>{title}</h1><p>{text}</p></body></html>"
    )


def png(width: int, height: int) -> bytes:
    """The smallest file that is a PNG; its picture is missing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        )

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    header = chunk(b"IHDR", size + b"\x08\x02\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def jpeg(width: int, height: int, *, padding: int) -> bytes:
    """A JPEG whose size stands behind this many bytes of other segments."""
    parts = [b"\xff\xd8"]
    while padding > 0:
        length = min(padding, 65_000)
        parts.append(b"\xff\xe2" + (length + 2).to_bytes(2, "big") + b"\x00" * length)
        padding -= length
    frame = (
        b"\x08"
        + height.to_bytes(2, "big")
        + width.to_bytes(2, "big")
        + b"\x03"
        + b"\x01\x11\x00" * 3
    )
    parts.append(b"\xff\xc0" + (len(frame) + 2).to_bytes(2, "big") + frame + b"\xff\xd9")
    return b"".join(parts)


def picture(body: bytes, *, honours_range: bool = True) -> Callable[[Request], Observation]:
    """A server that sends an image, or as much of it as is asked for."""

    def reply(request: Request) -> Observation:
        if request.range_bytes is None or not honours_range:
            seen = answer(request.url, body[: request.max_bytes], content_type="image/png")
            return structs.replace(seen, is_whole=len(body) <= request.max_bytes)
        start, part = request.range_start, body[request.range_start : request.range_bytes]
        seen = answer(request.url, part, 206, content_type="image/png")
        total = ("content-range", f"bytes {start}-{start + len(part) - 1}/{len(body)}")
        return structs.replace(seen, headers=(*seen.headers, total))

    return reply


@dataclass
class Visit:
    """What came of a journey, and what it asked."""

    outcomes: tuple[Outcome, ...] = ()
    asked: list[Request] = field(default_factory=list)
    probed: list[str] = field(default_factory=list)
    measured: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        return self.outcomes[0]

    @property
    def urls(self) -> list[str]:
        return [request.url for request in self.asked]

    @property
    def verdict(self) -> tuple[Status, str]:
        return self.outcome.verdict.status, self.outcome.verdict.reason


Reply = Observation | Callable[[Request], Observation]


def settings(**changes: object) -> steps.Settings:
    made = steps.Settings(
        fetch=Fetch(),
        policy=Policy(),
        archive=Archive(timegate=ARCHIVE),
        browser_retry=True,
        probe_token="abcdefghijklmnopqrstuvwx",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def go(task: Task, web: Mapping[str, Reply], how: steps.Settings | None = None) -> Visit:
    """Follows a journey through a table of answers; what stands nowhere is a 404."""
    visit = Visit()

    def fetch(request: Request) -> Observation:
        visit.asked.append(request)
        reply = web.get(request.url, answer(request.url, "<title>404 Not Found</title>", 404))
        seen = reply if isinstance(reply, Observation) else reply(request)
        return structs.replace(seen, url=request.url, client_identity=request.client_identity)

    def act(step: steps.Step) -> steps.StepResult:
        match step:
            case steps.FetchUrl(request):
                return fetch(request)
            case steps.Probe(site, request):
                visit.probed.append(site)
                return fetch(request)
            case steps.MeasureImage(image):
                visit.measured.append(image.target)
                (measured,) = follow(image)
                return measured
            case steps.SaveImage(request):
                visit.kept.append(request.url)
                return fetch(request)

    def follow(task: Task) -> tuple[Outcome, ...]:
        trail = steps_for(task, how or settings())
        step = next(trail)
        while True:
            try:
                step = trail.send(act(step))
            except StopIteration as end:
                ended: tuple[Outcome, ...] = end.value
                return ended

    visit.outcomes = follow(task)
    return visit


def page_task(*said: Description, url: str = URL, **more: object) -> Task:
    return Task(target=url, kind=Kind.PAGE, descriptions=said, **more)  # type: ignore[arg-type]


def image_task(url: str = "https://img.test/lead.png", **more: object) -> Task:
    return Task(target=url, kind=Kind.IMAGE, **more)  # type: ignore[arg-type]


def previous(**more: object) -> Outcome:
    made = structs.replace(outcome(URL, title=TITLE), validators=Validators(etag='"1"'))
    return structs.replace(made, **more)


def not_modified(request: Request) -> Observation:
    assert request.validators is not None
    return answer(URL, b"", 304)


OG_IMAGE = f"<meta property='og:image' content='{LEAD}'>"
