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
        is_of_ray = callspec is not None and callspec.params.get("name") == "ray"
        if is_of_ray and not local_ray.FORM:
            item.add_marker(pytest.mark.skip(reason="Ray is tested by make test-ray"))
        elif item.get_closest_marker("slow") and local_ray.FORM != "full":
            item.add_marker(pytest.mark.skip(reason="slow: make test-ray runs it"))
