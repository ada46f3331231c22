"""TLS that fails, and names that lead nowhere or inside."""

from __future__ import annotations

from enricher.models import Failure
from tests.run.hostile import ARTICLE, PATH, Row, unasked
from tests.testweb.answers import redirect

TLS = (
    unasked("not yet valid", "unreachable/tls-expired", f"https://notyet.bay.test{PATH}"),
    unasked("expired long ago", "unreachable/tls-expired", f"https://expired.other.test{PATH}"),
    unasked("own authority", "unreachable/tls-untrusted", f"https://selfsigned.other.test{PATH}"),
    unasked("name of another", "unreachable/tls-hostname", f"https://wronghost.other.test{PATH}"),
    Row("wildcard", "ok/http-200", ARTICLE, url=f"https://a.wildcard.test{PATH}"),
    unasked("wildcard too deep", "unreachable/tls-hostname", f"https://a.b.wildcard.test{PATH}"),
    unasked("refuses the name", "unreachable/tls-handshake", f"https://refusesname.test{PATH}"),
    Row("asks for our certificate", "ok/http-200", ARTICLE, url=f"https://asksforours.test{PATH}"),
    unasked("plain behind 443", "unreachable/tls-handshake", f"https://plain-behind.test{PATH}"),
    Row("tls behind 80", "unreachable/reset", url=f"http://tls-behind.test{PATH}"),
    unasked("ssh behind 443", "unreachable/tls-handshake", f"https://ssh-behind.test{PATH}"),
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
    unasked("name unknown", "dead/dns-nxdomain", f"http://unknown.example{PATH}"),
    unasked("name service fails", "unreachable/dns-failure", f"http://servfail.example{PATH}"),
    unasked("name to loopback", "blocked/private-address", f"http://loopback.example{PATH}"),
    unasked(
        "name to loopback over tls", "blocked/private-address", f"https://loopback.example{PATH}"
    ),
    unasked("name to six", "blocked/private-address", f"http://six.example{PATH}"),
    unasked("name to mapped", "blocked/private-address", f"http://mapped.example{PATH}"),
    unasked(
        "name to metadata", "blocked/private-address", "http://metadata.example/latest/meta-data/"
    ),
    unasked("name to many inside", "blocked/private-address", f"http://all-inside.example{PATH}"),
    unasked("name to zero", "blocked/private-address", f"http://zero.example{PATH}"),
    unasked("name to words", "blocked/private-address", f"http://odd.example{PATH}"),
    unasked("name to a thousand", "blocked/private-address", f"http://thousand.example{PATH}"),
    unasked("mail port", "blocked/bad-port", f"http://out.example:25{PATH}"),
    unasked("redis port", "blocked/bad-port", f"http://out.example:6379{PATH}"),
    unasked("label too long", "invalid/unparsable", f"http://{'x' * 64}.example{PATH}"),
    unasked("name too long", "invalid/unparsable", f"http://{'x.' * 130}example{PATH}"),
    unasked("empty label", "invalid/unparsable", f"http://a..example{PATH}"),
    unasked("dot alone", "invalid/unparsable", f"http://.{PATH}"),
    unasked("bad punycode", "dead/dns-nxdomain", f"http://xn--a.example{PATH}"),
    unasked("blank in name of host", "invalid/unparsable", f"http://a b.example{PATH}"),
    unasked("percent in name of host", "invalid/unparsable", f"http://a%2fb.example{PATH}"),
    unasked(
        "at in name of host", "blocked/credentials-in-url", f"http://good.test@evil.example{PATH}"
    ),
    unasked("emoji host", "dead/dns-nxdomain", f"http://\u2603.example{PATH}"),
    unasked("one label", "dead/dns-nxdomain", f"http://intranet{PATH}"),
    Row(
        "redirect to loopback", "blocked/private-address", redirect("http://loopback.example/", 302)
    ),
)
