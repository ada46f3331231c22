"""From fields of a dataclass to parameters of a click command, and back to one value.

`takes(RunOptions)` gives a command one parameter for each field of that class, and calls it with
one value of it. A command that must not have an option names it: `without={"dry_run"}`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import field, fields
from typing import Any, TypeVar

import click

from enricher.cli.exits import printing

T = TypeVar("T")


def option(*names: str, default: Any = None, **more: Any) -> Any:
    """A field of an options class that is given by an option; None (or False) where it is not."""
    return field(default=default, metadata={"kind": click.Option, "names": names, "more": more})


def flag(*names: str, **more: Any) -> Any:
    return option(*names, default=False, is_flag=True, **more)


def argument(name: str, default: Any, **more: Any) -> Any:
    return field(default=default, metadata={"kind": click.Argument, "names": (name,), "more": more})


class GivenPath(click.Path):
    """A path that is not empty: to pathlib, "" (an unset variable) is the working folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Converts as click does; fails where the path is empty."""
        if value == "":
            self.fail('the name is empty; for the working folder, write "."', param, ctx)
        return super().convert(value, param, ctx)


class ServedFolder(GivenPath):
    """A path that is no bare number: who gives one means a port, and would get a folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Converts as click does; fails where the path is a number."""
        if isinstance(value, str) and value.removeprefix("-").isdecimal():
            why = f"{value} is no port: name a new folder (./{value}); a free port is chosen"
            self.fail(why, param, ctx)
        return super().convert(value, param, ctx)


def takes(kind: type[T], *, without: frozenset[str] = frozenset()) -> Callable[..., Any]:
    """Gives a function the parameters that the fields of `kind` define, as one value of `kind`."""
    names = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    params = [
        _param(each.name, each.metadata)
        for each in fields(kind)  # type: ignore[arg-type]  # a dataclass, as all options are
        if each.name not in without and each.metadata
    ]

    def decorate(function: Callable[[T], Any]) -> Callable[..., Any]:
        def call(**given: Any) -> Any:
            if ORDER_FIELD in names:
                given[ORDER_FIELD] = click.get_current_context().meta[ORDER]
            # click gives None for what was not given: the default of the field stands for it.
            return function(kind(**{key: each for key, each in given.items() if each is not None}))

        call.__doc__ = function.__doc__
        call.__click_params__ = list(reversed(params))  # type: ignore[attr-defined]
        return call

    return decorate


def _param(name: str, metadata: Any) -> click.Parameter:
    more = dict(metadata["more"])
    if metadata["kind"] is click.Argument:
        return click.Argument([name], **more)
    return click.Option([*metadata["names"], name], **more)


ORDER = "enricher.order"
ORDER_FIELD = "order"
"""The field that is told in which order options were given."""


class PrintingGroup(click.Group):
    """A group whose options print, such as --version, and end."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses as click does. Raises OutputError where an option's text cannot be printed."""
        with printing():
            return super().parse_args(ctx, args)


class OrderedCommand(click.Command):
    """A command that also tells in which order its options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses as click does; what cannot be parsed is told there.

        Raises OutputError where the help cannot be printed.
        """
        given: list[click.Parameter] = []
        with contextlib.suppress(click.UsageError):
            _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[ORDER] = tuple(param.name or "" for param in given)
        with printing():
            return super().parse_args(ctx, args)
