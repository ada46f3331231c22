"""Floor 0. The words that all parts speak: frozen values with tiny questions on them.

Law of this file: standard library only, no clock, no I/O, nothing that decides. Instants are aware
datetimes in UTC, sizes are bytes, durations seconds, unless a name says otherwise. Every value here can be
written as JSON by `msgspec` and read back equal, because units of work and outcomes cross process borders.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

FieldPath = tuple[str | int, ...]
"""Where a value stands in a document's frontmatter: `("related", 2, "webUrl")` is `related[2].webUrl`."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A publishing date as precise as its source."""

    day: date
    """In the source's own time zone."""
    instant: datetime | None = None
    """Aware, UTC; None where the source gives no time of day (midnight is never invented)."""

    def __str__(self) -> str:
        """`2022-07-28T21:27:00Z`, or `2022-07-28` for a bare day."""
        if self.instant is None:
            return self.day.isoformat()
        return self.instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# ── what documents say ────────────────────────────────────────────────────────────────────────────────────────


class Kind(StrEnum):
    """What a link's field promises to lead to."""

    PAGE = "page"
    IMAGE = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a document says about the target of one of its links; all of it may be missing."""

    title: str | None = None
    excerpt: str | None = None
    published: Moment | None = None
    provider_name: str | None = None
    provider_domain: str | None = None
    width: int | None = None
    height: int | None = None
    is_cached: bool | None = None
    has_images: bool | None = None
    """For pages: whether the mapping that owns the link has at least one image with a URL."""

    @property
    def is_empty(self) -> bool:
        return self.title is None and self.excerpt is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A URL at a field of a document, with what its neighbours say about it."""

    document: str
    field: FieldPath
    url: str
    """As the document spells it."""
    target: str
    """Normalised; many links share one target. Equal to `url` where it cannot be parsed."""
    kind: Kind
    line: int
    """Line of the value in the document, from 1."""
    description: Description


# ── what the web said ─────────────────────────────────────────────────────────────────────────────────────────


class Failure(StrEnum):
    """Why there was no usable answer. The value is the verdict's `reason`."""

    # the URL itself
    UNPARSABLE = "unparsable"
    NO_HOST = "no-host"
    # our policy: nothing was asked
    SCHEME = "scheme"
    CREDENTIALS = "credentials-in-url"
    PRIVATE_ADDRESS = "private-address"
    ROBOTS = "robots"
    EXCLUDED = "excluded"
    RELATIVE = "relative"
    # names and connections
    DNS_NXDOMAIN = "dns-nxdomain"
    DNS_FAILURE = "dns-failure"
    CONNECT_TIMEOUT = "connect-timeout"
    REFUSED = "refused"
    NO_ROUTE = "no-route"
    RESET = "reset"
    TLS_EXPIRED = "tls-expired"
    TLS_UNTRUSTED = "tls-untrusted"
    TLS_HOSTNAME = "tls-hostname"
    TLS_HANDSHAKE = "tls-handshake"
    # the exchange
    READ_TIMEOUT = "read-timeout"
    PROTOCOL_ERROR = "protocol-error"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    REDIRECT_LOOP = "redirect-loop"
    REDIRECT_NOWHERE = "redirect-without-location"
    TRUNCATED = "truncated"
    GARBLED = "garbled-body"
    # the host asked for a pause that is longer than this run, or kept failing: not asked
    HOST_PARKED = "host-parked"

    @property
    def is_invalid(self) -> bool:
        return self in _INVALID

    @property
    def is_policy(self) -> bool:
        """We refused to go there; says nothing about the target."""
        return self in _POLICY

    @property
    def is_before_http(self) -> bool:
        """No HTTP answer was begun: name, route, connection or TLS. What an offline machine sees everywhere."""
        return self in _BEFORE_HTTP


_INVALID = frozenset({Failure.UNPARSABLE, Failure.NO_HOST})
_POLICY = frozenset(
    {Failure.SCHEME, Failure.CREDENTIALS, Failure.PRIVATE_ADDRESS, Failure.ROBOTS, Failure.EXCLUDED, Failure.RELATIVE}
)
_BEFORE_HTTP = frozenset(
    {
        Failure.DNS_NXDOMAIN,
        Failure.DNS_FAILURE,
        Failure.CONNECT_TIMEOUT,
        Failure.REFUSED,
        Failure.NO_ROUTE,
        Failure.RESET,
        Failure.TLS_EXPIRED,
        Failure.TLS_UNTRUSTED,
        Failure.TLS_HOSTNAME,
        Failure.TLS_HANDSHAKE,
    }
)


class Stop(StrEnum):
    """When the client may stop reading a body; the predicates stand in `page.stop`."""

    FACTS = "facts"  # `</head>` was seen and the head alone gives all facts
    IMAGE_SIZE = "image-size"  # width and height are known
    NEVER = "never"  # read to the end or to the cap


class Manner(StrEnum):
    """How we introduce ourselves."""

    HONEST = "honest"  # our own User-Agent with the contact address
    BROWSER = "browser"  # browser-like headers, tried once after a wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What lets a server say "not modified" (RFC 9110 section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.etag is None and self.last_modified is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One exchange that a journey wishes for: a GET, with its redirects followed by the client."""

    url: str
    kind: Kind
    stop: Stop
    max_bytes: int
    """Of decoded body; reading ends there."""
    range_bytes: int | None = None
    """Ask for the first so many bytes only (`Range: bytes=0-…`)."""
    validators: Validators | None = None
    manner: Manner = Manner.HONEST
    headers: tuple[tuple[str, str], ...] = ()
    """Extra headers, such as `accept-datetime` for a TimeGate."""
    follows_redirects: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect step (HTTP, or a page's own `http-equiv=refresh`)."""

    url: str
    """Where we were."""
    http_status: int
    """301, 302, 303, 307, 308; 200 for a meta refresh."""
    location: str
    """Where it sent us, absolute."""

    @property
    def is_permanent(self) -> bool:
        return self.http_status in (301, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What we saw, and when. No opinion. Made only by `web.client` (and by tests)."""

    url: str
    """Asked for."""
    final_url: str
    """Where the last answer came from; equal to `url` without redirects."""
    seen_at: datetime
    hops: tuple[Hop, ...] = ()
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Of the last answer, names in lower case, in the server's order; bounded in number and length."""
    body: bytes = b""
    """Decoded (gzip, br, …) prefix of the body."""
    is_whole: bool = False
    """The body was read to its end."""
    failure: Failure | None = None
    failure_detail: str = ""
    """The library's or system's own words, for people."""
    retry_after_s: float | None = None
    """From Retry-After or any of the rate-limit header families; how long the whole host wants to be left alone."""
    bytes_read: int = 0
    """On the wire, over all attempts and hops."""
    elapsed_s: float = 0.0
    """From sending to the last byte read, waiting for turns not counted."""
    attempts: int = 1
    """Tries; 0 where nothing was asked."""
    requests: int = 0
    """Written to the wire, hops and repeats included."""
    manner: Manner = Manner.HONEST

    def header(self, name: str) -> str | None:
        """First value of a header, by lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    def headers_of(self, name: str) -> tuple[str, ...]:
        """All values of a header, by lower-case name."""
        return tuple(value for key, value in self.headers if key == name)

    @property
    def content_type(self) -> str:
        """Media type in lower case without parameters; empty where the server names none."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def is_redirected(self) -> bool:
        return bool(self.hops)

    @property
    def is_permanently_redirected(self) -> bool:
        """Redirected, and every hop was permanent."""
        return bool(self.hops) and all(hop.is_permanent for hop in self.hops)

    @property
    def permanent_url(self) -> str:
        """Where the unbroken permanent hops from the start end."""
        url = self.url
        for hop in self.hops:
            if not hop.is_permanent:
                break
            url = hop.location
        return url


# ── what a page or image shows ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFact:
    """A text a page gives about itself, with where it stood: `json-ld`, `og:title`, `h1`, …"""

    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFact:
    """A moment a page gives, with where it stood."""

    moment: Moment
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageCandidate:
    """An image a page offers as its lead image; sizes as declared by the page, not measured."""

    url: str
    source: str
    width: int | None = None
    height: int | None = None
    alt: str | None = None
    is_doubtful: bool = False
    """It is tiny or calls itself a logo, an icon or a placeholder: the page's best offer, not worth writing down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page says about itself: the winner of each field, with its provenance."""

    title: TextFact | None = None
    excerpt: TextFact | None = None
    published: DateFact | None = None
    updated: DateFact | None = None
    site_name: TextFact | None = None
    authors: tuple[str, ...] = ()
    authors_source: str = ""
    language: str | None = None
    canonical_url: str | None = None
    amp_url: str | None = None
    image: ImageCandidate | None = None
    """The winner of `images`."""
    images: tuple[ImageCandidate, ...] = ()
    """Candidates for the lead image, best first, at most a handful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """What else verdict rules look at in a page. Not kept in the ledger."""

    titles: tuple[str, ...] = ()
    """Every wording of the title: `<title>`, og:, twitter:, headline, h1, raw (site names not stripped)."""
    descriptions: tuple[str, ...] = ()
    html_title: str = ""
    h1: str = ""
    headings: tuple[str, ...] = ()
    """The first h1, h2 and h3, in the page's order; a handful."""
    text: str = ""
    """Visible text, white space folded, bounded (64 KiB); empty when only the head was read."""
    word_count: int = 0
    """Of `text`; in scripts without spaces, characters divided by 2."""
    has_body: bool = False
    """More than the head was read, so `text` can be trusted."""
    is_article: bool = False
    """JSON-LD or og:type says that this is an article, posting or video."""
    is_noindex: bool = False
    is_paid: bool = False
    """JSON-LD says `isAccessibleForFree: false`: behind a paywall, in whole or in part."""
    has_password_field: bool = False
    has_video: bool = False
    refresh_url: str | None = None
    """Absolute target of `http-equiv=refresh` of at most 5 seconds."""
    script_marks: tuple[str, ...] = ()
    """Hosts and paths of scripts, frames and forms, for wall and parking marks; bounded."""
    body_marks: tuple[str, ...] = ()
    """Classes and ids of `<html>` and `<body>`, lower case: `error404` and the like."""
    fingerprint: int = 0
    """64-bit simhash of the visible text; 0 where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as read: its facts, and the signs beside them."""

    facts: PageFacts = field(default_factory=PageFacts)
    signs: PageSigns = field(default_factory=PageSigns)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFacts:
    """What the header bytes of an image say. Sides as a viewer shows them (EXIF rotation applied)."""

    format: str
    """Lower case: jpeg, png, apng, gif, webp, avif, heic, jxl, jp2, bmp, ico, tiff, svg."""
    width: int | None
    """Pixels; None only for an SVG that declares no size."""
    height: int | None


class NotAnImage(StrEnum):
    """Why bytes are no image."""

    HTML = "html"
    EMPTY = "empty"
    UNKNOWN = "unknown"


class NeedMore(StrEnum):
    """The bytes so far begin an image, but do not reach its size."""

    NEED_MORE = "need-more"


# ── what it means ─────────────────────────────────────────────────────────────────────────────────────────────


class Status(StrEnum):
    """The one answer every check ends in."""

    OK = "ok"
    MOVED = "moved"
    RESTRICTED = "restricted"
    THROTTLED = "throttled"
    ERROR = "error"
    UNREACHABLE = "unreachable"
    DEAD = "dead"
    SOFT404 = "soft404"
    PARKED = "parked"
    DRIFTED = "drifted"
    BLOCKED = "blocked"
    INVALID = "invalid"

    @property
    def is_good(self) -> bool:
        """It leads to what it should lead to."""
        return self in (Status.OK, Status.MOVED)

    @property
    def is_passing(self) -> bool:
        """May be different tomorrow: does not replace a better standing until it is confirmed."""
        return self in (Status.THROTTLED, Status.ERROR, Status.UNREACHABLE)

    @property
    def is_gone(self) -> bool:
        """The article is no longer there: reference rot."""
        return self in (Status.DEAD, Status.SOFT404, Status.PARKED, Status.DRIFTED)

    @property
    def is_failing(self) -> bool:
        """Counts towards `confirmed`."""
        return self.is_passing or self.is_gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that was looked at for a verdict, in words for people."""

    rule: str
    saw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Our conclusion, with the rule that made it."""

    status: Status
    reason: str
    evidence: tuple[Evidence, ...] = ()
    identity: float | None = None
    """0 to 1: how surely the page is the article that the document describes; None where nothing could be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """An archived copy of a resource (RFC 7089), verified to show the same article."""

    url: str
    captured_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The status over time. Made only by `policy.standing`."""

    status: Status
    """What documents show: a passing failure does not replace a better one until it is confirmed."""
    reason: str
    since: datetime
    """When `status` was first seen."""
    is_confirmed: bool = False
    """A failing status was seen often enough, over days enough."""
    failures: int = 0
    """Counted failing checks in a row; checks of one day count once."""
    first_failure_at: datetime | None = None
    last_counted_at: datetime | None = None
    last_ok_at: datetime | None = None
    due_at: datetime | None = None
    """When to ask again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A person's word on a target; holds until the observed result changes."""

    status: Status
    note: str
    pinned_at: datetime
    seen: str | None
    """`status/reason` observed when (or first after) it was pinned; None until the first check."""


# ── work and its results ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the ledger knows of a target before a run."""

    standing: Standing
    outcome: Outcome
    """The latest check that was answered."""
    pin: Pin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One target to check, with everything its journey may need. Plain data."""

    target: str
    kind: Kind
    descriptions: tuple[Description, ...] = ()
    """The distinct things documents say of it, most frequent first, at most 8."""
    wants_image: bool = False
    """Some document lacks a lead image for this page: find and measure one."""
    keeps_copy: bool = False
    """For images: somebody's lead image, of which a copy is wanted and not there."""
    previous: Outcome | None = None
    """The latest answered check: its validators, and its facts for a 304."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of one target's journey. Plain data; one row of the ledger."""

    target: str
    kind: Kind
    verdict: Verdict
    checked_at: datetime
    http_status: int | None = None
    final_url: str | None = None
    redirects: tuple[Hop, ...] = ()
    attempts: int = 0
    elapsed_s: float = 0.0
    bytes_read: int = 0
    requests: int = 0
    """Exchanges sent for this target: page, probe, image, archive; redirect hops and retries included."""
    page: PageFacts | None = None
    image: ImageFacts | None = None
    """Of an image target; of a page target, the measured size of `page.image`."""
    image_bytes: int | None = None
    """Of that image's whole file, as the server states it."""
    archive: Memento | None = None
    validators: Validators | None = None
    manner: Manner = Manner.HONEST
    failure_detail: str = ""


# ── what to change ────────────────────────────────────────────────────────────────────────────────────────────

Scalar = str | int | float | bool | datetime | date
Value = Scalar | dict[str, "Value"] | list["Value"]
"""What an edit can write: scalars in the document's own spelling, mappings and lists as plain data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One intended change to one field of one document's frontmatter."""

    field: FieldPath
    before: Value | None
    """What the field must hold today; None: it must be absent, null or empty."""
    after: Value | None
    """None removes the field (our own `checks` lines only)."""
    because: str
    """The rule that asked for it: `fill`, `correct`, `checks`, `repair`, `update`."""

    def __post_init__(self) -> None:
        if self.before == self.after and type(self.before) is type(self.after):
            raise ValueError(f"edit of {self.field} changes nothing")
