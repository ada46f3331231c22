"""A hostile web as a table: how real servers answer for an article or an image, and what should be said of it.

Each row is a host of its own. The groups are those of a comparison of link checkers on one list of links: fakes answer
200 and are not the thing; of the undecidable no one can say whether the article is still there; the alive ones show
it, some only to who insists; the dead ones say that they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from enricher import urls
from enricher.config import Fetch
from enricher.models import Kind
from tests.testweb.answers import Answer, Fault, image, page, redirect
from tests.testweb.server import Reply, SmallWeb

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x04\xb0\x00\x00\x02v\x08\x02\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00IDAT5\xaf\x06\x1e"
)
"""1200x630; the picture is missing."""
PATH = "/news/2021/05/harbour-ordinance"
PICTURE = "/media/harbour.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The most that one link may cost."""

    bytes: int = 25_000
    """On the wire, within TLS, over all tries and hops."""
    requests: int = 6
    """Tries and hops of all that is asked for it: three looks, or two requests each."""
    seconds: float = 45.0
    """With its servers, in the last try: less than its deadline. Most take 0.1 s."""


@dataclass(frozen=True, slots=True)
class Row:
    """One link of the document, and the hosts that answer for it."""

    name: str
    """Of the situation."""
    says: str
    """`status/reason` that the record must have; an empty one leaves it to the group's law."""
    reply: Reply | None = None
    """At the link's own address; None where it is never asked."""
    url: str = ""
    more: Mapping[str, Reply] = field(default_factory=dict)
    """What else its web answers, by URL."""
    kind: Kind = Kind.PAGE
    title: str = ""
    """As the document describes it; by default as the article."""
    most: Cost = Cost()
    strict: str = ""
    """What httpcore's parser makes of it, where it is stricter than ours; "": the same."""

    @property
    def host(self) -> str:
        return f"{self.name.replace(' ', '-')}.test"

    @property
    def link(self) -> str:
        """As the document spells it."""
        return self.url or f"http://{self.host}{PATH if self.kind is Kind.PAGE else PICTURE}"


def unasked(name: str, says: str, url: str) -> Row:
    """Gives the row of a link for which no request is sent."""
    return Row(name, says, url=url, most=Cost(bytes=0, requests=0))


# ── what hosts say ────────────────────────────────────────────────────────────────────────────────────────────

TITLE = "Mayor signs ordinance on facial recognition at the harbour"
EXCERPT = "The ordinance partly reverses the ban on face scans by the police."
TEXT = (
    f"{EXCERPT} Members of the council had asked for more cameras since spring, said the mayor on Thursday. "
    * 12
)
FACTS = (
    f'<meta property="og:title" content="{TITLE}"><meta property="og:type" content="article">'
    f'<meta property="og:description" content="{EXCERPT}">'
)
HTML = f"<html><head><title>{TITLE} | The Bay</title>{FACTS}</head><body><h1>{TITLE}</h1><p>{TEXT}</p></body></html>"
ARTICLE = page(HTML)
NOT_FOUND = page(
    "<title>Page not found | The Bay</title><h1>Page not found</h1><p>Sorry, we looked.</p>"
)
FRONT = page(
    "<title>The Bay</title><h1>Top stories</h1>" + "<p>Ferry late again. Fish prices rise.</p>" * 30
)
FOR_SALE = page(
    "<title>bay.test is for sale</title><h1>This domain is for sale</h1>"
    '<p>Buy this domain.</p><a href="https://sedo.test/">Make an offer</a>'
)
SIGN_IN = page('<title>Sign in</title><form><input name="user"><input type="password"></form>')
CHALLENGE = page(
    "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
    status=403,
    headers=(("cf-mitigated", "challenge"), ("Server", "cloudflare")),
)


def status(number: int, *headers: tuple[str, str]) -> Answer:
    return page(f"<title>{number}</title><h1>{number}</h1>", status=number, headers=headers)


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────

FAKES = (
    Row("soft 404", "soft404/not-found-text", NOT_FOUND),
    Row("parked", "parked/parking-page", FOR_SALE),
    Row(
        "lander",
        "parked/parking-page",
        redirect("/lander", 302),
        more={"http://lander.test/lander": FOR_SALE},
    ),
    Row(
        "to front page",
        "soft404/redirected-to-home",
        redirect("/"),
        more={"http://to-front-page.test/": FRONT},
    ),
    Row(
        "to sign in",
        "restricted/login",
        redirect(f"/login?next={PATH}", 302),
        more={f"http://to-sign-in.test/login?next={PATH}": SIGN_IN},
    ),
    Row(
        "refresh to 404",
        "dead/http-404",
        page('<meta http-equiv="refresh" content="0; url=/gone"><title>Please wait</title>'),
    ),
    Row(
        "page as png",
        "drifted/not-an-image",
        page("<title>The Bay</title><p>Welcome</p>"),
        kind=Kind.IMAGE,
    ),
    Row("zero byte image", "drifted/not-an-image", image(b""), kind=Kind.IMAGE),
    Row("truncated", "unreachable/truncated", replace(ARTICLE, fault=Fault.TRUNCATED)),
    Row("corrupt gzip", "unreachable/garbled-body", replace(ARTICLE, fault=Fault.CORRUPT)),
    # the same in other clothes
    Row(
        "far lander",
        "parked/parking-page",
        redirect("http://ww1.far-lander.test/?sub=1", 302),
        more={"http://ww1.far-lander.test/?sub=1": FOR_SALE},
    ),
    Row("bare 404", "soft404/not-found-text", page("<body>404 Not Found</body>")),
    Row(
        "refresh to soft 404",
        "soft404/not-found-text",
        page('<meta http-equiv=refresh content="0;url=/x">'),
        more={"http://refresh-to-soft-404.test/x": NOT_FOUND},
    ),
    Row("page named png", "drifted/not-an-image", image(HTML.encode()), kind=Kind.IMAGE),
    Row("words as png", "drifted/not-an-image", image(b"Not Found"), kind=Kind.IMAGE),
    Row("stump of an image", "unreachable/truncated", image(PNG[:20]), kind=Kind.IMAGE),
    Row(
        "cut image",
        "unreachable/truncated",
        replace(image(PNG), fault=Fault.TRUNCATED),
        kind=Kind.IMAGE,
    ),
    Row(
        "cut in a chunk",
        "unreachable/truncated",
        replace(ARTICLE, framing="chunked", fault=Fault.TRUNCATED),
    ),
    Row(
        "cut tail",
        "unreachable/truncated",
        Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n" + HTML[:-40].encode()),
    ),
)

UNDECIDABLE = (
    *(Row(f"says {n}", f"restricted/http-{n}", status(n)) for n in (401, 402, 403, 407, 451, 999)),
    *(Row(f"says {n}", f"error/http-{n}", status(n)) for n in (304, 400, 405, 406, 408)),
    *(
        Row(f"says {n}", f"error/http-{n}", status(n))
        for n in (500, 501, 502, 503, 504, 520, 522, 530)
    ),
    Row("says 429", "throttled/http-429", status(429)),
    Row("come back", "throttled/http-503", status(503, ("Retry-After", "3600"))),
    Row("challenge", "restricted/bot-wall", CHALLENGE),
    Row("old challenge", "restricted/bot-wall", replace(CHALLENGE, status=503)),
    Row("reset", "unreachable/reset", replace(ARTICLE, fault=Fault.RESET)),
    Row("expired", "unreachable/tls-expired", ARTICLE, url=f"https://expired.bay.test{PATH}"),
    Row(
        "untrusted", "unreachable/tls-untrusted", ARTICLE, url=f"https://selfsigned.bay.test{PATH}"
    ),
    Row("other name", "unreachable/tls-hostname", ARTICLE, url=f"https://wronghost.bay.test{PATH}"),
    Row("refused", "unreachable/refused"),
    Row("garbage", "unreachable/protocol-error", replace(ARTICLE, fault=Fault.GARBAGE)),
)

DEAD = (
    Row("gone 404", "dead/http-404"),
    Row("gone 410", "dead/http-410", status(410)),
    Row("no such name", "dead/dns-nxdomain", url=f"http://no-such-name.invalid{PATH}"),
    Row("redirect to 404", "dead/http-404", redirect("/moved/away")),
    Row("redirect nowhere", "unreachable/redirect-without-location", Answer(status=301)),
)

# ── put up ────────────────────────────────────────────────────────────────────────────────────────────────────


def put_up(web: SmallWeb, rows: Iterable[Row]) -> None:
    """Every host of these rows answers."""
    for row in rows:
        if row.reply is not None:
            web.add(asked_for(row.link), row.reply)
        for url, reply in row.more.items():
            web.add(asked_for(url), reply)


def asked_for(url: str) -> str:
    """As the address comes in on the wire: nothing but ASCII, no fragment."""
    return urls.normalise(url)


def settings(web: SmallWeb) -> Fetch:
    """Names under .test lead to this web, and one of them nowhere; all others are looked up."""
    return web.fetch_settings(
        connect_to={
            "*.test:443": f"127.0.0.1:{web.tls_port}",
            "*.test": f"127.0.0.1:{web.port}",
            "refused.test": "127.0.0.1:9",
        },
    )


_PAGE = """\
  - title: "{title}"
    excerpt: {excerpt}
    webUrl: "{url}"
"""
_IMAGE = """\
  - title: "{title}"
    images:
      - url: "{url}"
        width: 1200
        height: 630
"""


def document(rows: Iterable[Row]) -> str:
    """One item for each row, in order."""
    items = "".join(
        (_PAGE if row.kind is Kind.PAGE else _IMAGE).format(**_described(row)) for row in rows
    )
    return f"---\ntitle: News\nrelated:\n{items}---\nBody\n"


def _described(row: Row) -> dict[str, str]:
    return {
        "title": row.title or TITLE,
        "excerpt": "null" if row.title else f'"{EXCERPT}"',
        "url": row.link,
    }
