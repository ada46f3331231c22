"""The whole journey of one target, page or image.

Law of this package: it decides, somebody else acts. It never awaits, and it asks at most `steps.MAX_STEPS` times.
"""

from __future__ import annotations

from enricher.journey import images, pages
from enricher.journey.steps import Settings, Steps, Trip
from enricher.models import Kind, Task


def travel(task: Task, settings: Settings) -> Steps:
    """Returns the target's outcome, and that of the lead image it measured as a second one."""
    trip = Trip(task, settings)
    return (yield from (images.travel(trip) if task.kind is Kind.IMAGE else pages.travel(trip)))
