"""Maps the exceptions of httpcore to failures of a site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from enricher.models import Failure
from enricher.web.failures import TransportError

# Most specific first. A test walks httpcore's tree of exceptions and finds all of them here.
FAILURES: tuple[tuple[type[Exception], Failure], ...] = (
    (httpcore.ConnectTimeout, Failure.CONNECT_TIMEOUT),
    (httpcore.TimeoutException, Failure.READ_TIMEOUT),
    (httpcore.ConnectError, Failure.NO_ROUTE),
    (httpcore.ProxyError, Failure.NO_ROUTE),
    (httpcore.NetworkError, Failure.RESET),
    (httpcore.UnsupportedProtocol, Failure.SCHEME),
    (httpcore.ProtocolError, Failure.PROTOCOL_ERROR),
)
_KINDS = tuple(kind for kind, _ in FAILURES)


@contextmanager
def translated() -> Iterator[None]:
    """Raises TransportError for what httpcore raises inside, with its own words for people."""
    try:
        yield
    except _KINDS as error:
        failure = next(failure for kind, failure in FAILURES if isinstance(error, kind))
        raise TransportError(failure, str(error) or type(error).__name__) from error
