"""The GitHub Action: its own scripts, run as a runner would, on the documents of the demo."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.recipes.conftest import ENRICHER, ROOT, Place, put_program

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
_VALUE = re.compile(r"\$\{\{ (.+?) \}\}")


@dataclass
class Runner:
    """What a runner does: sets the variables of a step, runs its script, keeps its outputs."""

    place: Place
    temp: Path
    inputs: dict[str, str]
    said: str = ""
    outputs: dict[str, str] = field(default_factory=dict)

    def value(self, expression: str) -> str:
        """The value of one expression of the action."""
        context, _, name = expression.partition(".")
        if context == "inputs":
            return self.inputs.get(name, str(ACTION["inputs"][name].get("default", "")))
        if context == "steps":
            return self.outputs[name.rsplit(".", 1)[-1]]
        return f"<{expression}>"

    def step(self, name: str) -> int:
        """Runs a step by its name; gives its exit status."""
        step = next(each for each in ACTION["runs"]["steps"] if each.get("name") == name)
        environ = {
            key: _VALUE.sub(lambda found: self.value(found[1]), text)
            for key, text in step["env"].items()
        }
        output = self.temp / "output"
        output.write_text("", encoding="utf-8")
        done = self.place.run(
            "bash",
            *("--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]),
            RUNNER_TEMP=str(self.temp),
            GITHUB_STEP_SUMMARY=str(self.temp / "summary.md"),
            GITHUB_OUTPUT=str(output),
            **environ,
        )
        self.said += done.stdout + done.stderr
        for line in output.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            self.outputs[key] = value
        return done.returncode


def runner(place: Place, tmp_path: Path, **inputs: str) -> Runner:
    temp = tmp_path / "temp"
    put_program(temp / "enricher" / "bin" / "enricher", ENRICHER)
    log = tmp_path / "gh.log"
    put_program(tmp_path / "programs" / "gh", f'echo "$@" >>{log}; echo "$GH_TOKEN" >>{log}')
    return Runner(place, temp, {"paths": "seeds", **inputs})


def test_an_audit_annotates_summarises_and_fails(repository: Place, tmp_path: Path) -> None:
    action = runner(repository, tmp_path)
    assert action.step("Check links") == 0
    assert re.search(r"^::error file=seeds/[^,]+,line=\d+", action.said, re.MULTILINE)
    assert "| " in (action.temp / "summary.md").read_text(encoding="utf-8")
    assert action.step("Say how it ended") == 1
    assert repository.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"fail-on": "none"}, 0),
        ({"config": "lost.toml"}, 2),
        ({"paths": "seeds/2022*.md\n seeds/2024*.md", "fail-on": "dead"}, 0),
        ({"paths": "lost folder"}, 2),
    ],
)
def test_inputs_reach_the_command(
    inputs: dict[str, str], status: int, repository: Place, tmp_path: Path
) -> None:
    action = runner(repository, tmp_path, **inputs)
    assert action.step("Check links") == 0
    assert action.step("Say how it ended") == status, action.said


def test_only_changed_documents_of_a_pull_request(repository: Place, tmp_path: Path) -> None:
    (path,) = (repository.folder / "seeds").glob("2024*.md")
    path.write_bytes(path.read_bytes() + b"\n")
    action = runner(repository, tmp_path, **{"changed-since": "origin/main"})
    action.step("Check links")
    assert "1 document," in action.said


@pytest.mark.parametrize("command", ["audit", "run"])
def test_a_pull_request_without_documents_is_fine(
    command: str, repository: Place, tmp_path: Path
) -> None:
    (repository.folder / "notes.txt").write_text("x", encoding="utf-8")
    action = runner(repository, tmp_path, command=command, **{"changed-since": "origin/main"})
    action.step("Check links")
    assert action.step("Say how it ended") == 0, action.said


def test_edits_are_offered_as_a_pull_request(repository: Place, tmp_path: Path) -> None:
    action = runner(repository, tmp_path, command="run", **{"pull-request": "enricher/links"})
    assert action.step("Check links") == 0
    assert action.step("Offer the edits") == 0, action.said
    changed = repository.git("diff", "--name-only", "main", "origin/enricher/links").split()
    assert changed
    assert all(name.startswith("seeds/") for name in changed)
    asked = (tmp_path / "gh.log").read_text(encoding="utf-8")
    assert "pr create --base main --head enricher/links" in asked
    assert action.step("Say how it ended") == 0


def test_no_edits_no_pull_request(repository: Place, tmp_path: Path) -> None:
    action = runner(repository, tmp_path, **{"pull-request": "enricher/links"})
    action.step("Check links")
    assert action.step("Offer the edits") == 0
    assert not (tmp_path / "gh.log").exists()


def test_no_expression_stands_in_a_script() -> None:
    """What a pull request chooses reaches scripts by the environment only, never as their text."""
    assert not [step for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")]


def test_the_ledger_is_kept_whatever_is_found() -> None:
    steps = [step for step in ACTION["runs"]["steps"] if "cache/" in step.get("uses", "")]
    restore, save = steps
    assert save["if"] == "always()"
    assert restore["with"]["path"] == save["with"]["path"] == ".enricher"
    assert restore["with"]["key"] == save["with"]["key"]
