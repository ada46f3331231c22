"""Workers of the hostile web for engines whose workers are processes of their own."""

from __future__ import annotations

from enricher.run.engines.frames import Setup
from enricher.run.engines.host import Grants, OpenedWorker
from tests.hostile.table import NameService
from tests.run.engines.workers import inline, opened

MAKE = "tests.hostile.workers:open_worker"


def open_worker(setup: Setup, grants: Grants) -> OpenedWorker:
    """One with the name service of the hostile web."""
    return opened(setup, grants, resolver=NameService())


open_inline = inline(open_worker)
