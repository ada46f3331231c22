"""Redirects that go in circles, lead to other schemes, or grow; by HTTP, header and page."""

from __future__ import annotations

from collections.abc import Callable

from tests.run.hostile import ARTICLE, PATH, Cost, Row
from tests.run.living import chain
from tests.testweb.answers import Answer, page, redirect
from tests.testweb.server import Asked

# A chain may cost one request for each of ten hops, and again where a second look is taken.
CHAIN = Cost(requests=12, bytes=60_000)


def refresh(target: str, wait: str = "0") -> Answer:
    return page(f'<meta http-equiv="refresh" content="{wait}; url={target}"><title>Wait</title>')


def counting(step: Callable[[int], str]) -> Callable[[Asked], Answer]:
    """Redirects to another address each time, for ever."""

    def answer(asked: Asked) -> Answer:
        digits = "".join(filter(str.isdigit, asked.path.rpartition("/")[2])) or "0"
        return redirect(step(int(digits) + 1), 302)

    return answer


def with_cookie(asked: Asked) -> Answer:
    count = len((asked.header("cookie") or "n=").partition("=")[2])
    return redirect(PATH, 302, ("Set-Cookie", "n=" + "1" * (count + 1)))


def lead(name: str, says: str, location: str, **more: object) -> Row:
    return Row(name, says, redirect(location, 302), **more)  # type: ignore[arg-type]


ROWS = (
    lead("to itself", "unreachable/redirect-loop", PATH),
    lead("to itself with top", "unreachable/redirect-loop", "#top"),
    lead("to itself by dots", "unreachable/redirect-loop", "/x/.." + PATH),
    Row(
        "loop of two",
        "unreachable/redirect-loop",
        redirect("/b"),
        more={"http://loop-of-two.test/b": redirect(PATH)},
    ),
    Row(
        "loop over hosts",
        "unreachable/redirect-loop",
        redirect("http://www.loop-over-hosts.test/"),
        more={"http://www.loop-over-hosts.test/": redirect(f"http://loop-over-hosts.test{PATH}")},
    ),
    Row(
        "loop over schemes",
        "unreachable/redirect-loop",
        lambda asked: redirect(
            f"{'http' if asked.is_tls else 'https'}://loop-over-schemes.test{PATH}"
        ),
    ),
    Row(
        "without end",
        "unreachable/too-many-redirects",
        redirect("/n/1", 302),
        more={"http://without-end.test/*": counting(lambda n: f"/n/{n}")},
        most=CHAIN,
    ),
    Row(
        "growing",
        "unreachable/too-many-redirects",
        redirect("/n/1", 302),
        more={"http://growing.test/*": counting(lambda n: "/" + "x" * 1000 * min(n, 9) + f"/{n}")},
        most=CHAIN,
    ),
    Row("cookie counter", "unreachable/too-many-redirects", with_cookie, most=CHAIN),
    Row(
        "eleven hops",
        "unreachable/too-many-redirects",
        url=f"http://eleven-hops.test/0{PATH}",
        more=chain("eleven-hops.test", *[302] * 11),
        most=CHAIN,
    ),
    Row("empty location", "unreachable/redirect-without-location", redirect("", 302)),
    Row(
        "two locations",
        "ok/redirected",
        redirect("/a", 302, ("Location", "/b")),
        more={"http://two-locations.test/a": ARTICLE},
    ),
    lead("to no host", "unreachable/redirect-without-location", "http://"),
    lead("to a bad port number", "unreachable/redirect-without-location", "http://x.test:99999/"),
    lead("to half an address", "unreachable/redirect-without-location", "http://[::1"),
    lead("to a file", "blocked/scheme", "file:///etc/passwd"),
    lead("to script", "blocked/scheme", "javascript:alert(1)"),
    lead("to data", "blocked/scheme", "data:text/html,<title>hello</title>"),
    lead("to gopher", "blocked/scheme", "gopher://x.test:70/_x"),
    lead("to ftp", "blocked/scheme", "ftp://x.test/x"),
    lead("to an app", "blocked/scheme", "itms-apps://store.test/x"),
    lead("to mail", "blocked/scheme", "mailto:someone@x.test"),
    lead("to credentials", "blocked/credentials-in-url", "http://user:word@x.test/"),
    lead("to the mail port", "blocked/bad-port", "http://out.example:25/"),
    lead("to a long address", "dead/http-404", "/" + "x" * 20_000, most=CHAIN),
    lead("to bytes", "dead/http-404", "/\u00ff\u00fe"),
    lead("to a name unknown", "dead/dns-nxdomain", "http://no-such.example/"),
    lead("to a bad certificate", "unreachable/tls-expired", "https://expired.bad.test/"),
    lead("to backslashes", "dead/http-404", "\\\\else.to-backslashes.test\\x"),
    lead("to three slashes", "dead/http-404", "///else.to-three-slashes.test/x"),
    Row("300", "error/http-300", redirect("/a", 300)),
    Row("305", "error/http-305", redirect("http://127.0.0.1:3128/", 305)),
    Row("refresh to itself", "ok/http-200", refresh(PATH)),
    Row(
        "refresh in a ring",
        "ok/redirected",
        refresh("/b"),
        more={
            "http://refresh-in-a-ring.test/b": refresh("/c"),
            "http://refresh-in-a-ring.test/c": refresh("/b"),
        },
    ),
    Row("refresh to script", "ok/http-200", refresh("javascript:alert(1)")),
    Row("refresh to a file", "ok/http-200", refresh("file:///etc/passwd")),
    Row(
        "refresh inside",
        "blocked/private-address",
        refresh("http://169.254.169.254/latest/meta-data/"),
    ),
    Row("refresh in a year", "ok/http-200", refresh("/x", "31536000")),
    Row(
        "refresh header",
        "ok/redirected",
        page(headers=(("Refresh", f"0; url=/new{PATH}"),)),
        more={f"http://refresh-header.test/new{PATH}": ARTICLE},
    ),
)
