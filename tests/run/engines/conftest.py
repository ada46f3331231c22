"""For tests of engines: Ray's are run by `make test-ray` only, its cluster ends with the session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.run.engines import local_ray


@pytest.fixture(scope="session", autouse=True)
def _no_cluster_is_left() -> Iterator[None]:
    yield
    local_ray.end_local_ray()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        callspec = getattr(item, "callspec", None)
        if callspec is None or "ray" not in callspec.params.values():
            continue
        if not local_ray.FORM:
            item.add_marker(pytest.mark.skip(reason="Ray is tested by make test-ray"))
