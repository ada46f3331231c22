"""Defines what is asked of the web, and what it said."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from enricher.models.documents import Kind


class Failure(StrEnum):
    """Why there was no usable answer. The value is the verdict's `reason`."""

    # the URL itself
    UNPARSABLE = "unparsable"
    NO_HOST = "no-host"
    # our policy: nothing was asked
    SCHEME = "scheme"
    CREDENTIALS = "credentials-in-url"
    PRIVATE_ADDRESS = "private-address"
    BAD_PORT = "bad-port"
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
    HOST_PAUSED = "host-paused"

    @property
    def is_policy(self) -> bool:
        """We refused to go there; says nothing about the target."""
        return self in _POLICY

    @property
    def is_before_http(self) -> bool:
        """No HTTP answer was begun: name, route, connection or TLS.

        What an offline machine sees everywhere.
        """
        return self in _BEFORE_HTTP


_POLICY = frozenset(
    {
        Failure.SCHEME,
        Failure.CREDENTIALS,
        Failure.PRIVATE_ADDRESS,
        Failure.BAD_PORT,
        Failure.ROBOTS,
        Failure.EXCLUDED,
        Failure.RELATIVE,
    }
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
    """When the client may stop reading a body; the predicates are in `page.stop`."""

    FACTS = "facts"  # `</head>` was seen and the head alone gives all facts
    IMAGE_SIZE = "image-size"  # width and height are known
    NEVER = "never"  # read to the end or to the cap


class ClientIdentity(StrEnum):
    """How we introduce ourselves."""

    HONEST = "honest"  # our own User-Agent with the contact address
    BROWSER = "browser"  # browser-like headers, tried once after a wall


class Validators(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What lets a server say "not modified" (RFC 9110 section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.etag is None and self.last_modified is None


class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One exchange that a journey wishes for: a GET, with its redirects followed by the client."""

    url: str
    kind: Kind
    stop: Stop
    max_bytes: int
    """Of decoded body; reading ends there."""
    range_bytes: int | None = None
    """Ask for this many first bytes only (`Range: bytes=0-…`)."""
    range_start: int = 0
    """Of these, ask only for those from here on: the ones before are known."""
    validators: Validators | None = None
    client_identity: ClientIdentity = ClientIdentity.HONEST
    headers: tuple[tuple[str, str], ...] = ()
    """Extra headers, such as `accept-datetime` for a TimeGate."""
    follows_redirects: bool = True
    """False for what is asked of an archive: its answer judges no link."""
    for_site: str = ""
    """The site whose work waits for it, where that is another one; it goes as that site's own."""


class Hop(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
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


class Observation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What we saw, and when. No opinion. Made only by `web.client` (and by tests)."""

    url: str
    """Asked for."""
    final_url: str
    """Where the last answer came from; equal to `url` without redirects."""
    seen_at: datetime
    hops: tuple[Hop, ...] = ()
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Of the last answer, names in lower case, in the server's order.

    Bounded in number and length.
    """
    body: bytes = b""
    """Decoded (gzip, br, …) prefix of the body."""
    is_whole: bool = False
    """The body was read to its end."""
    failure: Failure | None = None
    failure_detail: str = ""
    """The library's or system's own words, for people."""
    retry_after_s: float | None = None
    """How long the host wants to be left alone, by Retry-After or any rate-limit headers."""
    bytes_read: int = 0
    """On the wire, over all attempts and hops."""
    elapsed_s: float = 0.0
    """From sending to the last byte read, waiting for turns not counted."""
    attempts: int = 1
    """Tries; 0 where nothing was asked."""
    requests: int = 0
    """Written to the wire, hops and repeats included."""
    client_identity: ClientIdentity = ClientIdentity.HONEST

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
