"""Installs click's shell completion where each shell looks for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from enricher.cli.exits import UsageError, say

SHELLS = ("bash", "zsh", "fish")
DETECT = "detect"
"""Stands for the shell that the environment names."""


def install_option() -> click.Option:
    """The option that installs completion and ends."""
    return click.Option(
        ["--install-completion"],
        is_flag=False,
        flag_value=DETECT,
        type=click.Choice([*SHELLS, DETECT]),
        metavar="[bash|zsh|fish]",
        expose_value=False,
        is_eager=True,
        callback=_install,
        help="Install completion of commands and options for your shell, and exit.",
    )


def _install(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is None or ctx.resilient_parsing:
        return
    shell = shell_of(os.environ) if value == DETECT else value
    path = place(shell, os.environ)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script(ctx.command, shell), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from error
    say(f"wrote {path}; {_next_step(shell, path)}")
    ctx.exit()


def shell_of(environ: Mapping[str, str]) -> str:
    """The user's shell, by the environment. Raises UsageError where it is none that we know."""
    name = Path(environ.get("SHELL", "")).name
    if name not in SHELLS:
        known = ", ".join(SHELLS)
        raise UsageError(f"$SHELL names none of {known}; name it: --install-completion bash")
    return name


def place(shell: str, environ: Mapping[str, str]) -> Path:
    """Where the shell looks for completions of a user (XDG Base Directory Specification)."""
    home = Path(environ.get("HOME") or Path.home())
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    settings = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return {
        "bash": data / "bash-completion" / "completions" / "enricher",
        "zsh": home / ".zfunc" / "_enricher",
        "fish": settings / "fish" / "completions" / "enricher.fish",
    }[shell]


def script(command: click.Command, shell: str) -> str:
    """The shell's completion script, as click makes it."""
    kind = get_completion_class(shell)
    assert kind is not None  # of SHELLS
    return kind(command, {}, "enricher", "_ENRICHER_COMPLETE").source()


def _next_step(shell: str, path: Path) -> str:
    if shell == "zsh":
        return (
            f"have this in ~/.zshrc, then start a new shell: "
            f"fpath+={path.parent}; autoload -Uz compinit && compinit"
        )
    return "start a new shell, and TAB completes commands and options"
