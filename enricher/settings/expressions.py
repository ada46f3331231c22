"""Tells what is wrong with a regular expression of the settings: its syntax, or its cost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants, _parser  # type: ignore[attr-defined]  # what `re` itself compiles from
from typing import Any

from enricher.settings.ambiguity import is_ambiguous

# A repeat with fewer rounds costs little, whatever it repeats.
_MANY_ROUNDS = 10
_REPEATS = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT})
_ATOMIC = frozenset({_constants.POSSESSIVE_REPEAT, _constants.ATOMIC_GROUP})


def why_unusable(expression: str) -> str | None:
    """Returns why a regular expression is not taken; None where it is fine.

    One that repeats what repeats itself, as `(a+)+`, may take years for one URL: it tries every way
    to share the signs out among the rounds; so does one whose rounds can match the same text in two
    ways, as `(a|a)*`. Possessive repeats (`(a++)+`) give nothing back.
    """
    try:
        re.compile(expression)
        steps = _parser.parse(expression)
        if _holds_repeats(steps, is_repeated=False):
            return (
                "may take for ever: it repeats what repeats itself, or what can match the same "
                "text in two ways; make the inner part possessive, as in (a++)+ or (?>a|ab)+, or "
                "write it without"
            )
    except re.error as error:
        return f"is no regular expression: {error.msg}" + (
            "" if error.pos is None else f" at character {error.pos + 1}"
        )
    except RecursionError:
        return "is no usable regular expression: nested too deeply"
    return None


def _holds_repeats(steps: Iterable[Any], *, is_repeated: bool) -> bool:
    for operation, argument in steps:
        is_repeat = operation in _REPEATS and argument[1] >= _MANY_ROUNDS
        if is_repeat and (is_repeated or is_ambiguous(argument[2])):
            return True
        # What is possessive or atomic gives nothing back to the repeats around it.
        is_inner_repeated = (is_repeated or is_repeat) and operation not in _ATOMIC
        for inner in _inside(operation, argument):
            if _holds_repeats(inner, is_repeated=is_inner_repeated):
                return True
    return False


def _inside(operation: Any, argument: Any) -> Iterable[Any]:
    """Gives the parts of a step."""
    match operation:
        case _constants.MAX_REPEAT | _constants.MIN_REPEAT | _constants.POSSESSIVE_REPEAT:
            parts = argument[2:]
        case _constants.SUBPATTERN:
            parts = argument[-1:]
        case _constants.ATOMIC_GROUP:
            parts = (argument,)
        case _constants.BRANCH:
            parts = argument[1]
        case _constants.ASSERT | _constants.ASSERT_NOT | _constants.GROUPREF_EXISTS:
            parts = argument[1:]
        case _:
            parts = ()
    return filter(None, parts)  # of two parts, the second may be left away
