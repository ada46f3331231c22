"""Real pages, where they are at hand: a live page is never called gone, another article mostly is."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

from enricher.models import Status
from enricher.verdict.judge import judge
from tests import material

BENCH = Path(__file__).resolve().parent.parent.parent / "bench" / "verdicts.py"


@cache
def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_verdicts", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys  # noqa: PLC0415 - dataclasses look their module up there

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@material.needs_pages
def test_real_pages() -> None:
    assert material.PAGES is not None
    pages = list(_bench().real_pages(material.PAGES, every=4))
    for page in pages:
        for told in ((page.told,), ()):
            verdict = judge(page.case(*told))
            assert verdict.status.is_good, (page.url, verdict)
    titled = [page for page in pages if page.told.title]
    pairs = [
        (one, other)
        for step in (1, 2, 3, 5, 7, 11, 20)
        for one, other in zip(pages, titled[step:], strict=False)
        if _bench().speak_alike(one, other)
    ]
    drifted = [judge(one.case(other.told)).status for one, other in pairs]
    assert len(drifted) >= 50
    assert drifted.count(Status.DRIFTED) >= 0.85 * len(drifted)
