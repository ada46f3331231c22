"""TLS that fails, and names that lead nowhere or inside."""

from __future__ import annotations

from enricher.models import Failure
from tests.run.hostile import ARTICLE, PATH, Cost, Row
from tests.testweb.answers import redirect

NONE = Cost(requests=0, bytes=0)

TLS = (
    Row(
        "not yet valid", "unreachable/tls-expired", url=f"https://notyet.bay.test{PATH}", most=NONE
    ),
    Row(
        "expired long ago",
        "unreachable/tls-expired",
        url=f"https://expired.other.test{PATH}",
        most=NONE,
    ),
    Row(
        "own authority",
        "unreachable/tls-untrusted",
        url=f"https://selfsigned.other.test{PATH}",
        most=NONE,
    ),
    Row(
        "name of another",
        "unreachable/tls-hostname",
        url=f"https://wronghost.other.test{PATH}",
        most=NONE,
    ),
    Row("wildcard", "ok/http-200", ARTICLE, url=f"https://a.wildcard.test{PATH}"),
    Row(
        "wildcard too deep",
        "unreachable/tls-hostname",
        url=f"https://a.b.wildcard.test{PATH}",
        most=NONE,
    ),
    Row(
        "refuses the name",
        "unreachable/tls-handshake",
        url=f"https://refusesname.test{PATH}",
        most=NONE,
    ),
    Row("asks for our certificate", "ok/http-200", ARTICLE, url=f"https://asksforours.test{PATH}"),
    Row(
        "plain behind 443",
        "unreachable/tls-handshake",
        url=f"https://plain-behind.test{PATH}",
        most=NONE,
    ),
    Row("tls behind 80", "unreachable/reset", url=f"http://tls-behind.test{PATH}"),
    Row(
        "ssh behind 443",
        "unreachable/tls-handshake",
        url=f"https://ssh-behind.test{PATH}",
        most=NONE,
    ),
    Row(
        "downgrade",
        "ok/redirected",
        redirect(f"http://downgrade.test{PATH}/2", 302),
        url=f"https://downgrade.test{PATH}",
        more={f"http://downgrade.test{PATH}/2": ARTICLE},
    ),
)

ADDRESSES: dict[str, list[str] | Failure] = {
    "servfail.example": Failure.DNS_FAILURE,
    "loopback.example": ["127.0.0.1"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "all-inside.example": ["10.0.0.1", "192.168.0.1", "fd00::1"],
    "zero.example": ["0.0.0.0"],
    "odd.example": ["not an address"],
    "out.example": ["1.1.1.1"],
    "thousand.example": [f"10.0.{n // 250}.{n % 250}" for n in range(1000)],
}
"""What the name service of the run knows; any other name does not exist."""

DNS = (
    Row("name unknown", "dead/dns-nxdomain", url=f"http://unknown.example{PATH}", most=NONE),
    Row(
        "name service fails",
        "unreachable/dns-failure",
        url=f"http://servfail.example{PATH}",
        most=NONE,
    ),
    Row(
        "name to loopback",
        "blocked/private-address",
        url=f"http://loopback.example{PATH}",
        most=NONE,
    ),
    Row(
        "name to loopback over tls",
        "blocked/private-address",
        url=f"https://loopback.example{PATH}",
        most=NONE,
    ),
    Row("name to six", "blocked/private-address", url=f"http://six.example{PATH}", most=NONE),
    Row("name to mapped", "blocked/private-address", url=f"http://mapped.example{PATH}", most=NONE),
    Row(
        "name to metadata",
        "blocked/private-address",
        url="http://metadata.example/latest/meta-data/",
        most=NONE,
    ),
    Row(
        "name to many inside",
        "blocked/private-address",
        url=f"http://all-inside.example{PATH}",
        most=NONE,
    ),
    Row("name to zero", "blocked/private-address", url=f"http://zero.example{PATH}", most=NONE),
    Row("name to words", "blocked/private-address", url=f"http://odd.example{PATH}", most=NONE),
    Row(
        "name to a thousand",
        "blocked/private-address",
        url=f"http://thousand.example{PATH}",
        most=NONE,
    ),
    Row("mail port", "blocked/bad-port", url=f"http://out.example:25{PATH}", most=NONE),
    Row("redis port", "blocked/bad-port", url=f"http://out.example:6379{PATH}", most=NONE),
    Row("label too long", "invalid/unparsable", url=f"http://{'x' * 64}.example{PATH}", most=NONE),
    Row("name too long", "invalid/unparsable", url=f"http://{'x.' * 130}example{PATH}", most=NONE),
    Row("empty label", "invalid/unparsable", url=f"http://a..example{PATH}", most=NONE),
    Row("dot alone", "invalid/unparsable", url=f"http://.{PATH}", most=NONE),
    Row("bad punycode", "dead/dns-nxdomain", url=f"http://xn--a.example{PATH}", most=NONE),
    Row("blank in name of host", "invalid/unparsable", url=f"http://a b.example{PATH}", most=NONE),
    Row(
        "percent in name of host",
        "invalid/unparsable",
        url=f"http://a%2fb.example{PATH}",
        most=NONE,
    ),
    Row(
        "at in name of host",
        "blocked/credentials-in-url",
        url=f"http://good.test@evil.example{PATH}",
        most=NONE,
    ),
    Row("emoji host", "dead/dns-nxdomain", url=f"http://\u2603.example{PATH}", most=NONE),
    Row("one label", "dead/dns-nxdomain", url=f"http://intranet{PATH}", most=NONE),
    Row(
        "redirect to loopback", "blocked/private-address", redirect("http://loopback.example/", 302)
    ),
)
