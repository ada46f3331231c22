"""Makes the TLS context of a run, and tells what a failed handshake means."""

from __future__ import annotations

import ssl
from pathlib import Path

import certifi

from enricher.errors import ConfigError
from enricher.models import Failure

# X509_V_ERR_* of OpenSSL: certificate not yet valid and expired; host, e-mail and address mismatch.
_EXPIRED_CODES = frozenset({9, 10})
_HOSTNAME_CODES = frozenset({62, 63, 64})

# SSL_OP_LEGACY_SERVER_CONNECT of OpenSSL; the ssl module names it since Python 3.12.
_LEGACY_SERVER_CONNECT = 0x4


def context(ca_file: str) -> ssl.SSLContext:
    """The one context of a run: the system's authorities, and those of `ca_file`.

    Making it takes 20 ms, so it is shared.

    Raises ConfigError where `ca_file` cannot be used.
    """
    made = ssl.create_default_context()
    if not _has_system_store():
        made.load_verify_locations(cafile=certifi.where())
    # As browsers: an old server that knows no secure renegotiation is still there for its readers.
    made.options |= _LEGACY_SERVER_CONNECT
    # Since Python 3.13 on by default, and in no browser: it refuses certificates over formalities.
    made.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if ca_file:
        try:
            made.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(
                f"[fetch] ca_file: {ca_file} holds no certificates that can be read: {error}"
            ) from error
    return made


def failure_of(error: ssl.SSLError) -> Failure:
    """What a failed handshake says about the server."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return Failure.TLS_HANDSHAKE
    if error.verify_code in _EXPIRED_CODES:
        return Failure.TLS_EXPIRED
    return Failure.TLS_HOSTNAME if error.verify_code in _HOSTNAME_CODES else Failure.TLS_UNTRUSTED


def words_of(error: ssl.SSLError) -> str:
    """The library's own words, without the numbers of its source lines."""
    message: str = getattr(error, "verify_message", "") or error.reason or str(error)
    return message.lower().replace("_", " ")


def _has_system_store() -> bool:
    paths = ssl.get_default_verify_paths()
    return any(path and Path(path).exists() for path in (paths.cafile, paths.capath))
