"""Holds one request and its response, between the exchange and the redirects."""

from __future__ import annotations

from dataclasses import dataclass, field

from enricher import urls
from enricher.models import Failure, Kind, Stop
from enricher.policy.breaker import Refusal
from enricher.web.headers import Headers

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(eq=False, slots=True, kw_only=True)
class HttpRequest:
    """One request, with all that is needed to end its answer early."""

    url: str
    """As it is sent."""
    headers: Headers = field(repr=False)
    """Some of them may be secret."""
    kind: Kind
    stop: Stop
    max_bytes: int
    budget_s: float
    """What is left of the whole exchange's time."""
    for_site: str = ""
    """Whose work waits for it, where that is another site's."""
    site: str = field(init=False)
    origin: tuple[str, str, int] = field(init=False)
    """Scheme, host and port, an IPv6 address without brackets."""
    authority: str = field(init=False)
    """What the Host header says."""
    target: str = field(init=False)
    """Path and query, as the request line says them."""

    def __post_init__(self) -> None:
        self.site = urls.site(self.url)
        self.origin = urls.endpoint(self.url)
        self.authority = urls.authority(self.url)
        self.target = self.url[len(self.origin[0]) + len("://") + len(self.authority) :]


@dataclass(eq=False, slots=True, kw_only=True)
class HttpResponse:
    """What came back, or why nothing did; filled in by the exchange."""

    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case, bounded."""
    body: bytes = b""
    is_whole: bool = False
    failure: Failure | None = None
    detail: str = ""
    retry_after_s: float | None = None
    bytes_read: int = 0
    elapsed_s: float = 0.0
    requests: int = 0
    """Written: 0 where the host was not reached."""
    is_refused: bool = False
    """Nothing was tried: the host is paused for this run, or closed to robots."""
    is_reused: bool = False
    """Came, or failed to, over a connection that had served before."""

    @property
    def is_redirect(self) -> bool:
        return self.http_status in _REDIRECTS

    def header(self, name: str) -> str | None:
        """First value of a header, by lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    def headers_of(self, name: str) -> tuple[str, ...]:
        """All values of a header, by lower-case name."""
        return tuple(value for key, value in self.headers if key == name)


def refused(refusal: Refusal) -> HttpResponse:
    """What a request is told that was never sent."""
    return HttpResponse(
        http_status=refusal.http_status,
        failure=refusal.failure,
        detail=refusal.detail,
        retry_after_s=refusal.retry_after_s,
        is_refused=True,
    )
