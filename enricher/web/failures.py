"""What exceptions say about a site: the one place where the libraries' words become ours."""

from __future__ import annotations

import httpcore
import httpx

from enricher.models import Failure
from enricher.web.body import GarbledError
from enricher.web.stream import Unanswered, Unreached

# Most specific first. httpcore raises below our transport; the same names of httpx stand here so that a transport
# of another make may come, and because URLs and cookies are httpx's. A test walks both trees and finds all of them.
FAILURES: tuple[tuple[type[Exception], Failure], ...] = (
    (Unanswered, Failure.RESET),
    (GarbledError, Failure.GARBLED),
    (httpcore.ConnectTimeout, Failure.CONNECT_TIMEOUT),
    (httpx.ConnectTimeout, Failure.CONNECT_TIMEOUT),
    (httpcore.TimeoutException, Failure.READ_TIMEOUT),
    (httpx.TimeoutException, Failure.READ_TIMEOUT),
    (httpcore.ConnectError, Failure.NO_ROUTE),
    (httpx.ConnectError, Failure.NO_ROUTE),
    (httpcore.ProxyError, Failure.NO_ROUTE),
    (httpx.ProxyError, Failure.NO_ROUTE),
    (httpcore.NetworkError, Failure.RESET),
    (httpx.NetworkError, Failure.RESET),
    (httpcore.UnsupportedProtocol, Failure.SCHEME),
    (httpx.UnsupportedProtocol, Failure.SCHEME),
    (httpx.InvalidURL, Failure.UNPARSABLE),
    (httpx.TooManyRedirects, Failure.TOO_MANY_REDIRECTS),
    (httpx.DecodingError, Failure.GARBLED),
    (httpcore.ProtocolError, Failure.PROTOCOL_ERROR),
    (httpx.ProtocolError, Failure.PROTOCOL_ERROR),
    (TimeoutError, Failure.READ_TIMEOUT),
    (ConnectionError, Failure.RESET),
)


def failure_of(error: Exception) -> tuple[Failure, str]:
    """The failure that an exception stands for, and its own words for people.

    Total: what nobody has thought of is a PROTOCOL_ERROR of this one site, with the name of the exception, and no
    reason to end a run.
    """
    if isinstance(error, ExceptionGroup):
        return failure_of(error.exceptions[0])
    if isinstance(error, Unreached):
        return error.failure, str(error)
    known = next((failure for kind, failure in FAILURES if isinstance(error, kind)), None)
    if known is None:
        return Failure.PROTOCOL_ERROR, f"{type(error).__name__}: {error}"
    return known, str(error) or type(error).__name__


def failure_in_body(error: Exception) -> tuple[Failure, str]:
    """The same, once an answer has begun: then no failure means that there was none."""
    failure, detail = failure_of(error)
    return (
        failure if failure in (Failure.READ_TIMEOUT, Failure.GARBLED) else Failure.TRUNCATED
    ), detail
