"""From planned targets to tasks: what leads to one page is asked once, whatever the fragments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from enricher import urls
from enricher.ledger.targets import Key
from enricher.models import Kind, Memory, Outcome, Task
from enricher.run.schedule import MAX_DESCRIPTIONS, Descriptions, PlannedTarget


def tasks_of(
    targets: Iterable[PlannedTarget],
    memories: Mapping[Key, Memory],
    described: Descriptions,
) -> list[Task]:
    """Returns the tasks of asking these targets: one for all that differ in fragments alone.

    `described`: what documents say of each.
    """
    tasks: list[Task] = []
    pages: dict[str, list[Task]] = {}
    for planned in targets:
        task = planned.task(memories.get(planned.key), described[planned.key])
        if planned.key[0] is Kind.IMAGE or urls.check(task.target) is not None:
            tasks.append(task)
        else:
            pages.setdefault(task.target.partition("#")[0], []).append(task)
    return tasks + [_for_all(url, members) for url, members in pages.items()]


def _for_all(url: str, members: list[Task]) -> Task:
    """One task for what leads to one page; `members` where one of them has a fragment."""
    if [each.target for each in members] == [url]:
        return members[0]
    descriptions = dict.fromkeys(said for each in members for said in each.descriptions)
    return Task(
        target=url,
        kind=Kind.PAGE,
        descriptions=tuple(descriptions)[:MAX_DESCRIPTIONS],
        wants_image=any(each.wants_image for each in members),
        previous=_best_previous(members),
        members=tuple(each.target for each in members),
    )


def _best_previous(members: list[Task]) -> Outcome | None:
    """The latest check of a member that found the article, else of any."""
    known = [each.previous for each in members if each.previous is not None]
    good = (each for each in known if each.verdict.status.is_good)
    return next(good, known[0] if known else None)
