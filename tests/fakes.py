"""Stand-ins for the world, and short ways to build values; for everybody's tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import anyio
from msgspec.structs import replace

from enricher.models import (
    Description,
    Failure,
    Kind,
    Link,
    Observation,
    Outcome,
    PageFacts,
    Request,
    Status,
    TextFact,
    Verdict,
)

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@dataclass
class ManualClock:
    """Time that passes at once when a task waits."""

    at: datetime = NOON
    ticks: float = 0.0

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.ticks)

    def monotonic(self) -> float:
        return self.ticks

    async def sleep(self, seconds: float) -> None:
        self.ticks += seconds
        await anyio.lowlevel.checkpoint()

    def pass_by(self, **kwargs: float) -> None:
        """`timedelta`'s arguments."""
        self.at += timedelta(**kwargs)


def outcome(
    target: str,
    status: Status = Status.OK,
    reason: str = "http-200",
    *,
    kind: Kind = Kind.PAGE,
    at: datetime = NOON,
    title: str | None = None,
    http_status: int | None = None,
) -> Outcome:
    """The end of a journey, as plain as can be."""
    number = int(reason[5:]) if reason.startswith("http-") and reason[5:].isdigit() else http_status
    return Outcome(
        target=target,
        kind=kind,
        verdict=Verdict(status=status, reason=reason),
        checked_at=at,
        http_status=number,
        final_url=target,
        attempts=1,
        requests=1,
        page=PageFacts(title=TextFact(text=title, source="og:title")) if title else None,
    )


def link(
    document: str, target: str, *path: str | int, kind: Kind = Kind.PAGE, **description: object
) -> Link:
    """A link at a field path, with a description."""
    return Link(
        document=document,
        field=path or ("webUrl",),
        url=target,
        target=target,
        kind=kind,
        line=2,
        column=1,
        description=Description(**description),  # type: ignore[arg-type]
    )


Answer = Observation | Callable[[Request], Observation]


def answer(
    url: str,
    body: bytes | str = b"",
    http_status: int = 200,
    *,
    at: datetime = NOON,
    content_type: str = "text/html; charset=utf-8",
    is_whole: bool = True,
    **headers: str,
) -> Observation:
    """What a server said."""
    data = body.encode() if isinstance(body, str) else body
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Observation(
        url=url,
        final_url=url,
        seen_at=at,
        http_status=http_status,
        headers=(("content-type", content_type), *named),
        body=data,
        is_whole=is_whole,
        bytes_read=len(data),
        requests=1,
    )


def failed(url: str, failure: Failure, *, at: datetime = NOON) -> Observation:
    """No usable answer."""
    return Observation(
        url=url,
        final_url=url,
        seen_at=at,
        failure=failure,
        failure_detail="so says the fake",
        requests=1,
    )


@dataclass
class FakeWeb:
    """A table of URL to answer where a web client is expected; whatever it does not know is a 404."""

    table: Mapping[str, Answer] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    now: Callable[[], datetime] = lambda: NOON

    @property
    def requests_sent(self) -> int:
        return len(self.asked)

    async def fetch(self, request: Request) -> Observation:
        await anyio.lowlevel.checkpoint()
        self.asked.append(request)
        found = self.table.get(request.url, answer(request.url, "<title>404</title>", 404))
        seen = found if isinstance(found, Observation) else found(request)
        return replace(
            seen, url=request.url, seen_at=self.now(), client_identity=request.client_identity
        )

    def expect(self, site: str, requests: int) -> None:
        pass

    async def close_site(self, site: str) -> None:
        await anyio.lowlevel.checkpoint()
