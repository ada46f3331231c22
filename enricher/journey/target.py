"""Steps through the whole journey of one target, page or image.

This package decides and never acts: it awaits nothing, and asks at most `steps.MAX_STEPS` times.
"""

from __future__ import annotations

from enricher.journey import fragments, images, pages
from enricher.journey.steps import Settings, Steps, Visit
from enricher.models import Kind, Task


def steps_for(task: Task, settings: Settings) -> Steps:
    """Returns the target's outcome, or that of each member; then that of a measured lead image."""
    visit = Visit(task, settings)
    if task.members:
        return (yield from fragments.steps_for(visit))
    return (
        yield from (images.steps_for(visit) if task.kind is Kind.IMAGE else pages.steps_for(visit))
    )
