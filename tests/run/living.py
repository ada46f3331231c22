"""The part of the hostile web that is alive: articles and images that are there, however odd the way to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from enricher.models import Kind
from tests.run.hostile import (
    ARTICLE,
    CHALLENGE,
    FACTS,
    FRONT,
    HTML,
    PATH,
    PNG,
    TITLE,
    Cost,
    Row,
    status,
)
from tests.testweb.answers import Answer, Coding, Fault, image, page, redirect
from tests.testweb.server import Asked, Reply

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><path d="M0 0h9v9z"/></svg>'
)
PAID = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
CODINGS: tuple[Coding, ...] = ("gzip", "deflate", "raw-deflate", "br", "zstd")


def gate(refusal: int, lets_in: Callable[[Asked], bool]) -> Callable[[Asked], Answer]:
    """The article for those who look right, a refusal for all others."""
    return lambda asked: ARTICLE if lets_in(asked) else status(refusal)


def is_browser(asked: Asked) -> bool:
    return (asked.header("user-agent") or "").startswith("Mozilla/5.0 (X11")


def is_navigation(asked: Asked) -> bool:
    return asked.header("sec-fetch-mode") == "navigate"


def accepts_html(asked: Asked) -> bool:
    return (asked.header("accept") or "").startswith("text/html")


def has_cookie(asked: Asked) -> bool:
    return "seen=1" in (asked.header("cookie") or "")


def without_head(answer: Answer) -> Callable[[Asked], Answer]:
    """Right for GET, wrong for HEAD."""
    return lambda asked: answer if asked.method == "HEAD" else ARTICLE


def coded(coding: Coding) -> Answer:
    return replace(ARTICLE, coding=coding)


def chain(host: str, *hops: int) -> dict[str, Reply]:
    """Redirects with these statuses from /0 on, and the article behind them."""
    found: dict[str, Reply] = {
        f"http://{host}/{n}/{PATH[1:]}": redirect(f"/{n + 1}{PATH}", s) for n, s in enumerate(hops)
    }
    return found | {f"http://{host}/{len(hops)}{PATH}": ARTICLE}


def moved(number: int) -> Row:
    """One redirect of this kind to the article's new address on the same host."""
    to = "/archive/2021/harbour-ordinance"
    says = f"moved/http-{number}" if number in (301, 308) else "ok/redirected"
    name = f"moved {number}"
    return Row(name, says, redirect(to, number), more={f"http://moved-{number}.test{to}": ARTICLE})


def chained(name: str, says: str, *hops: int) -> Row:
    return Row(name, says, url=f"http://{name}.test/0{PATH}", more=chain(f"{name}.test", *hops))


def said(head: bytes) -> Answer:
    """The article after these lines, without a length, and then closed."""
    return Answer(raw=head + b"Content-Type: text/html\r\n\r\n" + HTML.encode())


ALIVE = (
    Row("plain", "ok/http-200", ARTICLE),
    Row("over tls", "ok/http-200", ARTICLE, url=f"https://over-tls.test{PATH}"),
    Row("part", "ok/http-206", replace(ARTICLE, status=206)),
    Row("no content", "ok/http-204", Answer(status=204)),
    *(moved(number) for number in (301, 302, 303, 307, 308)),
    replace(chained("nine-hops", "moved/http-301", *[301] * 9), most=Cost(requests=20)),
    chained("mixed-hops", "ok/redirected", 301, 302, 308, 303, 307),
    Row(
        "to tls and www",
        "ok/http-200",
        redirect(f"https://www.to-tls-and-www.test{PATH}/"),
        more={f"https://www.to-tls-and-www.test{PATH}/": ARTICLE},
    ),
    Row(
        "odd location",
        "moved/http-301",
        redirect("//odd-location.test/n\u00e9ws/the story?a=1#top"),
        more={"http://odd-location.test/n%C3%A9ws/the%20story?a=1": ARTICLE},
    ),
    Row(
        "refresh",
        "ok/redirected",
        page(
            '<meta http-equiv="refresh" content="0;url=/new/harbour-ordinance"><title>Moved</title>'
        ),
        more={"http://refresh.test/new/harbour-ordinance": ARTICLE},
    ),
    Row(
        "country",
        "ok/redirected",
        redirect("/en/", 302),
        url="http://country.test/",
        more={"http://country.test/en/": FRONT},
        title="The Bay",
    ),
    # what heals
    Row("second try 500", "ok/http-200", [status(500), ARTICLE]),
    Row("third try 503", "ok/http-200", [status(503), status(502), ARTICLE]),
    Row("third try 522", "ok/http-200", [status(520), status(522), ARTICLE]),
    Row("second try 429", "ok/http-200", [status(429), ARTICLE]),
    Row("second try 429 with wait", "ok/http-200", [status(429, ("Retry-After", "0")), ARTICLE]),
    Row("second try reset", "ok/http-200", [replace(ARTICLE, fault=Fault.RESET), ARTICLE]),
    Row("second try close", "ok/http-200", [replace(ARTICLE, fault=Fault.CLOSE), ARTICLE]),
    Row("second try cut", "ok/http-200", [replace(ARTICLE, fault=Fault.TRUNCATED), ARTICLE]),
    # who asks in the wrong way
    *(Row(f"head {n}", "ok/http-200", without_head(status(n))) for n in (404, 405, 501)),
    Row("head reset", "ok/http-200", without_head(replace(ARTICLE, fault=Fault.RESET))),
    Row("head hang", "ok/http-200", without_head(replace(ARTICLE, fault=Fault.STALL))),
    *(Row(f"gate {n}", "ok/http-200", gate(n, is_browser)) for n in (400, 401, 403, 406, 418, 999)),
    Row("gate challenge", "ok/http-200", lambda asked: ARTICLE if is_browser(asked) else CHALLENGE),
    Row("gate navigation", "ok/http-200", gate(403, is_navigation)),
    Row("gate accept", "ok/http-200", gate(406, accepts_html)),
    Row(
        "gate language",
        "ok/http-200",
        gate(400, lambda asked: bool(asked.header("accept-language"))),
    ),
    Row(
        "image gate",
        "ok/http-200",
        lambda asked: image(PNG) if is_browser(asked) else status(403),
        kind=Kind.IMAGE,
    ),
    # cookies
    Row(
        "cookie",
        "ok/http-200",
        lambda a: ARTICLE if has_cookie(a) else redirect(PATH, 302, ("Set-Cookie", "seen=1")),
    ),
    Row(
        "cookie loop",
        "ok/http-200",
        lambda a: ARTICLE if has_cookie(a) else redirect("/welcome", 302),
        more={
            "http://cookie-loop.test/welcome": redirect(PATH, 302, ("Set-Cookie", "seen=1; Path=/"))
        },
    ),
    # how bytes travel
    *(Row(f"in {coding}", "ok/http-200", coded(coding)) for coding in CODINGS),
    Row("chunked", "ok/http-200", replace(ARTICLE, framing="chunked")),
    Row("chunked gzip", "ok/http-200", replace(ARTICLE, framing="chunked", coding="gzip")),
    Row("until close", "ok/http-200", replace(ARTICLE, framing="close")),
    Row("http 1.0", "ok/http-200", said(b"HTTP/1.0 200 OK\r\n")),
    Row("continue", "ok/http-200", said(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")),
    Row(
        "early hints",
        "ok/http-200",
        said(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\n"),
    ),
    Row("no reason phrase", "ok/http-200", said(b"HTTP/1.1 200\r\n")),
    Row("slow", "ok/http-200", replace(ARTICLE, fault=Fault.SLOW)),
    Row("late", "ok/http-200", replace(ARTICLE, after_s=0.3)),
    Row(
        "big",
        "ok/http-200",
        page(HTML.replace("</body>", "<p>More.</p>" * 300_000 + "</body>")),
        most=Cost(bytes=1_300_000),
    ),
    Row("leftover", "ok/http-200", replace(ARTICLE, fault=Fault.LEFTOVER)),
    Row(
        "leftover next",
        "ok/http-200",
        replace(ARTICLE, fault=Fault.LEFTOVER_APART),
        url=f"http://leftover.test{PATH}-2",
    ),
    Row("leftover last", "ok/http-200", ARTICLE, url=f"http://leftover.test{PATH}-3"),
    # what is said of the bytes
    Row("no type", "ok/http-200", Answer(body=HTML.encode())),
    Row(
        "no charset",
        "ok/http-200",
        Answer(headers=(("Content-Type", "text/html"),), body=HTML.encode("latin-1")),
    ),
    Row(
        "wrong type",
        "ok/http-200",
        Answer(headers=(("Content-Type", "text/plain"),), body=HTML.encode()),
    ),
    # how addresses are spelled
    Row("upper", "ok/http-200", ARTICLE, url=f"HTTP://UPPER.Test{PATH}"),
    Row("idn", "ok/http-200", ARTICLE, url=f"http://b\u00fccher.test{PATH}"),
    Row("port", "ok/http-200", ARTICLE, url=f"http://port.test:8080{PATH}"),
    Row("percent", "ok/http-200", ARTICLE, url="http://percent.test/news/100%25-more%2Ffaces"),
    Row("space", "ok/http-200", ARTICLE, url="http://space.test/news/the story"),
    Row("unicode", "ok/http-200", ARTICLE, url="http://unicode.test/nachrichten/\u00fcber-uns"),
    Row("fragment", "ok/http-200", ARTICLE, url=f"http://fragment.test{PATH}#section-2"),
    Row("query", "ok/http-200", ARTICLE, url="http://query.test/story?z=1&a=2&b=&a=1"),
    # pages that look poor
    Row("video", "ok/http-200", page(f"<title>{TITLE}</title>{FACTS}<video src=v.mp4></video>")),
    Row(
        "script only",
        "ok/http-200",
        page(
            f"<head><title>{TITLE}</title>{FACTS}</head><div id=app></div><script src=a.js></script>"
        ),
    ),
    Row("paywall", "ok/paywall", page(HTML.replace("</head>", f"{PAID}</head>"))),
    Row("refused but told", "ok/paywall", page(HTML, status=403)),
    Row(
        "challenge script",
        "ok/http-200",
        page(
            HTML.replace("</body>", "<script src=/cdn-cgi/challenge-platform/x.js></script></body>")
        ),
    ),
    # images
    Row("image", "ok/http-206", image(PNG), kind=Kind.IMAGE),
    Row("range ignored", "ok/http-200", replace(image(PNG), honours_range=False), kind=Kind.IMAGE),
    Row(
        "range bad",
        "ok/http-200",
        lambda a: status(400) if a.header("range") else image(PNG),
        kind=Kind.IMAGE,
    ),
    Row(
        "range refused",
        "ok/http-200",
        lambda a: status(416) if a.header("range") else image(PNG),
        kind=Kind.IMAGE,
    ),
    Row("svg", "ok/http-206", image(SVG, "image/svg+xml"), kind=Kind.IMAGE),
    Row("mistyped image", "ok/http-206", image(PNG, "text/html"), kind=Kind.IMAGE),
    Row(
        "moved image",
        "moved/http-301",
        redirect("/cdn/harbour.png"),
        more={"http://moved-image.test/cdn/harbour.png": image(PNG)},
        kind=Kind.IMAGE,
    ),
)
