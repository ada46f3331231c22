"""Steps through the whole journey of one target, page or image.

This package decides and never acts: it awaits nothing, and asks at most `steps.MAX_STEPS` times.
"""

from __future__ import annotations

from enricher.journey import images, pages
from enricher.journey.steps import Settings, Steps, Visit
from enricher.models import Kind, Task


def steps_for(task: Task, settings: Settings) -> Steps:
    """Returns the target's outcome, and that of the lead image it measured as a second one."""
    visit = Visit(task, settings)
    return (
        yield from (images.steps_for(visit) if task.kind is Kind.IMAGE else pages.steps_for(visit))
    )
