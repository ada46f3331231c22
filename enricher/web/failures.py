"""Maps the exceptions of libraries to failures of a site."""

from __future__ import annotations

from enricher.models import Failure
from enricher.web.body import GarbledError


class TransportError(Exception):
    """No connection, no answer or no end of it, and the transport knows why."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.wire_bytes = 0
        """Received for the request before it failed."""


class EndedEarlyError(TransportError):
    """The connection was closed in order, but before the end of the body."""

    def __init__(self, detail: str) -> None:
        super().__init__(Failure.TRUNCATED, detail)


# Those of httpcore are mapped where it is used, in `http2_failures`.
_FAILURES: tuple[tuple[type[Exception], Failure], ...] = (
    (GarbledError, Failure.GARBLED),
    (TimeoutError, Failure.READ_TIMEOUT),
    (ConnectionError, Failure.RESET),
)


def failure_of(error: Exception) -> tuple[Failure, str]:
    """The failure that an exception stands for, and its own words for people.

    Total: an unforeseen exception is a PROTOCOL_ERROR of this one site, told with its name, and
    does not end a run.
    """
    if isinstance(error, ExceptionGroup):
        return failure_of(error.exceptions[0])
    if isinstance(error, TransportError):
        return error.failure, str(error)
    known = next((failure for kind, failure in _FAILURES if isinstance(error, kind)), None)
    if known is None:
        return Failure.PROTOCOL_ERROR, f"{type(error).__name__}: {error}"
    return known, str(error) or type(error).__name__


def failure_in_body(error: Exception) -> tuple[Failure, str]:
    """The same, once an answer has begun: then no failure means that there was none."""
    failure, detail = failure_of(error)
    return (
        failure if failure in (Failure.READ_TIMEOUT, Failure.GARBLED) else Failure.TRUNCATED
    ), detail
