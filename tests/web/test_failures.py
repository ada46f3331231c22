"""Every exception of the libraries below has a meaning; what has none is this one site's trouble."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import h11
import httpcore
import idna
import pytest

from enricher.models import Failure
from enricher.web.body import GarbledError
from enricher.web.failures import TransportError, failure_in_body, failure_of
from enricher.web.http2_failures import FAILURES, translated

# Ours, not the site's: it can only come from a mistake in our own code, and tells nothing about a site.
OURS = httpcore.ConnectionNotAvailable


def exceptions_of(module: object) -> Iterator[type[Exception]]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Exception):
            yield value


@pytest.mark.parametrize("kind", sorted(set(exceptions_of(httpcore)), key=str))
def test_every_exception_of_httpcore_is_known(kind: type[Exception]) -> None:
    known = any(issubclass(kind, row) for row, _ in FAILURES)
    assert known or issubclass(kind, OURS), f"{kind} has no meaning"


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (httpcore.ConnectTimeout(), Failure.CONNECT_TIMEOUT),
        (httpcore.ReadTimeout(), Failure.READ_TIMEOUT),
        (httpcore.PoolTimeout(), Failure.READ_TIMEOUT),
        (httpcore.ConnectError(), Failure.NO_ROUTE),
        (httpcore.ReadError(), Failure.RESET),
        (httpcore.RemoteProtocolError("odd"), Failure.PROTOCOL_ERROR),
        (httpcore.LocalProtocolError("odd"), Failure.PROTOCOL_ERROR),
    ],
)
def test_meanings_of_httpcore(error: Exception, failure: Failure) -> None:
    with pytest.raises(TransportError) as told, translated():
        raise error
    assert told.value.failure is failure
    assert str(told.value)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (TransportError(Failure.TLS_EXPIRED, "old"), Failure.TLS_EXPIRED),
        (TransportError(Failure.RESET, "nothing"), Failure.RESET),
        (GarbledError("odd"), Failure.GARBLED),
        (h11.RemoteProtocolError("odd"), Failure.PROTOCOL_ERROR),
        (ssl.SSLError("odd"), Failure.PROTOCOL_ERROR),
        (idna.IDNAError("odd"), Failure.PROTOCOL_ERROR),
        (UnicodeEncodeError("ascii", "é", 0, 1, "odd"), Failure.PROTOCOL_ERROR),
        (LookupError("odd"), Failure.PROTOCOL_ERROR),
        (ValueError("odd"), Failure.PROTOCOL_ERROR),
        (TimeoutError(), Failure.READ_TIMEOUT),
        (ConnectionResetError(), Failure.RESET),
        (
            ExceptionGroup("two", [ExceptionGroup("one", [TimeoutError()]), ValueError()]),
            Failure.READ_TIMEOUT,
        ),
    ],
)
def test_meanings(error: Exception, failure: Failure) -> None:
    found, detail = failure_of(error)
    assert found is failure
    assert detail


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (TransportError(Failure.READ_TIMEOUT, "slow"), Failure.READ_TIMEOUT),
        (TransportError(Failure.RESET, "gone"), Failure.TRUNCATED),
        (TransportError(Failure.PROTOCOL_ERROR, "peer closed connection"), Failure.TRUNCATED),
        (GarbledError("odd"), Failure.GARBLED),
    ],
)
def test_meanings_once_an_answer_has_begun(error: Exception, failure: Failure) -> None:
    found, _ = failure_in_body(error)
    assert found is failure
    assert not found.is_before_http
