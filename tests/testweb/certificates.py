"""Certificates for the test web: one small authority, and names that are deliberately wrong."""

from __future__ import annotations

import datetime as dt
import ssl
import tempfile
from functools import cached_property
from pathlib import Path

import trustme

NO_NAME = "no-name.test"


class Certificates:
    """Contexts by server name: `expired.…`, `notyet.…`, `wronghost.…` and `selfsigned.…` get what they say.

    `….wildcard.test` shows one for `*.wildcard.test`, `refusesname.…` ends the handshake, and
    `asksforours.…` asks for a certificate of the client and does without. All others get good ones.
    """

    def __init__(self) -> None:
        self._authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
        self._contexts: dict[tuple[str, tuple[str, ...]], ssl.SSLContext] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="testweb-")

    @cached_property
    def ca_file(self) -> str:
        path = Path(self._folder.name) / "ca.pem"
        self._authority.cert_pem.write_to_path(str(path))
        return str(path)

    def server_context(self, alpn: tuple[str, ...] = ("http/1.1",)) -> ssl.SSLContext:
        """A context that picks its certificate by the name the client asks for (SNI), or for none.

        It has no certificate of its own: making one takes 5 ms, and a thousand tests have a web each.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(list(alpn))
        context.sni_callback = lambda connection, name, _: self._choose(
            connection, name or NO_NAME, alpn
        )
        return context

    def close(self) -> None:
        self._folder.cleanup()

    def _choose(
        self, connection: ssl.SSLSocket | ssl.SSLObject, name: str, alpn: tuple[str, ...]
    ) -> int | None:
        if name.startswith("refusesname."):
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        if (name, alpn) not in self._contexts:
            self._contexts[name, alpn] = self._context_for(name, alpn)
        connection.context = self._contexts[name, alpn]
        return None

    def _context_for(self, name: str, alpn: tuple[str, ...]) -> ssl.SSLContext:
        authority = (
            trustme.CA(key_type=trustme.KeyType.ECDSA)
            if name.startswith("selfsigned.")
            else self._authority
        )
        yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        begins, ends = _validity(name, yesterday)
        addresses = ("127.0.0.1", "::1") if name == NO_NAME else ()  # clients name no address
        certificate = authority.issue_cert(
            _identity(name),
            *addresses,
            not_before=begins,
            not_after=ends,
            key_type=trustme.KeyType.ECDSA,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(list(alpn))
        certificate.configure_cert(context)
        if name.startswith("asksforours."):
            context.verify_mode = ssl.CERT_OPTIONAL
            authority.configure_trust(context)
        return context


def _identity(name: str) -> str:
    if name.startswith("wronghost."):
        return "other.test"
    return "*.wildcard.test" if name.endswith(".wildcard.test") else name


def _validity(name: str, yesterday: dt.datetime) -> tuple[dt.datetime | None, dt.datetime | None]:
    day = dt.timedelta(days=1)
    if name.startswith("expired."):
        return yesterday - day, yesterday
    if name.startswith("notyet."):
        return yesterday + 3 * day, yesterday + 9 * day
    return None, None
