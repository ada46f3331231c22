"""Every test over sockets runs over both transports: our own for HTTP/1, and httpcore's for `http2 = true`."""

from __future__ import annotations

import pytest

from tests.web import support


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "testweb" in metafunc.fixturenames and "one_transport" not in metafunc.fixturenames:
        metafunc.fixturenames.append("transport")
        metafunc.parametrize("transport", ["http1", "httpcore"], indirect=True)


@pytest.fixture
def transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the transport that `open_client` takes."""
    name: str = request.param
    monkeypatch.setattr(support, "HTTP2", name == "httpcore")
    return name


@pytest.fixture
def one_transport() -> None:
    """For tests that choose their transport themselves."""
