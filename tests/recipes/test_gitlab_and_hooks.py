"""The GitLab job and the hooks of pre-commit: their own command lines, on the documents of the demo."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests import lint_recipes
from tests.recipes.conftest import ROOT, Place

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}


def gitlab(place: Place, **variables: str) -> int:
    """Runs the job's script as GitLab's shell does; gives its exit status."""
    (job,) = lint_recipes.gitlab().values()
    return place.run("sh", "-e", "-c", "\n".join(job["script"]), **variables).returncode


@pytest.fixture
def content(repository: Place) -> Place:
    """The repository, its documents in the folder that the recipe names."""
    repository.git("mv", "seeds", "content")
    repository.git("commit", "--quiet", "--message=as the recipe has it")
    return repository


def test_a_schedule_checks_all_and_keeps_its_reports(content: Place) -> None:
    assert gitlab(content) == 1
    root = ET.parse(content.folder / "links.xml").getroot()
    assert list(root.iter("failure"))
    assert "<!doctype html>" in (content.folder / "links.html").read_text(encoding="utf-8").lower()


def test_a_merge_request_without_documents_is_fine(content: Place) -> None:
    base = content.git("rev-parse", "HEAD")
    (content.folder / "notes.txt").write_text("x", encoding="utf-8")
    content.git("add", ".")
    content.git("commit", "--quiet", "--message=notes")
    assert gitlab(content, CI_MERGE_REQUEST_DIFF_BASE_SHA=base) == 0


def hook(place: Place, name: str, *documents: Path) -> tuple[int, str]:
    """Runs a hook's entry on files, as pre-commit does."""
    names = [str(path.relative_to(place.folder)) for path in documents]
    done = place.run(*shlex.split(HOOKS[name]["entry"]), *names)
    return done.returncode, done.stdout + done.stderr


def documents(place: Place) -> list[Path]:
    return sorted((place.folder / "seeds").iterdir())


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ("", "", 0),
        ("title:", "title: [", 3),
        ('webUrl: "https://', 'webUrl: "https:// ', 1),
    ],
    ids=["fine", "frontmatter that cannot be read", "no URL"],
)
def test_offline_rules(before: str, after: str, status: int, place: Place) -> None:
    path = documents(place)[0]
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    ended, said = hook(place, "enricher-offline", path)
    assert ended == status, said


def test_new_links_are_asked_once(place: Place) -> None:
    path = documents(place)[-1]
    first, said = hook(place, "enricher-new-links", path)
    assert first == 1, said
    again = [
        word for word in shlex.split(HOOKS["enricher-new-links"]["entry"]) if word != "--quiet"
    ]
    assert "nothing was asked" in place.run(*again, str(path)).stderr


@pytest.mark.parametrize("name", HOOKS)
def test_one_process_at_a_time_holds_the_ledger(name: str) -> None:
    assert HOOKS[name]["require_serial"]
